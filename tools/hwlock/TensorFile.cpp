//===- TensorFile.cpp - Tensors of a model in .npy files ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "TensorFile.h"
#include "hwlock/Codegen/Native/ModelSignature.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/APSInt.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include <cstring>

using namespace hwlock;
using namespace hwlock::tool;
using rt::badInput;
using rt::Result;

/// How many elements printSummary() shows.
static constexpr int64_t shownElements = 8;

namespace {

/// An element type in NumPy's words: "float32" and "<f4".
struct ElementType {
  std::string name;
  std::string code;
};

} // namespace

/// Nothing for a type that NumPy does not have, such as bf16.
static std::optional<ElementType> elementType(mlir::Type type) {
  if (type.isInteger(1))
    return ElementType{"bool", "|b1"};
  unsigned bits = type.isIntOrFloat() ? type.getIntOrFloatBitWidth() : 0;
  bool isFloat = type.isF16() || type.isF32() || type.isF64();
  bool isInteger =
      type.isInteger() && (bits == 8 || bits == 16 || bits == 32 || bits == 64);
  if (!isFloat && !isInteger)
    return std::nullopt;
  const char *kind = isFloat                    ? "float"
                     : type.isUnsignedInteger() ? "uint"
                                                : "int";
  return ElementType{kind + std::to_string(bits), (bits == 8 ? "|" : "<") +
                                                      std::string(1, kind[0]) +
                                                      std::to_string(bits / 8)};
}

/// Integers of MLIR have no sign unless they say so: both of NumPy's fit.
static bool accepts(mlir::Type type, const ElementType &expected,
                    llvm::StringRef code) {
  if (type.isSignlessInteger() && code.size() == 3 && code[1] == 'u')
    return code.drop_front(2) == llvm::StringRef(expected.code).drop_front(2);
  return code == expected.code;
}

/// "<f4" as "float32".
static std::string nameOfCode(llvm::StringRef code) {
  if (code == "|b1")
    return "bool";
  const char *kind = code[1] == 'f' ? "float" : code[1] == 'u' ? "uint" : "int";
  return kind + std::to_string(8 * (code[2] - '0'));
}

/// Like NumPy prints a shape, with a question mark for each dynamic size.
static std::string formatType(mlir::RankedTensorType type) {
  std::string text = "(";
  for (int64_t size : type.getShape())
    text += (text.size() > 1 ? ", " : "") +
            (mlir::ShapedType::isDynamic(size) ? "?" : std::to_string(size));
  return text + (type.getRank() == 1 ? ",)" : ")");
}

std::string tool::describe(mlir::RankedTensorType type) {
  auto element = elementType(type.getElementType());
  std::string name;
  if (element)
    name = element->name;
  else
    llvm::raw_string_ostream(name) << type.getElementType();
  return name + " of shape " + formatType(type);
}

Result<void> tool::checkHasNpyType(mlir::RankedTensorType type,
                                   const std::string &what) {
  if (elementType(type.getElementType()))
    return {};
  return badInput(what + " is " + describe(type) +
                      ", an element type that .npy files do not have",
                  "export the model with float32 inputs and outputs");
}

Result<Tensor> tool::readTensor(const std::string &path,
                                mlir::RankedTensorType type,
                                const std::string &what) {
  if (auto known = checkHasNpyType(type, what); !known)
    return known.error();
  auto array = readNpy(path);
  if (!array)
    return array.error();
  mlir::Type element = type.getElementType();
  bool sameType = accepts(element, *elementType(element), array->type);
  if (!sameType ||
      mlir::failed(mlir::verifyCompatibleShape(array->shape, type.getShape())))
    return badInput(what + " ('" + path + "'): expected " + describe(type) +
                        ", found " + nameOfCode(array->type) + " of shape " +
                        formatShape(array->shape),
                    sameType ? ""
                             : "convert it with array.astype('" +
                                   elementType(element)->name + "')");
  auto memory = Arena::create(array->data.size());
  if (!memory)
    return rt::environmentError("not enough memory for " + what);
  llvm::copy(array->data, memory->data());
  return Tensor{type.clone(array->shape), std::move(*memory)};
}

std::vector<uint8_t> tool::formatTensor(const Arena &memory,
                                        mlir::RankedTensorType type) {
  return formatNpy({elementType(type.getElementType())->code,
                    type.getShape().vec(),
                    {memory.span().begin(), memory.span().end()}});
}

/// Prints the element at `bytes`.
static void printElement(llvm::raw_ostream &stream, const uint8_t *bytes,
                         mlir::Type type) {
  unsigned bits = type.getIntOrFloatBitWidth();
  uint64_t word = 0;
  std::memcpy(&word, bytes, llvm::divideCeil(bits, 8));
  llvm::APInt value(bits, word, /*isSigned=*/false, /*implicitTrunc=*/true);
  if (auto floating = llvm::dyn_cast<mlir::FloatType>(type))
    stream << llvm::format(
        "%.6g",
        llvm::APFloat(floating.getFloatSemantics(), value).convertToDouble());
  else
    value.print(stream, /*isSigned=*/!type.isUnsignedInteger() && bits != 1);
}

void tool::printSummary(llvm::raw_ostream &stream, const Arena &memory,
                        mlir::RankedTensorType type) {
  stream << describe(type) << ":";
  uint64_t width = llvm::divideCeil(type.getElementTypeBitWidth(), 8);
  int64_t shown = std::min(type.getNumElements(), shownElements);
  for (int64_t i = 0; i < shown; ++i) {
    stream << " ";
    printElement(stream, memory.data() + i * width, type.getElementType());
  }
  if (shown < type.getNumElements())
    stream << " ...";
  stream << "\n";
}
