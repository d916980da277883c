//===- Slots.h - Who may open a model, and changing that ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Never opens a model on this machine: changes take the owner's key.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_API_SLOTS_H
#define HWLOCK_API_SLOTS_H

#include "hwlock/Api/LockedFile.h"

namespace hwlock {

/// The vault of the locked model `path`.
rt::Result<rt::Vault> readVault(const std::string &path, Observer &observer);

/// Allows the machine of `profile`, a path, to open the model; returns the
/// identifier of its slot.
rt::Result<std::string> addSlot(const EditRequest &request,
                                const std::string &profile,
                                const BindingRequest &binding,
                                Observer &observer);

/// Removes the slot whose identifier starts with `slot`. An owner's only if
/// `evenOwner`: nobody can change the slots any more then.
rt::Result<void> removeSlot(const EditRequest &request, const std::string &slot,
                            bool evenOwner, Observer &observer);

/// Locks the model again with new keys, for the machines of `profiles`, paths,
/// and the owner.
rt::Result<void> relockModel(const EditRequest &request,
                             const std::vector<std::string> &profiles,
                             const BindingRequest &binding, Observer &observer);

} // namespace hwlock

#endif // HWLOCK_API_SLOTS_H
