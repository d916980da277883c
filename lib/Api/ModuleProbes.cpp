//===- ModuleProbes.cpp - What flows into the layers of a module ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/ModuleProbes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace hwlock;

rt::Result<void> hwlock::exposeInputs(const ModuleLayers &layers) {
  func::FuncOp function;
  for (const ModuleLayer &layer : layers.layers()) {
    auto parent = dyn_cast<func::FuncOp>(layer.op->getParentOp());
    if (!parent || (function && function != parent))
      return rt::badInput("the layers of the model are not in one function",
                          "inline its functions");
    function = parent;
  }
  if (!function)
    return {};
  Operation *end = function.front().getTerminator();
  SmallVector<Value> results(end->getOperands());
  for (const ModuleLayers::Input &input : layers.inputs())
    results.push_back(input.first);
  end->setOperands(results);
  function.setFunctionType(FunctionType::get(function.getContext(),
                                             function.getArgumentTypes(),
                                             ValueRange(results).getTypes()));
  if (ArrayAttr attributes = function.getAllResultAttrs()) {
    SmallVector<Attribute> all(attributes.begin(), attributes.end());
    all.resize(results.size(), DictionaryAttr::get(function.getContext()));
    function.setAllResultAttrs(all);
  }
  return {};
}

static Value roundToFloat16(OpBuilder &builder, Location location,
                            Value value) {
  Value narrow =
      arith::TruncFOp::create(builder, location, builder.getF16Type(), value);
  return arith::ExtFOp::create(builder, location, value.getType(), narrow);
}

/// In integers, since not every CPU has an instruction for it.
static Value roundToBFloat16(OpBuilder &builder, Location location,
                             Value value) {
  Type word = builder.getI32Type();
  auto number = [&](uint32_t bits) -> Value {
    return arith::ConstantOp::create(
        builder, location,
        builder.getI32IntegerAttr(static_cast<int32_t>(bits)));
  };
  Value bits = arith::BitcastOp::create(builder, location, word, value);
  Value odd = arith::ShRUIOp::create(builder, location, bits, number(16));
  odd = arith::AndIOp::create(builder, location, odd, number(1));
  Value sum = arith::AddIOp::create(builder, location, bits, number(0x7FFF));
  sum = arith::AddIOp::create(builder, location, sum, odd);
  sum = arith::AndIOp::create(builder, location, sum, number(0xFFFF0000));
  Value rounded =
      arith::BitcastOp::create(builder, location, value.getType(), sum);
  // What is no number stays so.
  Value isNan = arith::CmpFOp::create(builder, location,
                                      arith::CmpFPredicate::UNO, value, value);
  return arith::SelectOp::create(builder, location, isNan, value, rounded);
}

static Value roundToInteger(OpBuilder &builder, Location location, Value value,
                            Value scale, Value low, Value high) {
  Value steps = arith::DivFOp::create(builder, location, value, scale);
  steps = math::RoundEvenOp::create(builder, location, steps);
  steps = arith::MaximumFOp::create(builder, location, steps, low);
  steps = arith::MinimumFOp::create(builder, location, steps, high);
  return arith::MulFOp::create(builder, location, steps, scale);
}

namespace {

/// Makes the rounded form of one input.
class InputRounder {
public:
  InputRounder(ModuleConstants &constants, Rounding rounding)
      : constants(constants), rounding(rounding),
        builder(constants.module().getContext()) {}

  Value round(const ModuleLayers::Input &input, size_t index);

private:
  Value parameter(size_t index, StringRef name, int64_t channels, float value) {
    std::vector<float> values(channels, value);
    return constants.append(
        ("input_" + Twine(index) + "." + name).str(),
        RankedTensorType::get({channels}, builder.getF32Type()),
        {reinterpret_cast<const char *>(values.data()),
         values.size() * sizeof(float)},
        builder);
  }

  ModuleConstants &constants;
  Rounding rounding;
  OpBuilder builder;
};

} // namespace

Value InputRounder::round(const ModuleLayers::Input &input, size_t index) {
  auto [value, dimension] = input;
  auto type = cast<RankedTensorType>(value.getType());
  Location location = value.getLoc();
  builder.setInsertionPointAfterValue(value);
  SmallVector<Value> operands{value};
  unsigned rank = type.getRank();
  AffineMap all = builder.getMultiDimIdentityMap(rank);
  SmallVector<AffineMap> maps{all};
  if (rounding == Rounding::Integer) {
    // As little rounding as 24 bits allow.
    constexpr float all24 = 1 << 24, fine = 1.0f / (1 << 16);
    int64_t channels = type.getDimSize(dimension);
    operands.push_back(parameter(index, "scale", channels, fine));
    operands.push_back(parameter(index, "low", channels, -all24));
    operands.push_back(parameter(index, "high", channels, all24));
    maps.append(3,
                AffineMap::get(rank, 0, builder.getAffineDimExpr(dimension)));
  }
  SmallVector<OpFoldResult> sizes =
      tensor::getMixedSizes(builder, location, value);
  Value empty =
      tensor::EmptyOp::create(builder, location, sizes, type.getElementType());
  maps.push_back(all);
  SmallVector<utils::IteratorType> loops(rank, utils::IteratorType::parallel);
  auto op = linalg::GenericOp::create(
      builder, location, type, operands, empty, maps, loops,
      [&](OpBuilder &body, Location where, ValueRange in) {
        Value rounded;
        if (rounding == Rounding::Integer)
          rounded = roundToInteger(body, where, in[0], in[1], in[2], in[3]);
        else if (rounding == Rounding::Float16)
          rounded = roundToFloat16(body, where, in[0]);
        else
          rounded = roundToBFloat16(body, where, in[0]);
        linalg::YieldOp::create(body, where, rounded);
      });
  return op->getResult(0);
}

rt::Result<void> hwlock::roundInputs(ModuleConstants &constants,
                                     const ModuleLayers &layers,
                                     Rounding rounding) {
  for (const ModuleLayers::Input &input : layers.inputs()) {
    auto type = cast<RankedTensorType>(input.first.getType());
    if (!type.getElementType().isF32() ||
        (rounding == Rounding::Integer && type.isDynamicDim(input.second)))
      return rt::badInput("a layer reads a tensor of other elements than f32, "
                          "or of an open number of channels",
                          "export the model with float32 and fixed shapes");
  }
  InputRounder rounder(constants, rounding);
  SmallVector<Value> rounded;
  for (auto [index, input] : llvm::enumerate(layers.inputs()))
    rounded.push_back(rounder.round(input, index));
  for (const ModuleLayer &layer : layers.layers())
    layer.input->set(rounded[layer.inputIndex]);
  return {};
}
