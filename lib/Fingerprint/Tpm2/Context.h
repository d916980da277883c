//===- Context.h - A connection to a TPM, and what is loaded there --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What was loaded is flushed when its handle dies: without a resource manager a
// TPM has room for three objects only.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_FINGERPRINT_TPM2_CONTEXT_H
#define HWLOCK_LIB_FINGERPRINT_TPM2_CONTEXT_H

#include "Library.h"
#include "PublicArea.h"
#include "hwlock/Support/Secret.h"
#include <memory>

namespace hwlock::rt::tpm2 {

/// A structure that the software stack allocated. Any may hold a secret.
template <typename T> struct WipeAndFree {
  const Library *library;
  void operator()(T *value) const {
    wipe({reinterpret_cast<uint8_t *>(value), sizeof(T)});
    library->Free(value);
  }
};
template <typename T> using Owned = std::unique_ptr<T, WipeAndFree<T>>;

class Context {
public:
  /// Connects through `tcti`; empty: the environment variable TPM2TOOLS_TCTI,
  /// otherwise /dev/tpmrm0. Status::Environment if no TPM answers.
  static Result<std::unique_ptr<Context>> connect(const std::string &tcti);
  Context(const Context &) = delete;
  Context &operator=(const Context &) = delete;
  ~Context();

  const Library *operator->() const { return library; }
  ESYS_CONTEXT *esys() { return context; }
  template <typename T> Owned<T> own(T *value) const {
    return Owned<T>(value, {library});
  }
  /// `area`, which is one of PublicArea.h, as the software stack wants it.
  TPM2B_PUBLIC unpack(const PublicArea &area) const;

private:
  explicit Context(const Library *library) : library(library) {}

  const Library *library;
  TSS2_TCTI_CONTEXT *tcti = nullptr;
  ESYS_CONTEXT *context = nullptr;
};

/// A key or session in the TPM.
class Handle {
public:
  enum class Kind { Transient, Persistent };

  Handle(Context &tpm, ESYS_TR value, Kind kind = Kind::Transient)
      : tpm(&tpm), value(value), kind(kind) {}
  Handle(Handle &&other)
      : tpm(other.tpm), value(std::exchange(other.value, ESYS_TR_NONE)),
        kind(other.kind) {}
  Handle &operator=(Handle &&) = delete;
  ~Handle();

  operator ESYS_TR() const { return value; }
  /// Its Name, of zeros if that is not of SHA-256. The software stack computes
  /// it from the public area that it will encrypt to: it is no claim of whoever
  /// answered.
  Name name() const;

private:
  Context *tpm;
  ESYS_TR value;
  Kind kind;
};

} // namespace hwlock::rt::tpm2

#endif // HWLOCK_LIB_FINGERPRINT_TPM2_CONTEXT_H
