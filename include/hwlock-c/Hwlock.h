/*===- Hwlock.h - Lock and run models from a program ----------------*- C -*-===
 * SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The interface of libhwlock: what the command 'hwlock' does, for programs and
 * for bindings. Functions return its exit codes. Nothing here throws, exits or
 * prints, except that the passphrase of an encrypted key is asked for on the
 * terminal if no file was named. Text is UTF-8 with a zero at the end.
 *
 * libhwlock_rt, which needs no LLVM, has hwlock_abi_version, hwlock_version,
 * hwlock_text_*, hwlock_enroll and hwlock_inspect_profile.
 *===----------------------------------------------------------------------===*/
#ifndef HWLOCK_C_HWLOCK_H
#define HWLOCK_C_HWLOCK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Grows when something here changes that programs see. */
#define HWLOCK_ABI_VERSION 2

enum {
  HWLOCK_OK = 0,
  /* An argument is wrong. */
  HWLOCK_USAGE = 1,
  /* A file is malformed, of another version or unsuitable. */
  HWLOCK_BAD_INPUT = 2,
  /* No slot of the model opens on this machine. */
  HWLOCK_NOT_AUTHORISED = 3,
  /* A slot opened, but the model was changed since it was locked. */
  HWLOCK_CORRUPT = 4,
  /* The machine lacks something: memory, disk, a device. */
  HWLOCK_ENVIRONMENT = 5,
  /* hwlock_observer::progress asked to stop. No exit code. */
  HWLOCK_STOPPED = 6
};

/* HWLOCK_ABI_VERSION of the library. */
uint32_t hwlock_abi_version(void);
/* "1.2.3". Valid for ever. */
const char *hwlock_version(void);

/* Text that a function returns: JSON, or why it failed. One is set only when
 * its function says so, and is the caller's to free; null may be freed. */
struct hwlock_text;
const char *hwlock_text_get(const struct hwlock_text *text);
void hwlock_text_free(struct hwlock_text *text);

/* What all functions below that return a status have in common: `failure`,
 * which may be null, is set to text exactly if the status is not HWLOCK_OK. Its
 * first line is the message, lower case and without a period; others are hints
 * and notes. Files that a failed function should have written are not there.
 *
 * Structures for arguments are zeroed by the caller, who then sets `size` to
 * their size and what is wanted: null or 0 is the default of each member.
 * Paths, lists and words are those of the command line (docs/CommandLine.md).
 * All functions may be called from several threads, but for those on one
 * hwlock_model, which say what they do. */

enum { HWLOCK_REMARK = 0, HWLOCK_WARNING = 1 };

/* Called by the thread that called the function, before it returns. */
struct hwlock_observer {
  void *user;
  /* `done` of `all` steps are done. Anything but 0 asks to stop: the function
   * returns HWLOCK_STOPPED as soon as it can and writes nothing. */
  int (*progress)(void *user, uint32_t done, uint32_t all);
  /* `severity` is HWLOCK_REMARK or HWLOCK_WARNING. */
  void (*message)(void *user, int severity, const char *text);
};

/* How to reach devices that a model is bound to. */
struct hwlock_devices {
  /* As in tpm2-tools; null: TPM2TOOLS_TCTI, otherwise this machine's TPM. */
  const char *tcti;
  /* Paths of source plug-ins (SourcePlugin.h). */
  const char *const *plugins;
  size_t plugin_count;
};

/* A private key that signs what is written. */
struct hwlock_signing {
  /* Null: do not sign. */
  const char *key;
  /* Null: the name of the output without folder and ending. */
  const char *model_name;
  uint64_t model_version;
};

struct hwlock_enroll_options {
  size_t size;
  /* The profile to write, with mode 0600. Required. */
  const char *output;
  /* Comma separated; null: "clock,precision". */
  const char *sources;
  /* Stored in the profile: names the machine to who reads it. */
  const char *name;
  /* Not 0: replace a file of that name. */
  int overwrite;
  struct hwlock_devices devices;
  const struct hwlock_observer *observer;
};

/* Measures this machine, about a second. `report`, which may be null, is set
 * to the JSON of 'hwlock enroll --json'. */
int32_t hwlock_enroll(const struct hwlock_enroll_options *options,
                      struct hwlock_text **report,
                      struct hwlock_text **failure);

