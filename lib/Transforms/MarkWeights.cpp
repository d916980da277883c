//===- MarkWeights.cpp - Mark the constants that will be sealed -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Transforms/Passes.h"
#include "hwlock/Transforms/WeightAnalysis.h"
#include "mlir/IR/Remarks.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_MARKWEIGHTS
#include "hwlock/Transforms/Passes.h.inc"

namespace {

struct MarkWeights : impl::MarkWeightsBase<MarkWeights> {
  void runOnOperation() override {
    auto &analysis = getAnalysis<WeightAnalysis>();
    unsigned count = 0;
    for (const auto &[value, constants] : analysis.weights()) {
      auto symbol = StringAttr::get(&getContext(), "w" + Twine(count++));
      for (arith::ConstantOp constant : constants)
        constant->setAttr(kSealAsAttr, symbol);
      numConstants += constants.size();
    }
    numWeights += count;
    for (const auto &[reason, constants] : analysis.clear()) {
      numClear += constants.size();
      summarise(reason, constants);
      for (arith::ConstantOp constant : constants)
        record(reason, constant);
    }
    // Marks change nothing that the analysis looks at.
    markAnalysesPreserved<WeightAnalysis>();
  }

  /// One remark for all of `constants`, which it names by their types.
  void summarise(ClearReason reason, ArrayRef<arith::ConstantOp> constants) {
    llvm::MapVector<Type, size_t> types;
    for (arith::ConstantOp constant : constants)
      ++types[constant.getType()];
    std::string list;
    llvm::raw_string_ostream os(list);
    llvm::interleaveComma(types, os, [&](auto &entry) {
      os << entry.first;
      if (entry.second > 1)
        os << " x" << entry.second;
    });
    emitRemark(getOperation().getLoc())
        << "left in the clear, " << describe(reason) << ": " << constants.size()
        << " (" << list << ")";
  }

  /// The same for programs, one by one.
  void record(ClearReason reason, arith::ConstantOp constant) {
    auto function = constant->getParentOfType<FunctionOpInterface>();
    remark::missed(constant.getLoc(),
                   remark::RemarkOpts::name("LeftInTheClear")
                       .category(getArgument())
                       .function(function ? function.getName() : StringRef()))
        << remark::metric("Reason", describe(reason))
        << remark::metric("Type", constant.getType());
  }
};

} // namespace
} // namespace hwlock
