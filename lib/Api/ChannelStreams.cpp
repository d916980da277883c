//===- ChannelStreams.cpp - Channels that layers share --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One walk in the order of the module. A value carries a stream from the layer
// that writes it until it is read; where two meet they become one. A reader
// that is not understood, the caller of the function too, spoils the stream.
//===----------------------------------------------------------------------===//
#include "ChannelStreams.h"
#include "ConstantTrace.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/EquivalenceClasses.h"

using namespace mlir;
using namespace hwlock;

namespace {

/// Where in a value the channels of a stream lie.
struct Place {
  size_t stream;
  int64_t dimension, channels;
  /// Element i of the dimension is of channel (i / stride) % channels.
  int64_t stride = 1;
  /// The dimension before it, if the two together count the channels.
  std::optional<int64_t> outer = std::nullopt;
};

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
  std::optional<Place> placeAfter(Operation *op);
  std::optional<Place> throughReshape(Operation *op, Place place);
  std::optional<Place> throughCollapse(tensor::CollapseShapeOp collapse,
                                       Place place);
  std::optional<Place> throughExpand(tensor::ExpandShapeOp expand, Place place);
  std::optional<size_t> biasOf(Value value, int64_t dimension) const;
  void addBias(Value on, size_t place, size_t constant);
  void spoil(Value value);
  const Place *find(Value value) const {
    auto it = places.find(value);
    return it == places.end() ? nullptr : &it->second;
  }

  const ModuleConstants &constants;
  std::vector<ModuleLayer> &layers;
  llvm::DenseMap<Operation *, size_t> layerOf;
  llvm::DenseMap<Value, Place> places;
  /// Results of layers that nothing was added to yet.
  llvm::DenseMap<Value, size_t> bare;
  llvm::EquivalenceClasses<size_t> classes;
  /// One for each layer that writes, before they are joined.
  std::vector<ChannelStream> streams;
  llvm::SmallDenseSet<size_t> spoilt;
};

/// What a value in the body of an operation does if the channel is scaled.
enum class Scaling { None, Zero, Constant, Scaled, Condition };

} // namespace

/// `scaled` are the arguments that are scaled with the channel.
static Scaling scalingOf(Value value, Block *block,
                         const llvm::SmallDenseSet<Value> &scaled,
                         unsigned depth = 0) {
  if (scaled.contains(value))
    return Scaling::Scaled;
  FloatAttr number;
  if (matchPattern(value, m_Constant(&number)))
    return number.getValue().isZero() ? Scaling::Zero : Scaling::Constant;
  Operation *op = value.getDefiningOp();
  if (!op || op->getBlock() != block || depth > 8)
    return Scaling::None;
  SmallVector<Scaling> of;
  for (Value operand : op->getOperands())
    of.push_back(scalingOf(operand, block, scaled, depth + 1));
  auto scales = [](Scaling scaling) {
    return scaling == Scaling::Scaled || scaling == Scaling::Zero;
  };
  if (isa<arith::AddFOp, arith::SubFOp, arith::MaximumFOp, arith::MinimumFOp,
          arith::MaxNumFOp, arith::MinNumFOp, arith::NegFOp>(op))
    return llvm::all_of(of, scales) ? Scaling::Scaled : Scaling::None;
  if (isa<arith::CmpFOp>(op))
    return llvm::all_of(of, scales) ? Scaling::Condition : Scaling::None;
  if (isa<arith::SelectOp>(op))
    return of[0] == Scaling::Condition && scales(of[1]) && scales(of[2])
               ? Scaling::Scaled
               : Scaling::None;
  if (isa<arith::MulFOp>(op) && of[0] == Scaling::Constant)
    std::swap(of[0], of[1]);
  if (isa<arith::MulFOp, arith::DivFOp>(op) && of[0] == Scaling::Scaled &&
      of[1] == Scaling::Constant)
    return Scaling::Scaled;
  return Scaling::None;
}

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
  if (const Place *place = find(value))
    spoilt.insert(place->stream);
}

void StreamFinder::addBias(Value on, size_t stream, size_t constant) {
  auto &biases = streams[stream].biases;
  if (!llvm::is_contained(biases, constant))
    biases.push_back(constant);
  auto layer = bare.find(on);
  if (layer != bare.end() && on.hasOneUse() && !layers[layer->second].bias)
    layers[layer->second].bias = constant;
}

