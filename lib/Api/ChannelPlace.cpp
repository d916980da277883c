//===- ChannelPlace.cpp - Where channels lie in a value -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ChannelPlace.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace hwlock;

/// Channels that two dimensions count become those of one.
static std::optional<ChannelPlace>
throughCollapse(tensor::CollapseShapeOp collapse, ChannelPlace place) {
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
static std::optional<ChannelPlace> throughExpand(tensor::ExpandShapeOp expand,
                                                 ChannelPlace place) {
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
  if (group.size() != 2 || size != place.channels * place.stride)
    return std::nullopt;
  place.outer = group[0];
  place.dimension = group[1];
  return place;
}

static std::optional<ChannelPlace> throughReshape(Operation *op,
                                                  ChannelPlace place) {
  if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op))
    return throughCollapse(collapse, place);
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op))
    return throughExpand(expand, place);
  return std::nullopt;
}

bool hwlock::isPooling(Operation *op) {
  return isa<linalg::PoolingNchwMaxOp, linalg::PoolingNhwcMaxOp,
             linalg::PoolingNchwSumOp, linalg::PoolingNhwcSumOp>(op);
}

std::optional<ChannelPlace> hwlock::placeAfter(Operation *op,
                                               ChannelPlace place) {
  if (isPooling(op) || isa<tensor::CastOp>(op))
    return place;
  if (auto pad = dyn_cast<tensor::PadOp>(op)) {
    Value value = pad.getConstantPaddingValue();
    APFloat number(0.0f);
    bool scales = value && matchPattern(value, m_ConstantFloat(&number)) &&
                  (number.isZero() || number.isInfinity());
    return scales ? std::optional(place) : std::nullopt;
  }
  return throughReshape(op, place);
}
