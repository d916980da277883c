//===- Slots.cpp - Who may open a model, and changing that ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/Slots.h"
#include "hwlock/Support/Hex.h"
#include "hwlock/Transforms/VaultBridge.h"

using namespace hwlock;
using rt::Result;

Result<rt::Vault> hwlock::readVault(const std::string &path,
                                    Observer &observer) {
  auto file = LockedFile::read(path, observer);
  if (!file)
    return file.error();
  return vaultFromIR(file->vault());
}

/// Applies `change` to the slots of a file.
static Result<void>
edit(const EditRequest &request, const std::vector<std::string> &others,
     Observer &observer,
     llvm::function_ref<Result<void>(rt::SlotEditor &)> change) {
  auto file = LockedFile::open(request, others, observer);
  if (!file)
    return file.error();
  auto vault = vaultFromIR(file->vault());
  if (!vault)
    return vault.error();
  auto editor = rt::SlotEditor::open(std::move(*vault), file->owner());
  if (!editor)
    return editor.error();
  if (auto changed = change(*editor); !changed)
    return changed;
  auto finished = std::move(*editor).finish();
  if (!finished)
    return finished.error();
  setSlots(*finished, file->vault());
  return file->write(request);
}

Result<std::string> hwlock::addSlot(const EditRequest &request,
                                    const std::string &profile,
                                    const BindingRequest &binding,
                                    Observer &observer) {
  auto sources = binding.sources();
  if (!sources)
    return sources.error();
  auto machine = rt::readProfileFile(profile);
  if (!machine)
    return machine.error();
  std::string id;
  auto done = edit(request, {profile}, observer, [&](rt::SlotEditor &editor) {
    auto added = editor.add(*machine, *sources, binding.bind, rt::systemKeys());
    if (added)
      id = rt::toHex(editor.vault().slots.back().id);
    return added;
  });
  if (!done)
    return done.error();
  return id;
}

Result<void> hwlock::removeSlot(const EditRequest &request,
                                const std::string &slot, bool evenOwner,
                                Observer &observer) {
  return edit(request, {}, observer, [&](rt::SlotEditor &editor) {
    return editor.remove(slot, evenOwner);
  });
}

Result<void> hwlock::relockModel(const EditRequest &request,
                                 const std::vector<std::string> &profiles,
                                 const BindingRequest &binding,
                                 Observer &observer) {
  RelockOptions relocking;
  auto sources = binding.sources();
  if (!sources)
    return sources.error();
  relocking.sources = *sources;
  relocking.binding = binding.bind;
  relocking.keys = &rt::systemKeys();
  for (const std::string &path : profiles) {
    auto profile = rt::readProfileFile(path);
    if (!profile)
      return profile.error();
    relocking.profiles.push_back(std::move(*profile));
  }
  auto file = LockedFile::open(request, profiles, observer);
  if (!file)
    return file.error();
  if (auto done = relock(file->vault(), file->owner(), relocking); !done)
    return done;
  return file->write(request);
}
