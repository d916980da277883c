//===- ModuleProbes.h - What flows into the layers of a module --*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Changes of a module with which attacks on its weights are calibrated and
// measured: layers show their inputs, or read them rounded.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_API_MODULEPROBES_H
#define HWLOCK_API_MODULEPROBES_H

#include "hwlock/Api/ModuleLayers.h"

namespace hwlock {

/// The functions that hold layers return ModuleLayers::inputs() behind their
/// own results. BadInput if there are several such functions.
rt::Result<void> exposeInputs(const ModuleLayers &layers);

enum class Rounding { Integer, Rotated, Float16, BFloat16, TensorFloat32 };

/// The layers read their inputs rounded. Under Integer, channel c becomes
/// clamp(round(x / scale[c]), low[c], high[c]) * scale[c], with new constants
/// "input_N.scale", "input_N.low" and "input_N.high", to be replaced: at first
/// 2^-16 and +-2^24. Under Rotated they do so after their channels were
/// multiplied by a new matrix "input_N.rotation", at first the identity.
/// BadInput for layers on other elements than f32.
rt::Result<void> roundInputs(ModuleConstants &constants,
                             const ModuleLayers &layers, Rounding rounding);

/// The same to 16 bits, and what layers write, with the bias that is added to
/// it, is rounded too: what runs with automatic mixed precision.
rt::Result<void> roundThrough(ModuleConstants &constants,
                              const ModuleLayers &layers, Rounding rounding);

} // namespace hwlock

#endif // HWLOCK_API_MODULEPROBES_H
