//===- ChannelStreams.cpp - Channels that layers share --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One walk in the order of the module. A value carries a stream from the layer
// that writes it until it is read; where two meet they become one. A reader
// that is not understood, the caller of the function too, spoils the stream.
//===----------------------------------------------------------------------===//
#include "ChannelStreams.h"
#include "ChannelPlace.h"
#include "ChannelScaling.h"
#include "ConstantTrace.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/EquivalenceClasses.h"

using namespace mlir;
using namespace hwlock;

namespace {

class StreamFinder {
public:
  StreamFinder(const ModuleConstants &constants,
               std::vector<ModuleLayer> &layers)
      : constants(constants), layers(layers) {}

  std::vector<ChannelStream> run();

private:
  void visit(Operation *op);
  void visitLayer(size_t index);
  void visitMap(linalg::LinalgOp op);
  std::optional<size_t> biasOf(Value value, int64_t dimension) const;
  void addBias(Value on, Value sum, size_t stream, size_t constant);
  void spoil(Value value);
  const ChannelPlace *find(Value value) const {
    auto it = places.find(value);
    return it == places.end() ? nullptr : &it->second;
  }

  const ModuleConstants &constants;
  std::vector<ModuleLayer> &layers;
  llvm::DenseMap<Operation *, size_t> layerOf;
  llvm::DenseMap<Value, ChannelPlace> places;
  /// Results of layers that nothing was added to yet.
  llvm::DenseMap<Value, size_t> bare;
  llvm::EquivalenceClasses<size_t> classes;
  /// One for each layer that writes, before they are joined.
  std::vector<ChannelStream> streams;
  llvm::SmallDenseSet<size_t> spoilt;
};

} // namespace

/// The constant with one value for each index of `dimension` that is `value`.
std::optional<size_t> StreamFinder::biasOf(Value value,
                                           int64_t dimension) const {
  auto trace = traceConstant(value);
  if (!trace)
    return std::nullopt;
  size_t axes = 0;
  for (const ConstantTrace::Axes &along : trace->axes)
    axes += along.size();
  if (axes != 1 || trace->axes[dimension].size() != 1)
    return std::nullopt;
  return constants.find(trace->constant);
}

void StreamFinder::spoil(Value value) {
  if (const ChannelPlace *place = find(value))
    spoilt.insert(place->stream);
}

void StreamFinder::addBias(Value on, Value sum, size_t stream,
                           size_t constant) {
  auto &biases = streams[stream].biases;
  if (!llvm::is_contained(biases, constant))
    biases.push_back(constant);
  auto layer = bare.find(on);
  if (layer != bare.end() && on.hasOneUse() && !layers[layer->second].bias) {
    layers[layer->second].bias = constant;
    layers[layer->second].written = sum;
  }
}

void StreamFinder::visitLayer(size_t index) {
  ModuleLayer &layer = layers[index];
  // Read.
  if (const ChannelPlace *place = find(layer.input->get())) {
    if (place->dimension == layer.inputChannels &&
        place->outer == layer.inputGroups)
      streams[place->stream].readers.push_back({index, place->stride});
    else
      spoilt.insert(place->stream);
  }
  // Written.
  size_t stream = streams.size();
  streams.emplace_back().writers.push_back(index);
  classes.insert(stream);
  Value result = layer.op->getResult(0);
  auto type = dyn_cast<RankedTensorType>(result.getType());
  if (!layer.outputChannels || !type ||
      type.isDynamicDim(*layer.outputChannels) ||
      (layer.outputGroups && type.isDynamicDim(*layer.outputGroups))) {
    spoilt.insert(stream);
    return;
  }
  ChannelPlace place{stream, *layer.outputChannels,
                     type.getDimSize(*layer.outputChannels)};
  if (layer.outputGroups) {
    place.outer = layer.outputGroups;
    place.channels *= type.getDimSize(*place.outer);
  }
  places[result] = place;
  bare[result] = index;
  // What a layer starts from.
  Value start = layer.op.getDpsInits()[0];
  spoil(start);
  auto fill = start.getDefiningOp<linalg::FillOp>();
  if (fill && matchPattern(fill.getInputs()[0], m_AnyZeroFloat()))
    return;
  if (auto bias = biasOf(start, place.dimension)) {
    streams[stream].biases.push_back(*bias);
    layer.bias = bias;
    return;
  }
  spoilt.insert(stream);
}

/// True if `map` takes each dimension of `value` as it is; the importer writes
/// 0 for those of size one.
static bool readsAll(AffineMap map, Value value) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  SmallVector<AffineExpr> seen;
  for (auto [index, result] : llvm::enumerate(map.getResults())) {
    if (isa<AffineDimExpr>(result) && !llvm::is_contained(seen, result))
      seen.push_back(result);
    else if (isa<AffineDimExpr>(result) || !type || type.getDimSize(index) != 1)
      return false;
  }
  return type != nullptr;
}

