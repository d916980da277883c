//===- LowerCopies.cpp - Strided copies without a run time ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_LOWERCOPIES
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

/// Elements that one move takes at most.
constexpr int64_t kRun = 64;

bool isContiguous(Value buffer) {
  return cast<MemRefType>(buffer.getType()).getLayout().isIdentity();
}

/// Whether the loops of the copy have constant bounds.
bool hasStaticShape(memref::CopyOp op) {
  return llvm::all_of(op->getOperandTypes(), [](Type type) {
    auto buffer = dyn_cast<MemRefType>(type);
    return buffer && buffer.hasStaticShape();
  });
}

/// A vector moves neighbours only, and i1 is one byte in memory but one bit in
/// a vector.
bool canMoveVectors(memref::CopyOp op) {
  auto isDense = [](Value buffer) {
    auto type = cast<MemRefType>(buffer.getType());
    return type.getRank() > 0 && type.isLastDimUnitStride() &&
           !type.getElementType().isInteger(1);
  };
  return isDense(op.getSource()) && isDense(op.getTarget());
}

class CopyBuilder {
public:
  explicit CopyBuilder(memref::CopyOp op)
      : op(op), builder(op), loc(op.getLoc()),
        type(cast<MemRefType>(op.getSource().getType())) {}

  void build() {
    bool vectors = canMoveVectors(op);
    int64_t outer = vectors ? type.getRank() - 1 : type.getRank();
    SmallVector<Value> indices;
    for (int64_t dim = 0; dim < outer; ++dim)
      indices.push_back(enterLoop(0, type.getDimSize(dim), 1));
    if (!vectors)
      return moveElement(indices);
    int64_t length = type.getShape().back(), whole = length / kRun * kRun;
    if (length > whole)
      moveVector(indices, constant(whole), length - whole);
    if (whole > 0)
      moveVector(indices, enterLoop(0, whole, kRun), kRun);
  }

private:
  Value constant(int64_t value) {
    return arith::ConstantIndexOp::create(builder, loc, value);
  }

  Value enterLoop(int64_t begin, int64_t end, int64_t step) {
    auto loop = scf::ForOp::create(builder, loc, constant(begin), constant(end),
                                   constant(step));
    builder.setInsertionPointToStart(loop.getBody());
    return loop.getInductionVar();
  }

  void moveElement(ValueRange indices) {
    Value element =
        memref::LoadOp::create(builder, loc, op.getSource(), indices);
    memref::StoreOp::create(builder, loc, element, op.getTarget(), indices);
  }

  void moveVector(ValueRange outer, Value start, int64_t length) {
    SmallVector<Value> indices(outer);
    indices.push_back(start);
    auto vector = VectorType::get(length, type.getElementType());
    Value run =
        vector::LoadOp::create(builder, loc, vector, op.getSource(), indices);
    vector::StoreOp::create(builder, loc, run, op.getTarget(), indices);
  }

  memref::CopyOp op;
  OpBuilder builder;
  Location loc;
  MemRefType type;
};

struct LowerCopiesPass : impl::LowerCopiesBase<LowerCopiesPass> {
  void runOnOperation() override {
    getOperation().walk([](memref::CopyOp op) {
      if (!hasStaticShape(op) ||
          (isContiguous(op.getSource()) && isContiguous(op.getTarget())))
        return;
      CopyBuilder(op).build();
      op.erase();
    });
  }
};

} // namespace
} // namespace hwlock
