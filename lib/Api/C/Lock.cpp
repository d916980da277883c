//===- Lock.cpp - hwlock_lock, hwlock_lock_for_iree, hwlock_inspect -------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Call.h"
#include "hwlock/Api/FileReport.h"
#include "hwlock/Api/LockFile.h"
#include "hwlock/Api/LockForIree.h"

using namespace hwlock;
using namespace hwlock::c;
using rt::Result;

static Result<LockModelOptions> readModel(const hwlock_lock_options &options) {
  LockModelOptions model;
  auto profiles = textsOf(options.profiles, options.profile_count);
  if (!profiles)
    return profiles.error();
  auto host = hostOf(options.devices);
  if (!host)
    return host.error();
  model.profiles = std::move(*profiles);
  model.host = std::move(*host);
  model.fingerprint =
      splitWords(textOf(options.fingerprint, "clock,precision"));
  model.chain = splitWords(textOf(options.chain, "aes"));
  model.unlock = textOf(options.unlock, "eager");
  model.onMismatch = textOf(options.on_mismatch, "error");
  model.resist = splitWords(textOf(options.resist));
  model.owner = textOf(options.owner);
  model.binding.tpmRoots = textOf(options.tpm_roots);
  return model;
}

static Result<LockRequest> readRequest(const hwlock_lock_options &options) {
  if (auto given = require(options.input, "input"); !given)
    return given.error();
  if (auto given = require(options.output, "output"); !given)
    return given.error();
  LockRequest request;
  request.input = options.input;
  if (options.contents)
    request.contents = {static_cast<const char *>(options.contents),
                        options.contents_size};
  request.output = options.output;
  request.signing = signingOf(options.signing);
  request.passphraseFile = textOf(options.passphrase_file);
  request.bytecode = options.bytecode != 0;
  auto model = readModel(options);
  if (!model)
    return model.error();
  request.model = std::move(*model);
  return request;
}

int32_t hwlock_lock(const hwlock_lock_options *given, hwlock_text **report,
                    hwlock_text **failure) {
  auto options = takeOptions(given);
  if (!options)
    return CallObserver().finish(options.error(), failure);
  CallObserver observer(options->observer);
  auto request = readRequest(*options);
  if (!request)
    return observer.finish(request.error(), failure);
  auto summary = lockFile(*request, observer);
  if (!summary)
    return observer.finish(summary.error(), failure);
  give(report, jsonObject([&](llvm::json::OStream &json) {
         writeSummary(json, *request, *summary);
       }));
  return HWLOCK_OK;
}

int32_t hwlock_lock_for_iree(const hwlock_iree_options *given,
                             hwlock_text **module, hwlock_text **failure) {
  auto options = takeOptions(given);
  if (!options)
    return CallObserver().finish(options.error(), failure);
  CallObserver observer(options->observer);
  if (!options->contents)
    return observer.finish(usage("no contents given"), failure);
  auto model = parseLockModelOptions(textOf(options->lock_model));
  if (!model)
    return observer.finish(model.error(), failure);
  auto lowered = lockForIree(
      {static_cast<const char *>(options->contents), options->contents_size},
      textOf(options->name, "module"), std::move(*model), observer);
  if (!lowered)
    return observer.finish(lowered.error(), failure);
  give(module, std::move(*lowered));
  return HWLOCK_OK;
}

int32_t hwlock_inspect(const char *path, hwlock_text **report,
                       hwlock_text **failure) {
  CallObserver observer;
  if (auto given = require(path, "path"); !given)
    return observer.finish(given.error(), failure);
  auto found = inspectFile(path, observer);
  if (!found)
    return observer.finish(found.error(), failure);
  give(report, jsonObject([&](llvm::json::OStream &json) {
         writeFileReport(json, *found);
       }));
  return HWLOCK_OK;
}
