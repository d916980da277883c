//===- CiphertextMemory.h - Where the bytes of a sealed weight go ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Memory of its own, or in place: then a model of any size needs no second copy
// of its weights, but loses them; or in a store outside of memory.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_TRANSFORMS_CIPHERTEXTMEMORY_H
#define HWLOCK_LIB_TRANSFORMS_CIPHERTEXTMEMORY_H

#include "hwlock/Transforms/CiphertextStore.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/DenseMap.h"

namespace hwlock {

class CiphertextMemory {
public:
  /// In `store`; if it is null, in new memory.
  explicit CiphertextMemory(CiphertextStore *store = nullptr) : store(store) {}
  /// In place where a resource is mutable, has one reader in `module` and as
  /// many bytes as are asked for.
  static CiphertextMemory inPlace(mlir::ModuleOp module);

  /// Room for the `size` bytes of the weight `name`. If the room is the memory
  /// of `value` itself, then `value` is empty from here on, but its bytes are
  /// still in the room.
  llvm::Error roomFor(llvm::StringRef name, mlir::ElementsAttr value,
                      size_t size, std::optional<mlir::AsmResourceBlob> &room);

  /// The last room is filled, from `plain`.
  void filled(llvm::ArrayRef<char> plain) {
    if (store)
      store->filled(plain);
  }

private:
  mlir::AsmResourceBlob roomInMemory(mlir::ElementsAttr value, size_t size);

  using Entry = mlir::DialectResourceBlobManager::BlobEntry;
  /// The one attribute that refers to a resource; none if there are more.
  llvm::DenseMap<const Entry *, mlir::Attribute> readers;
  CiphertextStore *store;
};

/// What every buffer that holds bytecode has: MLIR rejects a file that demands
/// more than its reader's buffer gives, as small files and pipes would.
inline constexpr size_t blobAlignment = 16;

} // namespace hwlock

#endif // HWLOCK_LIB_TRANSFORMS_CIPHERTEXTMEMORY_H
