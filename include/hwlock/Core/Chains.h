//===- Chains.h - Table of the probe chains -------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A chain is a loop of dependent copies of one instruction: its time per copy
// is the latency of the instruction. Each is one function of Core, named
// hwlock_core_chain_<name>. Identifiers are part of the file format: they are
// added, never reused.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_CORE_CHAINS_H
#define HWLOCK_CORE_CHAINS_H

#include <stdint.h>

namespace hwlock::core {

/// Dependent instructions in one round of every chain.
inline constexpr uint32_t chainCopies = 16;

/// Chains of AArch64 (ArmChains.def) have identifiers from here on, those of
/// x86-64 (Chains.def) below. A build has the functions of its architecture; to
/// it a chain of the other is an instruction that the CPU lacks.
inline constexpr uint8_t firstArmChain = 156;

/// Parts of a core whose chains other work disturbs together: a neighbour on
/// the same core makes all of them slower at once.
enum class ChainUnit : uint8_t {
  /// Seldom disturbed: what few ports execute, or what all of them do.
  Other,
  /// Simple operations of the vector units.
  VectorAlu,
  /// Floating-point arithmetic, conversion and integer multiplication of the
  /// vector units.
  Arithmetic,
  Divider,
  /// Instructions of several operations, whose distribution over the ports of a
  /// core changes with what else runs.
  Composite,
  /// 512-bit vectors and masks.
  Wide,
  Count
};

struct ChainInfo {
  uint8_t id;
  const char *name;
  /// Runs `rounds` (at least 1) times `copies` dependent operations.
  void (*run)(uint64_t rounds);
  /// Instructions in one round.
  uint32_t copies;
  ChainUnit unit;
};

/// Nothing if no chain has this identifier.
const ChainInfo *chainInfo(uint8_t id);

/// All chains, ascending by identifier.
struct ChainTable {
  const ChainInfo *chains;
  uint32_t count;
};
ChainTable chainTable();

/// True if this CPU (and system) can execute chain `id`.
bool chainSupported(uint8_t id);

} // namespace hwlock::core

#endif // HWLOCK_CORE_CHAINS_H
