//===- ModelReport.cpp - What a model shows to whoever has the file -------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/ModelReport.h"
#include "hwlock/Api/SlotReport.h"
#include "hwlock/IR/HwlockOps.h"
#include "hwlock/Support/Hex.h"
#include "hwlock/Transforms/VaultBridge.h"
#include "hwlock/Transforms/WeightAnalysis.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/Support/FormatVariadic.h"
#include <numeric>

using namespace hwlock;
using rt::Result;

uint64_t ModelReport::sealedBytes() const {
  uint64_t bytes = 0;
  if (vault)
    for (const rt::WeightRecord &weight : vault->weights)
      bytes += weight.shape.bytes();
  return bytes;
}

template <typename T> static std::string textOf(const T &value) {
  std::string text;
  llvm::raw_string_ostream(text) << value;
  return text;
}

static std::string chainOf(SealedOp sealed) {
  std::string text;
  for (mlir::Attribute link : sealed.getChain())
    text += (text.empty() ? "" : ", ") + textOf(link);
  return text;
}

static Result<void> addVault(VaultOp op, ModelReport &report) {
  auto vault = vaultFromIR(op);
  if (!vault)
    return vault.error();
  report.vault = std::move(*vault);
  for (auto sealed : op.getBody()->getOps<SealedOp>())
    report.weights.push_back(
        {sealed.getSymName().str(), textOf(sealed.getWeightType()),
         chainOf(sealed),
         stringifyOrderKind(sealed.getOrder().getKind()).str()});
  return {};
}

Result<ModelReport> hwlock::reportOf(mlir::ModuleOp module) {
  ModelReport report;
  auto vaults = llvm::to_vector(module.getOps<VaultOp>());
  if (vaults.size() > 1)
    return rt::badInput("the model has " + std::to_string(vaults.size()) +
                        " vaults, expected one");
  if (!vaults.empty())
    if (auto added = addVault(vaults.front(), report); !added)
      return added.error();
  WeightAnalysis analysis(module);
  report.unsealed = analysis.weights().size();
  for (auto &[reason, constants] : analysis.clear())
    report.clear.push_back({describe(reason).str(), constants.size()});
  for (auto function : module.getOps<mlir::func::FuncOp>())
    if (function.isPublic())
      report.functions.push_back(
          {function.getSymName().str(), textOf(function.getFunctionType())});
  return report;
}

const char *hwlock::policyName(rt::Policy policy) {
  return policy == rt::Policy::Error ? "error" : "garbage";
}

static void writeVault(llvm::json::OStream &json, const ModelReport &report) {
  json.attribute("policy", policyName(report.vault->policy));
  json.attribute("vault_id", rt::toHex(report.vault->id));
  json.attribute("class_bound", isClassBound(*report.vault));
  writeSlots(json, *report.vault);
  json.attribute("sealed_bytes", report.sealedBytes());
  json.attributeArray("weights", [&] {
    for (auto [weight, record] :
         llvm::zip_equal(report.weights, report.vault->weights))
      json.object([&, &weight = weight, &record = record] {
        json.attribute("name", weight.name);
        json.attribute("type", weight.type);
        json.attribute("bytes", record.shape.bytes());
        json.attribute("chain", weight.chain);
        json.attribute("order", weight.order);
      });
  });
}

void hwlock::writeReport(llvm::json::OStream &json, const ModelReport &report) {
  json.attribute("locked", report.vault.has_value());
  if (report.vault)
    writeVault(json, report);
  json.attributeArray("functions", [&] {
    for (const ModelReport::Function &function : report.functions)
      json.object([&] {
        json.attribute("name", function.name);
        json.attribute("type", function.type);
      });
  });
  json.attributeObject("clear", [&] {
    for (const ModelReport::Clear &clear : report.clear)
      json.attribute(clear.reason, clear.count);
    if (report.unsealed)
      json.attribute("weights", report.unsealed);
  });
}

static void printVault(llvm::raw_ostream &stream, const ModelReport &report) {
  stream << "locked model, policy " << policyName(report.vault->policy)
         << "\nvault " << rt::toHex(report.vault->id) << "\n\nslots\n";
  printSlots(stream, *report.vault);
  stream << "\nsealed weights: " << report.weights.size() << ", "
         << report.sealedBytes() << " bytes\n";
  for (auto [weight, record] :
       llvm::zip_equal(report.weights, report.vault->weights))
    stream << llvm::formatv("  {0,-8}  {1,12} bytes  {2}  {3}  {4}\n",
                            weight.name, record.shape.bytes(), weight.type,
                            weight.chain, weight.order);
}

void hwlock::printReport(llvm::raw_ostream &stream, const ModelReport &report) {
  if (report.vault)
    printVault(stream, report);
  else
    stream << "model that is not locked\n";
  stream << "\nfunctions\n";
  for (const ModelReport::Function &function : report.functions)
    stream << "  " << function.name << " : " << function.type << "\n";
  stream << "\nin the clear\n";
  if (report.unsealed)
    stream << "  " << report.unsealed << " weights\n";
  for (const ModelReport::Clear &clear : report.clear)
    stream << "  " << clear.count << " " << clear.reason << "\n";
  stream << "  the structure of the model\n";
}
