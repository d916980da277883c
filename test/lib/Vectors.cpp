//===- Vectors.cpp - What one machine sealed for another to open ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Counts and lengths are u32.
//===----------------------------------------------------------------------===//
#include "Vectors.h"
#include "hwlock/Support/ByteStream.h"

using namespace hwlock;
using namespace hwlock::test;

Bytes test::writeVectors(const Vectors &vectors) {
  rt::ByteWriter writer;
  for (const std::vector<Record> *list : {&vectors.gcm, &vectors.models}) {
    writer.u32(uint32_t(list->size()));
    for (const Record &record : *list) {
      writer.u32(uint32_t(record.size()));
      for (const Bytes &bytes : record) {
        writer.u32(uint32_t(bytes.size()));
        writer.raw(bytes);
      }
    }
  }
  return writer.release();
}

Vectors test::readVectors(std::span<const uint8_t> bytes) {
  rt::ByteReader reader(bytes);
  Vectors vectors;
  for (std::vector<Record> *list : {&vectors.gcm, &vectors.models})
    for (uint32_t records = reader.u32(); records && reader.ok(); --records) {
      Record &record = list->emplace_back();
      for (uint32_t blobs = reader.u32(); blobs && reader.ok(); --blobs) {
        auto blob = reader.take(reader.u32());
        record.emplace_back(blob.begin(), blob.end());
      }
    }
  return reader.ok() && reader.atEnd() ? vectors : Vectors{};
}
