//===- ChannelMap.cpp - Where the channels of a tensor lie ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Soft/ChannelMap.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace hwlock {

static bool isChannel(const Digit &digit) { return digit.stride != 0; }

/// Counts any number of places; always the most significant digit.
static constexpr Digit uncounted{ShapedType::kDynamic, 0};

bool ChannelMap::hasChannels() const {
  return llvm::any_of(axes, [](const Axis &axis) { return !axis.empty(); });
}

bool ChannelMap::hasAxesOfItsOwn() const {
  return llvm::all_of(
      axes, [](const Axis &axis) { return llvm::all_of(axis, isChannel); });
}

bool ChannelMap::isStatic() const {
  return llvm::none_of(axes, [](const Axis &axis) {
    return llvm::is_contained(axis, uncounted);
  });
}

void ChannelMap::setAxis(unsigned index, int64_t size, int64_t stride) {
  axes[index] = {{size, stride}};
  normalise();
}

/// One way to write each map: digits that continue each other are one, digits
/// of a single value are none, an axis without a channel has no digits.
void ChannelMap::normalise() {
  for (Axis &axis : axes) {
    Axis merged;
    for (const Digit &digit : axis) {
      if (digit.size == 1)
        continue;
      if (!merged.empty() && merged.back() == uncounted && digit.stride == 0)
        continue;
      if (!merged.empty() && merged.back() != uncounted &&
          merged.back().stride == digit.stride * digit.size)
        merged.back() = {merged.back().size * digit.size, digit.stride};
      else
        merged.push_back(digit);
    }
    axis = llvm::any_of(merged, isChannel) ? merged : Axis();
  }
}

SmallVector<Digit, 4> ChannelMap::digits() const {
  SmallVector<Digit, 4> result;
  for (const Axis &axis : axes)
    llvm::copy_if(axis, std::back_inserter(result), isChannel);
  return result;
}

/// Takes the digits of the last `size` places from the end of `digits`.
static bool splitDigits(ChannelMap::Axis &digits, int64_t size,
                        ChannelMap::Axis &taken) {
  while (size > 1) {
    if (digits.empty())
      return false;
    Digit &last = digits.back();
    if (last == uncounted) {
      taken.insert(taken.begin(), Digit{size, 0});
      return true;
    }
    if (size % last.size == 0) {
      size /= last.size;
      taken.insert(taken.begin(), last);
      digits.pop_back();
      continue;
    }
    if (last.size % size != 0)
      return false;
    taken.insert(taken.begin(), Digit{size, last.stride});
    last = {last.size / size, last.stride * size};
    size = 1;
  }
  return true;
}

namespace {

/// A digit that two maps have in common.
struct DigitPair {
  int64_t size, left, right;
};

} // namespace

/// Adds the digits of one axis of two maps to `pairs`, the last one first, cut
/// so that both have the same sizes.
static bool pairDigits(ChannelMap::Axis left, ChannelMap::Axis right,
                       SmallVectorImpl<DigitPair> &pairs) {
  if (left.empty() || right.empty()) {
    for (const Digit &digit : llvm::reverse(left))
      pairs.push_back({digit.size, digit.stride, 0});
    for (const Digit &digit : llvm::reverse(right))
      pairs.push_back({digit.size, 0, digit.stride});
    return true;
  }
  while (!left.empty() && !right.empty() &&
         !(left.back() == uncounted && right.back() == uncounted)) {
    // The uncounted size is the least of all numbers.
    int64_t size = left.back() == uncounted || right.back() == uncounted
                       ? std::max(left.back().size, right.back().size)
                       : std::min(left.back().size, right.back().size);
    ChannelMap::Axis a, b;
    if (!splitDigits(left, size, a) || !splitDigits(right, size, b))
      return false;
    pairs.push_back({size, a[0].stride, b[0].stride});
  }
  auto hasNoMore = [](const ChannelMap::Axis &axis) {
    return axis.empty() || axis.back() == uncounted;
  };
  return hasNoMore(left) && hasNoMore(right);
}

bool ChannelMap::forEachPair(const ChannelMap &a, const ChannelMap &b,
                             llvm::function_ref<void(int64_t, int64_t)> visit) {
  SmallVector<DigitPair> pairs;
  for (auto [left, right] :
       llvm::zip_equal(llvm::reverse(a.axes), llvm::reverse(b.axes)))
    if (!pairDigits(left, right, pairs))
      return false;
  // Digits that are no channel of either repeat the same pairs.
  llvm::erase_if(pairs, [](const DigitPair &pair) {
    return pair.left == 0 && pair.right == 0;
  });
  int64_t count = 1;
  for (const DigitPair &pair : pairs)
    count *= pair.size;
  for (int64_t place = 0; place < count; ++place) {
    int64_t rest = place, atLeft = a.first, atRight = b.first;
    for (const DigitPair &pair : pairs) {
      int64_t value = rest % pair.size;
      rest /= pair.size;
      atLeft += value * pair.left;
      atRight += value * pair.right;
    }
    visit(atLeft, atRight);
  }
  return true;
}

void ChannelMap::forEach(llvm::function_ref<void(int64_t)> visit) const {
  if (hasChannels())
    forEachPair(*this, *this,
                [&](int64_t channel, int64_t) { visit(channel); });
}

