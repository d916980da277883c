//===- FakeModel.h - A descriptor made by hand ----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stands for generated code: one function, which adds its weight to its input.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TEST_UNIT_LOADER_FAKEMODEL_H
#define HWLOCK_TEST_UNIT_LOADER_FAKEMODEL_H

#include "hwlock/Loader/Loader.h"
#include "hwlock/Support/Status.h"

namespace hwlock {

struct FakeModel {
  FakeModel() {
    function = {"main", &tensor, 1, &tensor, 1, &FakeModel::add};
    descriptor.version = aot::version;
    descriptor.functions = &function;
    descriptor.functionCount = 1;
    descriptor.residentBytes = sizeof(int32_t);
    descriptor.temporaryBytes = 100;
    descriptor.scratchBytes = 100;
    descriptor.open = &FakeModel::open;
    descriptor.load = &FakeModel::load;
    openStatus = loadStatus = Status::Ok;
    key = 0;
    resident = nullptr;
  }

  static int32_t open(const HwlockHost *, uint8_t *dek) {
    dek[0] = 42;
    return int32_t(openStatus);
  }

  /// Checks that everything is there and zeroed, then fills the weight.
  static int32_t load(ModelState *state, uint8_t *dek) {
    key = dek[0];
    resident = state->resident;
    for (int i = 0; i < 100; ++i)
      if (state->temporary[i] || state->scratch[i])
        return int32_t(Status::BadInput);
    state->temporary[99] = 1;
    *reinterpret_cast<int32_t *>(state->resident) = key;
    return int32_t(loadStatus);
  }

  static void add(ModelState *state, const void *const *inputs,
                  void *const *outputs) {
    scratch = state->scratch;
    *static_cast<int32_t *>(outputs[0]) =
        *static_cast<const int32_t *>(inputs[0]) +
        *reinterpret_cast<int32_t *>(state->resident);
  }

  aot::Tensor tensor = {"i32", nullptr, 0, 4};
  aot::Function function;
  aot::Descriptor descriptor = {};

  // What the generated code has seen, and what it answers.
  static inline Status openStatus, loadStatus;
  static inline uint8_t key;
  static inline uint8_t *resident, *scratch;
};

} // namespace hwlock

#endif // HWLOCK_TEST_UNIT_LOADER_FAKEMODEL_H
