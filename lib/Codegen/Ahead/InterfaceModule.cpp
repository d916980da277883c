//===- InterfaceModule.cpp - What a compiled model exports ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Ahead/InterfaceModule.h"
#include "hwlock/Codegen/Native/DecoderModule.h"
#include "hwlock/Codegen/Native/DecoderStatus.h"
#include "hwlock/Codegen/Native/DefineFunction.h"
#include "hwlock/Support/Version.h"

using namespace llvm;

namespace hwlock {
namespace {

class InterfaceBuilder {
public:
  InterfaceBuilder(Module &module, const CInterface &interface)
      : module(module), interface(interface), builder(module.getContext()),
        i32(builder.getInt32Ty()), i64(builder.getInt64Ty()),
        ptr(builder.getPtrTy()), null(ConstantPointerNull::get(ptr)) {}

  void build(const ArenaSizes &sizes, const rt::Vault *vault,
             uint64_t cpuFeatures) {
    addDescriptor(sizes, vault, cpuFeatures);
    addForwarder(interface.createWith(), i32, {ptr, ptr},
                 "hwlock_loader_create", true);
    addCreate();
    addForwarder(interface.destroy(), builder.getVoidTy(), {ptr},
                 "hwlock_loader_destroy", false);
    addForwarder(interface.message(), i64, {i32, ptr, i64},
                 "hwlock_loader_message", true);
    for (auto [index, function] : enumerate(interface.functions))
      addRun(index, function);
  }

private:
  Constant *word(uint64_t value) { return builder.getInt64(value); }
  Constant *half(uint32_t value) { return builder.getInt32(value); }

  Constant *constant(Constant *value) {
    auto *global =
        new GlobalVariable(module, value->getType(), /*isConstant=*/true,
                           GlobalValue::PrivateLinkage, value);
    global->setUnnamedAddr(GlobalValue::UnnamedAddr::Global);
    return global;
  }

  Constant *text(StringRef value) {
    return constant(ConstantDataArray::getString(module.getContext(), value));
  }

  /// Address of an array, or null if it is empty.
  Constant *array(ArrayRef<Constant *> elements) {
    if (elements.empty())
      return null;
    auto *type = ArrayType::get(elements.front()->getType(), elements.size());
    return constant(ConstantArray::get(type, elements));
  }

  /// A function that another object of the model defines.
  Function *declare(StringRef name, Type *result, ArrayRef<Type *> arguments) {
    auto callee = module.getOrInsertFunction(
        name, FunctionType::get(result, arguments, false));
    auto *function = cast<Function>(callee.getCallee());
    function->setVisibility(GlobalValue::HiddenVisibility);
    return function;
  }

  Function *define(StringRef name, Type *result, ArrayRef<Type *> arguments) {
    return defineFunction(builder, module, name, result, arguments);
  }

  /// An aot::Tensor.
  Constant *tensor(const CTensor &tensor) {
    std::string element;
    raw_string_ostream(element) << tensor.tensor.getElementType();
    SmallVector<Constant *> shape;
    for (int64_t extent : tensor.tensor.getShape())
      shape.push_back(word(extent));
    return ConstantStruct::getAnon({text(element), array(shape),
                                    word(tensor.tensor.getRank()),
                                    word(byteSize(tensor.tensor))});
  }

  Constant *tensors(ArrayRef<CTensor> list) {
    SmallVector<Constant *> records;
    for (const CTensor &record : list)
      records.push_back(tensor(record));
    return array(records);
  }

  /// An aot::Function.
  Constant *function(const CFunction &function) {
    Constant *call = declare(entry::callPrefix + function.name,
                             builder.getVoidTy(), {ptr, ptr, ptr});
    return ConstantStruct::getAnon(
        {text(function.name), tensors(function.inputs),
         word(function.inputs.size()), tensors(function.outputs),
         word(function.outputs.size()), call});
  }

  static aot::Protection protectionOf(const rt::Vault *vault) {
    if (!vault)
      return aot::Protection::None;
    return vault->policy == rt::Policy::Error ? aot::Protection::Error
                                              : aot::Protection::Garbage;
  }

