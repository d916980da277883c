//===- ModuleConstants.cpp - The readable weights of a module -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/ModuleConstants.h"
#include "hwlock/Codegen/Compute.h"
#include "hwlock/IR/HwlockOps.h"
#include "hwlock/Transforms/WeightAnalysis.h"
#include "mlir/IR/BuiltinDialect.h"
#include "mlir/IR/DialectResourceBlobManager.h"

using namespace hwlock;
using mlir::DenseElementsAttr;
using mlir::DenseResourceElementsAttr;
using rt::Result;

/// Up to here a constant that is written in the module stays there.
static constexpr size_t inlineBytes = 1024;
/// That of memory which LLVM reads small files into: MLIR refuses bytecode with
/// a resource that wants more.
static constexpr size_t blobAlignment = 16;

ModuleConstants::ModuleConstants(Observer &observer)
    : context(createContext()),
      diagnostics(std::make_unique<DiagnosticForwarder>(*context, observer)) {}

static bool isLocked(mlir::ModuleOp module) {
  return module
      .walk([](mlir::Operation *op) {
        return llvm::isa<VaultOp, UnsealOp>(op) ? mlir::WalkResult::interrupt()
                                                : mlir::WalkResult::advance();
      })
      .wasInterrupted();
}

Result<ModuleConstants> ModuleConstants::read(const std::string &path,
                                              Observer &observer) {
  ModuleConstants found(observer);
  found.input = path;
  auto module = readModule(path, *found.context);
  if (!module)
    return module.error();
  found.parsed = std::move(*module);
  if (isLocked(*found.parsed))
    return rt::badInput("'" + path + "' is locked: its weights are sealed",
                        "give the model that was locked");
  std::vector<mlir::arith::ConstantOp> ops;
  found.parsed->walk([&](mlir::arith::ConstantOp op) { ops.push_back(op); });
  for (mlir::arith::ConstantOp op : ops)
    if (auto added = found.add(op); !added)
      return added.error();
  found.nameThose();
  return found;
}

static size_t byteCount(mlir::RankedTensorType type) {
  return type.getNumElements() * (type.getElementTypeBitWidth() / 8);
}

static bool isListed(mlir::Type type) {
  auto tensor = llvm::dyn_cast<mlir::RankedTensorType>(type);
  if (!tensor || !tensor.getElementType().isIntOrFloat())
    return false;
  unsigned bits = tensor.getElementTypeBitWidth();
  return bits == 8 || bits == 16 || bits == 32 || bits == 64;
}

static std::vector<char> expand(llvm::ArrayRef<char> element, size_t bytes) {
  std::vector<char> all;
  all.reserve(bytes);
  while (all.size() < bytes)
    all.insert(all.end(), element.begin(), element.end());
  return all;
}

Result<void> ModuleConstants::add(mlir::arith::ConstantOp op) {
  auto value = llvm::dyn_cast<mlir::ElementsAttr>(op.getValue());
  if (!value || !isListed(value.getType()))
    return {};
  std::string name;
  if (auto resource = llvm::dyn_cast<DenseResourceElementsAttr>(value)) {
    name = resource.getRawHandle().getKey().str();
    auto [place, isNew] = resources.try_emplace(name, constants.size());
    if (!isNew) {
      users[place->second].push_back(op);
      places[op] = place->second;
      return {};
    }
  } else if (!llvm::isa<DenseElementsAttr>(value))
    return {};
  auto type = llvm::cast<mlir::RankedTensorType>(value.getType());
  std::optional<llvm::ArrayRef<char>> bytes = rawBytes(value);
  if (!bytes)
    return rt::badInput("the bytes of resource '" + name + "' are missing",
                        "was the model printed with elided constants? write it "
                        "with them");
  if (auto dense = llvm::dyn_cast<DenseElementsAttr>(value);
      dense && dense.isSplat())
    bytes = *expanded.emplace_back(
        std::make_unique<std::vector<char>>(expand(*bytes, byteCount(type))));
  if (bytes->size() != byteCount(type))
    return rt::badInput(
        "resource '" + name + "' holds " + std::to_string(bytes->size()) +
            " bytes, expected " + std::to_string(byteCount(type)),
        "write the model again");
  places[op] = constants.size();
  constants.push_back({name, type, *bytes});
  users.push_back({op});
  return {};
}

