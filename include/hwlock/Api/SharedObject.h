//===- SharedObject.h - A compiled model in a file ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_API_SHAREDOBJECT_H
#define HWLOCK_API_SHAREDOBJECT_H

#include "hwlock/Api/Executable.h"
#include "hwlock/Loader/ModelAbi.h"
#include "hwlock/Support/Result.h"
#include <string>

namespace hwlock {

/// True if the file begins as ELF files do; false if it cannot be read.
bool isElfFile(const ModelFile &file);

/// A shared object that is mapped into this process.
class SharedObject {
public:
  /// BadInput unless `file` is a whole shared object for x86-64 that exports a
  /// descriptor of a version this program knows: only then is it loaded, which
  /// may run code in it.
  static rt::Result<SharedObject> load(const ModelFile &file);
  SharedObject(SharedObject &&other);
  SharedObject &operator=(SharedObject &&other);
  ~SharedObject();

  const aot::Descriptor &descriptor() const { return *model; }

private:
  explicit SharedObject(void *handle) : handle(handle) {}

  void *handle;
  const aot::Descriptor *model = nullptr;
};

} // namespace hwlock

#endif // HWLOCK_API_SHAREDOBJECT_H
