//===- Seal.cpp - Encrypt the marked constants into a vault ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Ciphertext goes from the source blob straight into a blob, on request into
// the very same memory: a big weight never becomes a DenseElementsAttr, which
// would live as long as the context.
//===----------------------------------------------------------------------===//
#include "CiphertextMemory.h"
#include "SealedData.h"
#include "hwlock/Fingerprint/Stability.h"
#include "hwlock/Fingerprint/Strength.h"
#include "hwlock/IR/HwlockOps.h"
#include "hwlock/Runtime/Sealer.h"
#include "hwlock/Transforms/Passes.h"
#include "hwlock/Transforms/VaultBridge.h"
#include "hwlock/Transforms/WeightAnalysis.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/Remarks.h"

using namespace mlir;

namespace hwlock {

#define GEN_PASS_DEF_SEAL
#include "hwlock/Transforms/Passes.h.inc"

namespace {

std::span<const uint8_t> bytesOf(ArrayRef<char> data) {
  return {reinterpret_cast<const uint8_t *>(data.data()), data.size()};
}

struct Seal : impl::SealBase<Seal> {
  using SealBase::SealBase;

  explicit Seal(std::shared_ptr<const LockPlan> given)
      : SealBase(textOf(given->options)), plan(std::move(given)) {}

  static SealOptions textOf(const LockModelOptions &options) {
    SealOptions text;
    text.profiles = llvm::to_vector(options.profiles);
    text.fingerprint = llvm::to_vector(options.fingerprint);
    text.chain = llvm::to_vector(options.chain);
    text.unlock = options.unlock;
    text.onMismatch = options.onMismatch;
    return text;
  }

  LogicalResult initialize(MLIRContext *context) override {
    if (plan)
      return success();
    LockModelOptions options;
    options.profiles = {profiles.begin(), profiles.end()};
    options.fingerprint = {fingerprint.begin(), fingerprint.end()};
    options.chain = {chain.begin(), chain.end()};
    options.unlock = unlock;
    options.onMismatch = onMismatch;
    auto planned = planLock(std::move(options));
    if (!planned)
      return fail(UnknownLoc::get(context), planned.error());
    plan = std::move(*planned);
    return success();
  }

  void runOnOperation() override {
    if (failed(seal(getOperation())))
      signalPassFailure();
  }

  LogicalResult seal(ModuleOp module);
  FailureOr<SealedOp> sealWeight(ElementsAttr value, StringRef name,
                                 Location loc, rt::Sealer &sealer,
                                 CiphertextMemory &memory, OpBuilder &builder);
  std::vector<uint8_t> chainFor(RankedTensorType type, StringRef name,
                                Location loc);
  void remarkNotCoded(Location loc, StringRef name, StringRef why);
  void remarkCost(VaultOp vault, size_t slots);
  void warnOfChain(VaultOp vault, size_t weights);
  void warnOfClock(VaultOp vault);

  static LogicalResult fail(Location loc, const rt::Error &error) {
    InFlightDiagnostic diagnostic = emitError(loc) << error.message;
    if (!error.hint.empty())
      diagnostic.attachNote() << error.hint;
    return diagnostic;
  }

