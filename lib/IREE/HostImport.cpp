//===- HostImport.cpp - Asking the host through a VM module ---------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "HostImport.h"
#include "AnswerTable.h"
#include "ForeignDialects.h"
#include "hwlock/Support/Status.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

namespace hwlock::iree {
namespace {

Type utilType(OpBuilder &builder, StringRef name) {
  return OpaqueType::get(builder.getStringAttr("util"), name);
}

FunctionType signature(OpBuilder &builder, StringRef itemType) {
  SmallVector<Type> record(answerWords, builder.getI64Type());
  return builder.getFunctionType(
      {utilType(builder, itemType), builder.getI32Type()}, record);
}

func::FuncOp declare(OpBuilder &builder, Location location, StringRef name,
                     StringRef itemType) {
  auto function = func::FuncOp::create(builder, location, name,
                                       signature(builder, itemType));
  function.setPrivate();
  return function;
}

} // namespace

/// Nothing but an attribute names the function that stands in. The barriers
/// keep iree-compile 3.13.0 from dropping its arguments and results, which
/// nobody seems to use; a list, which is a reference as well, keeps it from
/// passing a buffer as four arguments.
void declareHost(OpBuilder &builder, Location location) {
  declare(builder, location, answerImport, "buffer")
      ->setAttr("vm.fallback",
                FlatSymbolRefAttr::get(builder.getContext(), absentFunction));
  auto absent = declare(builder, location, absentFunction, "list<i8>");
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(absent.addEntryBlock());
  ForeignBuilder foreign(builder, location);
  auto hide = [&](ValueRange values) {
    return foreign.create("util.optimization_barrier", values.getTypes(),
                          values);
  };
  hide(absent.getArguments());
  auto number = [&](int64_t value) -> Value {
    return arith::ConstantIntOp::create(builder, location, value, 64);
  };
  SmallVector<Value> record(answerWords, number(0));
  record[0] = number(int64_t(Status::Environment));
  func::ReturnOp::create(builder, location, hide(record)->getResults());
}

Value askHost(OpBuilder &builder, Location location,
              ArrayRef<DeviceItem> items) {
  ForeignBuilder foreign(builder, location);
  TypeRange record = signature(builder, "buffer").getResults();
  SmallVector<Value> table;
  for (const DeviceItem &item : items) {
    auto type =
        RankedTensorType::get(int64_t(item.bytes.size()), builder.getI8Type());
    auto bytes = DenseElementsAttr::getFromRawBuffer(
        type,
        {reinterpret_cast<const char *>(item.bytes.data()), item.bytes.size()});
    Value buffer =
        foreign
            .create("util.buffer.constant", utilType(builder, "buffer"), {},
                    {foreign.named("value", bytes)})
            ->getResult(0);
    Value source =
        arith::ConstantIntOp::create(builder, location, item.source, 32);
    auto call = func::CallOp::create(builder, location, answerImport, record,
                                     ValueRange{buffer, source});
    llvm::append_range(table, call.getResults());
  }
  return tensor::FromElementsOp::create(builder, location, table);
}

} // namespace hwlock::iree
