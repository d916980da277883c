//===- CiphertextSource.cpp - Where initializers find ciphertext ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "CiphertextSource.h"
#include "ForeignDialects.h"
#include "Globals.h"
#include "hwlock/IREE/LowerToIree.h"
#include "hwlock/Transforms/WeightAnalysis.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace hwlock {
namespace {

/// What one parameter holds.
struct Part {
  SealedOp sealed;
  ElementsAttr value;

  std::string key() {
    bool tags = sealed.getTags() == value;
    return (sealed.getSymName() + (tags ? ".tags" : "")).str();
  }
  std::string global() { return "hwlock.sealed." + key(); }
};

SmallVector<Part> partsOf(VaultOp vault) {
  SmallVector<Part> parts;
  for (auto sealed : vault.getOps<SealedOp>()) {
    parts.push_back({sealed, sealed.getCiphertext()});
    if (sealed.getTags())
      parts.push_back({sealed, *sealed.getTags()});
  }
  return parts;
}

} // namespace

LogicalResult CiphertextSource::prepare(VaultOp vault, OpBuilder &builder) {
  if (!archive)
    return success();
  for (Part part : partsOf(vault)) {
    Type type = part.value.getType();
    auto where = OpaqueAttr::get(builder.getStringAttr("stream"),
                                 ("parameter.named<\"" + Twine(parameterScope) +
                                  "\"::\"" + part.key() + "\">")
                                     .str(),
                                 type);
    createGlobal(builder, part.sealed.getLoc(), part.global(), type, where);
    // Present, as readLockedModule() has seen to.
    if (llvm::Error error = store(part.key(), *rawBytes(part.value)))
      return part.sealed.emitError("cannot store '")
             << part.key() << "': " << llvm::toString(std::move(error));
  }
  return success();
}

llvm::Error CiphertextSource::store(StringRef key,
                                    llvm::ArrayRef<char> bytes) const {
  if (archive->contains(key))
    return llvm::Error::success();
  auto memory = archive->add(key, bytes.size());
  if (!memory)
    return memory.takeError();
  llvm::copy(bytes, memory->begin());
  return llvm::Error::success();
}

Value CiphertextSource::read(SealedOp sealed, ElementsAttr value,
                             OpBuilder &builder) const {
  if (!archive)
    return arith::ConstantOp::create(builder, sealed.getLoc(),
                                     cast<TypedAttr>(value));
  return loadGlobal(builder, sealed.getLoc(), Part{sealed, value}.global(),
                    value.getType());
}

} // namespace hwlock