  std::shared_ptr<const LockPlan> plan;
  /// Weights that the chain's code does not fit.
  size_t notCoded = 0;
};

LogicalResult Seal::seal(ModuleOp module) {
  if (!module.getOps<VaultOp>().empty())
    return emitError(module.getLoc(), "module has a vault already");
  llvm::MapVector<StringAttr, arith::ConstantOp> marked;
  module.walk([&](arith::ConstantOp constant) {
    if (auto name = constant->getAttrOfType<StringAttr>(kSealAsAttr))
      marked.insert({name, constant});
  });
  notCoded = 0;
  if (marked.empty())
    return emitError(module.getLoc(),
                     "module has no weight to seal; nothing to lock");

  std::vector<const rt::Profile *> profiles;
  for (const rt::Profile &profile : plan->profiles)
    profiles.push_back(&profile);
  auto sealer =
      rt::Sealer::create(plan->policy, profiles, plan->sources, *plan->keys,
                         plan->binding, plan->owner ? &*plan->owner : nullptr);
  if (!sealer)
    return fail(module.getLoc(), sealer.error());

  CiphertextMemory memory = plan->options.inPlace
                                ? CiphertextMemory::inPlace(module)
                                : CiphertextMemory(plan->options.store);
  OpBuilder builder(&getContext());
  auto vault =
      VaultOp::create(builder, module.getLoc(), "vault",
                      static_cast<Policy>(plan->policy), ArrayRef<uint8_t>());
  SymbolTable(module).insert(vault, module.getBody()->begin());
  builder.setInsertionPointToEnd(vault.getBody());
  for (auto &[name, constant] : marked)
    if (failed(sealWeight(cast<ElementsAttr>(constant.getValue()), name,
                          constant.getLoc(), *sealer, memory, builder)))
      return failure();

  auto finished = std::move(*sealer).finish();
  if (!finished)
    return fail(module.getLoc(), finished.error());
  vaultToIR(*finished, vault, builder);
  numSlots += finished->slots.size();
  warnOfChain(vault, marked.size());
  warnOfClock(vault);
  remarkCost(vault, finished->slots.size());
  return success();
}

FailureOr<SealedOp> Seal::sealWeight(ElementsAttr value, StringRef name,
                                     Location loc, rt::Sealer &sealer,
                                     CiphertextMemory &memory,
                                     OpBuilder &builder) {
  MLIRContext *context = builder.getContext();
  auto type = cast<RankedTensorType>(value.getType());
  std::optional<ArrayRef<char>> plain = rawBytes(value);
  if (!plain || plain->size() != plainBytes(type))
    return emitError(loc) << "the bytes of '" << name
                          << "' are missing or not those of " << type;

  std::optional<AsmResourceBlob> blob;
  std::string whyNoRoom;
  auto room = [&](uint64_t bytes) -> std::span<uint8_t> {
    if (llvm::Error error = memory.roomFor(name, value, bytes, blob)) {
      whyNoRoom = llvm::toString(std::move(error));
      return {};
    }
    MutableArrayRef<char> data = blob->getMutableData();
    return {reinterpret_cast<uint8_t *>(data.data()), data.size()};
  };
  std::vector<uint8_t> chain = chainFor(type, name, loc);
  auto sealed = sealer.seal(weightShape(type), chain, bytesOf(*plain), room);
  if (!whyNoRoom.empty())
    return emitError(loc) << "cannot store '" << name << "': " << whyNoRoom;
  if (!sealed)
    return fail(loc, sealed.error());
  memory.filled(*plain);
  if (!sealed->coded)
    remarkNotCoded(loc, name,
                   "too many values lie outside of its distribution");

  SealedData data = sealedData(name, std::move(*blob), sealed->tags, context);
  ++numSealed;
  numBytes += plain->size();
  remark::passed(
      loc, remark::RemarkOpts::name("WeightSealed").category(getArgument()))
      << remark::metric("Weight", name.str())
      << remark::metric("Type", Type(type))
      << remark::metric("Bytes", plain->size());
  // Identifier and chain follow from the manifest, which is not there yet.
  return SealedOp::create(
      builder, loc, builder.getStringAttr(name), TypeAttr::get(type),
      builder.getArrayAttr({}), OrderAttr::get(context, OrderKind::RowMajor),
      BytesAttr::get(context, {}), data.ciphertext, data.tags);
}

/// The chain of the plan, without a code that the type does not have.
std::vector<uint8_t> Seal::chainFor(RankedTensorType type, StringRef name,
                                    Location loc) {
  std::vector<uint8_t> chain = plan->chain;
  auto coded = llvm::find(chain, layout::transformationPretransform);
  if (coded == chain.end() ||
      PretransformAttr::get(&getContext()).appliesTo(type))
    return chain;
  chain.erase(coded);
  remarkNotCoded(loc, name, "its type has no code");
  return chain;
}

void Seal::remarkNotCoded(Location loc, StringRef name, StringRef why) {
  ++notCoded;
  ++numNotCoded;
  remark::missed(
      loc,
      remark::RemarkOpts::name("NotPretransformed").category(getArgument()))
      << remark::metric("Weight", name.str())
      << remark::reason("{0}; a wrong key gives random bits", why);
}

void Seal::warnOfChain(VaultOp vault, size_t weights) {
  if (notCoded > 0)
    emitRemark(vault.getLoc())
        << notCoded << " of " << weights
        << " weights without a code: a wrong key gives random bits there";
  if (rt::chainOf(plan->chain).keyBytes == 0)
    emitWarning(vault.getLoc())
        << "the chain has no AES: not confidential, all values can be read";
}

void Seal::warnOfClock(VaultOp vault) {
  if (plan->policy != rt::Policy::Garbage ||
      !(plan->sources & layout::sourceClock))
    return;
  for (const rt::Profile &profile : plan->profiles) {
    auto doubtful = rt::doubtfulQuietChains(profile);
    if (doubtful.empty())
      continue;
    InFlightDiagnostic warning =
        emitWarning(vault.getLoc())
        << doubtful.size() << " chains of the clock that the policy garbage "
        << "reads were not stable when the machine was enrolled: it may "
        << "compute garbage there too";
    warning.attachNote() << "enrol again when the machine is idle, or leave "
                         << "the clock out: fingerprint=precision; not stable: "
                         << llvm::join(doubtful, ", ");
  }
}

void Seal::remarkCost(VaultOp vault, size_t slots) {
  // That of the weakest plug-in.
  unsigned pluginBits = UINT_MAX;
  for (const rt::Profile &profile : plan->profiles)
    pluginBits = std::min(pluginBits, rt::pluginBits(profile));
  std::string cost = rt::guessingCost(plan->sources, pluginBits);
  if (plan->policy == rt::Policy::Garbage)
    cost += "; an inference checks one guess";
  emitRemark(vault.getLoc()) << cost;
  remark::analysis(
      vault.getLoc(),
      remark::RemarkOpts::name("GuessingCost").category(getArgument()))
      << remark::metric("Policy", stringifyPolicy(vault.getPolicy()))
      << remark::metric("Slots", slots) << remark::metric("Cost", cost);
}

} // namespace

std::unique_ptr<Pass> createSeal(std::shared_ptr<const LockPlan> plan) {
  return std::make_unique<Seal>(std::move(plan));
}

} // namespace hwlock