struct hwlock_lock_options {
  size_t size;
  /* Path of the model, .mlir or .mlirbc; or, with `contents`, a name for it. */
  const char *input;
  /* The model itself, text or bytecode, instead of a file. */
  const void *contents;
  size_t contents_size;
  /* Required; bytecode if it ends in .mlirbc or `bytecode` is not 0. */
  const char *output;
  int bytecode;
  /* Paths of profiles; none: enrol this machine. */
  const char *const *profiles;
  size_t profile_count;
  /* Comma separated; null: "clock,precision", "aes", "eager", "error". */
  const char *fingerprint;
  const char *chain;
  const char *unlock;
  const char *on_mismatch;
  /* Path of the public key of who may change the slots later. */
  const char *owner;
  /* Folder of certificates that TPMs must be signed by. */
  const char *tpm_roots;
  struct hwlock_signing signing;
  /* What opens `signing.key`; null: ask on the terminal. */
  const char *passphrase_file;
  struct hwlock_devices devices;
  const struct hwlock_observer *observer;
  /* Comma separated, "quantization", "pruning"; null: no soft lock. */
  const char *resist;
};

/* Locks a model. `report`, which may be null, is set to the JSON of
 * 'hwlock lock --json'. */
int32_t hwlock_lock(const struct hwlock_lock_options *options,
                    struct hwlock_text **report, struct hwlock_text **failure);

struct hwlock_iree_options {
  size_t size;
  /* A module in MLIR's generic form, with whatever dialects of IREE. */
  const void *contents;
  size_t contents_size;
  /* Stands for it in messages; null: "module". */
  const char *name;
  /* As 'hwlock-opt --lock-model' takes them: "profile=a.hwp chain=aes"; null:
   * no option, which enrols this machine. */
  const char *lock_model;
  /* Its `progress` is not called. */
  const struct hwlock_observer *observer;
};

/* Locks a module that iree-compile has not evaluated constants of, and lowers
 * it for the rest of iree-compile. `module` is set to generic text. Serves the
 * plug-in in lib/IREE/Plugin. */
int32_t hwlock_lock_for_iree(const struct hwlock_iree_options *options,
                             struct hwlock_text **module,
                             struct hwlock_text **failure);

/* Sets `report` to the JSON of 'hwlock inspect --json' for a model or a
 * profile. Nothing of it is secret. */
int32_t hwlock_inspect(const char *path, struct hwlock_text **report,
                       struct hwlock_text **failure);

/* The same for a profile alone. */
int32_t hwlock_inspect_profile(const char *path, struct hwlock_text **report,
                               struct hwlock_text **failure);

struct hwlock_edit_options {
  size_t size;
  /* The locked model, and where to write the changed one: may be the same. */
  const char *input;
  const char *output;
  int bytecode;
  /* Private key of the owner that the model was locked for. Required. */
  const char *owner_key;
  /* What opens `owner_key` and `signing.key`; null: ask on the terminal. */
  const char *passphrase_file;
  struct hwlock_signing signing;
  /* For new slots, as when locking. */
  const char *fingerprint;
  const char *tpm_roots;
  const struct hwlock_observer *observer;
};

/* Allows the machine of `profile`, a path, to open the model. `slot`, which
 * may be null, is set to the identifier of its slot. */
int32_t hwlock_slot_add(const struct hwlock_edit_options *options,
                        const char *profile, struct hwlock_text **slot,
                        struct hwlock_text **failure);

/* Removes the slot whose identifier begins with `slot`; that of an owner only
 * if `even_owner` is not 0. */
int32_t hwlock_slot_remove(const struct hwlock_edit_options *options,
                           const char *slot, int even_owner,
                           struct hwlock_text **failure);

/* Locks a locked model again with new keys, for these profiles and the owner.
 */
int32_t hwlock_relock(const struct hwlock_edit_options *options,
                      const char *const *profiles, size_t profile_count,
                      struct hwlock_text **failure);

/* A model that is loaded, open and compiled. */
struct hwlock_model;

struct hwlock_load_options {
  size_t size;
  /* .mlir or .mlirbc, locked or not, or a .so of 'hwlock compile'. */
  const char *path;
  /* Public key: load only what its owner signed. */
  const char *trust;
  /* With `trust`: the name that must be signed, null: any; the least version.
   */
  const char *model_name;
  uint64_t min_version;
  struct hwlock_devices devices;
  const struct hwlock_observer *observer;
};

/* Opens a model on this machine and makes it ready to run, which takes seconds
 * for one that has to be compiled. HWLOCK_BAD_INPUT if a function leaves a
 * dimension open: 'hwlock run' takes such models, this does not. `*model` is
 * null unless HWLOCK_OK is returned. A loaded model is native code: load what
 * you trust. */
int32_t hwlock_model_load(const struct hwlock_load_options *options,
                          struct hwlock_model **model,
                          struct hwlock_text **failure);
/* Null may be freed. Nobody may run it meanwhile. */
void hwlock_model_free(struct hwlock_model *model);

/* Elements and shape of one input or output, valid while the model is. */
struct hwlock_tensor_type {
  /* As MLIR writes it: f16, f32, f64, bf16, i1, i8, i16, i32, i64, ui8... */
  const char *element;
  const int64_t *shape;
  size_t rank;
  /* Of the dense tensor. */
  size_t bytes;
};

