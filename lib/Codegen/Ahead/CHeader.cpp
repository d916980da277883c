//===- CHeader.cpp - The C header of a compiled model ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Ahead/CHeader.h"
#include "hwlock/Support/Version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace hwlock;
using llvm::formatv;

// {0}: prefix, {1}: prefix in capitals, {2}: version, {3}: scratch bytes,
// {4}: bytes of weights.
static constexpr char beginning[] = R"(/* Model '{0}', compiled by hwlock {2}.
 *
 * A model is created once and then called as often as you like. Tensors are
 * dense and row-major, with no other alignment than their elements have;
 * inputs and outputs must not overlap. Nothing here throws, exits, prints, or
 * keeps a global.
 *
 * Threads: functions may be called for one model from many threads if each call
 * has a scratch buffer of its own. Calls with a null scratch share the model's
 * and must not overlap. Creating and destroying different models is always
 * safe; nothing may use a model that is being destroyed.
 */
#ifndef HWLOCK_MODEL_{1}_H
#define HWLOCK_MODEL_{1}_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {{
#endif

/* The exit codes of hwlock. */
enum {0}_status {{
  {1}_OK = 0,
  {1}_USAGE = 1,          /* a null pointer, or scratch that is not aligned */
  {1}_BAD_INPUT = 2,      /* the vault does not fit the model */
  {1}_NOT_AUTHORISED = 3, /* no slot of the model opens on this machine */
  {1}_CORRUPT = 4,        /* the model was changed after it was locked */
  {1}_ENVIRONMENT = 5     /* this CPU lacks features, a device cannot be
                             reached, or no memory is left */
};

/* Bytes of scratch that one call needs, aligned to 64, and memory for weights
 * that a model keeps. */
#define {1}_SCRATCH_BYTES ((size_t){3})
#define {1}_WEIGHT_BYTES ((size_t){4})

typedef struct {0}_model {0}_model;

/* Checks the CPU, opens the vault, decodes the weights. *model is null unless
 * the status is {1}_OK. */
int32_t {0}_create({0}_model **model);

/* The same for a model that is bound to a device, which the program reaches:
 * hwlock_rt_host() of hwlock-c/Host.h answers for TPMs and plug-ins. */
struct HwlockHost;
int32_t {0}_create_with(const struct HwlockHost *host, {0}_model **model);

/* Wipes the weights and frees the model. Null is allowed. */
void {0}_destroy({0}_model *model);

/* One line for people about a status, on this machine. Writes at most size
 * bytes with the terminator; returns the whole length without it. */
size_t {0}_message(int32_t status, char *buffer, size_t size);
)";

static constexpr char ending[] = R"(
#ifdef __cplusplus
}
#endif

#endif
)";

/// "(1, 8)", and what the elements are if C does not say it.
static std::string describe(mlir::RankedTensorType type) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  mlir::Type element = type.getElementType();
  stream << "(";
  llvm::interleaveComma(type.getShape(), stream);
  stream << (type.getRank() == 1 ? ",)" : ")");
  if (element.isF16())
    stream << ", bits of IEEE binary16";
  else if (element.isBF16())
    stream << ", bits of bfloat16";
  else if (element.isInteger(1))
    stream << ", 0 or 1";
  return text;
}

static void writeFunction(llvm::raw_ostream &stream,
                          const CInterface &interface,
                          const CFunction &function) {
  std::string capitals = llvm::StringRef(function.symbol).upper();
  stream << "\n/* Function '" << function.name << "':\n";
  auto tensors = llvm::to_vector(
      llvm::concat<const CTensor>(function.inputs, function.outputs));
  for (const CTensor &tensor : tensors)
    stream << " *   " << tensor.name << ": " << tensor.type << ", shape "
           << describe(tensor.tensor) << "\n";
  stream
      << " * scratch is null or a buffer (see above). Returns a status. */\n";
  for (const CTensor &tensor : tensors)
    stream << "#define " << capitals << "_"
           << llvm::StringRef(tensor.name).upper() << "_ELEMENTS ((size_t)"
           << tensor.tensor.getNumElements() << ")\n";
  stream << "int32_t " << function.symbol << "(const " << interface.prefix
         << "_model *model, void *scratch";
  for (const CTensor &tensor : function.inputs)
    stream << ",\n    const " << tensor.type << " *" << tensor.name;
  for (const CTensor &tensor : function.outputs)
    stream << ",\n    " << tensor.type << " *" << tensor.name;
  stream << ");\n";
}

void hwlock::writeHeader(llvm::raw_ostream &stream, const CInterface &interface,
                         const ArenaSizes &sizes) {
  stream << formatv(beginning, interface.prefix,
                    llvm::StringRef(interface.prefix).upper(), versionString,
                    sizes.scratch, sizes.resident);
  for (const CFunction &function : interface.functions)
    writeFunction(stream, interface, function);
  stream << ending;
}