/// An operation on each element.
void StreamFinder::visitMap(linalg::LinalgOp op) {
  std::optional<ChannelPlace> result;
  AffineMap out = op.getIndexingMapMatchingResult(op->getResult(0));
  llvm::SmallDenseSet<Value> scaled;
  bool understood = out.isPermutation();
  SmallVector<OpOperand *> others;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    const ChannelPlace *place = find(operand->get());
    AffineMap in = op.getMatchingIndexingMap(operand);
    if (!place) {
      others.push_back(operand);
      continue;
    }
    ChannelPlace here = *place;
    AffineExpr channels = in.getResult(place->dimension);
    here.dimension =
        llvm::find(out.getResults(), channels) - out.getResults().begin();
    understood &= in.getNumResults() == out.getNumResults() &&
                  readsAll(in, operand->get()) &&
                  (!place->outer || (in == out && out.isIdentity())) &&
                  here.dimension < out.getNumResults();
    if (result &&
        (result->dimension != here.dimension ||
         result->channels != here.channels || result->stride != here.stride ||
         result->outer != here.outer))
      understood = false;
    if (result && understood)
      classes.unionSets(result->stream, here.stream);
    result = here;
    scaled.insert(op.getMatchingBlockArgument(operand));
  }
  if (!result)
    return;
  if (!understood) {
    for (Value operand : op->getOperands())
      spoil(operand);
    return;
  }
  SmallVector<size_t> biases;
  for (OpOperand *operand : others) {
    AffineMap in = op.getMatchingIndexingMap(operand);
    std::optional<size_t> bias;
    AffineExpr channels = out.getResult(result->dimension);
    if (auto dimension = llvm::find(in.getResults(), channels);
        dimension != in.getResults().end() && result->stride == 1)
      bias = biasOf(operand->get(), dimension - in.getResults().begin());
    if (!bias)
      continue;
    biases.push_back(*bias);
    scaled.insert(op.getMatchingBlockArgument(operand));
  }
  Value yielded = op.getBlock()->getTerminator()->getOperand(0);
  if (!isScaledWith(yielded, op.getBlock(), scaled)) {
    for (Value operand : op->getOperands())
      spoil(operand);
    return;
  }
  for (size_t bias : biases)
    for (OpOperand *operand : op.getDpsInputOperands())
      if (find(operand->get()))
        addBias(operand->get(), op->getResult(0), find(operand->get())->stream,
                bias);
  places[op->getResult(0)] = *result;
}

void StreamFinder::visit(Operation *op) {
  if (auto layer = layerOf.find(op); layer != layerOf.end())
    return visitLayer(layer->second);
  if (isa<tensor::DimOp>(op) || op->getNumOperands() == 0)
    return;
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  if (linalgOp && op->getNumResults() == 1 && !isPooling(op) &&
      linalgOp.getNumParallelLoops() == linalgOp.getNumLoops() &&
      // A sum that starts from a stream is none on each element.
      llvm::none_of(linalgOp.getDpsInits(), [&](Value v) { return find(v); }))
    return visitMap(linalgOp);
  const ChannelPlace *first = find(op->getOperand(0));
  if (auto after = first ? placeAfter(op, *first) : std::nullopt) {
    places[op->getResult(0)] = *after;
    return;
  }
  for (Value operand : op->getOperands())
    spoil(operand);
}

std::vector<ChannelStream> StreamFinder::run() {
  for (auto [index, layer] : llvm::enumerate(layers))
    layerOf[layer.op] = index;
  constants.module().walk<WalkOrder::PreOrder>([&](Operation *op) {
    visit(op);
    return isa<linalg::LinalgOp>(op) ? WalkResult::skip()
                                     : WalkResult::advance();
  });
  std::vector<ChannelStream> joined;
  for (const auto &leader : classes) {
    if (!leader->isLeader())
      continue;
    ChannelStream all;
    bool whole = true;
    for (size_t member : classes.members(*leader)) {
      const ChannelStream &part = streams[member];
      whole &= !spoilt.contains(member);
      all.writers.append(part.writers);
      all.readers.append(part.readers);
      for (size_t bias : part.biases)
        if (!llvm::is_contained(all.biases, bias))
          all.biases.push_back(bias);
    }
    if (whole && !all.readers.empty())
      joined.push_back(std::move(all));
  }
  llvm::sort(joined, [](const ChannelStream &a, const ChannelStream &b) {
    return a.writers.front() < b.writers.front();
  });
  return joined;
}

std::vector<ChannelStream>
hwlock::findStreams(const ModuleConstants &constants,
                    std::vector<ModuleLayer> &layers) {
  return StreamFinder(constants, layers).run();
}
