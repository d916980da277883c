//===- PlainWeights.cpp - The weights of a model in the clear -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "PlainWeights.h"
#include "hwlock/Codegen/Native/DecoderStatus.h"
#include "hwlock/Core/Decoder.h"
#include "hwlock/Fingerprint/HostSources.h"
#include "hwlock/Fingerprint/Meter.h"
#include "hwlock/Transforms/VaultBridge.h"
#include "hwlock/Transforms/VaultEditor.h"
#include "hwlock/Transforms/WeightAnalysis.h"
#include "hwlock/Transforms/WeightDecoder.h"
#include "llvm/ADT/STLExtras.h"

using namespace hwlock;
using namespace hwlock::ireec;
using rt::Result;

PlainWeights ireec::weightsToLock(mlir::ModuleOp module) {
  PlainWeights plain;
  WeightAnalysis analysis(module);
  for (const auto &[value, users] : analysis.weights())
    if (auto bytes = rawBytes(value))
      plain.weights.push_back(
          {"w" + std::to_string(plain.weights.size()),
           {reinterpret_cast<const uint8_t *>(bytes->data()), bytes->size()}});
  return plain;
}

static void measure(void *context, uint32_t, HwlockMeasurement *out) {
  static_cast<rt::Meter *>(context)->measure(*out);
}

/// Obtains the data key of `vault`, as the decoder of the compiled model would.
static Result<void> open(const rt::Vault &vault,
                         rt::SecretBytes<layout::keyBytes> &dataKey) {
  std::vector<uint8_t> bytes = rt::writeVault(vault);
  rt::HostSources host{rt::HostOptions()};
  std::unique_ptr<rt::Meter> meter = rt::thisCpu();
  auto status = static_cast<Status>(
      hwlock_core_open(bytes.data(), bytes.size(), measure, meter.get(),
                       host.host(), dataKey.data()));
  if (status == Status::Environment && host.failure())
    return *host.failure();
  if (status != Status::Ok)
    return decoderError(status, machineSlots(vault));
  return {};
}

Result<PlainWeights> ireec::openWeights(mlir::ModuleOp module) {
  auto op = findVault(module);
  if (!op)
    return op.error();
  auto vault = vaultFromIR(*op);
  if (!vault)
    return vault.error();
  rt::SecretBytes<layout::keyBytes> dataKey;
  if (auto opened = open(*vault, dataKey); !opened)
    return opened.error();
  WeightDecoder decoder(*vault, dataKey);
  PlainWeights plain;
  plain.proven = vault->policy == rt::Policy::Error;
  uint32_t index = 0;
  for (SealedOp sealed : op->getBody()->getOps<SealedOp>()) {
    auto bytes = decoder.decode(sealed, index++);
    if (!bytes)
      return bytes.error();
    plain.decoded.push_back(std::move(*bytes));
    const rt::SecretBuffer &kept = plain.decoded.back();
    plain.weights.push_back(
        {sealed.getSymName().str(), {kept.data(), kept.size()}});
  }
  return plain;
}
