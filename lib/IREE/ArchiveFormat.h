//===- ArchiveFormat.h - Layout of IREE's parameter archives --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The .irpa format, version 0.0, as
// runtime/src/iree/schemas/parameter_archive.h of IREE 3.13.0 defines it.
// Offsets count from the header.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_IREE_ARCHIVEFORMAT_H
#define HWLOCK_LIB_IREE_ARCHIVEFORMAT_H

#include "llvm/Support/Endian.h"

namespace hwlock::irpa {

using llvm::support::ulittle16_t;
using llvm::support::ulittle32_t;
using llvm::support::ulittle64_t;

struct Range {
  ulittle64_t offset, length;
};

/// iree_io_parameter_archive_header_v0_t.
struct Header {
  ulittle32_t magic;
  ulittle16_t major, minor;
  ulittle64_t headerBytes, nextHeader, flags, entryCount;
  Range entries, metadata, storage;
};
static_assert(sizeof(Header) == 88);

/// iree_io_parameter_archive_entry_header_t. The name lies in the metadata.
struct EntryHeader {
  ulittle64_t bytes;
  ulittle32_t type;
  ulittle64_t flags;
  Range name, metadata;
  ulittle64_t minimumAlignment;
};
static_assert(sizeof(EntryHeader) == 60);

/// iree_io_parameter_archive_data_entry_t. The data lie in the storage.
struct DataEntry {
  EntryHeader header;
  Range data;
};
static_assert(sizeof(DataEntry) == 76);

inline constexpr uint32_t magic = 0x41505249; // "IRPA"
enum EntryType : uint32_t { Skip, Splat, Data, External };
inline constexpr uint64_t entryAlignment = 16, dataAlignment = 64,
                          pageBytes = 4096;

} // namespace hwlock::irpa

#endif // HWLOCK_LIB_IREE_ARCHIVEFORMAT_H
