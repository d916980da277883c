//===- VaultBridge.cpp - Vault operation to vault bytes and back ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Transforms/VaultBridge.h"
#include <algorithm>

using namespace mlir;

namespace hwlock {

//===----------------------------------------------------------------------===//
// From IR
//===----------------------------------------------------------------------===//

/// Copies `bytes`, which may be absent; false if they are not N.
template <size_t N>
static bool copy(BytesAttr bytes, std::array<uint8_t, N> &out) {
  if (!bytes || bytes.getValue().size() != N)
    return false;
  llvm::copy(bytes.getValue(), out.begin());
  return true;
}

static rt::Error wrongLength(llvm::StringRef what, llvm::StringRef symbol) {
  return rt::badInput((what + " of '" + symbol +
                       "' is missing or not as long as the format demands")
                          .str());
}

static rt::Result<rt::Slot> slotFromIR(SlotOp op, rt::Policy policy) {
  rt::Slot slot;
  if (!copy(op.getId(), slot.id))
    return wrongLength("identifier", op.getSymName());
  if (!copy(op.getWrappedKey(), slot.wrappedKey))
    return wrongLength("wrapped key", op.getSymName());
  if (policy == rt::Policy::Error && !copy(op.getTagAttr(), slot.tag))
    return wrongLength("tag", op.getSymName());
  slot.sources = uint8_t(op.getSources());
  for (int32_t probe : op.getProbes()) {
    if (probe < 0 || probe > UINT8_MAX)
      return rt::badInput("probe " + std::to_string(probe) + " of '" +
                          op.getSymName().str() + "' does not exist");
    slot.probes.push_back(uint8_t(probe));
  }
  slot.helper = op.getHelper().getValue().vec();
  BytesAttr binding = op.getBindingAttr();
  auto items = rt::unpackItems(slot.sources, binding ? binding.getValue()
                                                     : ArrayRef<uint8_t>());
  if (!items)
    return items.error();
  slot.items = std::move(*items);
  return slot;
}

static rt::Result<rt::WeightRecord> weightFromIR(SealedOp op) {
  rt::WeightRecord record;
  if (!copy(op.getId(), record.id))
    return wrongLength("identifier", op.getSymName());
  record.shape = weightShape(op.getWeightType());
  record.sealedSize = uint64_t(op.getCiphertext().getNumElements());
  for (Attribute link : op.getChain())
    record.chain.push_back(
        cast<TransformationAttrInterface>(link).getTransformationCode());
  return record;
}

rt::Result<rt::Vault> vaultFromIR(VaultOp op) {
  rt::Vault vault;
  vault.policy = static_cast<rt::Policy>(op.getPolicy());
  if (!copy(op.getId(), vault.id))
    return wrongLength("identifier", op.getSymName());
  if (vault.policy == rt::Policy::Error &&
      !copy(op.getMacAttr(), vault.manifestMac))
    return wrongLength("manifest MAC", op.getSymName());
  for (auto slotOp : op.getBody()->getOps<SlotOp>()) {
    auto slot = slotFromIR(slotOp, vault.policy);
    if (!slot)
      return slot.error();
    vault.slots.push_back(std::move(*slot));
  }
  for (auto sealedOp : op.getBody()->getOps<SealedOp>()) {
    auto record = weightFromIR(sealedOp);
    if (!record)
      return record.error();
    vault.weights.push_back(std::move(*record));
  }
  rt::Result<void> checked = rt::checkVault(vault);
  if (!checked)
    return checked.error();
  return vault;
}

//===----------------------------------------------------------------------===//
// To IR
//===----------------------------------------------------------------------===//

static Attribute transformationToIR(MLIRContext *context, uint8_t code) {
  switch (code) {
  case layout::transformationAes128:
    return AesAttr::get(context, /*bits=*/128);
  case layout::transformationAes256:
    return AesAttr::get(context, /*bits=*/256);
  case layout::transformationShuffle:
    return ShuffleAttr::get(context);
  case layout::transformationPretransform:
    return PretransformAttr::get(context);
  }
  llvm_unreachable("see checkVault()");
}

static void slotToIR(const rt::Slot &slot, rt::Policy policy, Location loc,
                     StringRef name, OpBuilder &builder) {
  MLIRContext *context = builder.getContext();
  BytesAttr tag;
  if (policy == rt::Policy::Error)
    tag = BytesAttr::get(context, slot.tag);
  BytesAttr binding;
  if (!slot.items.empty())
    binding = BytesAttr::get(context, rt::packItems(slot.items));
  SmallVector<int32_t> probes(slot.probes.begin(), slot.probes.end());
  SlotOp::create(builder, loc, builder.getStringAttr(name),
                 BytesAttr::get(context, slot.id),
                 SourcesAttr::get(context, Sources(slot.sources)),
                 builder.getDenseI32ArrayAttr(probes),
                 BytesAttr::get(context, slot.helper), binding,
                 BytesAttr::get(context, slot.wrappedKey), tag);
}

void vaultToIR(const rt::Vault &vault, VaultOp op, OpBuilder &builder) {
  MLIRContext *context = builder.getContext();
  op.setPolicy(static_cast<Policy>(vault.policy));
  op.setIdAttr(BytesAttr::get(context, vault.id));
  if (vault.policy == rt::Policy::Error)
    op.setMacAttr(BytesAttr::get(context, vault.manifestMac));

  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(op.getBody());
  for (auto [index, slot] : llvm::enumerate(vault.slots))
    slotToIR(slot, vault.policy, op.getLoc(), ("s" + Twine(index)).str(),
             builder);

  auto sealedOps = op.getBody()->getOps<SealedOp>();
  for (auto [sealed, record] : llvm::zip_equal(sealedOps, vault.weights)) {
    sealed.setIdAttr(BytesAttr::get(context, record.id));
    SmallVector<Attribute> chain;
    for (uint8_t code : record.chain)
      chain.push_back(transformationToIR(context, code));
    sealed.setChainAttr(builder.getArrayAttr(chain));
  }
}

} // namespace hwlock
