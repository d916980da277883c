/*===- FaultyPlugin.c - Plug-ins that break their contract -----------------===
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * One library per value of FAULT (see CMakeLists.txt).
 *===----------------------------------------------------------------------===*/
#include "hwlock-c/SourcePlugin.h"

#define FAULT_VERSION 1
#define FAULT_NOTHING 2
#define FAULT_SYMBOL 3

#if FAULT == FAULT_SYMBOL
int another_symbol(void) { return 0; }
#elif FAULT == FAULT_NOTHING
const struct HwlockSourcePlugin *hwlock_source_plugin(void) { return NULL; }
#elif FAULT == FAULT_VERSION
/* Shorter than the table of version 1: only the version may be read. */
const struct HwlockSourcePlugin *hwlock_source_plugin(void) {
  _Alignas(struct HwlockSourcePlugin) static const uint32_t later =
      HWLOCK_SOURCE_PLUGIN_ABI + 1;
  return (const struct HwlockSourcePlugin *)&later;
}
#endif
