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

/// To the nearest even of those whose lowest `dropped` bits are zero: bfloat16
/// and TF32 are float32 with fewer of them. In integers, since not every CPU
/// has an instruction for it.
static Value roundToUpperBits(OpBuilder &builder, Location location,
                              Value value, unsigned dropped) {
  Type word = builder.getI32Type();
  auto number = [&](uint32_t bits) -> Value {
    return arith::ConstantOp::create(
        builder, location,
        builder.getI32IntegerAttr(static_cast<int32_t>(bits)));
  };
  Value bits = arith::BitcastOp::create(builder, location, word, value);
  Value odd = arith::ShRUIOp::create(builder, location, bits, number(dropped));
  odd = arith::AndIOp::create(builder, location, odd, number(1));
  uint32_t half = 1u << (dropped - 1);
  Value sum = arith::AddIOp::create(builder, location, bits, number(half - 1));
  sum = arith::AddIOp::create(builder, location, sum, odd);
  sum =
      arith::AndIOp::create(builder, location, sum, number(~((half << 1) - 1)));
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

/// Makes rounded forms of what flows through a module.
class Rounder {
public:
  Rounder(ModuleConstants &constants, Rounding rounding)
      : constants(constants), rounding(rounding),
        builder(constants.module().getContext()) {}

  Value roundInput(const ModuleLayers::Input &input, size_t index);
  /// To 16 bits.
  Value roundOutput(Value value) {
    builder.setInsertionPointAfterValue(value);
    return roundElements(value, {}, 0);
  }

private:
  bool isInteger() const {
    return rounding == Rounding::Integer || rounding == Rounding::Rotated;
  }
  Value roundElements(Value value, ValueRange parameters, int64_t dimension);
  Value rotate(Value value, int64_t dimension, size_t index);
  Value parameter(size_t index, StringRef name, ArrayRef<int64_t> shape,
                  ArrayRef<float> values) {
    return constants.append(("input_" + Twine(index) + "." + name).str(),
                            RankedTensorType::get(shape, builder.getF32Type()),
                            {reinterpret_cast<const char *>(values.data()),
                             values.size() * sizeof(float)},
                            builder);
  }

  ModuleConstants &constants;
  Rounding rounding;
  OpBuilder builder;
};

} // namespace

/// `parameters` have one value for each index of `dimension`.
Value Rounder::roundElements(Value value, ValueRange parameters,
                             int64_t dimension) {
  auto type = cast<RankedTensorType>(value.getType());
  Location location = value.getLoc();
  SmallVector<Value> operands{value};
  operands.append(parameters.begin(), parameters.end());
  unsigned rank = type.getRank();
  AffineMap all = builder.getMultiDimIdentityMap(rank);
  SmallVector<AffineMap> maps{all};
  if (!parameters.empty())
    maps.append(parameters.size(),
                AffineMap::get(rank, 0, builder.getAffineDimExpr(dimension)));
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
        if (isInteger())
          rounded = roundToInteger(body, where, in[0], in[1], in[2], in[3]);
        else if (rounding == Rounding::Float16)
          rounded = roundToFloat16(body, where, in[0]);
        else
          rounded = roundToUpperBits(body, where, in[0],
                                     rounding == Rounding::BFloat16 ? 16 : 13);
        linalg::YieldOp::create(body, where, rounded);
      });
  return op->getResult(0);
}

