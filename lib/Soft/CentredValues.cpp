//===- CentredValues.cpp - What has a known sum over channels -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Soft/CentredValues.h"
#include "CentredBody.h"
#include "ChannelSum.h"
#include "Literal.h"
#include "LookUp.h"
#include "Reshapes.h"
#include "Rows.h"
#include "hwlock/Soft/ChannelAnalysis.h"

using namespace mlir;

namespace hwlock {

namespace {

/// A tensor with a form; where nothing lies along its axes the channels were
/// summed over.
struct Tracked {
  ChannelForm form;
  ChannelMap map;
  /// That sums are of.
  Rows rows;
};

/// What a function computes of one tensor and its sum over channels.
class CentredFlow {
public:
  CentredFlow(Value source, const ChannelMap &map) : channels(1) {
    for (const Digit &digit : map.digits())
      channels *= digit.size;
    tracked.insert(
        {source, {ChannelForm::linear(1, 0), map, wholeRows(source, map)}});
  }

  void visit(Operation *op);

  /// In the order in which they are computed.
  llvm::MapVector<Value, Tracked> tracked;

private:
  void visitStructured(linalg::LinalgOp op);
  void visitMove(Operation *op);
  void visitLookUp(linalg::LinalgOp op, const LookUp &lookUp);
  /// Of what the body of `op` gets from `operand`.
  ChannelForm formOf(linalg::LinalgOp op, OpOperand &operand,
                     const ChannelMap &loops) const;
  void finish(linalg::LinalgOp op, const ChannelMap &loops,
              const CentredBody &body, ArrayRef<unsigned> rows);

