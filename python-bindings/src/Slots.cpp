//===- Slots.cpp - slot_add, slot_remove, relock --------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Call.h"

using namespace hwlock::python;

namespace {

/// The arguments that all changes of a locked model have in common.
struct Edit {
  std::string input, output, ownerKey;
  Text passphraseFile;
  bool bytecode = false;
  Text sign, modelName;
  uint64_t modelVersion = 0;
  std::string fingerprint = "clock,precision";
  Text tpmRoots;

  hwlock_edit_options options(const Listener &listener) const {
    hwlock_edit_options made{};
    made.size = sizeof made;
    made.input = input.c_str();
    made.output = output.c_str();
    made.bytecode = bytecode;
    made.owner_key = ownerKey.c_str();
    made.passphrase_file = orNull(passphraseFile);
    made.signing = {orNull(sign), orNull(modelName), modelVersion};
    made.fingerprint = fingerprint.c_str();
    made.tpm_roots = orNull(tpmRoots);
    made.observer = listener.observer();
    return made;
  }
};

} // namespace

static std::string slotAdd(const Edit &edit, const std::string &profile,
                           nb::object message) {
  Listener listener(nb::none(), std::move(message));
  auto options = edit.options(listener);
  Answer slot;
  call(listener, [&](hwlock_text **failure) {
    return hwlock_slot_add(&options, profile.c_str(), slot.out(), failure);
  });
  return slot.get();
}

static void slotRemove(const Edit &edit, const std::string &slot,
                       bool evenOwner, nb::object message) {
  Listener listener(nb::none(), std::move(message));
  auto options = edit.options(listener);
  call(listener, [&](hwlock_text **failure) {
    return hwlock_slot_remove(&options, slot.c_str(), evenOwner, failure);
  });
}

static void relock(const Edit &edit, const std::vector<std::string> &profiles,
                   nb::object message) {
  Listener listener(nb::none(), std::move(message));
  auto options = edit.options(listener);
  auto paths = pointers(profiles);
  call(listener, [&](hwlock_text **failure) {
    return hwlock_relock(&options, paths.data(), paths.size(), failure);
  });
}

void hwlock::python::addSlots(nb::module_ &module) {
  using nb::arg;
  nb::class_<Edit>(module, "Edit")
      .def(
          "__init__",
          [](Edit *self, std::string input, std::string output,
             std::string ownerKey, Text passphraseFile, bool bytecode,
             Text sign, Text modelName, uint64_t modelVersion,
             std::string fingerprint, Text tpmRoots) {
            new (self) Edit{std::move(input),
                            std::move(output),
                            std::move(ownerKey),
                            std::move(passphraseFile),
                            bytecode,
                            std::move(sign),
                            std::move(modelName),
                            modelVersion,
                            std::move(fingerprint),
                            std::move(tpmRoots)};
          },
          arg("input"), arg("output"), arg("owner_key"), nb::kw_only(),
          arg("passphrase_file").none(), arg("bytecode"), arg("sign").none(),
          arg("model_name").none(), arg("model_version"), arg("fingerprint"),
          arg("tpm_roots").none());
  module.def("slot_add", &slotAdd, arg("edit"), arg("profile"),
             arg("message").none());
  module.def("slot_remove", &slotRemove, arg("edit"), arg("slot"),
             arg("even_owner"), arg("message").none());
  module.def("relock", &relock, arg("edit"), arg("profiles"),
             arg("message").none());
}
