//===- OutputBias.h - What is added to the outputs of a layer -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_LIB_SOFT_OUTPUTBIAS_H
#define HWLOCK_LIB_SOFT_OUTPUTBIAS_H

#include "hwlock/Soft/ChannelAnalysis.h"
#include "hwlock/Soft/WeightEditor.h"

namespace hwlock {

/// Adds `summands`, one for each channel that `layer` makes, to its result: in
/// the constant that is added to it already, if that can be rewritten and
/// nothing else reads it, otherwise by a new operation.
void addToOutputs(LinearLayer layer, const ChannelAnalysis &analysis,
                  llvm::ArrayRef<double> summands, WeightEditor &editor);

} // namespace hwlock

#endif // HWLOCK_LIB_SOFT_OUTPUTBIAS_H