struct hwlock_function {
  const char *name;
  const struct hwlock_tensor_type *inputs;
  size_t input_count;
  const struct hwlock_tensor_type *outputs;
  size_t output_count;
};

size_t hwlock_model_function_count(const struct hwlock_model *);
/* Null if there is no function `index`. */
const struct hwlock_function *hwlock_model_function(const struct hwlock_model *,
                                                    size_t index);

/* Dense, row-major, aligned as its elements are. */
struct hwlock_buffer {
  void *data;
  size_t bytes;
};

/* Runs function `index`. Buffers must have the sizes of its types and must not
 * overlap; inputs are not written. Threads may call this with one model: they
 * take turns. HWLOCK_USAGE if counts or sizes differ. */
int32_t hwlock_model_run(struct hwlock_model *model, size_t index,
                         const struct hwlock_buffer *inputs, size_t input_count,
                         const struct hwlock_buffer *outputs,
                         size_t output_count, struct hwlock_text **failure);

/* The tensor constants of a model that is not locked: integers and floats of
 * 8, 16, 32 or 64 bits, in the order of the module. One thread at a time. */
struct hwlock_constants;

struct hwlock_constant {
  /* Of the resource that holds it, otherwise "constant_N" with its index. */
  const char *name;
  struct hwlock_tensor_type type;
  /* Dense, row-major. Valid until it is replaced. */
  const void *data;
};

/* Reads .mlir or .mlirbc. HWLOCK_BAD_INPUT if the model is locked or was
 * printed without its constants. `*constants` is null unless HWLOCK_OK is
 * returned. */
int32_t hwlock_constants_read(const char *path,
                              struct hwlock_constants **constants,
                              struct hwlock_text **failure);
/* Null may be freed. */
void hwlock_constants_free(struct hwlock_constants *constants);

size_t hwlock_constants_count(const struct hwlock_constants *);
/* Null if there is no constant `index`. */
const struct hwlock_constant *
hwlock_constants_get(const struct hwlock_constants *, size_t index);

/* Copies `data`, which must have the bytes of the constant's type. */
int32_t hwlock_constants_replace(struct hwlock_constants *constants,
                                 size_t index, const struct hwlock_buffer *data,
                                 struct hwlock_text **failure);

/* Writes the model with the constants as they are now; `output` is bytecode
 * if it ends in .mlirbc or `bytecode` is not 0. */
int32_t hwlock_constants_write(struct hwlock_constants *constants,
                               const char *output, int bytecode,
                               struct hwlock_text **failure);

/* Sets `report` to JSON that says which constants are weights of linear layers:
 * {"layers": [{"operation", "kind", "groups", "weight", "outputs",
 *              "inputs", "strides", "dilations", "input", "bias"}],
 *  "streams": [{"writers", "readers": [{"layer", "stride"}], "biases"}],
 *  "inputs": [{"shape", "channels"}]}
 * docs/Attacks.md explains it. */
int32_t hwlock_constants_layers(const struct hwlock_constants *,
                                struct hwlock_text **report,
                                struct hwlock_text **failure);

/* Writes the model so that constant `index` can be replaced after it was
 * loaded, by hwlock_model_replace(): it becomes a resource, by its name. */
int32_t hwlock_constants_keep(struct hwlock_constants *constants, size_t index,
                              struct hwlock_text **failure);

/* Changes what flows into linear layers. "expose": the function returns their
 * inputs too. "integer": they read clamp(round(x / scale), low, high) * scale,
 * with new constants "input_N.scale", "input_N.low" and "input_N.high", to be
 * replaced. "rotated": they do so after a matrix "input_N.rotation" was applied
 * to their channels. "f16", "bf16", "tf32": they read the nearest such number;
 * "f16-autocast", "bf16-autocast": they write it, too. HWLOCK_USAGE if it was
 * called before. */
int32_t hwlock_constants_probe(struct hwlock_constants *constants,
                               const char *what, struct hwlock_text **failure);

/* The constants of a loaded model that hwlock_model_replace() takes: those that
 * were kept and that its code reads. None in a model that is locked, or that
 * 'hwlock compile' wrote. */
size_t hwlock_model_constant_count(const struct hwlock_model *);
/* Null if there is no constant `index`. Its data are those of now. */
const struct hwlock_constant *hwlock_model_constant(const struct hwlock_model *,
                                                    size_t index);

struct hwlock_replacement {
  /* Of hwlock_model_constant(). */
  size_t index;
  struct hwlock_buffer data;
};

/* Replaces constants of a loaded model, all or none, which is not compiled
 * again; takes turns with hwlock_model_run(). Others stay as they are.
 * HWLOCK_USAGE if there is no such constant or data have another size. */
int32_t hwlock_model_replace(struct hwlock_model *model,
                             const struct hwlock_replacement *replacements,
                             size_t count, struct hwlock_text **failure);

#ifdef __cplusplus
}
#endif

#endif