  /// An aot::Descriptor; the order of the fields is that of ModelAbi.h.
  void addDescriptor(const ArenaSizes &sizes, const rt::Vault *vault,
                     uint64_t cpuFeatures) {
    SmallVector<Constant *> functions;
    for (const CFunction &record : interface.functions)
      functions.push_back(function(record));
    Constant *open = vault ? declare(decoder::openName, i32, {ptr, ptr}) : null;
    auto *value = ConstantStruct::getAnon({
        half(aot::version),
        half(static_cast<uint32_t>(protectionOf(vault))),
        text(interface.prefix),
        text("hwlock " + std::string(versionString)),
        array(functions),
        word(functions.size()),
        word(vault ? machineSlots(*vault) : 0),
        word(cpuFeatures),
        word(sizes.resident),
        word(sizes.temporary),
        word(sizes.scratch),
        declare("hwlock_loader_create", i32, {ptr, ptr, ptr}),
        declare("hwlock_loader_run", i32, {ptr, ptr, i64, ptr, ptr}),
        declare("hwlock_loader_destroy", builder.getVoidTy(), {ptr}),
        declare("hwlock_loader_message", i64, {ptr, i32, ptr, i64}),
        open,
        declare(entry::loadName, i32, {ptr, ptr}),
    });
    descriptor = constant(value);
    // An alias: the model's own code must not find another model's descriptor.
    GlobalAlias::create(value->getType(), 0, GlobalValue::ExternalLinkage,
                        aot::descriptorName, descriptor, &module);
  }

  /// Calls `target` with the same arguments, the descriptor first if wanted.
  void addForwarder(const std::string &name, Type *result,
                    ArrayRef<Type *> arguments, StringRef target,
                    bool withDescriptor) {
    SmallVector<Type *> types(arguments);
    if (withDescriptor)
      types.insert(types.begin(), ptr);
    Function *forwarder = define(name, result, arguments);
    SmallVector<Value *> values;
    if (withDescriptor)
      values.push_back(descriptor);
    for (Argument &argument : forwarder->args())
      values.push_back(&argument);
    CallInst *call = builder.CreateCall(declare(target, result, types), values);
    result->isVoidTy() ? builder.CreateRetVoid() : builder.CreateRet(call);
  }

  /// Creates without a host.
  void addCreate() {
    Function *create = define(interface.create(), i32, {ptr});
    builder.CreateRet(builder.CreateCall(
        declare("hwlock_loader_create", i32, {ptr, ptr, ptr}),
        {descriptor, null, create->getArg(0)}));
  }

  /// Stores `count` arguments of `from` in an array on the stack.
  Value *gather(Function *from, unsigned first, size_t count) {
    Value *pointers = builder.CreateAlloca(ptr, builder.getInt64(count));
    for (size_t i = 0; i < count; ++i)
      builder.CreateStore(from->getArg(first + i),
                          builder.CreateConstGEP1_64(ptr, pointers, i));
    return pointers;
  }

  void addRun(size_t index, const CFunction &function) {
    size_t inputs = function.inputs.size(), outputs = function.outputs.size();
    Function *run = define(function.symbol, i32,
                           SmallVector<Type *>(2 + inputs + outputs, ptr));
    Value *from = gather(run, 2, inputs),
          *to = gather(run, 2 + inputs, outputs);
    builder.CreateRet(builder.CreateCall(
        declare("hwlock_loader_run", i32, {ptr, ptr, i64, ptr, ptr}),
        {run->getArg(0), run->getArg(1), builder.getInt64(index), from, to}));
  }

  Module &module;
  const CInterface &interface;
  IRBuilder<> builder;
  Type *i32, *i64;
  PointerType *ptr;
  Constant *null, *descriptor = nullptr;
};

} // namespace

std::unique_ptr<Module> buildInterfaceModule(LLVMContext &context,
                                             const CInterface &interface,
                                             const ArenaSizes &sizes,
                                             const rt::Vault *vault,
                                             uint64_t cpuFeatures) {
  auto module = std::make_unique<Module>("hwlock interface", context);
  InterfaceBuilder(*module, interface).build(sizes, vault, cpuFeatures);
  return module;
}

} // namespace hwlock
