//===- Model.h - What a loaded model is in C --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_API_C_MODEL_H
#define HWLOCK_LIB_API_C_MODEL_H

#include "Call.h"
#include "hwlock/Api/Executable.h"
#include <deque>
#include <mutex>

namespace hwlock::c {

/// The types of one function in the form of C. Nothing in a deque moves.
struct FunctionTable {
  std::string name;
  std::deque<std::string> elements;
  std::vector<hwlock_tensor_type> inputs, outputs;
};

/// The constants of a loaded model that can be replaced, likewise.
struct ConstantTable {
  std::deque<std::string> elements;
  std::vector<hwlock_constant> constants;
};

ConstantTable describeConstants(llvm::ArrayRef<ReplaceableConstant> constants);

} // namespace hwlock::c

struct hwlock_model {
  explicit hwlock_model(const hwlock_observer *user) : observer(user) {}

  // The executable refers to the two before it.
  hwlock::ModelFile file;
  hwlock::c::CallObserver observer;
  std::unique_ptr<hwlock::Executable> executable;
  std::vector<hwlock::FunctionTypes> types;
  std::deque<hwlock::c::FunctionTable> tables;
  std::vector<hwlock_function> functions;
  hwlock::c::ConstantTable replaceable;
  /// The model has one scratch memory.
  std::mutex running;
};

#endif // HWLOCK_LIB_API_C_MODEL_H
