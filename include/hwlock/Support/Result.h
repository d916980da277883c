//===- Result.h - Value or error ------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How the run-time libraries report failure: no exceptions, no aborts on bad
// input. An Error carries the exit code it should lead to.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_SUPPORT_RESULT_H
#define HWLOCK_SUPPORT_RESULT_H

#include "hwlock/Support/Status.h"
#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace hwlock::rt {

/// What went wrong (lower case, no period), what to do about it, and the exit
/// code. Never holds secret bytes.
struct Error {
  Status status = Status::BadInput;
  std::string message;
  std::string hint;
};

inline Error badInput(std::string message, std::string hint = "") {
  return {Status::BadInput, std::move(message), std::move(hint)};
}
inline Error environmentError(std::string message, std::string hint = "") {
  return {Status::Environment, std::move(message), std::move(hint)};
}

/// A value of type T or an Error. Test before use.
template <typename T> class [[nodiscard]] Result {
public:
  Result(T value) : storage(std::move(value)) {}
  Result(Error error) : storage(std::move(error)) {}

  explicit operator bool() const { return std::holds_alternative<T>(storage); }
  T &operator*() {
    assert(*this && "reading the value of a failed Result");
    return *std::get_if<T>(&storage);
  }
  const T &operator*() const {
    assert(*this && "reading the value of a failed Result");
    return *std::get_if<T>(&storage);
  }
  T *operator->() { return &**this; }
  const T *operator->() const { return &**this; }
  const Error &error() const { return *std::get_if<Error>(&storage); }

private:
  std::variant<T, Error> storage;
};

/// Success, or an Error.
template <> class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error error) : failure(std::move(error)) {}

  explicit operator bool() const { return !failure; }
  const Error &error() const { return *failure; }

private:
  std::optional<Error> failure;
};

} // namespace hwlock::rt

#endif // HWLOCK_SUPPORT_RESULT_H
