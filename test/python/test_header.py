"""hwlock-c/Hwlock.h is C, and says how to use libhwlock.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]

PROGRAM = r"""
#include "hwlock-c/Hwlock.h"
#include <stdio.h>

static struct hwlock_text *failure;

static void report(int32_t status) {
  printf("%d %s\n", (int)status, failure ? hwlock_text_get(failure) : "");
  hwlock_text_free(failure);
  failure = NULL;
}

int main(int argc, char **argv) {
  struct hwlock_text *text = NULL;
  struct hwlock_load_options options = {0};
  struct hwlock_model *model = NULL;
  struct hwlock_constants *constants = NULL;
  if (argc != 2 || hwlock_abi_version() != HWLOCK_ABI_VERSION)
    return 1;
  report(hwlock_enroll(NULL, NULL, &failure));
  report(hwlock_model_load(&options, &model, &failure));
  options.size = sizeof options + 1;
  report(hwlock_model_load(&options, &model, NULL));
  options.size = sizeof options;
  options.path = argv[1];
  report(hwlock_model_load(&options, &model, &failure));
  printf("%zu %s\n", hwlock_model_function_count(model),
         hwlock_model_function(model, 0)->name);
  if (hwlock_model_function(model, 1))
    return 1;
  report(hwlock_model_run(model, 0, NULL, 0, NULL, 0, &failure));
  printf("%zu\n", hwlock_model_constant_count(model));
  if (hwlock_model_constant(model, 0))
    return 1;
  report(hwlock_model_replace(model, NULL, 1, &failure));
  hwlock_model_free(model);
  report(hwlock_inspect(argv[1], &text, &failure));
  printf("%.16s\n", hwlock_text_get(text));
  hwlock_text_free(text);
  report(hwlock_constants_read(argv[1], &constants, &failure));
  printf("%zu %s\n", hwlock_constants_count(constants),
         hwlock_constants_get(constants, 0)->type.element);
  report(hwlock_constants_replace(constants, 0, NULL, &failure));
  if (hwlock_constants_get(constants, 8))
    return 1;
  report(hwlock_constants_keep(constants, 8, &failure));
  hwlock_constants_free(constants);
  return 0;
}
"""


def test_a_program_in_c(build, tmp_path):
    (tmp_path / "main.c").write_text(PROGRAM)
    library = build / "lib"
    subprocess.run(
        ["cc", "-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", f"-I{ROOT}/include",
         "main.c", "-o", "main", f"-L{library}", "-lhwlock", f"-Wl,-rpath,{library}"],
        check=True,
        cwd=tmp_path,
    )  # fmt: skip
    process = subprocess.run(
        [tmp_path / "main", ROOT / "examples/digits/model.mlir"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert process.stderr == ""
    lines = [line for line in process.stdout.splitlines() if line[0].isdigit() or "{" in line]
    assert lines == [
        "1 no options given",
        lines[1],
        "1 ",
        "0 ",
        "1 main",
        "1 expected 1 input(s), found 0",
        "0",
        "1 no replacements given",
        "0 ",
        '{"kind":"model",',
        "0 ",
        "8 f32",
        "1 no data given",
        "1 the model has no constant 8",
    ]
    assert lines[1].startswith("1 options have 0 bytes, expected at most")
