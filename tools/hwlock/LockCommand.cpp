//===- LockCommand.cpp - hwlock lock --------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ArgumentParser.h"
#include "Benchmark.h"
#include "Commands.h"
#include "DeviceOptions.h"
#include "Diagnostics.h"
#include "ModelReport.h"
#include "ModuleFile.h"
#include "OutputFile.h"
#include "SigningOptions.h"
#include "SlotReport.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include "hwlock/Transforms/LockModel.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace hwlock;
using namespace hwlock::tool;
using rt::Result;

namespace {

struct LockCommandOptions {
  std::string input, output;
  std::string fingerprint, chain;
  LockModelOptions model;
  DeviceOptions devices;
  SigningOptions signing;
  std::string passphraseFile;
  bool bytecode = false, json = false;
};

} // namespace

/// The words of a comma-separated list.
static std::vector<std::string> splitList(llvm::StringRef text) {
  llvm::SmallVector<llvm::StringRef> parts;
  text.split(parts, ',', /*MaxSplit=*/-1, /*KeepEmpty=*/!text.empty());
  return {parts.begin(), parts.end()};
}

static void printSummary(const LockCommandOptions &options,
                         const ModelReport &report, double milliseconds) {
  if (options.json) {
    llvm::json::OStream json(llvm::outs(), 2);
    json.object([&] {
      json.attribute("output", options.output);
      writeReport(json, report);
      json.attribute("lock_ms", milliseconds);
    });
    llvm::outs() << "\n";
    return;
  }
  llvm::outs() << llvm::formatv(
      "locked {0} weight(s), {1} bytes, for {2} profile(s){3} in {4:f2} s: "
      "{5}\n",
      report.vault->weights.size(), report.sealedBytes(),
      machineCount(*report.vault),
      options.model.owner.empty() ? "" : " and the owner", milliseconds / 1000,
      options.output);
}

static void remarkUnattested(const rt::Vault &vault) {
  auto unattested = llvm::count_if(vault.slots, [](const rt::Slot &slot) {
    auto tpm = rt::tpm2Of(slot);
    return tpm && !tpm->attested;
  });
  if (unattested)
    remark("TPM of " + std::to_string(unattested) +
           " slot(s) unattested: the profile may have made it up; --tpm-roots "
           "checks it");
}

static Result<void> lock(const LockCommandOptions &options) {
  std::vector<std::string> inputs = options.model.profiles;
  inputs.push_back(options.input);
  inputs.push_back(options.model.owner);
  if (auto allowed = refuseOverwrite(options.output, inputs); !allowed)
    return allowed;
  auto file = OutputFile::create(options.output);
  if (!file)
    return file.error();
  auto signature = OutputSignature::create(
      options.signing, options.passphraseFile, options.output);
  if (!signature)
    return signature.error();

  auto context = createContext();
  DiagnosticPrinter printer(*context, /*quiet=*/options.json);
  auto module = readModuleToLock(options.input, *context);
  if (!module)
    return module.error();
  if (options.model.profiles.empty() && !options.json)
    remark("no profile given: enrolling this machine");
  Stopwatch watch;
  auto plan = planLock(options.model);
  if (!plan)
    return plan.error();
  mlir::PassManager manager(context.get());
  buildLockModelPipeline(manager, *plan);
  // The cause has been printed.
  if (failed(manager.run(**module)))
    return rt::badInput("");
  if (auto written = writeModule(**module, *file, options.bytecode); !written)
    return written;
  auto report = reportOf(**module);
  if (!report)
    return report.error();
  if (auto made = signature->sign(*file); !made)
    return made;
  if (auto committed = signature->commitWith([&] { return file->commit(); });
      !committed)
    return committed;
  if (!options.json)
    remarkUnattested(*report->vault);
  printSummary(options, *report, watch.milliseconds());
  return {};
}

int tool::runLock(int argc, char **argv) {
  LockCommandOptions options;
  options.model.inPlace = true;
  options.fingerprint = "clock,precision";
  options.chain = "aes";
  ArgumentParser parser(
      "lock", "lock a model to one or more machines",
      "Without --profile this machine is enrolled first (about a second) and "
      "the model\nopens here only.");
  parser.positional("IN", options.input, "the model, .mlir or .mlirbc");
  parser.text("output", 'o', "OUT", options.output,
              "the locked model; bytecode if it ends in .mlirbc");
  parser.required();
  parser.list("profile", 'p', "DEVICE.hwp", options.model.profiles,
              "a machine that may open the model; may be repeated");
  parser.text("fingerprint", 0, "SOURCES", options.fingerprint,
              "what to bind to, comma separated: clock, precision, machine-id, "
              "tpm2, plugin (default clock,precision)");
  parser.text("tpm-roots", 0, "DIR", options.model.binding.tpmRoots,
              "PEM certificates of manufacturers: each TPM must be one of "
              "theirs (default: profiles are believed)");
  options.devices.addTo(parser);
  parser.text("chain", 0, "CHAIN", options.chain,
              "transformations of the weights, innermost first: shuffle, "
              "pretransform, aes or aes256 (default aes)");
  parser.choice("unlock", 0, {"eager"}, options.model.unlock,
                "when weights are decoded; eager: at load");
  parser.choice("on-mismatch", 0, {"error", "garbage"},
                options.model.onMismatch,
                "what another machine gets: an error, or plausible weights "
                "that are wrong");
  parser.text(
      "owner", 0, "OWNER.pub", options.model.owner,
      "public P-256 key of who may change the slots later, with 'hwlock "
      "slot' and 'hwlock relock'");
  options.signing.addTo(parser);
  addPassphraseOption(parser, options.passphraseFile);
  parser.flag("emit-bytecode", 0, options.bytecode, "write bytecode");
  parser.flag("json", 0, options.json,
              "print the summary as JSON, and no remarks");
  if (auto code = parser.parse(argc, argv))
    return *code;
  auto host = options.devices.load();
  if (!host)
    return fail(host.error());
  options.model.host = std::move(*host);
  options.model.fingerprint = splitList(options.fingerprint);
  options.model.chain = splitList(options.chain);
  auto done = lock(options);
  return done ? 0 : fail(done.error());
}
