//===- ParameterArchive.cpp - IREE's files of parameters ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/IREE/ParameterArchive.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MathExtras.h"
#include <cstring>

using namespace llvm;
using support::ulittle16_t;
using support::ulittle32_t;
using support::ulittle64_t;

namespace hwlock {
namespace {

struct Range {
  ulittle64_t offset, length;
};

/// iree_io_parameter_archive_header_v0_t. Offsets count from here.
struct Header {
  ulittle32_t magic;
  ulittle16_t major, minor;
  ulittle64_t headerSize, nextHeader, flags, entryCount;
  Range entries, metadata, storage;
};
static_assert(sizeof(Header) == 88);

/// iree_io_parameter_archive_data_entry_t. `name` counts from the metadata
/// segment, `data` from the storage segment.
struct DataEntry {
  ulittle64_t entrySize;
  ulittle32_t type;
  ulittle64_t flags;
  Range name, metadata;
  ulittle64_t minimumAlignment;
  Range data;
};
static_assert(sizeof(DataEntry) == 76);

constexpr uint32_t archiveMagic = 0x41505249; // "IRPA"
constexpr uint32_t dataEntryType = 2;
constexpr uint64_t entryAlignment = 16, dataAlignment = 64, pageBytes = 4096;

/// Where the parts of an archive lie.
struct Layout {
  explicit Layout(ArrayRef<ParameterSize> parameters) {
    uint64_t stride = alignTo(sizeof(DataEntry), entryAlignment);
    header.magic = archiveMagic;
    header.headerSize = sizeof(Header);
    header.entryCount = parameters.size();
    header.entries = {ulittle64_t(alignTo(sizeof(Header), entryAlignment)),
                      ulittle64_t(stride * parameters.size())};
    uint64_t names = 0, data = 0;
    for (const ParameterSize &parameter : parameters) {
      DataEntry &entry = entries.emplace_back();
      entry.entrySize = sizeof(DataEntry);
      entry.type = dataEntryType;
      entry.name = {ulittle64_t(names), ulittle64_t(parameter.name.size())};
      entry.minimumAlignment = dataAlignment;
      entry.data = {ulittle64_t(data), ulittle64_t(parameter.bytes)};
      names += parameter.name.size();
      data = alignTo(data + parameter.bytes, dataAlignment);
    }
    header.metadata = {
        ulittle64_t(header.entries.offset + header.entries.length),
        ulittle64_t(names)};
    uint64_t storage =
        alignTo(header.metadata.offset + header.metadata.length, pageBytes);
    header.storage = {ulittle64_t(storage), ulittle64_t(data)};
  }

  uint64_t fileBytes() const {
    return alignTo(header.storage.offset + header.storage.length, pageBytes);
  }

  Header header = {};
  std::vector<DataEntry> entries;
};

} // namespace

Expected<ParameterArchiveWriter>
ParameterArchiveWriter::create(StringRef path,
                               ArrayRef<ParameterSize> parameters) {
  Layout layout(parameters);
  auto file = FileOutputBuffer::create(path, layout.fileBytes());
  if (!file)
    return file.takeError();
  ParameterArchiveWriter writer;
  writer.file = std::move(*file);
  uint8_t *start = writer.file->getBufferStart();
  std::memcpy(start, &layout.header, sizeof(Header));
  uint8_t *row = start + layout.header.entries.offset;
  for (auto [entry, parameter] : zip(layout.entries, parameters)) {
    std::memcpy(row, &entry, sizeof(DataEntry));
    row += alignTo(sizeof(DataEntry), entryAlignment);
    std::memcpy(start + layout.header.metadata.offset + entry.name.offset,
                parameter.name.data(), parameter.name.size());
    writer.places.push_back(
        {layout.header.storage.offset + entry.data.offset, parameter.bytes});
  }
  return writer;
}

MutableArrayRef<uint8_t> ParameterArchiveWriter::parameter(size_t index) {
  const Place &place = places[index];
  return {file->getBufferStart() + place.offset, size_t(place.bytes)};
}

Error ParameterArchiveWriter::commit() { return file->commit(); }

} // namespace hwlock
