//===- Module.cpp - The module hwlock._hwlock -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The C interface, call by call; hwlock/*.py make it pleasant.
//===----------------------------------------------------------------------===//
#include "Call.h"

NB_MODULE(_hwlock, module) {
  if (hwlock_abi_version() != HWLOCK_ABI_VERSION)
    throw nanobind::import_error("libhwlock has another version");
  module.attr("version") = hwlock_version();
  hwlock::python::addOperations(module);
  hwlock::python::addSlots(module);
  hwlock::python::addModel(module);
  hwlock::python::addConstants(module);
}
