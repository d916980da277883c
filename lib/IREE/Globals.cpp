//===- Globals.cpp - Values that IREE computes at load --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Globals.h"
#include "ForeignDialects.h"
#include "mlir/IR/BuiltinTypes.h"

using namespace mlir;

namespace hwlock {

static NamedAttribute reference(OpBuilder &builder, StringRef name) {
  return builder.getNamedAttr(
      "global", FlatSymbolRefAttr::get(builder.getContext(), name));
}

void createGlobal(OpBuilder &builder, Location location, StringRef name,
                  Type type, Attribute value) {
  ForeignBuilder foreign(builder, location);
  SmallVector<NamedAttribute> properties = {
      foreign.named("sym_name", name),
      foreign.named("sym_visibility", "private"),
      foreign.named("type", TypeAttr::get(type))};
  if (value)
    properties.push_back(foreign.named("initial_value", value));
  foreign.create("util.global", {}, {}, properties);
}

void createGlobal(OpBuilder &builder, Location location, StringRef name,
                  Type type, llvm::function_ref<Value()> compute) {
  createGlobal(builder, location, name, type, Attribute());
  ForeignBuilder foreign(builder, location);
  auto nothing = TypeAttr::get(builder.getFunctionType({}, {}));
  Operation *initializer = foreign.create(
      "util.initializer", {}, {}, {foreign.named("function_type", nothing)}, 1);
  OpBuilder::InsertionGuard guard(builder);
  builder.createBlock(&initializer->getRegion(0));
  Value value = compute();
  foreign.create("util.global.store", {}, value, reference(builder, name));
  foreign.create("util.return", {}, {});
}

Value loadGlobal(OpBuilder &builder, Location location, StringRef name,
                 Type type) {
  return ForeignBuilder(builder, location)
      .create("util.global.load", type, {}, reference(builder, name))
      ->getResult(0);
}

} // namespace hwlock
