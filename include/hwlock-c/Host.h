/*===- Host.h - Devices for a compiled model -----------------------*- C -*-===
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * A model that is bound to more than the CPU asks the program it runs in for
 * the secrets of its devices. This interface of libhwlock_rt answers for the
 * TPM, for source plug-ins and for the identifier of the machine:
 *
 *   struct hwlock_rt_devices *devices;
 *   int32_t status = hwlock_rt_devices_open(NULL, NULL, 0, &devices);
 *   if (status == 0)
 *     status = digits_create_with(hwlock_rt_host(devices), &model);
 *   if (status == 5)
 *     fprintf(stderr, "%s\n", hwlock_rt_failure(devices));
 *   hwlock_rt_devices_close(devices);
 *
 * Statuses are the exit codes of hwlock. Nothing here throws, exits or prints;
 * one thread at a time may use one hwlock_rt_devices.
 *===----------------------------------------------------------------------===*/
#ifndef HWLOCK_C_HOST_H
#define HWLOCK_C_HOST_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct HwlockHost;
struct hwlock_rt_devices;

/* `tcti` says how to reach the TPM, as in tpm2-tools; null or empty: the
 * environment variable TPM2TOOLS_TCTI, otherwise the TPM of this machine, which
 * is asked only if a model wants it. `plugins` are paths of source plug-ins
 * (SourcePlugin.h), loaded now. `*devices` is set whatever the status is,
 * unless memory is out: hwlock_rt_failure() then says what is wrong. 0; 1 if
 * `devices` is null; 2 if a plug-in cannot be used. */
int32_t hwlock_rt_devices_open(const char *tcti, const char *const *plugins,
                               size_t plugin_count,
                               struct hwlock_rt_devices **devices);

/* What X_create_with() of a compiled model takes. Valid until the devices are
 * closed; a model needs it only while it is created. */
const struct HwlockHost *
hwlock_rt_host(const struct hwlock_rt_devices *devices);

/* One line for people: why opening failed, or why a device could not be asked.
 * Empty if nothing failed. Valid until the next call with `devices`. */
const char *hwlock_rt_failure(const struct hwlock_rt_devices *devices);

/* Null is allowed. */
void hwlock_rt_devices_close(struct hwlock_rt_devices *devices);

#ifdef __cplusplus
}
#endif

#endif
