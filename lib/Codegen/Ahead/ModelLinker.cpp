//===- ModelLinker.cpp - A compiled model as a file -----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Ahead/ModelLinker.h"
#include "hwlock/Codegen/Ahead/InterfaceModule.h"
#include "hwlock/Codegen/Ahead/LoaderModule.h"
#include "hwlock/Codegen/Ahead/TargetCpu.h"
#include "hwlock/Codegen/Ahead/WeightObject.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace hwlock;
using rt::Result;

namespace {

/// Objects on their way to the linker; removed at the end.
class ObjectFolder {
public:
  ~ObjectFolder() {
    if (!path.empty())
      llvm::sys::fs::remove_directories(path);
  }

  Result<void> create() {
    // Readable by its owner only: weights may be in the clear.
    if (auto failure =
            llvm::sys::fs::createUniqueDirectory("hwlock-compile", path))
      return rt::environmentError("cannot create a temporary folder: " +
                                      failure.message(),
                                  "set TMPDIR to a folder that can be written");
    return {};
  }

  Result<void> add(const char *name,
                   llvm::function_ref<void(llvm::raw_ostream &)> write) {
    std::string file = (path + "/" + name).str();
    std::error_code failure;
    llvm::raw_fd_ostream stream(file, failure);
    if (!failure) {
      write(stream);
      stream.close();
      failure = stream.error();
      stream.clear_error();
    }
    if (failure)
      return rt::environmentError("cannot write '" + file +
                                  "': " + failure.message());
    files.push_back(file);
    return {};
  }

  /// Adds what LLVM made, or gives its error.
  Result<void> add(const char *name,
                   llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> object) {
    if (!object)
      return rt::environmentError("cannot make '" + std::string(name) +
                                  "': " + llvm::toString(object.takeError()));
    return add(name, [&](llvm::raw_ostream &stream) {
      stream << (*object)->getBuffer();
    });
  }

  std::string name() const { return path.str().str(); }
  const std::vector<std::string> &objects() const { return files; }

private:
  llvm::SmallString<128> path;
  std::vector<std::string> files;
};

} // namespace

static llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> compileLoader() {
  llvm::LLVMContext context;
  auto module = readLoaderModule(context);
  if (!module)
    return module.takeError();
  return emitObject(**module, Optimisation::Full);
}

static llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
compileInterface(const CompiledModel &model, const rt::Vault *vault,
                 const CInterface &interface, const LinkOptions &options) {
  llvm::LLVMContext context;
  auto module = buildInterfaceModule(context, interface, model.sizes, vault,
                                     featureBits(options.target));
  return emitObject(*module, Optimisation::Full);
}

/// In the order that they have in the file.
static Result<void> addObjects(ObjectFolder &folder, const CompiledModel &model,
                               const rt::Vault *vault,
                               const CInterface &interface,
                               const LinkOptions &options) {
  if (auto added = folder.add(
          "interface.o", compileInterface(model, vault, interface, options));
      !added)
    return added;
  if (auto added = folder.add("loader.o", compileLoader()); !added)
    return added;
  if (vault)
    if (auto added = folder.add("decoder.o", compileDecoder(*vault)); !added)
      return added;
  if (auto added = folder.add("kernels.o",
                              [&](llvm::raw_ostream &stream) {
                                stream << model.object->getBuffer();
                              });
      !added)
    return added;
  return folder.add("weights.o", [&](llvm::raw_ostream &stream) {
    writeWeightObject(stream, model);
  });
}

Result<std::unique_ptr<llvm::MemoryBuffer>>
hwlock::linkModel(const CompiledModel &model, const rt::Vault *vault,
                  const CInterface &interface, const LinkOptions &options) {
  ObjectFolder folder;
  if (auto created = folder.create(); !created)
    return created.error();
  if (auto added = addObjects(folder, model, vault, interface, options); !added)
    return added.error();
  LinkJob job{options.kind, folder.objects(), interface.symbols(),
              folder.name() + "/linked", options.soname};
  // In a relocatable object the name would meet that of other models.
  if (options.kind == LinkKind::SharedObject)
    job.exports.push_back(aot::descriptorName);
  if (auto linked = link(options.linker, job, folder.name()); !linked)
    return linked.error();
  // Mapped, and so still there when the folder is gone.
  auto bytes = llvm::MemoryBuffer::getFile(job.output, /*IsText=*/false,
                                           /*RequiresNullTerminator=*/false);
  if (!bytes)
    return rt::environmentError("cannot read what the linker wrote: " +
                                bytes.getError().message());
  return std::move(*bytes);
}
