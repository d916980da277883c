//===- AnswerTable.cpp - Answers of the host, for the decoder -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "AnswerTable.h"
#include "hwlock/Codegen/Native/DefineFunction.h"
#include "hwlock/Support/Status.h"

using namespace llvm;

namespace hwlock::iree {
namespace {

class AnswersBuilder {
public:
  AnswersBuilder(Module &module)
      : builder(module.getContext()), i32(builder.getInt32Ty()),
        i64(builder.getInt64Ty()) {
    Type *ptr = builder.getPtrTy();
    function = defineFunction(
        builder, module, "hwlock_iree_secret", i32,
        {ptr, builder.getInt8Ty(), ptr, i32, /*secret=*/ptr, /*size=*/ptr});
    function->setLinkage(GlobalValue::InternalLinkage);
  }

  Function *build(GlobalVariable &vault, ArrayRef<DeviceItem> items) {
    BasicBlock *found = block("found"), *unknown = block("unknown");
    Value *offset =
        builder.CreateSub(builder.CreatePtrToInt(function->getArg(2), i64),
                          builder.CreatePtrToInt(&vault, i64));
    auto *choice = builder.CreateSwitch(offset, unknown, items.size());
    builder.SetInsertPoint(found);
    PHINode *number = builder.CreatePHI(i64, items.size());
    for (auto [i, item] : enumerate(items)) {
      BasicBlock *here =
          BasicBlock::Create(builder.getContext(), "item", function, found);
      choice->addCase(builder.getInt64(item.offset), here);
      BranchInst::Create(found, here);
      number->addIncoming(builder.getInt64(i), here);
    }
    copyRecord(number);
    builder.SetInsertPoint(unknown);
    builder.CreateRet(builder.getInt32(int32_t(Status::Environment)));
    return function;
  }

private:
  BasicBlock *block(const char *name) {
    return BasicBlock::Create(builder.getContext(), name, function);
  }

  Value *word(Value *base, Value *index) {
    return builder.CreateGEP(i64, base, index);
  }

  /// Word by word: there is no memcpy to call.
  void copyRecord(Value *number) {
    Value *record =
        word(function->getArg(0),
             builder.CreateMul(number, builder.getInt64(answerWords)));
    Value *header = builder.CreateLoad(i64, record);
    for (int64_t i = 1; i < answerWords; ++i) {
      Value *part = builder.CreateLoad(i64, word(record, builder.getInt64(i)));
      builder.CreateAlignedStore(
          part, word(function->getArg(4), builder.getInt64(i - 1)), Align(1));
    }
    builder.CreateStore(
        builder.CreateTrunc(builder.CreateLShr(header, 32), i32),
        function->getArg(5));
    builder.CreateRet(builder.CreateTrunc(header, i32));
  }

  IRBuilder<> builder;
  Type *i32, *i64;
  Function *function;
};

} // namespace

Function *defineAnswers(Module &module, GlobalVariable &vault,
                        ArrayRef<DeviceItem> items) {
  return AnswersBuilder(module).build(vault, items);
}

} // namespace hwlock::iree
