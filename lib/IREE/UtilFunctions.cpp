//===- UtilFunctions.cpp - Functions as IREE has them ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/IREE/LowerToIree.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace hwlock {

static constexpr char utilFunction[] = "util.func";
/// Keeps what a util.func has besides name and type.
static constexpr char keptProperties[] = "util_func_properties";
static constexpr char keptAttributes[] = "util_func_attributes";

void adoptUtilFunctions(ModuleOp module) {
  module.getContext()->loadDialect<func::FuncDialect>();
  for (Operation &op : llvm::make_early_inc_range(module.getOps())) {
    if (op.getName().getStringRef() != utilFunction || op.getRegion(0).empty())
      continue;
    auto properties =
        dyn_cast_or_null<DictionaryAttr>(op.getPropertiesAsAttribute());
    if (!properties)
      continue;
    auto name = properties.getAs<StringAttr>("sym_name");
    auto type = properties.getAs<TypeAttr>("function_type");
    if (!name || !type || !isa<FunctionType>(type.getValue()))
      continue;
    OpBuilder builder(&op);
    auto function = func::FuncOp::create(builder, op.getLoc(), name,
                                         cast<FunctionType>(type.getValue()));
    function->setAttr(keptProperties, properties);
    function->setAttr(keptAttributes, op.getDiscardableAttrDictionary());
    function.getBody().takeBody(op.getRegion(0));
    op.erase();
  }
}

void releaseUtilFunctions(ModuleOp module) {
  for (auto function :
       llvm::make_early_inc_range(module.getOps<func::FuncOp>())) {
    auto properties = function->getAttrOfType<DictionaryAttr>(keptProperties);
    if (!properties)
      continue;
    OperationState state(function.getLoc(), utilFunction);
    state.propertiesAttr = properties;
    state.addAttributes(
        function->getAttrOfType<DictionaryAttr>(keptAttributes).getValue());
    state.addRegion()->takeBody(function.getBody());
    OpBuilder(function).create(state);
    function.erase();
  }
}

} // namespace hwlock
