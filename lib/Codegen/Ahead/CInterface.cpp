//===- CInterface.cpp - Names and types of a model in C -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Ahead/CInterface.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace hwlock;
using rt::Result;

std::vector<std::string> CInterface::symbols() const {
  std::vector<std::string> names = {create(), createWith(), destroy(),
                                    message()};
  for (const CFunction &function : functions)
    names.push_back(function.symbol);
  return names;
}

static bool isIdentifierCharacter(char c) {
  return llvm::isAlnum(c) || c == '_';
}

std::string hwlock::toIdentifier(llvm::StringRef text) {
  std::string name;
  if (text.empty() || llvm::isDigit(text.front()))
    name = "_";
  for (char c : text)
    name += isIdentifierCharacter(c) ? c : '_';
  return name;
}

/// The C type that an element of `type` has in memory.
static std::optional<std::string> elementInC(mlir::Type type) {
  if (type.isF32())
    return "float";
  if (type.isF64())
    return "double";
  // C has no type for either; the header says what the bits are.
  if (type.isF16() || type.isBF16())
    return "uint16_t";
  if (type.isInteger(1))
    return "uint8_t";
  for (unsigned width : {8, 16, 32, 64})
    if (type.isInteger(width))
      return (type.isUnsignedInteger() ? "uint" : "int") +
             std::to_string(width) + "_t";
  return std::nullopt;
}

static Result<std::vector<CTensor>>
nameTensors(llvm::ArrayRef<mlir::RankedTensorType> types, const char *what,
            const std::string &function) {
  std::vector<CTensor> tensors;
  for (auto [index, type] : llvm::enumerate(types)) {
    auto element = elementInC(type.getElementType());
    if (!element) {
      std::string message;
      llvm::raw_string_ostream(message)
          << what << " " << index << " of '" << function
          << "' has elements of type " << type.getElementType()
          << ", which C has no type for";
      return rt::badInput(message,
                          "export the model with float32 inputs and outputs");
    }
    tensors.push_back({*element, what + std::to_string(index), type});
  }
  return tensors;
}

static Result<CFunction> nameFunction(const ModelFunction &function,
                                      const std::string &prefix) {
  CFunction named;
  named.name = function.name;
  named.symbol = prefix + "_run";
  if (function.name != "main")
    named.symbol += "_" + toIdentifier(function.name);
  auto inputs = nameTensors(function.inputs, "input", function.name);
  if (!inputs)
    return inputs.error();
  auto outputs = nameTensors(function.outputs, "output", function.name);
  if (!outputs)
    return outputs.error();
  named.inputs = std::move(*inputs);
  named.outputs = std::move(*outputs);
  return named;
}

Result<CInterface> hwlock::nameInterface(const ModelSignature &signature,
                                         llvm::StringRef prefix) {
  // A leading underscore is the C implementation's.
  if (prefix.empty() || !llvm::isAlpha(prefix.front()) ||
      !llvm::all_of(prefix, isIdentifierCharacter))
    return rt::Error{Status::Usage,
                     "'" + prefix.str() + "' cannot start names in C",
                     "choose with --name a letter followed by letters, digits "
                     "and underscores"};
  if (signature.functions.empty())
    return rt::badInput("the model has no public function",
                        "make the function to be called public");
  CInterface interface;
  interface.prefix = prefix.str();
  llvm::StringMap<std::string> taken;
  for (const ModelFunction &function : signature.functions) {
    auto named = nameFunction(function, interface.prefix);
    if (!named)
      return named.error();
    auto [other, isNew] = taken.try_emplace(named->symbol, function.name);
    if (!isNew)
      return rt::badInput("functions '" + other->second + "' and '" +
                              function.name + "' would both be '" +
                              named->symbol + "' in C",
                          "rename one of them");
    interface.functions.push_back(std::move(*named));
  }
  return interface;
}
