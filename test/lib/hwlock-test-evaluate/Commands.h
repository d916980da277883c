//===- Commands.h - Steps of the evaluation -------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What scripts/evaluate needs and no program may offer: data keys in files.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TEST_LIB_EVALUATE_COMMANDS_H
#define HWLOCK_TEST_LIB_EVALUATE_COMMANDS_H

#include "OpenWith.h"
#include "hwlock/Support/Result.h"
#include "llvm/ADT/ArrayRef.h"

namespace hwlock::evaluate {

using Arguments = llvm::ArrayRef<std::string>;

/// lock PROFILE IN OUT error|garbage CHAIN SEED: locks to all sources of the
/// profile, with keys that depend on the seed alone. OUT is bytecode.
rt::Result<void> lock(Arguments);

/// dump LOCKED DIR: what a locked module holds, as files that the other
/// commands read: the vault, and sealed bytes of each weight.
rt::Result<void> dump(Arguments);

/// keys VAULT right|near|far COUNT SEED OUT: the data keys that a vault which
/// is locked to CPU 0 of hwlock-test-profile gives there, on all CPUs whose
/// fingerprint differs in one symbol or bit, and on random ones.
rt::Result<void> keys(Arguments);

/// unseal DIR WEIGHT payload|plain KEYS OUT: one weight, decoded with each key.
/// "payload" stops before the distribution-transforming code. Under the policy
/// error only the right key decodes anything.
rt::Result<void> unseal(Arguments);

/// attack MODEL.so KEYS OUT.npy INPUT...: the first output of `main` under each
/// key.
rt::Result<void> attack(Arguments);

/// opens MODEL.so COUNT OUT.npy INPUT...: opens again and again. Prints status,
/// key and time of each open; runs the model with the most frequent key.
rt::Result<void> opens(Arguments);

/// classes IN.json: which of some made-up CPUs open what was locked to another,
/// and how often random neighbours of one do.
rt::Result<void> classes(Arguments);

/// Reads a file of data keys.
rt::Result<std::vector<test::DataKey>> readKeys(const std::string &path);

/// What the others say when they are called wrongly.
inline rt::Error usage(std::string message) {
  return {Status::Usage, std::move(message), ""};
}

} // namespace hwlock::evaluate

#endif // HWLOCK_TEST_LIB_EVALUATE_COMMANDS_H