/// Makes one digit of a dynamic axis and all before it; false if one of those
/// is a channel, the place of which nobody knows then.
static bool dropUncounted(ChannelMap::Axis &digits) {
  auto last = llvm::find(llvm::reverse(digits), uncounted).base();
  if (std::any_of(digits.begin(), last, isChannel))
    return false;
  if (last != digits.begin())
    digits.erase(digits.begin(), last - 1);
  return true;
}

bool ChannelMap::place(Axis &digits, ArrayRef<int64_t> to, ShapedType type) {
  for (int64_t axis : llvm::reverse(to)) {
    // Whatever is left lies along this axis and those before it.
    if (type.isDynamicDim(axis))
      return llvm::none_of(digits, isChannel);
    if (!splitDigits(digits, type.getDimSize(axis), axes[axis]))
      return false;
  }
  return llvm::none_of(digits, isChannel);
}

std::optional<ChannelMap>
ChannelMap::collapse(ArrayRef<ReassociationIndices> groups,
                     ShapedType type) const {
  ChannelMap result(groups.size());
  result.first = first;
  for (auto [group, axis] : llvm::zip_equal(groups, result.axes)) {
    if (llvm::none_of(group, [&](int64_t from) { return onAxis(from); }))
      continue;
    for (int64_t from : group) {
      if (onAxis(from))
        llvm::append_range(axis, axes[from]);
      else
        axis.push_back({type.getDimSize(from), 0});
    }
    if (!dropUncounted(axis))
      return std::nullopt;
  }
  result.normalise();
  return result;
}

std::optional<ChannelMap>
ChannelMap::expand(ArrayRef<ReassociationIndices> groups,
                   ShapedType type) const {
  ChannelMap result(type.getRank());
  result.first = first;
  for (auto [group, axis] : llvm::zip_equal(groups, axes)) {
    Axis digits = axis;
    if (!axis.empty() && !result.place(digits, group, type))
      return std::nullopt;
  }
  result.normalise();
  return result;
}

std::optional<ChannelMap> ChannelMap::reshape(ShapedType from,
                                              ShapedType to) const {
  if (llvm::is_contained(from.getShape(), 0))
    return std::nullopt;
  ChannelMap flat(1), result(to.getRank());
  result.first = first;
  if (!hasChannels())
    return result;
  for (auto [axis, size] : llvm::enumerate(from.getShape()))
    if (onAxis(axis))
      llvm::append_range(flat.axes[0], axes[axis]);
    else
      flat.axes[0].push_back({size, 0});
  if (!dropUncounted(flat.axes[0]))
    return std::nullopt;
  flat.normalise();
  auto all = llvm::to_vector_of<int64_t>(llvm::seq<int64_t>(to.getRank()));
  if (!result.place(flat.axes[0], all, to))
    return std::nullopt;
  result.normalise();
  return result;
}

std::optional<ChannelMap> ChannelMap::slice(ArrayRef<int64_t> offsets,
                                            ArrayRef<int64_t> sizes,
                                            ArrayRef<int64_t> strides,
                                            ShapedType type) const {
  ChannelMap result = *this;
  for (auto [index, axis] : llvm::enumerate(result.axes)) {
    if (axis.empty() || (sizes[index] == type.getDimSize(index) &&
                         !ShapedType::isDynamic(sizes[index])))
      continue;
    if (axis.size() != 1 || ShapedType::isDynamic(sizes[index]) ||
        ShapedType::isDynamic(offsets[index]) ||
        ShapedType::isDynamic(strides[index]))
      return std::nullopt;
    result.first += offsets[index] * axis[0].stride;
    axis[0] = {sizes[index], axis[0].stride * strides[index]};
  }
  result.normalise();
  return result;
}

std::optional<ChannelMap> ChannelMap::concatenate(ArrayRef<ChannelMap> parts,
                                                  unsigned axis, int64_t size) {
  ChannelMap result = parts[0];
  if (llvm::is_contained(result.axes[axis], uncounted))
    return std::nullopt;
  int64_t distance = parts.size() > 1 ? parts[1].first - parts[0].first : 0;
  for (auto [index, part] : llvm::enumerate(parts))
    if (part.axes != result.axes ||
        part.first != result.first + int64_t(index) * distance)
      return std::nullopt;
  if (!result.onAxis(axis))
    result.axes[axis] = {{size, 0}};
  result.axes[axis].insert(result.axes[axis].begin(),
                           {int64_t(parts.size()), distance});
  result.normalise();
  return result;
}

std::optional<ChannelMap> ChannelMap::toLoops(AffineMap indexing) const {
  ChannelMap result(indexing.getNumDims());
  result.first = first;
  for (auto [expression, axis] : llvm::zip_equal(indexing.getResults(), axes)) {
    if (axis.empty())
      continue;
    auto loop = dyn_cast<AffineDimExpr>(expression);
    if (!loop || result.onAxis(loop.getPosition()))
      return std::nullopt;
    result.axes[loop.getPosition()] = axis;
  }
  return result;
}

std::optional<ChannelMap> ChannelMap::fromLoops(AffineMap indexing) const {
  ChannelMap result(indexing.getNumResults());
  result.first = first;
  unsigned placed = 0;
  for (auto [expression, axis] :
       llvm::zip_equal(indexing.getResults(), result.axes))
    if (auto loop = dyn_cast<AffineDimExpr>(expression);
        loop && onAxis(loop.getPosition())) {
      axis = axes[loop.getPosition()];
      ++placed;
    }
  auto wanted = llvm::count_if(axes, [](const Axis &a) { return !a.empty(); });
  if (placed != wanted)
    return std::nullopt;
  return result;
}

} // namespace hwlock
