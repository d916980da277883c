//===- VaultEditor.cpp - Change a locked module ---------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Transforms/VaultEditor.h"
#include "CiphertextMemory.h"
#include "SealedData.h"
#include "hwlock/Runtime/Sealer.h"
#include "hwlock/Transforms/VaultBridge.h"
#include "hwlock/Transforms/WeightDecoder.h"

using namespace mlir;

namespace hwlock {

rt::Result<VaultOp> findVault(ModuleOp module) {
  auto vaults = llvm::to_vector(module.getOps<VaultOp>());
  if (vaults.empty())
    return rt::badInput("the model is not locked",
                        "'hwlock lock' locks a model");
  if (vaults.size() > 1)
    return rt::badInput("the model has " + std::to_string(vaults.size()) +
                        " vaults, expected one");
  return vaults.front();
}

void setSlots(const rt::Vault &vault, VaultOp op) {
  for (SlotOp slot : llvm::make_early_inc_range(op.getBody()->getOps<SlotOp>()))
    slot.erase();
  OpBuilder builder(op.getContext());
  vaultToIR(vault, op, builder);
}

namespace {

/// One relock of a vault.
class Relocker {
public:
  Relocker(const rt::SlotEditor &editor, rt::Sealer &sealer)
      : vault(editor.vault()), decoder(vault, editor.dataKey()),
        sealer(sealer) {}

  /// Decodes the next weight and seals it again.
  rt::Result<void> reseal(SealedOp op);

private:
  const rt::Vault &vault;
  WeightDecoder decoder;
  rt::Sealer &sealer;
  uint32_t next = 0;
};

} // namespace

rt::Result<void> Relocker::reseal(SealedOp op) {
  const rt::WeightRecord &record = vault.weights[next];
  auto plain = decoder.decode(op, next++);
  if (!plain)
    return plain.error();
  std::optional<AsmResourceBlob> blob;
  auto room = [&](uint64_t size) -> std::span<uint8_t> {
    blob = HeapAsmResourceBlob::allocate(size, blobAlignment);
    MutableArrayRef<char> data = blob->getMutableData();
    return {reinterpret_cast<uint8_t *>(data.data()), data.size()};
  };
  auto sealed = sealer.seal(record.shape, record.chain, plain->span(), room);
  if (!sealed)
    return sealed.error();
  SealedData data = sealedData(op.getSymName(), std::move(*blob), sealed->tags,
                               op.getContext());
  op.setCiphertextAttr(data.ciphertext);
  if (data.tags)
    op.setTagsAttr(data.tags);
  return {};
}

rt::Result<void> relock(VaultOp op, const rt::OwnerPrivateKey &owner,
                        const RelockOptions &options) {
  auto vault = vaultFromIR(op);
  if (!vault)
    return vault.error();
  rt::Policy policy = vault->policy;
  auto editor = rt::SlotEditor::open(std::move(*vault), owner);
  if (!editor)
    return editor.error();
  auto half = rt::publicHalf(owner);
  if (!half)
    return half.error();
  std::vector<const rt::Profile *> profiles;
  for (const rt::Profile &profile : options.profiles)
    profiles.push_back(&profile);
  auto sealer = rt::Sealer::create(policy, profiles, options.sources,
                                   *options.keys, options.binding, &*half);
  if (!sealer)
    return sealer.error();
  Relocker relocker(*editor, *sealer);
  for (SealedOp sealed : op.getBody()->getOps<SealedOp>())
    if (auto done = relocker.reseal(sealed); !done)
      return done;
  auto finished = std::move(*sealer).finish();
  if (!finished)
    return finished.error();
  setSlots(*finished, op);
  return {};
}

} // namespace hwlock
