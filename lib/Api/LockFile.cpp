//===- LockFile.cpp - Lock a model into a file ----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/LockFile.h"
#include "hwlock/Api/ModuleFile.h"
#include "hwlock/Api/Stopwatch.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include "mlir/Pass/PassInstrumentation.h"
#include "mlir/Pass/PassManager.h"

using namespace hwlock;
using rt::Result;

/// Before and behind the passes: reading the profiles, writing the result.
static constexpr unsigned stepsAround = 2;

namespace {

/// Counts the passes on the whole module, and ends the pipeline at the next one
/// if the observer asked to stop.
class PassProgress final : public mlir::PassInstrumentation {
public:
  PassProgress(Observer &observer, unsigned all, bool &stopped)
      : observer(observer), all(all), stopped(stopped) {}

  void runAfterPass(mlir::Pass *pass, mlir::Operation *op) override {
    if (llvm::isa<mlir::ModuleOp>(op) && !op->getParentOp() && !stopped)
      stopped =
          !observer.progress(1 + std::min(++done, all - stepsAround), all);
  }

private:
  Observer &observer;
  unsigned done = 0, all;
  bool &stopped;
};

} // namespace

std::vector<std::string> hwlock::splitWords(llvm::StringRef text) {
  llvm::SmallVector<llvm::StringRef> parts;
  text.split(parts, ',', /*MaxSplit=*/-1, /*KeepEmpty=*/!text.empty());
  return {parts.begin(), parts.end()};
}

static void remark(Observer &observer, const std::string &text) {
  observer.message(mlir::DiagnosticSeverity::Remark, text);
}

static void remarkUnattested(const rt::Vault &vault, Observer &observer) {
  auto unattested = llvm::count_if(vault.slots, [](const rt::Slot &slot) {
    auto tpm = rt::tpm2Of(slot);
    return tpm && !tpm->attested;
  });
  if (unattested)
    remark(observer,
           "TPM of " + std::to_string(unattested) +
               " slot(s) unattested: the profile may have made it up; "
               "--tpm-roots checks it");
}

static Result<mlir::OwningOpRef<mlir::ModuleOp>>
readInput(const LockRequest &request, mlir::MLIRContext &context) {
  if (!request.contents)
    return readModuleToLock(request.input, context);
  return readModule(
      llvm::MemoryBuffer::getMemBufferCopy(*request.contents, request.input),
      request.input, context);
}

/// Returns the number of steps of the whole lock, all but the last done.
static Result<unsigned> runPasses(mlir::ModuleOp module,
                                  std::shared_ptr<const LockPlan> plan,
                                  Observer &observer) {
  mlir::PassManager manager(module.getContext());
  buildLockModelPipeline(manager, std::move(plan));
  unsigned steps = manager.size() + stepsAround;
  bool stopped = !observer.progress(1, steps);
  if (stopped)
    return stoppedByCaller();
  manager.addInstrumentation(
      std::make_unique<PassProgress>(observer, steps, stopped));
  // The cause was a diagnostic.
  if (failed(manager.run(module)))
    return rt::badInput("");
  if (stopped)
    return stoppedByCaller();
  return steps;
}

static Result<std::shared_ptr<const LockPlan>>
makePlan(const LockRequest &request, Observer &observer) {
  if (request.model.profiles.empty())
    remark(observer, "no profile given: enrolling this machine");
  LockModelOptions options = request.model;
  // The module is ours alone.
  options.inPlace = true;
  return planLock(std::move(options));
}

static Result<void> checkOutput(const LockRequest &request) {
  std::vector<std::string> inputs = request.model.profiles;
  if (!request.contents)
    inputs.push_back(request.input);
  inputs.push_back(request.model.owner);
  return refuseOverwrite(request.output, inputs);
}

Result<LockSummary> hwlock::lockFile(const LockRequest &request,
                                     Observer &observer) {
  if (auto allowed = checkOutput(request); !allowed)
    return allowed.error();
  auto file = OutputFile::create(request.output);
  if (!file)
    return file.error();
  auto signature = OutputSignature::create(
      request.signing, request.passphraseFile, request.output);
  if (!signature)
    return signature.error();

  auto context = createContext();
  DiagnosticForwarder diagnostics(*context, observer);
  auto module = readInput(request, *context);
  if (!module)
    return module.error();
  Stopwatch watch;
  auto plan = makePlan(request, observer);
  if (!plan)
    return plan.error();
  auto steps = runPasses(**module, std::move(*plan), observer);
  if (!steps)
    return steps.error();
  if (auto written = writeModule(**module, *file, request.bytecode); !written)
    return written.error();
  auto report = reportOf(**module);
  if (!report)
    return report.error();
  if (auto made = signature->sign(*file); !made)
    return made.error();
  if (!observer.progress(*steps, *steps))
    return stoppedByCaller();
  auto committed = signature->commitWith([&] { return file->commit(); });
  if (!committed)
    return committed.error();
  remarkUnattested(*report->vault, observer);
  return LockSummary{std::move(*report), watch.milliseconds()};
}

void hwlock::writeSummary(llvm::json::OStream &json, const LockRequest &request,
                          const LockSummary &summary) {
  json.attribute("output", request.output);
  writeReport(json, summary.report);
  json.attribute("lock_ms", summary.milliseconds);
}
