//===- DecoderExecutable.cpp - The decoder as a stream.executable ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each export runs in one workgroup: chunks of a weight follow each other, so
// that every chain and both policies have one decoder.
//===----------------------------------------------------------------------===//
#include "DecoderExecutable.h"
#include "AnswerTable.h"
#include "DecoderBitcode.h"
#include "ForeignDialects.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace hwlock::iree {
namespace {

class ExecutableBuilder {
public:
  ExecutableBuilder(OpBuilder &builder, Location location, int64_t deviceItems)
      : builder(builder), location(location), foreign(builder, location),
        deviceItems(deviceItems), index(builder.getIndexType()),
        byteMemory(MemRefType::get({}, byte())),
        binding(OpaqueType::get(builder.getStringAttr("stream"), "binding")) {}

  void build(ArrayRef<char> bitcode) {
    Operation *executable = foreign.create(
        "stream.executable", {}, {},
        {foreign.named("sym_name", executableName), isPrivate()}, 1);
    OpBuilder::InsertionGuard guard(builder);
    builder.createBlock(&executable->getRegion(0));
    addExport(openExport);
    addExport(unsealExport);
    auto inner = ModuleOp::create(builder, location);
    foreign.create("stream.executable.end", {}, {});
    builder.setInsertionPointToEnd(inner.getBody());
    addDeclarations(bitcode);
    addOpen();
    addUnseal();
  }

private:
  Type byte() { return builder.getI8Type(); }
  NamedAttribute isPrivate() {
    return foreign.named("sym_visibility", "private");
  }
  Value constant(int64_t value) {
    return arith::ConstantIndexOp::create(builder, location, value);
  }

  void addExport(StringRef name) {
    Operation *op = foreign.create(
        "stream.executable.export", {}, {},
        {foreign.named("sym_name", name),
         foreign.named("function_ref",
                       FlatSymbolRefAttr::get(builder.getContext(), name))},
        1);
    OpBuilder::InsertionGuard guard(builder);
    builder.createBlock(&op->getRegion(0));
    Value one = constant(1);
    foreign.create("stream.return", {}, {one, one, one});
  }

  /// `#hal.executable.object` with the bitcode inside.
  Attribute object(ArrayRef<char> bitcode) {
    std::string text =
        ("executable.object<{path = \"hwlock.bc\", data = dense<\"0x" +
         llvm::toHex(llvm::toStringRef(llvm::ArrayRef<uint8_t>(
             reinterpret_cast<const uint8_t *>(bitcode.data()),
             bitcode.size()))) +
         "\"> : vector<" + Twine(bitcode.size()) + "xi8>}>")
            .str();
    return OpaqueAttr::get(builder.getStringAttr("hal"), text,
                           builder.getNoneType());
  }

  void declare(const char *name, unsigned buffers, unsigned numbers,
               Attribute objects) {
    SmallVector<Type> types;
    for (unsigned i = 0; i < buffers; ++i)
      types.append({byteMemory, index});
    types.append(numbers, index);
    auto function = func::FuncOp::create(builder, location, name,
                                         builder.getFunctionType(types, {}));
    function.setPrivate();
    function->setAttr("hal.import.static", builder.getUnitAttr());
    function->setAttr("hal.executable.objects", objects);
    function->setAttr("llvm.bareptr", builder.getBoolAttr(true));
  }

  void addDeclarations(ArrayRef<char> bitcode) {
    Attribute objects = builder.getArrayAttr(object(bitcode));
    declare(openName, deviceItems ? 3 : 2, 0, objects);
    declare(unsealName, 6, 2, objects);
  }

  /// Begins a function of the executable and puts the builder into it.
  Block::BlockArgListType begin(StringRef name, ArrayRef<Type> types) {
    auto function = func::FuncOp::create(builder, location, name,
                                         builder.getFunctionType(types, {}));
    Block *entry = function.addEntryBlock();
    builder.setInsertionPointToStart(entry);
    return entry->getArguments();
  }

  /// Pointer and offset of the first `size` bytes of a binding; `dynamicSize`
  /// if the size is only known when it runs.
  void append(SmallVectorImpl<Value> &operands, Value from, int64_t size,
              Value dynamicSize = {}) {
    SmallVector<Value> subspan = {from, constant(0)};
    if (dynamicSize)
      subspan.push_back(dynamicSize);
    auto type =
        MemRefType::get({dynamicSize ? ShapedType::kDynamic : size}, byte());
    Value memory =
        foreign.create("stream.binding.subspan", type, subspan)->getResult(0);
    auto parts = foreign.create("iree_codegen.extract_strided_metadata",
                                {byteMemory, index, index, index}, memory);
    operands.append({parts->getResult(0), parts->getResult(1)});
  }

  void finish(const char *callee, ValueRange operands) {
    func::CallOp::create(builder, location, callee, TypeRange(), operands);
    func::ReturnOp::create(builder, location);
  }

  void addOpen() {
    OpBuilder::InsertionGuard guard(builder);
    SmallVector<int64_t> sizes = {keyBytes, statusBytes};
    if (deviceItems)
      sizes.insert(sizes.begin(), deviceItems * answerWords * 8);
    auto given = begin(openExport, SmallVector<Type>(sizes.size(), binding));
    SmallVector<Value> operands;
    for (auto [from, size] : llvm::zip_equal(given, sizes))
      append(operands, from, size);
    finish(openName, operands);
  }

  void addUnseal() {
    OpBuilder::InsertionGuard guard(builder);
    enum { Sealed, Tags, Key, SealedSize, TagsSize, Number, Size, ScratchSize };
    enum { Plain = ScratchSize + 1, Status, Scratch };
    auto given =
        begin(unsealExport, {binding, binding, binding, index, index, index,
                             index, index, binding, binding, binding});
    SmallVector<Value> operands;
    append(operands, given[Sealed], 0, given[SealedSize]);
    append(operands, given[Tags], 0, given[TagsSize]);
    append(operands, given[Key], keyBytes);
    append(operands, given[Plain], 0, given[Size]);
    append(operands, given[Status], statusBytes);
    append(operands, given[Scratch], 0, given[ScratchSize]);
    operands.append({given[Number], given[Size]});
    finish(unsealName, operands);
  }

  OpBuilder &builder;
  Location location;
  ForeignBuilder foreign;
  int64_t deviceItems;
  Type index;
  MemRefType byteMemory;
  Type binding;
};

} // namespace

void createExecutable(OpBuilder &builder, Location location,
                      ArrayRef<char> bitcode, int64_t deviceItems) {
  ExecutableBuilder(builder, location, deviceItems).build(bitcode);
}

} // namespace hwlock::iree
