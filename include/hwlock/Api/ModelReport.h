//===- ModelReport.h - What a model shows to whoever has the file ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Public facts only: nothing in a report is secret.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_API_MODELREPORT_H
#define HWLOCK_API_MODELREPORT_H

#include "hwlock/Format/Vault.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/Support/JSON.h"
#include <optional>
#include <string>
#include <vector>

namespace hwlock {

struct ModelReport {
  struct Weight {
    std::string name, type, chain, order;
  };
  /// Constants that anyone can read, by reason ("splats").
  struct Clear {
    std::string reason;
    size_t count;
  };
  struct Function {
    std::string name, type;
  };

  /// Nothing if the model is not locked.
  std::optional<rt::Vault> vault;
  /// One for each weight of the vault, in its order.
  std::vector<Weight> weights;
  std::vector<Clear> clear;
  /// Weights of a model that is not locked.
  size_t unsealed = 0;
  /// Public functions.
  std::vector<Function> functions;

  uint64_t sealedBytes() const;
};

/// Errors have been printed as diagnostics if the message is empty.
rt::Result<ModelReport> reportOf(mlir::ModuleOp module);

/// "error" or "garbage".
const char *policyName(rt::Policy policy);

/// Adds the attributes of a report to an open JSON object.
void writeReport(llvm::json::OStream &json, const ModelReport &report);

/// The same for people.
void printReport(llvm::raw_ostream &stream, const ModelReport &report);

} // namespace hwlock

#endif // HWLOCK_API_MODELREPORT_H
