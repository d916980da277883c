//===- DecoderBitcode.cpp - A model's decoder as LLVM bitcode -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "DecoderBitcode.h"
#include "AnswerTable.h"
#include "hwlock/Codegen/Native/DecoderModule.h"
#include "hwlock/Codegen/Native/DefineFunction.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/Transforms/IPO/GlobalDCE.h"
#include "llvm/Transforms/IPO/Internalize.h"

using namespace llvm;

namespace hwlock {
namespace {

/// Defines one entry point: takes buffers in pairs, then numbers.
class EntryBuilder {
public:
  EntryBuilder(Module &module, const char *name, unsigned buffers,
               unsigned numbers)
      : module(module), builder(module.getContext()) {
    SmallVector<Type *> types;
    for (unsigned i = 0; i < buffers; ++i)
      types.append({builder.getPtrTy(), builder.getInt64Ty()});
    types.append(numbers, builder.getInt64Ty());
    function =
        defineFunction(builder, module, name, builder.getVoidTy(), types);
    for (unsigned i = 0; i < buffers; ++i)
      arguments.push_back(builder.CreateGEP(builder.getInt8Ty(),
                                            function->getArg(2 * i),
                                            function->getArg(2 * i + 1)));
    for (unsigned i = 0; i < numbers; ++i)
      arguments.push_back(function->getArg(2 * buffers + i));
  }

  /// Calls `name` and leaves its status in the buffer `status`.
  void finish(const char *name, ArrayRef<Value *> operands, Value *status) {
    builder.CreateStore(builder.CreateCall(module.getFunction(name), operands),
                        status);
    builder.CreateRetVoid();
  }

  Module &module;
  IRBuilder<> builder;
  Function *function;
  SmallVector<Value *> arguments;
};

void addOpen(Module &module) {
  EntryBuilder entry(module, iree::openName, /*buffers=*/2, /*numbers=*/0);
  Value *key = entry.arguments[0], *status = entry.arguments[1];
  Value *host = ConstantPointerNull::get(entry.builder.getPtrTy());
  entry.finish(decoder::openName, {host, key}, status);
}

/// With a HwlockHost that answers from a table.
void addOpenWith(Module &module, ArrayRef<iree::DeviceItem> items) {
  enum { Table, Key, Status };
  GlobalVariable *vault =
      module.getGlobalVariable(decoder::vaultName, /*AllowInternal=*/true);
  Function *secret = iree::defineAnswers(module, *vault, items);
  EntryBuilder entry(module, iree::openName, /*buffers=*/3, /*numbers=*/0);
  ArrayRef<Value *> given = entry.arguments;
  IRBuilder<> &builder = entry.builder;
  Type *ptr = builder.getPtrTy();
  Value *host = builder.CreateAlloca(ArrayType::get(ptr, 2));
  builder.CreateStore(secret, host);
  builder.CreateStore(given[Table], builder.CreateConstGEP1_32(ptr, host, 1));
  entry.finish(decoder::openName, {host, given[Key]}, given[Status]);
}

void addUnseal(Module &module) {
  enum { Sealed, Tags, Key, Plain, Status, Scratch, Index, Size };
  EntryBuilder entry(module, iree::unsealName, /*buffers=*/6, /*numbers=*/2);
  ArrayRef<Value *> given = entry.arguments;
  Value *index =
      entry.builder.CreateTrunc(given[Index], entry.builder.getInt32Ty());
  entry.finish(decoder::unsealName,
               {given[Key], index, given[Sealed], given[Tags], given[Plain],
                given[Size], given[Scratch]},
               given[Status]);
}

} // namespace

Expected<SmallVector<char, 0>> emitDecoderBitcode(const rt::Vault &vault) {
  LLVMContext context;
  auto module = buildDecoderModule(context, vault);
  if (!module)
    return module.takeError();
  std::vector<uint8_t> bytes = rt::writeVault(vault);
  if (auto items = iree::deviceItems(bytes); items.empty())
    addOpen(**module);
  else
    addOpenWith(**module, items);
  addUnseal(**module);
  internalizeModule(**module, [](const GlobalValue &value) {
    return value.getName() == iree::openName ||
           value.getName() == iree::unsealName;
  });
  ModuleAnalysisManager analyses;
  GlobalDCEPass().run(**module, analyses);
  // The object that IREE makes has no sections but its own.
  for (GlobalVariable &global : (*module)->globals())
    global.setSection("");
  SmallVector<char, 0> bitcode;
  raw_svector_ostream os(bitcode);
  WriteBitcodeToFile(**module, os);
  return bitcode;
}

} // namespace hwlock
