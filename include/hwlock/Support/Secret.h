//===- Secret.h - Bytes that are wiped ------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The only types that may hold key material on a host: move-only, wiped when
// they die and when they are moved from, compared in constant time.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_SUPPORT_SECRET_H
#define HWLOCK_SUPPORT_SECRET_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace hwlock::rt {

/// Overwrites `bytes` with zeros in a way the optimiser must keep.
void wipe(std::span<uint8_t> bytes);

/// True if both hold the same bytes. Time depends on the lengths only.
bool constantTimeEqual(std::span<const uint8_t> a, std::span<const uint8_t> b);

/// Secret of a length known at compile time.
template <size_t N> class SecretBytes {
public:
  SecretBytes() = default;
  SecretBytes(const SecretBytes &) = delete;
  SecretBytes &operator=(const SecretBytes &) = delete;
  SecretBytes(SecretBytes &&other) : bytes(other.bytes) { wipe(other.bytes); }
  SecretBytes &operator=(SecretBytes &&other) {
    if (this != &other) {
      bytes = other.bytes;
      wipe(other.bytes);
    }
    return *this;
  }
  ~SecretBytes() { wipe(bytes); }

  uint8_t *data() { return bytes.data(); }
  const uint8_t *data() const { return bytes.data(); }
  static constexpr size_t size() { return N; }
  std::span<uint8_t, N> span() { return bytes; }
  std::span<const uint8_t, N> span() const { return bytes; }

private:
  std::array<uint8_t, N> bytes{};
};

/// Secret of a length known at run time. Never grows in place, since a
/// reallocation would leave a copy behind.
class SecretBuffer {
public:
  SecretBuffer() = default;
  explicit SecretBuffer(size_t size) : bytes(size) {}
  explicit SecretBuffer(std::span<const uint8_t> from)
      : bytes(from.begin(), from.end()) {}
  SecretBuffer(const SecretBuffer &) = delete;
  SecretBuffer &operator=(const SecretBuffer &) = delete;
  SecretBuffer(SecretBuffer &&other) : bytes(std::exchange(other.bytes, {})) {}
  SecretBuffer &operator=(SecretBuffer &&other) {
    std::swap(bytes, other.bytes);
    return *this;
  }
  ~SecretBuffer() { wipe(bytes); }

  /// An explicit copy: each one is wiped on its own.
  SecretBuffer clone() const { return SecretBuffer(span()); }
  uint8_t *data() { return bytes.data(); }
  const uint8_t *data() const { return bytes.data(); }
  size_t size() const { return bytes.size(); }
  std::span<uint8_t> span() { return bytes; }
  std::span<const uint8_t> span() const { return bytes; }

private:
  std::vector<uint8_t> bytes;
};

} // namespace hwlock::rt

#endif // HWLOCK_SUPPORT_SECRET_H
