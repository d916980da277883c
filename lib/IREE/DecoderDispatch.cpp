//===- DecoderDispatch.cpp - Calls of the decoder -------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "DecoderExecutable.h"
#include "ForeignDialects.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace hwlock::iree {
namespace {

/// IREE has no empty buffers.
constexpr int64_t leastBytes = 16;

/// A dispatch of one workgroup.
Operation *dispatch(OpBuilder &builder, Location location, StringRef name,
                    ValueRange operands, TypeRange results) {
  ForeignBuilder foreign(builder, location);
  MLIRContext *context = builder.getContext();
  auto entry = SymbolRefAttr::get(context, executableName,
                                  {FlatSymbolRefAttr::get(context, name)});
  SmallVector<Attribute> untied(results.size(), builder.getIndexAttr(-1));
  return foreign.create(
      "flow.dispatch", results, operands,
      {foreign.named("entry_points", builder.getArrayAttr(entry)),
       foreign.named(
           "operandSegmentSizes",
           builder.getDenseI32ArrayAttr({0, int32_t(operands.size()), 0, 0})),
       foreign.named("tied_operands", builder.getArrayAttr(untied))});
}

RankedTensorType bytes(OpBuilder &builder, int64_t size) {
  return RankedTensorType::get(size, builder.getI8Type());
}

RankedTensorType statusType(OpBuilder &builder) {
  return RankedTensorType::get(1, builder.getI32Type());
}

} // namespace

OpenDispatch dispatchOpen(OpBuilder &builder, Location location,
                          Value answers) {
  SmallVector<Value> operands;
  if (answers)
    operands.push_back(answers);
  Operation *op = dispatch(builder, location, openExport, operands,
                           {bytes(builder, keyBytes), statusType(builder)});
  return {op->getResult(0), op->getResult(1)};
}

UnsealDispatch dispatchUnseal(OpBuilder &builder, Location location,
                              const UnsealOperands &operands,
                              RankedTensorType type) {
  auto constant = [&](int64_t value) -> Value {
    return arith::ConstantIndexOp::create(builder, location, value);
  };
  auto size = [&](Value tensor) {
    return constant(cast<RankedTensorType>(tensor.getType()).getNumElements());
  };
  int64_t scratch = std::max<int64_t>(operands.scratchBytes, leastBytes);
  Operation *op = dispatch(
      builder, location, unsealExport,
      {operands.sealed, operands.tags, operands.key, size(operands.sealed),
       size(operands.tags), constant(operands.manifestIndex),
       constant(operands.plainBytes), constant(scratch)},
      {type, statusType(builder), bytes(builder, scratch)});
  return {op->getResult(0), op->getResult(1)};
}

} // namespace hwlock::iree
