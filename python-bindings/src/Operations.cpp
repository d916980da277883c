//===- Operations.cpp - enroll, lock, inspect -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Call.h"

using namespace hwlock::python;

/// Adds what is behind `devices` to the options of a call.
static hwlock_devices devicesOf(const Text &tcti,
                                const std::vector<const char *> &plugins) {
  return {orNull(tcti), plugins.data(), plugins.size()};
}

static std::string enroll(const std::string &output, const std::string &sources,
                          const std::string &name, bool overwrite,
                          const Text &tcti,
                          const std::vector<std::string> &plugins,
                          nb::object progress, nb::object message) {
  Listener listener(std::move(progress), std::move(message));
  auto paths = pointers(plugins);
  hwlock_enroll_options options{};
  options.size = sizeof options;
  options.output = output.c_str();
  options.sources = sources.c_str();
  options.name = name.c_str();
  options.overwrite = overwrite;
  options.devices = devicesOf(tcti, paths);
  options.observer = listener.observer();
  Answer report;
  call(listener, [&](hwlock_text **failure) {
    return hwlock_enroll(&options, report.out(), failure);
  });
  return report.get();
}

static std::string
lock(const std::string &input, std::optional<nb::bytes> contents,
     const std::string &output, bool bytecode,
     const std::vector<std::string> &profiles, const std::string &fingerprint,
     const std::string &chain, const std::string &unlock,
     const std::string &onMismatch, const std::string &resist,
     const Text &owner, const Text &tpmRoots, const Text &sign,
     const Text &modelName, uint64_t modelVersion, const Text &passphraseFile,
     const Text &tcti, const std::vector<std::string> &plugins,
     nb::object progress, nb::object message) {
  Listener listener(std::move(progress), std::move(message));
  auto paths = pointers(profiles);
  auto pluginPaths = pointers(plugins);
  hwlock_lock_options options{};
  options.size = sizeof options;
  options.input = input.c_str();
  if (contents) {
    options.contents = contents->data();
    options.contents_size = contents->size();
  }
  options.output = output.c_str();
  options.bytecode = bytecode;
  options.profiles = paths.data();
  options.profile_count = paths.size();
  options.fingerprint = fingerprint.c_str();
  options.chain = chain.c_str();
  options.unlock = unlock.c_str();
  options.on_mismatch = onMismatch.c_str();
  options.owner = orNull(owner);
  options.tpm_roots = orNull(tpmRoots);
  options.signing = {orNull(sign), orNull(modelName), modelVersion};
  options.passphrase_file = orNull(passphraseFile);
  options.devices = devicesOf(tcti, pluginPaths);
  options.observer = listener.observer();
  options.resist = resist.c_str();
  Answer report;
  call(listener, [&](hwlock_text **failure) {
    return hwlock_lock(&options, report.out(), failure);
  });
  return report.get();
}

static std::string inspect(const std::string &path) {
  Listener silent{nb::none(), nb::none()};
  Answer report;
  call(silent, [&](hwlock_text **failure) {
    return hwlock_inspect(path.c_str(), report.out(), failure);
  });
  return report.get();
}

void hwlock::python::addOperations(nb::module_ &module) {
  using nb::arg;
  using nb::kw_only;
  module.def("enroll", &enroll, arg("output"), kw_only(), arg("sources"),
             arg("name"), arg("overwrite"), arg("tcti").none(), arg("plugins"),
             arg("progress").none(), arg("message").none());
  module.def("lock", &lock, arg("input"), arg("contents").none(), arg("output"),
             kw_only(), arg("bytecode"), arg("profiles"), arg("fingerprint"),
             arg("chain"), arg("unlock"), arg("on_mismatch"), arg("resist"),
             arg("owner").none(), arg("tpm_roots").none(), arg("sign").none(),
             arg("model_name").none(), arg("model_version"),
             arg("passphrase_file").none(), arg("tcti").none(), arg("plugins"),
             arg("progress").none(), arg("message").none());
  module.def("inspect", &inspect, arg("path"));
}