  int64_t channels;
};

/// True if some place that `operand` is read at depends on a channel beside
/// those on axes that `map` has channels on.
bool readsAcross(AffineMap indexing, const ChannelMap &map,
                 const ChannelMap &loops) {
  for (auto [axis, expression] : llvm::enumerate(indexing.getResults()))
    for (unsigned loop = 0; loop < loops.rank() && !map.onAxis(axis); ++loop)
      if (loops.onAxis(loop) && expression.isFunctionOfDim(loop))
        return true;
  return false;
}

} // namespace

ChannelForm CentredFlow::formOf(linalg::LinalgOp op, OpOperand &operand,
                                const ChannelMap &loops) const {
  AffineMap indexing = op.getMatchingIndexingMap(&operand);
  auto found = tracked.find(operand.get());
  if (found != tracked.end() && found->second.map.hasChannels())
    return readsAcross(indexing, found->second.map, loops) ? ChannelForm()
                                                           : found->second.form;
  bool row = isConstantAlong(operand, indexing, loops);
  if (found != tracked.end())
    return row ? found->second.form : ChannelForm();
  std::optional<ChannelMap> map = loops.fromLoops(indexing);
  if (!map && row)
    map = ChannelMap(indexing.getNumResults());
  if (map && isa<RankedTensorType>(operand.get().getType()))
    if (auto numbers = channelLiterals(operand.get(), *map, channels))
      return ChannelForm::constant(std::move(*numbers));
  if (auto number = literal(operand.get()))
    return ChannelForm::constant(std::vector<double>(channels, *number));
  return row ? ChannelForm::row() : ChannelForm();
}

void CentredFlow::visitStructured(linalg::LinalgOp op) {
  std::optional<ChannelMap> loops;
  SmallVector<OpOperand *> used;
  for (OpOperand &operand : op->getOpOperands()) {
    if (!op.payloadUsesValueFromOperand(&operand))
      continue;
    used.push_back(&operand);
    auto found = tracked.find(operand.get());
    if (found == tracked.end() || !found->second.map.hasChannels())
      continue;
    std::optional<ChannelMap> mine =
        found->second.map.toLoops(op.getMatchingIndexingMap(&operand));
    if (!mine || (loops && !(*loops == *mine)))
      return;
    loops = mine;
  }
  if (!loops)
    loops = ChannelMap(op.getNumLoops());
  CentredBody body(channels, *loops);
  // Sums may only meet rows that they are of.
  std::optional<Rows> rows;
  for (OpOperand *operand : used) {
    ChannelForm form = formOf(op, *operand, *loops);
    if (form.kind == ChannelForm::Linear) {
      std::optional<Rows> mine =
          rowLoops(tracked.find(operand->get())->second.rows,
                   op.getMatchingIndexingMap(operand));
      if (!mine || (rows && *rows != *mine))
        form = ChannelForm();
      else
        rows = mine;
    }
    body.set(op.getMatchingBlockArgument(operand), std::move(form));
  }
  for (Operation &inner : op.getBlock()->without_terminator())
    body.evaluate(inner);
  finish(op, *loops, body, rows ? *rows : Rows());
}

void CentredFlow::finish(linalg::LinalgOp op, const ChannelMap &loops,
                         const CentredBody &body, ArrayRef<unsigned> rows) {
  bool sums = op.getNumReductionLoops() > 0;
  if (sums && !reducesChannels(op, loops))
    return;
  for (auto [index, result] : llvm::enumerate(op->getResults())) {
    AffineMap written = op.getMatchingIndexingMap(op.getDpsInitOperand(index));
    Value made = sums ? summand(op, index)
                      : op.getBlock()->getTerminator()->getOperand(index);
    if (!made)
      continue;
    ChannelForm form = body.of(made);
    // All channels of what is added to the sum.
    if (sums && form.kind == ChannelForm::Linear)
      form = ChannelForm::linear(0, form.ofElement + channels * form.ofSum);
    std::optional<ChannelMap> map =
        form.kind == ChannelForm::Linear && form.ofElement == 0
            ? ChannelMap(written.getNumResults())
            : loops.fromLoops(written);
    if (!map)
      continue;
    std::optional<Rows> there;
    if (form.kind == ChannelForm::Linear)
      there = rowAxes(rows, written);
    else if (form.kind == ChannelForm::Centred && !sums)
      there = wholeRows(result, *map);
    if (there)
      tracked.insert({result, {std::move(form), *map, *there}});
  }
}

void CentredFlow::visitMove(Operation *op) {
  if (op->getNumOperands() == 0)
    return;
  auto found = tracked.find(op->getOperand(0));
  if (found == tracked.end())
    return;
  Tracked moved = found->second;
  std::optional<ChannelMap> map = reshaped(op, moved.map);
  // Where rows lie along an axis of channels, or beside what repeats them, they
  // could not be told apart.
  if (!map || !map->hasAxesOfItsOwn() ||
      (moved.form.kind == ChannelForm::Linear &&
       moved.rows != wholeRows(op->getOperand(0), moved.map)))
    return;
  Rows rows = wholeRows(op->getResult(0), *map);
  tracked.insert({op->getResult(0), {std::move(moved.form), *map, rows}});
}

/// A copy that is read within the body of `op`.
void CentredFlow::visitLookUp(linalg::LinalgOp op, const LookUp &lookUp) {
  Tracked moved = tracked.find(lookUp.source)->second;
  AffineMap written = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  std::optional<ChannelMap> loops = moved.map.toLoops(lookUp.indexing);
  std::optional<ChannelMap> map =
      loops ? loops->fromLoops(written) : std::nullopt;
  if (!map || readsAcross(lookUp.indexing, moved.map, *loops))
    return;
  std::optional<Rows> rows = rowLoops(moved.rows, lookUp.indexing);
  if (rows)
    rows = rowAxes(*rows, written);
  if (rows)
    tracked.insert({op->getResult(0), {std::move(moved.form), *map, *rows}});
}

void CentredFlow::visit(Operation *op) {
  if (auto structured = dyn_cast<linalg::LinalgOp>(op)) {
    if (std::optional<LookUp> lookUp = asLookUp(structured);
        lookUp && tracked.contains(lookUp->source))
      return visitLookUp(structured, *lookUp);
    if (!isContraction(structured) &&
        llvm::any_of(op->getOperands(),
                     [&](Value v) { return tracked.contains(v); }))
      visitStructured(structured);
    return;
  }
  visitMove(op);
}

/// Channels along the loops that `op` sums over; nothing if one is dynamic
/// or empty.
static std::optional<ChannelMap> summedLoops(linalg::LinalgOp op) {
  SmallVector<int64_t> ranges = op.getStaticLoopRanges();
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  ChannelMap loops(op.getNumLoops());
  int64_t count = 1;
  for (unsigned loop = op.getNumLoops(); loop-- > 0;) {
    if (iterators[loop] != utils::IteratorType::reduction)
      continue;
    if (ShapedType::isDynamic(ranges[loop]) || ranges[loop] == 0)
      return std::nullopt;
    loops.setAxis(loop, ranges[loop], count);
    count *= ranges[loop];
  }
  return loops;
}

CentredValues::CentredValues(FunctionOpInterface function) {
  // Control flow between blocks would need more than one pass.
  if (function.isExternal() || !function.getFunctionBody().hasOneBlock())
    return;
  Block &body = function.getFunctionBody().front();
  SmallVector<std::pair<Value, ChannelMap>> sources;
  for (auto op : body.getOps<linalg::LinalgOp>()) {
    if (op.getNumReductionLoops() == 0 || isContraction(op))
      continue;
    std::optional<ChannelMap> loops = summedLoops(op);
    if (!loops)
      continue;
    for (OpOperand *input : op.getDpsInputOperands()) {
      auto type = dyn_cast<RankedTensorType>(input->get().getType());
      if (!type || llvm::is_contained(type.getShape(), 0))
        continue;
      std::optional<ChannelMap> map =
          loops->fromLoops(op.getMatchingIndexingMap(input));
      if (map && map->hasChannels())
        sources.push_back({input->get(), *map});
    }
  }
  for (const auto &[source, map] : sources) {
    CentredFlow flow(source, map);
    Operation *first = source.getDefiningOp();
    for (Operation *op = first ? first->getNextNode() : &body.front(); op;
         op = op->getNextNode())
      flow.visit(op);
    for (auto &[value, found] : flow.tracked)
      if (found.form.kind == ChannelForm::Centred)
        known.insert({value,
                      {found.map, std::move(found.form.gain),
                       std::move(found.form.shift), source}});
  }
}

const CentredValue *CentredValues::of(Value value) const {
  auto found = known.find(value);
  return found == known.end() ? nullptr : &found->second;
}

} // namespace hwlock
