//===- InsertOpen.cpp - Replace marked constants by unseal operations -----===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/IR/HwlockOps.h"
#include "hwlock/Transforms/Passes.h"
#include "hwlock/Transforms/WeightAnalysis.h"
#include "mlir/Interfaces/FunctionInterfaces.h"

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_INSERTOPEN
#include "hwlock/Transforms/Passes.h.inc"

namespace {

struct InsertOpen : impl::InsertOpenBase<InsertOpen> {
  void runOnOperation() override {
    SymbolTableCollection symbols;
    for (auto function : getOperation().getOps<FunctionOpInterface>())
      if (failed(replaceIn(function, symbols)))
        return signalPassFailure();
  }

  LogicalResult replaceIn(FunctionOpInterface function,
                          SymbolTableCollection &symbols) {
    SmallVector<arith::ConstantOp> marked;
    function->walk([&](arith::ConstantOp constant) {
      if (constant->hasAttr(kSealAsAttr))
        marked.push_back(constant);
    });
    if (marked.empty())
      return success();
    auto vaults = getOperation().getOps<VaultOp>();
    if (vaults.empty())
      return emitError(
          marked.front().getLoc(),
          "constant is marked, but the module has no vault; run hwlock-seal "
          "first");
    VaultOp vault = *vaults.begin();

    OpBuilder builder(&getContext());
    builder.setInsertionPointToStart(&function.getFunctionBody().front());
    Value key = OpenOp::create(builder, function.getLoc(),
                               KeyType::get(&getContext()), vault.getSymName());
    ++numOpens;
    for (arith::ConstantOp constant : marked)
      if (failed(replace(constant, key, vault, symbols)))
        return failure();
    return success();
  }

  LogicalResult replace(arith::ConstantOp constant, Value key, VaultOp vault,
                        SymbolTableCollection &symbols) {
    auto name = constant->getAttrOfType<StringAttr>(kSealAsAttr);
    auto sealed =
        name ? symbols.lookupSymbolIn<SealedOp>(vault, name) : SealedOp();
    if (!sealed)
      return emitError(constant.getLoc())
             << "mark " << constant->getAttr(kSealAsAttr)
             << " names no sealed weight of '" << vault.getSymName() << "'";
    if (sealed.getWeightType() != constant.getType()) {
      InFlightDiagnostic error = emitError(constant.getLoc());
      error << "constant of type " << constant.getType()
            << " is marked as sealed weight '" << name.getValue()
            << "' of type " << sealed.getWeightType();
      error.attachNote(sealed.getLoc()) << "sealed here";
      return error;
    }
    // In a nested region the weight would be decoded once per iteration.
    Operation *position =
        key.getParentBlock()->getParent()->findAncestorOpInRegion(*constant);
    OpBuilder builder(position);
    auto symbol = SymbolRefAttr::get(vault.getSymNameAttr(),
                                     {FlatSymbolRefAttr::get(name)});
    auto unseal = UnsealOp::create(builder, constant.getLoc(),
                                   constant.getType(), key, symbol);
    constant.replaceAllUsesWith(unseal.getResult());
    constant.erase();
    ++numUnseals;
    return success();
  }
};

} // namespace
} // namespace hwlock
