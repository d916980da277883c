//===- LowerToIree.cpp - A locked module for iree-compile -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/IREE/LowerToIree.h"
#include "AnswerTable.h"
#include "Booleans.h"
#include "CiphertextSource.h"
#include "DecoderBitcode.h"
#include "DecoderExecutable.h"
#include "ForeignDialects.h"
#include "Globals.h"
#include "GuardLookups.h"
#include "HostImport.h"
#include "hwlock/Codegen/Native/ModelCompiler.h"
#include "hwlock/IR/HwlockDialect.h"
#include "hwlock/IR/HwlockOps.h"
#include "hwlock/IREE/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_TOIREE
#include "hwlock/IREE/Passes.h.inc"

namespace {

constexpr char keyGlobal[] = "hwlock.key";

/// Rewrites one vault and all that opens it.
class VaultLowering {
public:
  VaultLowering(ModuleOp module, VaultOp vault, LockedModule locked,
                ParameterArchive *archive)
      : vault(vault), module(module), locked(std::move(locked)),
        ciphertext(archive), vaultBytes(rt::writeVault(*this->locked.vault)),
        items(iree::deviceItems(vaultBytes)), builder(module.getContext()),
        location(vault.getLoc()), foreign(builder, location) {}

  LogicalResult lower() {
    auto bitcode = emitDecoderBitcode(*locked.vault);
    if (!bitcode)
      return vault.emitError(llvm::toString(bitcode.takeError()));
    if (failed(checkNames()))
      return failure();
    builder.setInsertionPoint(vault);
    iree::createExecutable(builder, location, *bitcode, items.size());
    if (!items.empty())
      iree::declareHost(builder, location);
    addKey();
    if (failed(ciphertext.prepare(vault, builder)))
      return failure();
    for (auto sealed : vault.getOps<SealedOp>())
      addWeight(sealed);
    if (failed(replaceUnseals()))
      return failure();
    vault.erase();
    if (!checked())
      guardLookups(module);
    return success();
  }

private:
  bool checked() const { return locked.vault->policy == rt::Policy::Error; }

  /// The names of new symbols must be free.
  LogicalResult checkNames() {
    SmallVector<std::string> names = {iree::executableName, keyGlobal};
    if (!items.empty())
      names.append({iree::answerImport, iree::absentFunction});
    for (auto sealed : vault.getOps<SealedOp>())
      names.push_back(weightGlobal(sealed.getSymName()));
    for (const std::string &name : names)
      if (Operation *taken = SymbolTable::lookupSymbolIn(module, name))
        return taken->emitError("has a name that the lowering needs: '")
               << name << "'";
    return success();
  }

  /// Stops the load of the module unless `status` differs from `refused`.
  void assertNot(Value status, Status refused, StringRef message) {
    Value other = constant(refused);
    Value holds = arith::CmpIOp::create(
        builder, location, arith::CmpIPredicate::ne, status, other);
    cf::AssertOp::create(builder, location, holds, message);
  }

  Value constant(Status status) {
    return arith::ConstantIntOp::create(builder, location, int64_t(status), 32);
  }

  Value readStatus(Value tensor) {
    Value zero = arith::ConstantIndexOp::create(builder, location, 0);
    return foreign
        .create("flow.tensor.load", builder.getI32Type(), {tensor, zero},
                {foreign.named("operandSegmentSizes",
                               builder.getDenseI32ArrayAttr({1, 0, 1}))})
        ->getResult(0);
  }

  /// Constant evaluation runs an initializer when iree-compile does, and would
  /// store what it gives: the barrier keeps the key from ever being a constant.
  void addKey() {
    auto type = RankedTensorType::get(iree::keyBytes, builder.getI8Type());
    createGlobal(builder, location, keyGlobal, type, [&] {
      Value answers;
      if (!items.empty())
        answers = iree::askHost(builder, location, items);
      auto [key, status] = iree::dispatchOpen(builder, location, answers);
      if (checked()) {
        Value read = readStatus(status);
        assertNot(read, Status::NotAuthorised,
                  "hwlock: this machine is not authorised: no slot of the "
                  "model opens here");
        assertNot(read, Status::Environment,
                  "hwlock: a device that the model is bound to cannot be "
                  "reached: is the module 'hwlock' loaded before the model?");
        assertOk(read, "hwlock: the model was changed after it was locked");
      }
      return foreign.create("util.optimization_barrier", type, key)
          ->getResult(0);
    });
  }

