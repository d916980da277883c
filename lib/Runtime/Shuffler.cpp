//===- Shuffler.cpp - Permute rows and columns of a weight ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Runtime/Shuffler.h"
#include "Parallel.h"
#include "hwlock/Support/ByteStream.h"
#include "hwlock/Support/OpenSslOwned.h"
#include <algorithm>
#include <numeric>
#include <openssl/evp.h>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

using ShuffleKey = SecretBytes<core::shuffleKeyBytes>;
enum class Axis : uint8_t { Rows = 0, Columns = 1 };

} // namespace

/// Empty if OpenSSL fails.
static SecretBuffer keystream(const ShuffleKey &key, Axis axis, size_t size) {
  uint8_t block[16] = {};
  std::copy_n(key.data() + 16, 11, block);
  block[11] = static_cast<uint8_t>(axis);
  SecretBuffer stream(size);
  OpenSslOwned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> context(
      EVP_CIPHER_CTX_new());
  if (!context || EVP_EncryptInit_ex(context.get(), EVP_aes_128_ctr(), nullptr,
                                     key.data(), block) != 1)
    return {};
  constexpr size_t piece = 1 << 20;
  for (size_t done = 0; done < size; done += piece) {
    auto part = stream.span().subspan(done, std::min(piece, size - done));
    int written = 0;
    if (EVP_EncryptUpdate(context.get(), part.data(), &written, part.data(),
                          static_cast<int>(part.size())) != 1)
      return {};
  }
  return stream;
}

static Result<std::vector<uint32_t>> drawPermutation(const ShuffleKey &key,
                                                     Axis axis, size_t length) {
  std::vector<uint32_t> entries(length);
  std::iota(entries.begin(), entries.end(), 0u);
  SecretBuffer stream = keystream(key, axis, (length - 1) * sizeof(uint64_t));
  if (stream.size() != (length - 1) * sizeof(uint64_t))
    return environmentError("OpenSSL cannot encrypt with AES-128");
  ByteReader draws(stream.span());
  for (size_t i = length - 1; i > 0; --i) {
    auto product = static_cast<unsigned __int128>(draws.u64()) * (i + 1);
    std::swap(entries[i], entries[static_cast<size_t>(product >> 64)]);
  }
  return entries;
}

Result<void> rt::shuffleRowsAndColumns(std::span<const uint8_t> plain,
                                       core::MatrixShape shape,
                                       const ShuffleKey &key,
                                       std::span<uint8_t> out) {
  if (shape.rows == 0 || shape.columns == 0 || shape.rows > UINT32_MAX ||
      shape.columns > UINT32_MAX || out.size() != plain.size() ||
      plain.size() / shape.rows / shape.columns != shape.elementBytes ||
      plain.size() != shape.count() * shape.elementBytes)
    return badInput("a weight of " + std::to_string(shape.rows) + " x " +
                    std::to_string(shape.columns) + " elements of " +
                    std::to_string(shape.elementBytes) + " bytes has " +
                    std::to_string(plain.size()) + " bytes");
  auto rows = drawPermutation(key, Axis::Rows, shape.rows);
  if (!rows)
    return rows.error();
  auto columns = drawPermutation(key, Axis::Columns, shape.columns);
  if (!columns)
    return columns.error();
  const uint64_t width = shape.elementBytes, rowBytes = shape.columns * width;
  inParallel(shape.rows, (uint64_t(1) << 22) / rowBytes + 1,
             [&](uint64_t first, uint64_t end) {
               for (uint64_t row = first; row < end; ++row) {
                 const uint8_t *in = plain.data() + (*rows)[row] * rowBytes;
                 uint8_t *to = out.data() + row * rowBytes;
                 for (uint32_t column : *columns)
                   to = std::copy_n(in + column * width, width, to);
               }
               return true;
             });
  return {};
}
