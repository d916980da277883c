//===- ChainBench.h - How fast chains of transformations are undone -------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_BENCHMARKS_CHAINBENCH_H
#define HWLOCK_BENCHMARKS_CHAINBENCH_H

/// Registers a benchmark for each chain and CPU level of this machine.
void addChainBenchmarks();

#endif // HWLOCK_BENCHMARKS_CHAINBENCH_H
