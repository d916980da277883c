//===- HwlockAttributes.cpp - Attributes of the hwlock dialect ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "hwlock/IR/HwlockAttributes.h"
#include "BytesAssembly.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/IR/HwlockDialect.h"
#include "hwlock/Support/Hex.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace hwlock;

#include "hwlock/IR/HwlockEnums.cpp.inc"
#include "hwlock/IR/TransformationAttrInterface.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "hwlock/IR/HwlockAttributes.cpp.inc"

// The enumerations are cast to the codes of the file format.
static_assert(uint32_t(Policy::Error) == layout::policyError);
static_assert(uint32_t(Policy::Garbage) == layout::policyGarbage);
static_assert(uint32_t(Sources::Clock) == layout::sourceClock);
static_assert(uint32_t(Sources::Precision) == layout::sourcePrecision);
static_assert(uint32_t(Sources::MachineId) == layout::sourceMachineId);
static_assert(uint32_t(Sources::Tpm2) == layout::sourceTpm2);
static_assert(uint32_t(Sources::Plugin) == layout::sourcePlugin);
static_assert(uint32_t(Sources::Owner) == layout::sourceOwner);

void HwlockDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "hwlock/IR/HwlockAttributes.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// BytesAttr
//===----------------------------------------------------------------------===//

ParseResult hwlock::parseHexString(AsmParser &parser, BytesAttr &bytes) {
  SMLoc location = parser.getCurrentLocation();
  std::string text;
  if (parser.parseString(&text))
    return failure();
  auto value = rt::fromHex(text);
  if (!value)
    return parser.emitError(location) << "expected lower-case hexadecimal "
                                         "digits, two for each byte, found "
                                         "\""
                                      << text << "\"";
  bytes = BytesAttr::get(parser.getContext(), *value);
  return success();
}

void hwlock::printHexString(AsmPrinter &printer, BytesAttr bytes) {
  printer << '"' << rt::toHex(bytes.getValue()) << '"';
}

Attribute BytesAttr::parse(AsmParser &parser, Type) {
  BytesAttr bytes;
  if (parser.parseLess() || parseHexString(parser, bytes) ||
      parser.parseGreater())
    return {};
  return bytes;
}

void BytesAttr::print(AsmPrinter &printer) const {
  printer << '<';
  printHexString(printer, *this);
  printer << '>';
}

//===----------------------------------------------------------------------===//
// AesAttr
//===----------------------------------------------------------------------===//

LogicalResult AesAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                              unsigned bits) {
  if (bits != 128 && bits != 256)
    return emitError() << "C1: expected an AES key of 128 or 256 bits, found "
                       << bits;
  return success();
}

uint8_t AesAttr::getTransformationCode() const {
  return getBits() == 128 ? layout::transformationAes128
                          : layout::transformationAes256;
}

StringRef AesAttr::getTransformationName() const { return getMnemonic(); }

unsigned AesAttr::getStage() const { return 2; }

bool AesAttr::isConfidential() const { return true; }

bool AesAttr::appliesTo(RankedTensorType) const { return true; }

//===----------------------------------------------------------------------===//
// ShuffleAttr
//===----------------------------------------------------------------------===//

uint8_t ShuffleAttr::getTransformationCode() const {
  return layout::transformationShuffle;
}

StringRef ShuffleAttr::getTransformationName() const { return getMnemonic(); }

unsigned ShuffleAttr::getStage() const { return 0; }

bool ShuffleAttr::isConfidential() const { return false; }

bool ShuffleAttr::appliesTo(RankedTensorType) const { return true; }

//===----------------------------------------------------------------------===//
// PretransformAttr
//===----------------------------------------------------------------------===//

uint8_t PretransformAttr::getTransformationCode() const {
  return layout::transformationPretransform;
}

StringRef PretransformAttr::getTransformationName() const {
  return getMnemonic();
}

unsigned PretransformAttr::getStage() const { return 1; }

bool PretransformAttr::isConfidential() const { return false; }

bool PretransformAttr::appliesTo(RankedTensorType type) const {
  return type.getElementType().isF32() || type.getElementType().isBF16();
}
