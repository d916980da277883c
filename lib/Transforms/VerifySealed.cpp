//===- VerifySealed.cpp - Prove that no plaintext is left -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/IR/HwlockOps.h"
#include "hwlock/Transforms/Passes.h"
#include "hwlock/Transforms/VaultBridge.h"
#include "hwlock/Transforms/WeightAnalysis.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_VERIFYSEALED
#include "hwlock/Transforms/Passes.h.inc"

/// Chi-square of the bytes of `data` against the uniform distribution. Random
/// bytes give 255 with a standard deviation of 23.
static double chiSquare(ArrayRef<char> data) {
  std::array<uint64_t, 256> counts{};
  for (char byte : data)
    ++counts[uint8_t(byte)];
  double expected = double(data.size()) / counts.size();
  double sum = 0;
  for (uint64_t count : counts)
    sum += (double(count) - expected) * (double(count) - expected) / expected;
  return sum;
}

/// Random bytes exceed it with a probability below 2^-128.
constexpr double chiSquareLimit = 700;
/// Below, the statistic says little; above, more data says nothing new.
constexpr size_t smallestSample = 4096, largestSample = 65536;

namespace {

struct VerifySealed : impl::VerifySealedBase<VerifySealed> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    bool sound = succeeded(checkVaults(module));
    sound &= succeeded(checkConstants(WeightAnalysis(module)));
    sound &= succeeded(checkUsers(module));
    if (!sound)
      return signalPassFailure();
    markAllAnalysesPreserved();
  }

  static LogicalResult checkVaults(ModuleOp module) {
    auto vaults = llvm::to_vector(module.getOps<VaultOp>());
    if (vaults.size() != 1)
      return emitError(module.getLoc())
             << "module has " << vaults.size() << " vaults, expected one";
    VaultOp vault = vaults.front();
    auto bytes = vaultFromIR(vault);
    if (!bytes)
      return emitError(vault.getLoc(), bytes.error().message);
    llvm::StringSet<> keys;
    LogicalResult result = success();
    for (auto sealed : vault.getBody()->getOps<SealedOp>()) {
      if (failed(checkBlob(sealed, sealed.getCiphertext(), keys)) ||
          (sealed.getTags() &&
           failed(checkBlob(sealed, *sealed.getTags(), keys))) ||
          failed(checkRandom(sealed)))
        result = failure();
    }
    return result;
  }

  /// The bytes are there (the verifier of hwlock.sealed checks how many) and
  /// are no other weight's.
  static LogicalResult checkBlob(SealedOp op, ElementsAttr value,
                                 llvm::StringSet<> &keys) {
    auto resource = dyn_cast<DenseResourceElementsAttr>(value);
    if (!resource)
      return success();
    StringRef key = resource.getRawHandle().getKey();
    if (!rawBytes(value))
      return emitError(op.getLoc())
             << "the bytes of resource '" << key << "' of '" << op.getSymName()
             << "' are missing";
    if (!keys.insert(key).second)
      return emitError(op.getLoc())
             << "resource '" << key << "' of '" << op.getSymName()
             << "' belongs to another sealed weight too";
    return success();
  }

  static LogicalResult checkRandom(SealedOp op) {
    ElementsAttr value = op.getCiphertext();
    if (isa<DenseElementsAttr>(value) && value.isSplat())
      return value.getNumElements() < int64_t(smallestSample) ? success()
                                                              : notRandom(op);
    core::WeightChain chain = weightChain(op.getChain());
    ArrayRef<char> bytes = rawBytes(value)->drop_front(
        core::clearBytes(chain, weightShape(op.getWeightType()).matrix()));
    if (chain.keyBytes == 0 || bytes.size() < smallestSample ||
        chiSquare(bytes.take_front(largestSample)) < chiSquareLimit)
      return success();
    return notRandom(op);
  }

  static LogicalResult notRandom(SealedOp op) {
    return emitError(op.getLoc())
           << "the ciphertext of '" << op.getSymName()
           << "' does not look random; it may be plaintext";
  }

  static LogicalResult checkConstants(const WeightAnalysis &analysis) {
    for (const auto &[value, constants] : analysis.weights())
      for (arith::ConstantOp constant : constants)
        emitError(constant.getLoc())
            << "a weight of type " << constant.getType()
            << " is left in the clear";
    for (const WeightAnalysis::Refusal &refusal : analysis.refusals())
      emitError(refusal.op->getLoc()) << refusal.message;
    return success(analysis.weights().empty() && analysis.refusals().empty());
  }

  static LogicalResult checkUsers(ModuleOp module) {
    SymbolTableCollection symbols;
    WalkResult result = module.walk([&](Operation *op) {
      if (op->hasAttr(kSealAsAttr)) {
        emitError(op->getLoc(), "a mark is left; run hwlock-insert-open");
        return WalkResult::interrupt();
      }
      if (isa<OpenOp, UnsealOp>(op) &&
          failed(cast<SymbolUserOpInterface>(op).verifySymbolUses(symbols)))
        return WalkResult::interrupt();
      return WalkResult::advance();
    });
    return success(!result.wasInterrupted());
  }
};

} // namespace
} // namespace hwlock
