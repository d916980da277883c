//===- CiphertextSource.cpp - Where initializers find ciphertext ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "CiphertextSource.h"
#include "ForeignDialects.h"
#include "Globals.h"
#include "hwlock/IREE/ParameterArchive.h"
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
  if (options.parameters.empty())
    return success();
  for (Part part : partsOf(vault)) {
    Type type = part.value.getType();
    auto where = OpaqueAttr::get(builder.getStringAttr("stream"),
                                 ("parameter.named<\"" + Twine(parameterScope) +
                                  "\"::\"" + part.key() + "\">")
                                     .str(),
                                 type);
    createGlobal(builder, part.sealed.getLoc(), part.global(), type, where);
  }
  return writeArchive(vault);
}

LogicalResult CiphertextSource::writeArchive(VaultOp vault) const {
  SmallVector<Part> parts = partsOf(vault);
  std::vector<ParameterSize> sizes;
  for (Part part : parts)
    sizes.push_back({part.key(), uint64_t(part.value.getNumElements())});
  auto fail = [&](llvm::Error error) {
    return vault.emitError("cannot write '")
           << options.parameters << "': " << llvm::toString(std::move(error));
  };
  auto archive = ParameterArchiveWriter::create(options.parameters, sizes);
  if (!archive)
    return fail(archive.takeError());
  for (auto [index, part] : llvm::enumerate(parts)) {
    // Present, as readLockedModule() has seen to.
    llvm::ArrayRef<char> bytes = *rawBytes(part.value);
    llvm::copy(bytes, archive->parameter(index).begin());
  }
  if (llvm::Error error = archive->commit())
    return fail(std::move(error));
  return success();
}

Value CiphertextSource::read(SealedOp sealed, ElementsAttr value,
                             OpBuilder &builder) const {
  if (options.parameters.empty())
    return arith::ConstantOp::create(builder, sealed.getLoc(),
                                     cast<TypedAttr>(value));
  return loadGlobal(builder, sealed.getLoc(), Part{sealed, value}.global(),
                    value.getType());
}

} // namespace hwlock
