/*===- classify.c - A compiled model in a C program ------------------------===
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * usage: classify IMAGES.npy SCORES
 * Reads 450 images of digits, writes 450 times 10 scores as raw floats, prints
 * what is on the first images. The exit code is that of hwlock.
 *===----------------------------------------------------------------------===*/
#include "digits.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLASSES = 10, SHOWN = 8 };

static float images[DIGITS_RUN_INPUT0_ELEMENTS];
static float scores[DIGITS_RUN_OUTPUT0_ELEMENTS];

/* Reads the elements of a .npy file of version 1, which must be float32 and as
 * many as the model takes. */
static int read_images(const char *path) {
  unsigned char start[10];
  char header[4096];
  FILE *file = fopen(path, "rb");
  if (!file)
    return 0;
  int ok = fread(start, 1, sizeof start, file) == sizeof start &&
           !memcmp(start, "\x93NUMPY\x01", 7);
  size_t length = ok ? start[8] + 256u * start[9] : 0;
  ok = ok && length < sizeof header && fread(header, 1, length, file) == length;
  header[ok ? length : 0] = '\0';
  ok = ok && strstr(header, "'<f4'") &&
       fread(images, 1, sizeof images, file) == sizeof images &&
       fgetc(file) == EOF;
  fclose(file);
  return ok;
}

static int write_scores(const char *path) {
  FILE *file = fopen(path, "wb");
  int ok = file && fwrite(scores, 1, sizeof scores, file) == sizeof scores;
  return file && !fclose(file) && ok;
}

static int largest(const float *values, int count) {
  int best = 0;
  for (int i = 1; i < count; ++i)
    if (values[i] > values[best])
      best = i;
  return best;
}

/* Says what went wrong; returns the status. */
static int report(int32_t status) {
  char message[512];
  digits_message(status, message, sizeof message);
  fprintf(stderr, "classify: %s\n", message);
  return status;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: classify IMAGES.npy SCORES\n");
    return DIGITS_USAGE;
  }
  if (!read_images(argv[1])) {
    fprintf(stderr, "classify: '%s' has not the images of digits\n", argv[1]);
    return DIGITS_BAD_INPUT;
  }
  digits_model *model;
  int32_t status = digits_create(&model);
  if (status != DIGITS_OK)
    return report(status);
  /* Null: one thread may use the model's own scratch memory. */
  status = digits_run(model, NULL, images, scores);
  digits_destroy(model);
  if (status != DIGITS_OK)
    return report(status);
  for (int i = 0; i < SHOWN; ++i)
    printf("%d ", largest(scores + CLASSES * i, CLASSES));
  printf("...\n");
  if (!write_scores(argv[2])) {
    fprintf(stderr, "classify: cannot write '%s'\n", argv[2]);
    return DIGITS_ENVIRONMENT;
  }
  return DIGITS_OK;
}
