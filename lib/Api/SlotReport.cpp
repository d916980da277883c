//===- SlotReport.cpp - Who may open a model ------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/SlotReport.h"
#include "hwlock/Core/Chains.h"
#include "hwlock/Fingerprint/SourcePlugin.h"
#include "hwlock/Fingerprint/Strength.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include "hwlock/Format/Sources.h"
#include "hwlock/Runtime/SlotEditor.h"
#include "hwlock/Support/Hex.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace hwlock;

static bool isMachine(const rt::Slot &slot) {
  return !layout::isOwnerSlot(slot.sources);
}

void hwlock::writeSources(llvm::json::OStream &json, uint8_t sources) {
  std::string names = rt::sourceNames(sources);
  json.attributeArray("sources", [&] {
    for (llvm::StringRef name : llvm::split(names, ','))
      json.value(name);
  });
}

bool hwlock::isClassBound(const rt::Vault &vault) {
  return llvm::any_of(vault.slots, [](const rt::Slot &slot) {
    return isMachine(slot) &&
           !rt::isDeviceBound(slot.sources, rt::pluginBits(slot));
  });
}

size_t hwlock::machineCount(const rt::Vault &vault) {
  return llvm::count_if(vault.slots, isMachine);
}

/// The sources of a slot; the name of the plug-in after its own.
static std::string sourcesOf(const rt::Slot &slot) {
  auto plugin = rt::pluginItemOf(slot);
  return rt::sourceNames(slot.sources) +
         (plugin ? " '" + plugin->name + "'" : "");
}

/// What a slot measures: a garbage slot names no chain, it uses the published
/// list.
static std::string probesOf(const rt::Slot &slot) {
  if (!slot.probes.empty())
    return std::to_string(slot.probes.size()) + " probe chains";
  return slot.sources & layout::sourceClock ? "the published quiet chains"
                                            : "no probe chain";
}

/// The slot's chains by name. An identifier that this version does not know
/// cannot be here: the reader of vaults refuses it.
static void writeProbes(llvm::json::OStream &json, const rt::Slot &slot) {
  json.attribute("probes", slot.probes.size());
  json.attributeArray("probe_chains", [&] {
    for (uint8_t id : slot.probes)
      if (const core::ChainInfo *chain = core::chainInfo(id))
        json.value(chain->name);
  });
}

void hwlock::writeSlots(llvm::json::OStream &json, const rt::Vault &vault) {
  json.attributeArray("slots", [&] {
    for (const rt::Slot &slot : vault.slots)
      json.object([&] {
        json.attribute("id", rt::toHex(slot.id));
        writeSources(json, slot.sources);
        if (auto owner = rt::ownerOf(slot)) {
          json.attribute("owner_key", rt::toHex(*owner));
          return;
        }
        writeProbes(json, slot);
        if (auto plugin = rt::pluginItemOf(slot))
          json.attribute("plugin", plugin->name);
        if (auto tpm = rt::tpm2Of(slot))
          json.attributeObject("tpm2", [&] {
            json.attribute("key", tpm->keyName);
            json.attribute("attested", tpm->attested);
          });
        json.attribute("guessing_bits",
                       rt::estimatedBits(slot.sources, rt::pluginBits(slot)));
      });
  });
}

static void printMachine(llvm::raw_ostream &stream, const rt::Slot &slot) {
  stream << "; " << probesOf(slot) << "\n    "
         << rt::guessingCost(slot.sources, rt::pluginBits(slot)) << "\n";
  if (auto tpm = rt::tpm2Of(slot))
    stream << "    TPM key " << tpm->keyName << ", "
           << (tpm->attested ? "attested" : "unattested") << "\n";
}

void hwlock::printSlots(llvm::raw_ostream &stream, const rt::Vault &vault) {
  for (const rt::Slot &slot : vault.slots) {
    stream << "  " << rt::toHex(slot.id) << "  " << sourcesOf(slot);
    if (auto owner = rt::ownerOf(slot))
      stream << "; changes the slots\n    whoever has the private half of the "
                "key "
             << rt::toHex(*owner) << "\n";
    else
      printMachine(stream, slot);
  }
}
