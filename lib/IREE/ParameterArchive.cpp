//===- ParameterArchive.cpp - Write IREE's files of parameters ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/IREE/ParameterArchive.h"
#include "ArchiveFormat.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <sys/mman.h>

using namespace llvm;
namespace fs = llvm::sys::fs;

namespace hwlock {

Expected<std::unique_ptr<ParameterArchive>>
ParameterArchive::create(StringRef path) {
  auto file = fs::TempFile::create(path + ".%%%%%%.tmp");
  if (!file)
    return file.takeError();
  std::unique_ptr<ParameterArchive> archive(
      new ParameterArchive(path.str(), std::move(*file)));
  // Behind the header.
  archive->end = irpa::pageBytes;
  return archive;
}

ParameterArchive::~ParameterArchive() {
  if (file)
    consumeError(file->discard());
}

Expected<MutableArrayRef<char>> ParameterArchive::add(StringRef name,
                                                      uint64_t bytes) {
  if (!names.insert(name).second)
    return createStringError("parameter '" + name + "' is there already");
  uint64_t offset = end;
  end += alignTo(bytes, irpa::pageBytes);
  if (std::error_code error = fs::resize_file(file->FD, end))
    return errorCodeToError(error);
  std::error_code error;
  fs::mapped_file_region memory(fs::convertFDToNativeFile(file->FD),
                                fs::mapped_file_region::readwrite, bytes,
                                offset, error);
  if (error)
    return errorCodeToError(error);
  parameters.push_back({name.str(), offset, std::move(memory)});
  return MutableArrayRef(parameters.back().memory.data(), bytes);
}

Expected<MutableArrayRef<char>> ParameterArchive::roomFor(StringRef name,
                                                          size_t bytes) {
  return add(name, bytes);
}

/// Lets the system take the whole pages back. Only pages it out: `bytes` may be
/// memory that no file has, and is still searched for later.
static void forget(ArrayRef<char> bytes) {
  auto begin =
      alignTo(reinterpret_cast<uintptr_t>(bytes.begin()), irpa::pageBytes);
  auto end =
      alignDown(reinterpret_cast<uintptr_t>(bytes.end()), irpa::pageBytes);
  if (begin < end)
    madvise(reinterpret_cast<void *>(begin), end - begin, MADV_PAGEOUT);
}

void ParameterArchive::filled(ArrayRef<char> plain) {
  const fs::mapped_file_region &last = parameters.back().memory;
  forget({last.const_data(), last.size()});
  forget(plain);
}

Error ParameterArchive::commit() {
  irpa::Header header = {};
  header.magic = irpa::magic;
  header.headerBytes = sizeof(header);
  header.entryCount = parameters.size();
  uint64_t storage = irpa::pageBytes;
  header.storage.offset = storage;
  header.storage.length = end - storage;

  std::string entries, metadata;
  for (const Parameter &parameter : parameters) {
    irpa::DataEntry entry = {};
    entry.header.bytes = sizeof(entry);
    entry.header.type = irpa::Data;
    entry.header.name.offset = metadata.size();
    entry.header.name.length = parameter.name.size();
    entry.header.minimumAlignment = irpa::dataAlignment;
    entry.data.offset = parameter.offset - storage;
    entry.data.length = parameter.memory.size();
    entries.append(reinterpret_cast<const char *>(&entry), sizeof(entry));
    entries.resize(alignTo(entries.size(), irpa::entryAlignment));
    metadata += parameter.name;
  }
  header.entries.offset = end;
  header.entries.length = entries.size();
  header.metadata.offset = end + entries.size();
  header.metadata.length = metadata.size();

  parameters.clear();
  {
    raw_fd_ostream os(file->FD, /*shouldClose=*/false);
    os.write(reinterpret_cast<const char *>(&header), sizeof(header));
    os.seek(end);
    os << entries << metadata;
    os.write_zeros(alignTo(os.tell(), irpa::pageBytes) - os.tell());
    os.flush();
    if (os.has_error()) {
      std::error_code error = os.error();
      os.clear_error();
      return errorCodeToError(error);
    }
  }
  Error kept = file->keep(path);
  file.reset();
  return kept;
}

} // namespace hwlock
