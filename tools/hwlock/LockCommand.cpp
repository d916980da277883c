//===- LockCommand.cpp - hwlock lock --------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ArgumentParser.h"
#include "Commands.h"
#include "DeviceOptions.h"
#include "Diagnostics.h"
#include "SigningOptions.h"
#include "hwlock/Api/LockFile.h"
#include "hwlock/Api/SlotReport.h"
#include "llvm/Support/FormatVariadic.h"

using namespace hwlock;
using namespace hwlock::tool;

namespace {

struct LockCommandOptions {
  LockRequest request;
  std::string fingerprint, chain, resist;
  DeviceOptions devices;
  bool json = false;
};

} // namespace

static void printSummary(const LockRequest &request,
                         const LockSummary &summary) {
  const rt::Vault &vault = *summary.report.vault;
  llvm::outs() << llvm::formatv(
      "locked {0} weight(s), {1} bytes, for {2} profile(s){3} in {4:f2} s: "
      "{5}\n",
      vault.weights.size(), summary.report.sealedBytes(), machineCount(vault),
      request.model.owner.empty() ? "" : " and the owner",
      summary.milliseconds / 1000, request.output);
}

static void printJson(const LockRequest &request, const LockSummary &summary) {
  llvm::json::OStream json(llvm::outs(), 2);
  json.object([&] { writeSummary(json, request, summary); });
  llvm::outs() << "\n";
}

int tool::runLock(int argc, char **argv) {
  LockCommandOptions options;
  LockRequest &request = options.request;
  options.fingerprint = "clock,precision";
  options.chain = "aes";
  ArgumentParser parser(
      "lock", "lock a model to one or more machines",
      "Without --profile this machine is enrolled first (about a second) and "
      "the model\nopens here only.");
  parser.positional("IN", request.input, "the model, .mlir or .mlirbc");
  parser.text("output", 'o', "OUT", request.output,
              "the locked model; bytecode if it ends in .mlirbc");
  parser.required();
  parser.list("profile", 'p', "DEVICE.hwp", request.model.profiles,
              "a machine that may open the model; may be repeated");
  parser.text("fingerprint", 0, "SOURCES", options.fingerprint,
              "what to bind to, comma separated: clock, precision, machine-id, "
              "tpm2, plugin (default clock,precision)");
  parser.text("tpm-roots", 0, "DIR", request.model.binding.tpmRoots,
              "PEM certificates of manufacturers: each TPM must be one of "
              "theirs (default: profiles are believed)");
  options.devices.addTo(parser);
  parser.text("chain", 0, "CHAIN", options.chain,
              "transformations of the weights, innermost first: shuffle, "
              "pretransform, aes or aes256 (default aes)");
  parser.choice("unlock", 0, {"eager"}, request.model.unlock,
                "when weights are decoded; eager: at load");
  parser.choice("on-mismatch", 0, {"error", "garbage"},
                request.model.onMismatch,
                "what another machine gets: an error, or plausible weights "
                "that are wrong");
  parser.text("resist", 0, "WHAT", options.resist,
              "soft locks: weights that are of little use rounded or pruned, "
              "comma separated: quantization, pruning; either is both "
              "(default none)");
  parser.text(
      "owner", 0, "OWNER.pub", request.model.owner,
      "public P-256 key of who may change the slots later, with 'hwlock "
      "slot' and 'hwlock relock'");
  addSigningOptions(parser, request.signing);
  addPassphraseOption(parser, request.passphraseFile);
  parser.flag("emit-bytecode", 0, request.bytecode, "write bytecode");
  parser.flag("json", 0, options.json,
              "print the summary as JSON, and no remarks");
  if (auto code = parser.parse(argc, argv))
    return *code;
  auto host = options.devices.load();
  if (!host)
    return fail(host.error());
  request.model.host = std::move(*host);
  request.model.fingerprint = splitWords(options.fingerprint);
  request.model.chain = splitWords(options.chain);
  request.model.resist = splitWords(options.resist);
  MessagePrinter printer(/*quiet=*/options.json);
  auto summary = lockFile(request, printer);
  if (!summary)
    return fail(summary.error());
  options.json ? printJson(request, *summary) : printSummary(request, *summary);
  return 0;
}
