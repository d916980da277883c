/*===- classify.c - A model that is bound to a device ---------------------===
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * usage: classify PLUGIN.so. Asks the device behind a source plug-in for the
 * secret that the model of digits needs, computes the scores of a black image
 * and prints the digit with the highest. Ends with the status of the model.
 *===----------------------------------------------------------------------===*/
#include "digits.h"
#include "hwlock-c/Host.h"
#include <stdio.h>
#include <stdlib.h>

static int report(int32_t status, const char *failure) {
  char line[256];
  digits_message(status, line, sizeof line);
  fprintf(stderr, "classify: error: %s\n", failure[0] ? failure : line);
  return status;
}

static int classify(const digits_model *model) {
  static float image[DIGITS_RUN_INPUT0_ELEMENTS];
  static float scores[DIGITS_RUN_OUTPUT0_ELEMENTS];
  int32_t status = digits_run(model, NULL, image, scores);
  if (status != DIGITS_OK)
    return report(status, "");
  int best = 0;
  for (int i = 1; i < 10; ++i)
    if (scores[i] > scores[best])
      best = i;
  printf("%d\n", best);
  return 0;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: classify PLUGIN.so\n");
    return DIGITS_USAGE;
  }
  const char *const plugins[] = {argv[1]};
  struct hwlock_rt_devices *devices = NULL;
  digits_model *model = NULL;
  int32_t status = hwlock_rt_devices_open(NULL, plugins, 1, &devices);
  if (status == DIGITS_OK)
    status = digits_create_with(hwlock_rt_host(devices), &model);
  status = status == DIGITS_OK ? classify(model)
                               : report(status, hwlock_rt_failure(devices));
  digits_destroy(model);
  hwlock_rt_devices_close(devices);
  return status;
}
