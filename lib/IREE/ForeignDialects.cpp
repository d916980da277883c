//===- ForeignDialects.cpp - Dialects of IREE, by name alone --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ForeignDialects.h"
#include "hwlock/IREE/LowerToIree.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/IR/DialectResourceBlobManager.h"

using namespace mlir;

namespace hwlock {

/// Keeps the text, as for an unregistered dialect.
Attribute ForeignDialect::parseAttribute(DialectAsmParser &parser,
                                         Type type) const {
  return OpaqueAttr::getChecked(
      [&] { return parser.emitError(parser.getNameLoc()); },
      StringAttr::get(getContext(), getNamespace()), parser.getFullSymbolSpec(),
      type ? type : NoneType::get(getContext()));
}

Operation *ForeignBuilder::create(StringRef name, TypeRange results,
                                  ValueRange operands,
                                  ArrayRef<NamedAttribute> properties,
                                  unsigned regions) {
  OperationState state(location, name);
  state.addTypes(results);
  state.addOperands(operands);
  if (!properties.empty())
    state.propertiesAttr = builder.getDictionaryAttr(properties);
  for (unsigned i = 0; i < regions; ++i)
    state.addRegion();
  return builder.create(state);
}

void registerIreeDialects(DialectRegistry &registry) {
  registry.insert<FlowDialect, HalDialect, IreeCodegenDialect, StreamDialect,
                  UtilDialect>();
}

/// Long boolean constants are printed as bits, which later versions of MLIR
/// read as bytes. In a resource both have bytes.
static void keepBooleansInResources(ModuleOp module) {
  module.walk([](arith::ConstantOp op) {
    auto value = dyn_cast<DenseIntElementsAttr>(op.getValue());
    if (!value || value.isSplat() || !value.getElementType().isInteger(1))
      return;
    auto bytes = llvm::to_vector_of<char>(value.getValues<bool>());
    op.setValueAttr(DenseResourceElementsAttr::get(
        value.getType(), "booleans",
        HeapAsmResourceBlob::allocateAndCopyInferAlign<char>(bytes)));
  });
}

void printForIree(ModuleOp module, llvm::raw_ostream &os) {
  keepBooleansInResources(module);
  module->print(os, OpPrintingFlags().printGenericOpForm());
  os << "\n";
}

} // namespace hwlock