void StreamFinder::visitLayer(size_t index) {
  ModuleLayer &layer = layers[index];
  // Read.
  if (const Place *place = find(layer.input->get())) {
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
  Place place{stream, *layer.outputChannels,
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
  std::optional<Place> result;
  AffineMap out = op.getIndexingMapMatchingResult(op->getResult(0));
  llvm::SmallDenseSet<Value> scaled;
  bool understood = out.isPermutation();
  SmallVector<OpOperand *> others;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    const Place *place = find(operand->get());
    AffineMap in = op.getMatchingIndexingMap(operand);
    if (!place) {
      others.push_back(operand);
      continue;
    }
    Place here = *place;
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
  if (scalingOf(yielded, op.getBlock(), scaled) != Scaling::Scaled) {
    for (Value operand : op->getOperands())
      spoil(operand);
    return;
  }
  for (size_t bias : biases)
    for (OpOperand *operand : op.getDpsInputOperands())
      if (find(operand->get()))
        addBias(operand->get(), find(operand->get())->stream, bias);
  places[op->getResult(0)] = *result;
}

/// Channels that two dimensions count become those of one.
std::optional<Place>
StreamFinder::throughCollapse(tensor::CollapseShapeOp collapse, Place place) {
  auto groups = collapse.getReassociationIndices();
  for (auto [index, group] : llvm::enumerate(groups)) {
    auto *it = llvm::find(group, place.dimension);
    if (it == group.end())
      continue;
    if (place.outer && !llvm::is_contained(group, *place.outer)) {
      if (group.size() != 1 || groups[index - 1].size() != 1)
        return std::nullopt;
      place.outer = index - 1;
      place.dimension = index;
      return place;
    }
    for (int64_t inner : llvm::make_range(std::next(it), group.end())) {
      if (collapse.getSrcType().isDynamicDim(inner))
        return std::nullopt;
      place.stride *= collapse.getSrcType().getDimSize(inner);
    }
    place.dimension = index;
    place.outer = std::nullopt;
    return place;
  }
  return std::nullopt;
}

/// Channels of one dimension may become those of two.
std::optional<Place> StreamFinder::throughExpand(tensor::ExpandShapeOp expand,
                                                 Place place) {
  auto groups = expand.getReassociationIndices();
  auto group = groups[place.dimension];
  if (place.outer) {
    if (group.size() != 1 || groups[*place.outer].size() != 1)
      return std::nullopt;
    place.dimension = group[0];
    place.outer = group[0] - 1;
    return place;
  }
  int64_t size = expand.getSrcType().getDimSize(place.dimension);
  for (int64_t dimension : group)
    if (expand.getType().getDimSize(dimension) == size) {
      place.dimension = dimension;
      return place;
    }
  if (group.size() != 2 || place.stride != 1 || size != place.channels)
    return std::nullopt;
  place.outer = group[0];
  place.dimension = group[1];
  return place;
}

std::optional<Place> StreamFinder::throughReshape(Operation *op, Place place) {
  if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op))
    return throughCollapse(collapse, place);
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op))
    return throughExpand(expand, place);
  return std::nullopt;
}

static bool isPooling(Operation *op) {
  return isa<linalg::PoolingNchwMaxOp, linalg::PoolingNhwcMaxOp,
             linalg::PoolingNchwSumOp, linalg::PoolingNhwcSumOp>(op);
}

/// Where the channels of the first operand are in the result, if `op` is one
/// that they pass through.
std::optional<Place> StreamFinder::placeAfter(Operation *op) {
  const Place *place = find(op->getOperand(0));
  if (!place)
    return std::nullopt;
  if (isPooling(op) || isa<tensor::CastOp>(op))
    return *place;
  if (auto pad = dyn_cast<tensor::PadOp>(op)) {
    Value value = pad.getConstantPaddingValue();
    APFloat number(0.0f);
    bool scales = value && matchPattern(value, m_ConstantFloat(&number)) &&
                  (number.isZero() || number.isInfinity());
    return scales ? std::optional(*place) : std::nullopt;
  }
  return throughReshape(op, *place);
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
  if (auto after = placeAfter(op)) {
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
