//===- File.h - Whole files, written atomically ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reading and writing of small files (profiles, arrays). A failed write leaves
// neither a partial file nor a changed old one.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_SUPPORT_FILE_H
#define HWLOCK_SUPPORT_FILE_H

#include "hwlock/Support/Result.h"
#include "hwlock/Support/Secret.h"
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace hwlock::rt {

/// Reads all of `path`. Status::BadInput if it cannot be opened or is longer
/// than `limit` bytes.
Result<std::vector<uint8_t>> readFile(const std::string &path,
                                      uint64_t limit = UINT64_MAX);

/// readFile() of what must not stay in memory: no other copy is made.
Result<SecretBuffer> readSecretFile(const std::string &path, size_t limit);

/// Writes through a StagedFile. `mode` less the umask is the permission of
/// the file (0600 for anything that holds a class secret).
/// Status::Environment if it cannot be written.
Result<void> writeFileAtomically(const std::string &path,
                                 std::span<const uint8_t> bytes,
                                 unsigned mode = 0644);

/// True if both paths name the same existing file, through links too.
bool isSameFile(const std::string &a, const std::string &b);

} // namespace hwlock::rt

#endif // HWLOCK_SUPPORT_FILE_H
