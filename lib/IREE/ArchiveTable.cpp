//===- ArchiveTable.cpp - Table of a .irpa --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ArchiveFormat.h"
#include "ParameterTables.h"
#include "llvm/Support/MathExtras.h"
#include <cstring>

using namespace llvm;

namespace hwlock {
namespace {

/// The bytes that `range` names, or nothing if they are not all in `from`.
std::optional<StringRef> slice(StringRef from, const irpa::Range &range) {
  if (range.offset > from.size() || range.length > from.size() - range.offset)
    return std::nullopt;
  return from.substr(range.offset, range.length);
}

class ArchiveReader {
public:
  explicit ArchiveReader(StringRef file) : file(file) {}

  Expected<ParameterFile::Table> read() {
    if (Error error = readHeader())
      return error;
    uint64_t offset = 0;
    for (uint64_t i = 0; i < header.entryCount; ++i) {
      irpa::EntryHeader entry;
      if (entries.size() - offset < sizeof(entry))
        return createStringError("entry " + Twine(i) + " is cut off");
      std::memcpy(&entry, entries.data() + offset, sizeof(entry));
      if (entry.bytes < sizeof(entry) || entry.bytes > entries.size() - offset)
        return createStringError("entry " + Twine(i) + " has a wrong size");
      if (Error error = add(entry, entries.substr(offset, entry.bytes)))
        return error;
      offset = std::min<uint64_t>(
          offset + alignTo(entry.bytes, irpa::entryAlignment), entries.size());
    }
    return std::move(table);
  }

private:
  Error readHeader() {
    if (file.size() < sizeof(header))
      return createStringError("the file is cut off");
    std::memcpy(&header, file.data(), sizeof(header));
    if (header.major != 0)
      return createStringError("version " + Twine(header.major) +
                               " of the format, expected 0");
    if (header.nextHeader != 0)
      return createStringError("several archives in one file are not read");
    auto rows = slice(file, header.entries);
    auto names = slice(file, header.metadata);
    auto data = slice(file, header.storage);
    if (!rows || !names || !data)
      return createStringError("a segment reaches beyond the file");
    entries = *rows;
    metadata = *names;
    storage = *data;
    return Error::success();
  }

  Error add(const irpa::EntryHeader &entry, StringRef bytes) {
    if (entry.type == irpa::Skip)
      return Error::success();
    auto name = slice(metadata, entry.name);
    if (!name)
      return createStringError("a name reaches beyond the file");
    if (entry.type != irpa::Data)
      return createStringError(
          "parameter '" + *name +
          "' has no data in the file; only embedded data is read");
    irpa::DataEntry row;
    if (bytes.size() < sizeof(row))
      return createStringError("the entry of '" + *name + "' is cut off");
    std::memcpy(&row, bytes.data(), sizeof(row));
    auto data = slice(storage, row.data);
    if (!data)
      return createStringError("parameter '" + *name +
                               "' reaches beyond the file");
    if (!table.insert({*name, *data}).second)
      return createStringError("parameter '" + *name + "' is there twice");
    return Error::success();
  }

  StringRef file, entries, metadata, storage;
  irpa::Header header;
  ParameterFile::Table table;
};

} // namespace

bool isArchive(StringRef file) {
  return file.size() >= 4 &&
         support::endian::read32le(file.data()) == irpa::magic;
}

Expected<ParameterFile::Table> readArchiveTable(StringRef file) {
  return ArchiveReader(file).read();
}

} // namespace hwlock
