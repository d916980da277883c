//===- MarkReadOnly.cpp - Arguments must not be written to ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Compute.h"
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_MARKREADONLY
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

struct MarkReadOnlyPass : impl::MarkReadOnlyBase<MarkReadOnlyPass> {
  void runOnOperation() override {
    func::FuncOp function = getOperation();
    if (function.isExternal())
      return;
    BoolAttr no = BoolAttr::get(&getContext(), false);
    for (unsigned i = 0; i < function.getNumArguments(); ++i) {
      function.removeArgAttr(i, kWeightAttr);
      function.removeArgAttr(i, kPackedAttr);
      if (isa<TensorType>(function.getArgument(i).getType()))
        function.setArgAttr(
            i, bufferization::BufferizationDialect::kWritableAttrName, no);
    }
  }
};

} // namespace
} // namespace hwlock