/// Names those that have none yet.
void ModuleConstants::nameThose() {
  for (auto [index, constant] : llvm::enumerate(constants)) {
    if (!constant.name.empty())
      continue;
    constant.name = "constant_" + std::to_string(index);
    while (resources.contains(constant.name))
      constant.name += '_';
  }
}

std::optional<size_t> ModuleConstants::find(mlir::arith::ConstantOp op) const {
  auto found = places.find(op);
  if (found == places.end())
    return std::nullopt;
  return found->second;
}

static rt::Error noConstant(size_t index) {
  return {Status::Usage, "the model has no constant " + std::to_string(index),
          ""};
}

Result<void> ModuleConstants::replace(size_t index,
                                      llvm::ArrayRef<char> bytes) {
  if (index >= constants.size())
    return noConstant(index);
  ModuleConstant &constant = constants[index];
  if (bytes.size() != constant.bytes.size())
    return rt::Error{Status::Usage,
                     "constant '" + constant.name + "' has " +
                         std::to_string(constant.bytes.size()) +
                         " bytes, found " + std::to_string(bytes.size()),
                     "give a tensor of the same shape and elements"};
  if (resources.contains(constant.name) || bytes.size() > inlineBytes) {
    setResource(index, bytes);
    return {};
  }
  auto value = DenseElementsAttr::getFromRawBuffer(constant.type, bytes);
  for (mlir::arith::ConstantOp op : users[index])
    op.setValueAttr(value);
  // The attribute holds one element of a splat.
  constant.bytes = *expanded.emplace_back(
      std::make_unique<std::vector<char>>(bytes.begin(), bytes.end()));
  return {};
}

void ModuleConstants::setResource(size_t index, llvm::ArrayRef<char> bytes) {
  ModuleConstant &constant = constants[index];
  mlir::AsmResourceBlob blob =
      mlir::HeapAsmResourceBlob::allocateAndCopyWithAlign(
          bytes, blobAlignment, /*dataIsMutable=*/false);
  constant.bytes = blob.getData();
  if (resources.contains(constant.name)) {
    auto &manager =
        mlir::DenseResourceElementsHandle::getManagerInterface(context.get());
    manager.getBlobManager().update(constant.name, std::move(blob));
    return;
  }
  auto value = DenseResourceElementsAttr::get(constant.type, constant.name,
                                              std::move(blob));
  resources.try_emplace(constant.name, index);
  for (mlir::arith::ConstantOp op : users[index])
    op.setValueAttr(value);
}

Result<void> ModuleConstants::keep(size_t index) {
  if (index >= constants.size())
    return noConstant(index);
  if (!resources.contains(constants[index].name))
    setResource(index, constants[index].bytes);
  for (mlir::arith::ConstantOp op : users[index])
    op->setAttr(kReplaceableAttr, mlir::UnitAttr::get(context.get()));
  return {};
}

mlir::Value ModuleConstants::append(llvm::StringRef name,
                                    mlir::RankedTensorType type,
                                    llvm::ArrayRef<char> bytes,
                                    mlir::OpBuilder &builder) {
  mlir::AsmResourceBlob blob =
      mlir::HeapAsmResourceBlob::allocateAndCopyWithAlign(
          bytes, blobAlignment, /*dataIsMutable=*/false);
  llvm::ArrayRef<char> stored = blob.getData();
  auto value = DenseResourceElementsAttr::get(type, name, std::move(blob));
  auto op = mlir::arith::ConstantOp::create(builder, builder.getUnknownLoc(),
                                            llvm::cast<mlir::TypedAttr>(value));
  std::string key = value.getRawHandle().getKey().str();
  resources.try_emplace(key, constants.size());
  places[op] = constants.size();
  constants.push_back({key, type, stored});
  users.push_back({op});
  return op;
}

Result<void> ModuleConstants::write(const std::string &output, bool bytecode) {
  if (auto allowed = refuseOverwrite(output, {input}); !allowed)
    return allowed;
  auto file = OutputFile::create(output);
  if (!file)
    return file.error();
  if (auto written = writeModule(*parsed, *file, bytecode); !written)
    return written;
  return file->commit();
}
