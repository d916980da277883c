//===- Float32Share.cpp - How much of a model needs float32 ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ConstantRoot.h"
#include "RewrittenWeights.h"
#include "hwlock/Soft/ChannelAnalysis.h"
#include "hwlock/Soft/Passes.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_FLOAT32SHARE
#include "hwlock/Soft/Passes.h.inc"

namespace {

/// How often a contraction multiplies and adds.
struct Operations {
  int64_t count = 1;
  bool dynamic = false;

  explicit Operations(linalg::LinalgOp op) {
    for (int64_t size : op.getStaticLoopRanges()) {
      dynamic |= ShapedType::isDynamic(size);
      count *= ShapedType::isDynamic(size) ? 1 : size;
    }
  }
};

struct Float32Share : impl::Float32ShareBase<Float32Share> {
  using Float32ShareBase::Float32ShareBase;

  void runOnOperation() override {
    const auto &rewritten = getAnalysis<RewrittenWeights>();
    int64_t all = 0, locked = 0;
    bool dynamic = false;
    getOperation().walk([&](linalg::LinalgOp op) {
      if (!isContraction(op))
        return;
      Operations operations(op);
      all += operations.count;
      dynamic |= operations.dynamic;
      if (llvm::any_of(op.getDpsInputs(), [&](Value input) {
            arith::ConstantOp weight = constantRoot(input);
            return weight && rewritten.contains(weight);
          }))
        locked += operations.count;
    });
    report(all, locked, dynamic);
    markAllAnalysesPreserved();
  }

  void report(int64_t all, int64_t locked, bool dynamic) {
    Location loc = getOperation().getLoc();
    if (all == 0) {
      emitRemark(loc) << "no multiply-accumulates that could need float32";
      return;
    }
    InFlightDiagnostic remark = emitRemark(loc);
    remark << llvm::formatv("{0:f1} % of the multiply-accumulates need float32 "
                            "now, {1} of {2}{3}",
                            100.0 * locked / all, locked, all,
                            dynamic ? ", each dynamic size taken as 1" : "")
                  .str();
    // Who reads no page should not take this for more than it is.
    if (locked != 0)
      remark.attachNote() << "this stops toolkits that quantise or prune; who "
                             "knows the rewrites can undo them, and nothing "
                             "stops training another model on the outputs";
  }
};

} // namespace
} // namespace hwlock
