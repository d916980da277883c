//===- ForeignDialects.cpp - Dialects of IREE, by name alone --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ForeignDialects.h"
#include "Booleans.h"
#include "hwlock/IREE/LowerToIree.h"
#include "mlir/IR/DialectImplementation.h"

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

void printForIree(ModuleOp module, llvm::raw_ostream &os) {
  storeBooleansAsBytes(module);
  module->print(os, OpPrintingFlags().printGenericOpForm());
  os << "\n";
}

} // namespace hwlock
