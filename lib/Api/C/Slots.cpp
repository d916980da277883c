//===- Slots.cpp - hwlock_slot_* and hwlock_relock ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/Slots.h"
#include "Call.h"

using namespace hwlock;
using namespace hwlock::c;
using rt::Result;

namespace {

struct Edit {
  EditRequest request;
  BindingRequest binding;
};

} // namespace

static Result<Edit> read(const hwlock_edit_options &options) {
  for (auto [text, name] :
       {std::pair(options.input, "input"), std::pair(options.output, "output"),
        std::pair(options.owner_key, "owner key")})
    if (auto given = require(text, name); !given)
      return given.error();
  Edit edit;
  edit.request = {options.input,
                  options.output,
                  options.owner_key,
                  textOf(options.passphrase_file),
                  signingOf(options.signing),
                  options.bytecode != 0};
  edit.binding.fingerprint = textOf(options.fingerprint, "clock,precision");
  edit.binding.bind.tpmRoots = textOf(options.tpm_roots);
  return edit;
}

/// Reads the options and runs `change`.
static int32_t
withEdit(const hwlock_edit_options *given, hwlock_text **failure,
         llvm::function_ref<Result<void>(const Edit &, Observer &)> change) {
  auto options = takeOptions(given);
  if (!options)
    return CallObserver().finish(options.error(), failure);
  CallObserver observer(options->observer);
  auto edit = read(*options);
  if (!edit)
    return observer.finish(edit.error(), failure);
  auto done = change(*edit, observer);
  return done ? HWLOCK_OK : observer.finish(done.error(), failure);
}

int32_t hwlock_slot_add(const hwlock_edit_options *options, const char *profile,
                        hwlock_text **slot, hwlock_text **failure) {
  return withEdit(options, failure,
                  [&](const Edit &edit, Observer &observer) -> Result<void> {
                    if (auto given = require(profile, "profile"); !given)
                      return given;
                    auto id =
                        addSlot(edit.request, profile, edit.binding, observer);
                    if (!id)
                      return id.error();
                    give(slot, *id);
                    return {};
                  });
}

int32_t hwlock_slot_remove(const hwlock_edit_options *options, const char *slot,
                           int even_owner, hwlock_text **failure) {
  return withEdit(options, failure,
                  [&](const Edit &edit, Observer &observer) -> Result<void> {
                    if (auto given = require(slot, "slot"); !given)
                      return given;
                    return removeSlot(edit.request, slot, even_owner != 0,
                                      observer);
                  });
}

int32_t hwlock_relock(const hwlock_edit_options *options,
                      const char *const *profiles, size_t profile_count,
                      hwlock_text **failure) {
  return withEdit(options, failure,
                  [&](const Edit &edit, Observer &observer) -> Result<void> {
                    auto paths = textsOf(profiles, profile_count);
                    if (!paths)
                      return paths.error();
                    if (paths->empty())
                      return usage("no profile given");
                    return relockModel(edit.request, *paths, edit.binding,
                                       observer);
                  });
}
