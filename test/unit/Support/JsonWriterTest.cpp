//===- JsonWriterTest.cpp - Small JSON documents --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/JsonWriter.h"
#include <gtest/gtest.h>

using hwlock::rt::JsonWriter;

namespace {

TEST(JsonWriter, NestsAndSeparates) {
  JsonWriter json;
  json.beginObject();
  json.field("name", "a");
  json.field("count", 3u);
  json.field("ok", true);
  json.field("share", 0.25);
  json.beginArray("rows");
  json.beginObject();
  json.field("x", 1u);
  json.endObject();
  json.beginObject();
  json.endObject();
  json.endArray();
  json.field("words", std::vector<std::string>{"u", "v"});
  json.field("none", std::vector<std::string>{});
  json.endObject();
  EXPECT_EQ(json.text(), "{\n"
                         "  \"name\": \"a\",\n"
                         "  \"count\": 3,\n"
                         "  \"ok\": true,\n"
                         "  \"share\": 0.250,\n"
                         "  \"rows\": [\n"
                         "    {\n"
                         "      \"x\": 1\n"
                         "    },\n"
                         "    {}\n"
                         "  ],\n"
                         "  \"words\": [\n"
                         "    \"u\",\n"
                         "    \"v\"\n"
                         "  ],\n"
                         "  \"none\": []\n"
                         "}");
}

TEST(JsonWriter, EscapesWhatJsonForbids) {
  JsonWriter json;
  json.beginObject();
  json.field("k", std::string_view("a\"b\\c\n\x01"));
  json.endObject();
  EXPECT_EQ(json.text(), "{\n  \"k\": \"a\\\"b\\\\c\\u000a\\u0001\"\n}");
}

} // namespace
