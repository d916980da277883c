//===- CompilerOutput.cpp - Where iree-compile writes ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "CompilerOutput.h"
#include "llvm/Support/FileSystem.h"

using namespace hwlock;
using namespace hwlock::ireec;
using rt::Result;

/// Whether `path` is no place for a file, but takes bytes.
static bool isStream(const std::string &path) {
  namespace fs = llvm::sys::fs;
  fs::file_status status;
  return path == "-" || (!fs::status(path, status) &&
                         (status.type() == fs::file_type::character_file ||
                          status.type() == fs::file_type::fifo_file));
}

Result<CompilerOutput> CompilerOutput::create(const std::string &path) {
  if (isStream(path)) {
    auto memory = MemoryFile::create();
    if (!memory)
      return memory.error();
    return CompilerOutput(path, std::move(*memory));
  }
  auto file = OutputFile::create(path);
  if (!file)
    return file.error();
  return CompilerOutput(path, std::move(*file));
}

std::string CompilerOutput::pathForChild() const {
  if (auto *onDisk = std::get_if<OutputFile>(&file))
    return pathOf(onDisk->descriptor());
  return std::get<MemoryFile>(file).path();
}

Result<std::unique_ptr<llvm::MemoryBuffer>> CompilerOutput::contents() const {
  return std::visit([](const auto &file) { return file.contents(); }, file);
}

Result<void> CompilerOutput::commit() {
  if (auto *onDisk = std::get_if<OutputFile>(&file))
    return onDisk->commit();
  auto bytes = contents();
  if (!bytes)
    return bytes.error();
  std::error_code why;
  llvm::raw_fd_ostream stream(path, why);
  if (!why) {
    stream << (*bytes)->getBuffer();
    stream.close();
    why = stream.error();
    stream.clear_error();
  }
  if (why)
    return rt::environmentError("cannot write '" + path +
                                "': " + why.message());
  return {};
}
