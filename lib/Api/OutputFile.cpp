//===- OutputFile.cpp - A file that appears whole or not at all -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/OutputFile.h"
#include "hwlock/Support/File.h"
#include "llvm/Support/FileSystem.h"

using namespace hwlock;
using rt::Result;

static rt::Error cannotWrite(const std::string &path, llvm::StringRef why) {
  return rt::environmentError("cannot write '" + path + "': " + why.str());
}

Result<OutputFile> OutputFile::create(const std::string &path) {
  llvm::sys::fs::file_status status;
  if (!llvm::sys::fs::status(path, status) &&
      !llvm::sys::fs::is_regular_file(status))
    return cannotWrite(path, llvm::sys::fs::is_directory(status)
                                 ? "it is a directory"
                                 : "it is not a regular file");
  auto staged = rt::StagedFile::create(path, 0644);
  if (!staged)
    return staged.error();
  return OutputFile(std::move(*staged));
}

Result<void>
OutputFile::write(llvm::function_ref<void(llvm::raw_pwrite_stream &)> writer) {
  llvm::raw_fd_ostream stream(staged.descriptor(), /*shouldClose=*/false);
  writer(stream);
  stream.flush();
  std::error_code failure = stream.error();
  stream.clear_error();
  if (failure)
    return cannotWrite(path(), failure.message());
  return {};
}

Result<std::unique_ptr<llvm::MemoryBuffer>> OutputFile::contents() const {
  auto buffer = llvm::MemoryBuffer::getOpenFile(
      staged.descriptor(), path(), /*FileSize=*/-1,
      /*RequiresNullTerminator=*/false);
  if (!buffer)
    return rt::environmentError("cannot read '" + path() +
                                "' back: " + buffer.getError().message());
  return std::move(*buffer);
}

Result<void> OutputFile::commit() { return staged.commit(); }

Result<void> hwlock::refuseOverwrite(const std::string &output,
                                     const std::vector<std::string> &inputs) {
  for (const std::string &input : inputs)
    if (rt::isSameFile(output, input))
      return rt::Error{Status::Usage,
                       "output '" + output + "' is the input '" + input + "'",
                       "choose another name"};
  return {};
}

Result<void> hwlock::commitAll(std::vector<OutputFile> &files) {
  for (size_t i = 0; i < files.size(); ++i) {
    auto committed = files[i].commit();
    if (committed)
      continue;
    for (size_t done = 0; done < i; ++done)
      llvm::sys::fs::remove(files[done].path());
    return committed;
  }
  return {};
}
