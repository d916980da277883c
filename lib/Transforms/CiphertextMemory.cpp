//===- CiphertextMemory.cpp - Where the bytes of a sealed weight go -------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "CiphertextMemory.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/BuiltinAttributes.h"

using namespace mlir;

namespace hwlock {

CiphertextMemory CiphertextMemory::inPlace(ModuleOp module) {
  CiphertextMemory memory;
  AttrTypeWalker walker;
  walker.addWalk([&](DenseResourceElementsAttr value) {
    const Entry *entry = value.getRawHandle().getResource();
    auto [reader, inserted] = memory.readers.try_emplace(entry, value);
    if (!inserted && reader->second != value)
      reader->second = {};
  });
  module->walk([&](Operation *op) {
    walker.walk(op->getAttrDictionary());
    walker.walk(Attribute(op->getLoc()));
  });
  return memory;
}

/// `blob` for a file: it may be aligned to less than it is, but not to more.
static AsmResourceBlob relaxAlignment(AsmResourceBlob blob) {
  ArrayRef<char> data = blob.getData();
  size_t alignment = std::min(blobAlignment, blob.getDataAlignment());
  auto keep = [blob = std::move(blob)](void *, size_t, size_t) {};
  return {data, alignment, std::move(keep), /*dataIsMutable=*/true};
}

llvm::Error CiphertextMemory::roomFor(StringRef name, ElementsAttr value,
                                      size_t size,
                                      std::optional<AsmResourceBlob> &room) {
  if (!store) {
    room = roomInMemory(value, size);
    return llvm::Error::success();
  }
  auto bytes = store->roomFor(name, size);
  if (!bytes)
    return bytes.takeError();
  // The store owns the memory.
  room.emplace(*bytes, blobAlignment, AsmResourceBlob::DeleterFn(),
               /*dataIsMutable=*/true);
  return llvm::Error::success();
}

AsmResourceBlob CiphertextMemory::roomInMemory(ElementsAttr value,
                                               size_t size) {
  auto resource = dyn_cast<DenseResourceElementsAttr>(value);
  if (!resource)
    return HeapAsmResourceBlob::allocate(size, blobAlignment);
  Entry *entry = resource.getRawHandle().getResource();
  AsmResourceBlob *own = entry->getBlob();
  if (readers.lookup(entry) != value || !own || !own->isMutable() ||
      own->getData().size() != size)
    return HeapAsmResourceBlob::allocate(size, blobAlignment);
  AsmResourceBlob taken = relaxAlignment(std::move(*own));
  entry->setBlob({ArrayRef<char>(), 1, nullptr, /*dataIsMutable=*/false});
  return taken;
}

} // namespace hwlock