  void assertOk(Value status, StringRef message) {
    Value holds =
        arith::CmpIOp::create(builder, location, arith::CmpIPredicate::eq,
                              status, constant(Status::Ok));
    cf::AssertOp::create(builder, location, holds, message);
  }

  std::string weightGlobal(StringRef symbol) {
    return ("hwlock.weight." + symbol).str();
  }

  SymbolRefAttr symbolOf(SealedOp sealed) {
    return SymbolRefAttr::get(vault.getSymNameAttr(),
                              FlatSymbolRefAttr::get(sealed.getSymNameAttr()));
  }

  /// Under garbage there are no tags, but the decoder takes a buffer.
  Value tags(SealedOp sealed) {
    if (sealed.getTags())
      return ciphertext.read(sealed, *sealed.getTags(), builder);
    auto type = RankedTensorType::get(16, builder.getI8Type());
    return arith::ConstantOp::create(builder, location,
                                     builder.getZeroAttr(type));
  }

  void addWeight(SealedOp sealed) {
    const LockedModule::Sealed &found = locked.sealed.at(symbolOf(sealed));
    Type type = sealed.getWeightType();
    createGlobal(
        builder, location, weightGlobal(sealed.getSymName()), type, [&] {
          auto keyType =
              RankedTensorType::get(iree::keyBytes, builder.getI8Type());
          iree::UnsealOperands operands = {
              ciphertext.read(sealed, sealed.getCiphertext(), builder),
              tags(sealed),
              loadGlobal(builder, location, keyGlobal, keyType),
              found.location.manifestIndex,
              found.plainBytes,
              found.location.scratchBytes};
          auto [plain, status] = iree::dispatchUnseal(
              builder, location, operands, cast<RankedTensorType>(type));
          if (checked())
            assertOk(readStatus(status),
                     "hwlock: the model was changed after it was locked");
          return plain;
        });
  }

  LogicalResult replaceUnseals() {
    module.walk([&](UnsealOp op) {
      builder.setInsertionPoint(op);
      op.replaceAllUsesWith(loadGlobal(
          builder, op.getLoc(), weightGlobal(op.getWeight().getLeafReference()),
          op.getResult().getType()));
      op.erase();
    });
    module.walk([](OpenOp op) {
      if (op->use_empty())
        op.erase();
    });
    WalkResult result = module.walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (op == vault)
        return WalkResult::skip();
      if (isa_and_nonnull<HwlockDialect>(op->getDialect()))
        return WalkResult(op->emitError("has no form in IREE"));
      return WalkResult::advance();
    });
    return failure(result.wasInterrupted());
  }

  VaultOp vault;
  ModuleOp module;
  LockedModule locked;
  CiphertextSource ciphertext;
  std::vector<uint8_t> vaultBytes;
  /// Point into vaultBytes.
  SmallVector<iree::DeviceItem> items;
  OpBuilder builder;
  Location location;
  ForeignBuilder foreign;
};

struct ToIree : impl::ToIreeBase<ToIree> {
  using ToIreeBase::ToIreeBase;
  explicit ToIree(ParameterArchive &archive) : begun(&archive) {}

  void runOnOperation() override {
    LogicalResult lowered = begun || parameters.empty()
                                ? lowerToIree(getOperation(), begun)
                                : lowerToNewArchive();
    if (failed(lowered))
      signalPassFailure();
  }

  LogicalResult lowerToNewArchive() {
    auto archive = ParameterArchive::create(parameters);
    if (!archive)
      return fail(archive.takeError());
    if (failed(lowerToIree(getOperation(), archive->get())))
      return failure();
    if (llvm::Error error = (*archive)->commit())
      return fail(std::move(error));
    return success();
  }

  LogicalResult fail(llvm::Error error) {
    return emitError(getOperation().getLoc(), "cannot write '")
           << parameters << "': " << llvm::toString(std::move(error));
  }

  ParameterArchive *begun = nullptr;
};

} // namespace

LogicalResult lowerToIree(ModuleOp module, ParameterArchive *archive) {
  storeBooleansAsBytes(module);
  auto locked = readLockedModule(module);
  if (failed(locked))
    return failure();
  if (!locked->vault)
    return success();
  VaultOp vault = *module.getOps<VaultOp>().begin();
  return VaultLowering(module, vault, std::move(*locked), archive).lower();
}

std::unique_ptr<Pass> createToIree(ParameterArchive &archive) {
  return std::make_unique<ToIree>(archive);
}

} // namespace hwlock