/// A new square matrix, at first the identity, times the channels.
Value Rounder::rotate(Value value, int64_t dimension, size_t index) {
  auto type = cast<RankedTensorType>(value.getType());
  Location location = value.getLoc();
  int64_t channels = type.getDimSize(dimension);
  std::vector<float> identity(channels * channels, 0.0f);
  for (int64_t channel = 0; channel < channels; ++channel)
    identity[channel * (channels + 1)] = 1.0f;
  Value matrix = parameter(index, "rotation", {channels, channels}, identity);
  SmallVector<OpFoldResult> sizes =
      tensor::getMixedSizes(builder, location, value);
  Value empty =
      tensor::EmptyOp::create(builder, location, sizes, type.getElementType());
  Value zero = arith::ConstantOp::create(
      builder, location, builder.getZeroAttr(type.getElementType()));
  Value sum =
      linalg::FillOp::create(builder, location, zero, empty).getResult(0);
  // The last loop is over the channels that are read.
  unsigned rank = type.getRank();
  AffineExpr read = builder.getAffineDimExpr(rank);
  AffineExpr written = builder.getAffineDimExpr(dimension);
  AffineMap out = AffineMap::getMultiDimIdentityMap(rank + 1, type.getContext())
                      .getMajorSubMap(rank);
  AffineMap in = out.replace(written, read, rank + 1, 0);
  AffineMap weight =
      AffineMap::get(rank + 1, 0, {written, read}, type.getContext());
  SmallVector<utils::IteratorType> loops(rank, utils::IteratorType::parallel);
  loops.push_back(utils::IteratorType::reduction);
  auto op = linalg::GenericOp::create(
      builder, location, type, ValueRange{value, matrix}, sum,
      ArrayRef<AffineMap>{in, weight, out}, loops,
      [](OpBuilder &body, Location where, ValueRange each) {
        Value product = arith::MulFOp::create(body, where, each[0], each[1]);
        Value total = arith::AddFOp::create(body, where, each[2], product);
        linalg::YieldOp::create(body, where, total);
      });
  return op->getResult(0);
}

Value Rounder::roundInput(const ModuleLayers::Input &input, size_t index) {
  auto [value, dimension] = input;
  builder.setInsertionPointAfterValue(value);
  if (!isInteger())
    return roundElements(value, {}, dimension);
  if (rounding == Rounding::Rotated)
    value = rotate(value, dimension, index);
  // As little rounding as 24 bits allow.
  constexpr float all24 = 1 << 24, fine = 1.0f / (1 << 16);
  int64_t channels =
      cast<RankedTensorType>(value.getType()).getDimSize(dimension);
  SmallVector<Value> parameters;
  for (auto [name, initial] : {std::pair<StringRef, float>{"scale", fine},
                               {"low", -all24},
                               {"high", all24}})
    parameters.push_back(parameter(index, name, channels,
                                   std::vector<float>(channels, initial)));
  return roundElements(value, parameters, dimension);
}

rt::Result<void> hwlock::roundInputs(ModuleConstants &constants,
                                     const ModuleLayers &layers,
                                     Rounding rounding) {
  bool isInteger =
      rounding == Rounding::Integer || rounding == Rounding::Rotated;
  for (const ModuleLayers::Input &input : layers.inputs()) {
    auto type = cast<RankedTensorType>(input.first.getType());
    if (!type.getElementType().isF32() ||
        (isInteger && type.isDynamicDim(input.second)))
      return rt::badInput("a layer reads a tensor of other elements than f32, "
                          "or of an open number of channels",
                          "export the model with float32 and fixed shapes");
  }
  Rounder rounder(constants, rounding);
  SmallVector<Value> rounded;
  for (auto [index, input] : llvm::enumerate(layers.inputs()))
    rounded.push_back(rounder.roundInput(input, index));
  for (const ModuleLayer &layer : layers.layers())
    layer.input->set(rounded[layer.inputIndex]);
  return {};
}

rt::Result<void> hwlock::roundThrough(ModuleConstants &constants,
                                      const ModuleLayers &layers,
                                      Rounding rounding) {
  if (auto read = roundInputs(constants, layers, rounding); !read)
    return read;
  Rounder rounder(constants, rounding);
  for (const ModuleLayer &layer : layers.layers()) {
    Value written = layer.written;
    Value rounded = rounder.roundOutput(written);
    written.replaceAllUsesExcept(rounded, rounded.getDefiningOp());
  }
  return {};
}
