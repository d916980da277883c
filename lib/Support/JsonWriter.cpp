//===- JsonWriter.cpp - Small JSON documents ------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Support/JsonWriter.h"
#include <cstdio>

using namespace hwlock::rt;

void JsonWriter::begin(std::string_view key) {
  if (!isFirst)
    out += ',';
  if (depth > 0)
    out += "\n" + std::string(2 * depth, ' ');
  isFirst = false;
  if (!key.empty()) {
    quote(key);
    out += ": ";
  }
}

void JsonWriter::open(std::string_view key, char bracket) {
  begin(key);
  out += bracket;
  ++depth;
  isFirst = true;
}

void JsonWriter::close(char bracket) {
  --depth;
  if (!isFirst)
    out += "\n" + std::string(2 * depth, ' ');
  out += bracket;
  isFirst = false;
}

void JsonWriter::quote(std::string_view text) {
  out += '"';
  for (char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof(escape), "\\u%04x", c);
      out += escape;
    } else {
      if (c == '"' || c == '\\')
        out += '\\';
      out += c;
    }
  }
  out += '"';
}

void JsonWriter::field(std::string_view key, std::string_view value) {
  begin(key);
  quote(value);
}

void JsonWriter::field(std::string_view key, unsigned value) {
  begin(key);
  out += std::to_string(value);
}

void JsonWriter::field(std::string_view key, bool value) {
  begin(key);
  out += value ? "true" : "false";
}

void JsonWriter::field(std::string_view key, double value) {
  begin(key);
  char number[64];
  std::snprintf(number, sizeof(number), "%.3f", value);
  out += number;
}

void JsonWriter::field(std::string_view key,
                       const std::vector<std::string> &values) {
  open(key, '[');
  for (const std::string &value : values)
    field({}, value);
  close(']');
}
