//===- SealedData.cpp - Ciphertext and tags as attributes -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "SealedData.h"
#include "CiphertextMemory.h"

using namespace mlir;

namespace hwlock {

static ElementsAttr resourceOf(StringRef key, AsmResourceBlob blob,
                               MLIRContext *context) {
  auto type = RankedTensorType::get({int64_t(blob.getData().size())},
                                    IntegerType::get(context, 8));
  return DenseResourceElementsAttr::get(type, key, std::move(blob));
}

SealedData sealedData(StringRef name, AsmResourceBlob ciphertext,
                      ArrayRef<uint8_t> tags, MLIRContext *context) {
  std::string key = ("hwlock_" + name).str();
  SealedData data;
  data.ciphertext = resourceOf(key, std::move(ciphertext), context);
  if (tags.empty())
    return data;
  ArrayRef<char> bytes(reinterpret_cast<const char *>(tags.data()),
                       tags.size());
  data.tags = resourceOf(
      key + "_tags",
      HeapAsmResourceBlob::allocateAndCopyWithAlign(bytes, blobAlignment),
      context);
  return data;
}

} // namespace hwlock
