//===- Booleans.cpp - Boolean constants for another MLIR ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Booleans.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace hwlock {

static void storeAsBytes(arith::ConstantOp op, DenseElementsAttr bits) {
  auto bytes = llvm::map_to_vector(bits.getValues<bool>(), [](bool bit) {
    return static_cast<int8_t>(bit);
  });
  OpBuilder builder(op);
  auto type = bits.getType().clone(builder.getI8Type());
  Value stored = arith::ConstantOp::create(
      builder, op.getLoc(), DenseElementsAttr::get(type, ArrayRef(bytes)));
  op.replaceAllUsesWith(
      arith::TruncIOp::create(builder, op.getLoc(), bits.getType(), stored)
          .getOperation());
  op.erase();
}

void storeBooleansAsBytes(ModuleOp module) {
  module.walk([](arith::ConstantOp op) {
    auto bits = dyn_cast<DenseElementsAttr>(op.getValue());
    // Splats have no digits.
    if (bits && bits.getElementType().isInteger(1) && !bits.isSplat())
      storeAsBytes(op, bits);
  });
}

} // namespace hwlock
