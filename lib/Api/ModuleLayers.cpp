//===- ModuleLayers.cpp - The linear layers of a module -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/ModuleLayers.h"
#include "ChannelStreams.h"
#include "ConstantTrace.h"

using namespace mlir;
using namespace hwlock;

static void addAxes(SmallVectorImpl<int64_t> &axes,
                    const ConstantTrace::Axes &more) {
  for (int64_t axis : more)
    if (!llvm::is_contained(axes, axis))
      axes.push_back(axis);
}

static std::optional<int64_t> placeOf(AffineMap map, AffineExpr dimension) {
  for (auto [place, result] : llvm::enumerate(map.getResults()))
    if (result == dimension)
      return place;
  return std::nullopt;
}

/// The layer that `op` is if `weight` holds its constant.
static std::optional<ModuleLayer> layerWith(linalg::LinalgOp op,
                                            OpOperand &weight, OpOperand &other,
                                            const ModuleConstants &constants) {
  auto trace = traceConstant(weight.get());
  if (!trace || traceConstant(other.get()))
    return std::nullopt;
  std::optional<size_t> place = constants.find(trace->constant);
  if (!place || !isa<FloatType>(constants.all()[*place].type.getElementType()))
    return std::nullopt;
  ModuleLayer layer{};
  layer.op = op;
  layer.written = op->getResult(0);
  layer.groups = 1;
  layer.input = &other;
  layer.inputChannels = -1;
  layer.weight = *place;
  AffineMap weightMap = op.getMatchingIndexingMap(&weight);
  AffineMap inputMap = op.getMatchingIndexingMap(&other);
  AffineMap outputMap = op.getIndexingMapMatchingResult(op->getResult(0));
  std::optional<int64_t> groups;
  SmallVector<int64_t> outputs;
  for (auto [index, expression] : llvm::enumerate(weightMap.getResults())) {
    if (!isa<AffineDimExpr>(expression))
      return std::nullopt;
    const ConstantTrace::Axes &axes = trace->axes[index];
    auto written = placeOf(outputMap, expression);
    auto read = placeOf(inputMap, expression);
    // A batch that the weight is repeated for.
    if (written && read && axes.empty())
      continue;
    if (written) {
      addAxes(layer.outputAxes, axes);
      outputs.push_back(*written);
    }
    if (written && read) {
      groups = read;
      // An axis of the constant may be groups and outputs in one.
      layer.groups *=
          cast<ShapedType>(weight.get().getType()).getDimSize(index);
    } else if (read) {
      addAxes(layer.inputAxes, axes);
      layer.inputChannels = *read;
    }
  }
  if (layer.inputChannels < 0 && groups)
    layer.inputChannels = *groups;
  else
    layer.inputGroups = groups;
  if (outputs.size() == 1)
    layer.outputChannels = outputs[0];
  else if (outputs.size() == 2 && outputs[0] + 1 == outputs[1]) {
    layer.outputGroups = outputs[0];
    layer.outputChannels = outputs[1];
  }
  // A single output has no axis of the constant.
  if (layer.inputChannels < 0 || outputs.empty())
    return std::nullopt;
  return layer;
}

static std::optional<ModuleLayer> layerOf(linalg::LinalgOp op,
                                          const ModuleConstants &constants) {
  bool convolves = linalg::isaConvolutionOpInterface(op);
  if (!convolves && !linalg::isaContractionOpInterface(op))
    return std::nullopt;
  if (op.getNumDpsInputs() != 2 || op->getNumResults() != 1)
    return std::nullopt;
  OpOperand *left = op.getDpsInputOperand(0), *right = op.getDpsInputOperand(1);
  auto layer = layerWith(op, *right, *left, constants);
  if (!layer && !convolves)
    layer = layerWith(op, *left, *right, constants);
  if (layer)
    layer->isConvolution = convolves;
  return layer;
}

ModuleLayers::ModuleLayers(const ModuleConstants &constants) {
  constants.module().walk([&](linalg::LinalgOp op) {
    auto layer = layerOf(op, constants);
    if (!layer)
      return;
    Input input{layer->input->get(), layer->inputChannels};
    read.insert(input);
    layer->inputIndex = llvm::find(read, input) - read.begin();
    found.push_back(std::move(*layer));
  });
  joined = findStreams(constants, found);
}

static void writeNumbers(llvm::json::OStream &json, llvm::StringRef name,
                         ArrayRef<int64_t> numbers) {
  json.attributeArray(name, [&] {
    for (int64_t number : numbers)
      json.value(number);
  });
}

static void writeLayer(llvm::json::OStream &json, const ModuleLayer &layer,
                       const ModuleConstants &constants) {
  json.attribute("operation", layer.op->getName().getStringRef());
  json.attribute("kind", layer.isConvolution ? "convolution" : "matmul");
  json.attribute("groups", layer.groups);
  json.attribute("weight", constants.all()[layer.weight].name);
  writeNumbers(json, "outputs", layer.outputAxes);
  writeNumbers(json, "inputs", layer.inputAxes);
  for (llvm::StringRef name : {"strides", "dilations"}) {
    SmallVector<int64_t> steps;
    if (auto value = layer.op->getAttrOfType<DenseIntElementsAttr>(name))
      steps.assign(value.value_begin<int64_t>(), value.value_end<int64_t>());
    writeNumbers(json, name, steps);
  }
  json.attribute("input", static_cast<int64_t>(layer.inputIndex));
  if (layer.bias)
    json.attribute("bias", constants.all()[*layer.bias].name);
  else
    json.attribute("bias", nullptr);
}

static void writeStream(llvm::json::OStream &json, const ChannelStream &stream,
                        const ModuleConstants &constants) {
  json.attributeArray("writers", [&] {
    for (size_t writer : stream.writers)
      json.value(static_cast<int64_t>(writer));
  });
  json.attributeArray("readers", [&] {
    for (const ChannelStream::Reader &reader : stream.readers)
      json.object([&] {
        json.attribute("layer", static_cast<int64_t>(reader.layer));
        json.attribute("stride", reader.stride);
      });
  });
  json.attributeArray("biases", [&] {
    for (size_t bias : stream.biases)
      json.value(constants.all()[bias].name);
  });
}

void hwlock::writeLayers(llvm::json::OStream &json,
                         const ModuleConstants &constants,
                         const ModuleLayers &layers) {
  json.attributeArray("layers", [&] {
    for (const ModuleLayer &layer : layers.layers())
      json.object([&] { writeLayer(json, layer, constants); });
  });
  json.attributeArray("streams", [&] {
    for (const ChannelStream &stream : layers.streams())
      json.object([&] { writeStream(json, stream, constants); });
  });
  json.attributeArray("inputs", [&] {
    for (const ModuleLayers::Input &input : layers.inputs())
      json.object([&] {
        auto type = cast<RankedTensorType>(input.first.getType());
        writeNumbers(json, "shape", type.getShape());
        json.attribute("channels", input.second);
      });
  });
}
