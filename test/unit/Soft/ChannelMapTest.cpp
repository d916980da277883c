//===- ChannelMapTest.cpp - Channels through reshapes and slices ----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hwlock/Soft/ChannelMap.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/MLIRContext.h"
#include <gtest/gtest.h>

using namespace mlir;
using namespace hwlock;

namespace {

struct ChannelMapTest : testing::Test {
  MLIRContext context;
  Builder builder{&context};

  RankedTensorType tensor(ArrayRef<int64_t> shape) {
    return RankedTensorType::get(shape, builder.getF32Type());
  }

  static std::vector<int64_t> channels(const ChannelMap &map) {
    std::vector<int64_t> found;
    map.forEach([&](int64_t channel) { found.push_back(channel); });
    return found;
  }

  /// Rows of `count` channels from 100 on.
  static ChannelMap rows(int64_t count) {
    ChannelMap map(2);
    map.setAxis(1, count, 1);
    map.setFirstChannel(100);
    return map;
  }
};

TEST_F(ChannelMapTest, HeadsAreDigits) {
  auto heads = rows(12).expand({{0}, {1, 2}}, tensor({5, 3, 4}));
  ASSERT_TRUE(heads);
  EXPECT_EQ(heads->axis(1), ArrayRef<Digit>({{3, 4}}));
  EXPECT_EQ(heads->axis(2), ArrayRef<Digit>({{4, 1}}));
  // And back.
  EXPECT_EQ(heads->collapse({{0}, {1, 2}}, tensor({5, 3, 4})), rows(12));
}

TEST_F(ChannelMapTest, FlatteningKeepsTheChannelOfEachPixel) {
  ChannelMap image(3);
  image.setAxis(0, 2, 1);
  auto flat = image.collapse({{0, 1, 2}}, tensor({2, 2, 3}));
  ASSERT_TRUE(flat);
  EXPECT_EQ(flat->axis(0), ArrayRef<Digit>({{2, 1}, {6, 0}}));
  EXPECT_EQ(flat->expand({{0, 1, 2}}, tensor({2, 2, 3})), image);
}

TEST_F(ChannelMapTest, HeadsOfAnyNumberOfSamplesAreCountedTogether) {
  int64_t any = ShapedType::kDynamic;
  ChannelMap heads(3);
  heads.setAxis(1, 3, 4);
  heads.setAxis(2, 4, 1);
  auto batch = heads.collapse({{0, 1}, {2}}, tensor({any, 3, 4}));
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->axis(0), ArrayRef<Digit>({{any, 0}, {3, 4}}));
  EXPECT_FALSE(batch->isStatic());
  EXPECT_EQ(batch->expand({{0, 1}, {2}}, tensor({any, 3, 4})), heads);
  // Three heads of each of two samples.
  auto two = batch->expand({{0, 1}, {2}}, tensor({2, 3, 4}));
  EXPECT_EQ(two, heads);
  EXPECT_TRUE(ChannelMap::forEachPair(
      *batch, *batch, [](int64_t a, int64_t b) { EXPECT_EQ(a, b); }));
  auto known = heads.collapse({{0, 1}, {2}}, tensor({5, 3, 4}));
  std::vector<int64_t> met;
  EXPECT_TRUE(
      ChannelMap::forEachPair(*batch, *known, [&](int64_t a, int64_t b) {
        EXPECT_EQ(a, b);
        met.push_back(a);
      }));
  llvm::sort(met);
  met.erase(llvm::unique(met), met.end());
  EXPECT_EQ(met.size(), 12u);
  // Which heads a slice has depends on where it begins, and a channel before
  // the samples may lie anywhere.
  EXPECT_FALSE(batch->slice({any, 0}, {any, 4}, {1, 1}, tensor({any, 4})));
  ChannelMap first(2);
  first.setAxis(0, 3, 1);
  EXPECT_FALSE(first.collapse({{0, 1}}, tensor({3, any})));
}

TEST_F(ChannelMapTest, AReshapeFollowsStaticAxesAtTheEnd) {
  int64_t any = ShapedType::kDynamic;
  auto heads = rows(12).reshape(tensor({any, 12}), tensor({any, 5, 3, 4}));
  ASSERT_TRUE(heads);
  EXPECT_FALSE(heads->onAxis(1));
  EXPECT_EQ(heads->axis(2), ArrayRef<Digit>({{3, 4}}));
  EXPECT_EQ(heads->axis(3), ArrayRef<Digit>({{4, 1}}));
  EXPECT_EQ(heads->reshape(tensor({any, 5, 3, 4}), tensor({any, 12})),
            rows(12));
  // Channels go round.
  auto twice = rows(12).reshape(tensor({any, 12}), tensor({any, 24}));
  ASSERT_TRUE(twice);
  EXPECT_EQ(twice->axis(1), ArrayRef<Digit>({{2, 0}, {12, 1}}));

  EXPECT_FALSE(rows(12).reshape(tensor({any, 12}), tensor({any, any})));
  EXPECT_FALSE(rows(12).reshape(tensor({any, 12}), tensor({any, 4})));
  EXPECT_FALSE(rows(12).reshape(tensor({5, 12}), tensor({12, 5})));
  ChannelMap first(2);
  first.setAxis(0, 12, 1);
  EXPECT_FALSE(first.reshape(tensor({12, any}), tensor({any, 12})));
}

TEST_F(ChannelMapTest, ASliceStartsAtItsOffset) {
  auto packed = rows(12).expand({{0}, {1, 2}}, tensor({5, 3, 4}));
  auto second =
      packed->slice({0, 1, 0}, {5, 1, 4}, {1, 1, 1}, tensor({5, 3, 4}));
  ASSERT_TRUE(second);
  EXPECT_EQ(channels(*second), (std::vector<int64_t>{104, 105, 106, 107}));
}

TEST_F(ChannelMapTest, ASliceMayStep) {
  auto odd = rows(8).slice({0, 1}, {5, 4}, {1, 2}, tensor({5, 8}));
  ASSERT_TRUE(odd);
  EXPECT_EQ(channels(*odd), (std::vector<int64_t>{101, 103, 105, 107}));
}

TEST_F(ChannelMapTest, HalvesChangePlaces) {
  auto half = [&](int64_t from) {
    return *rows(8).slice({0, from}, {5, 4}, {1, 1}, tensor({5, 8}));
  };
  auto turned = ChannelMap::concatenate({half(4), half(0)}, 1, 4);
  ASSERT_TRUE(turned);
  EXPECT_EQ(channels(*turned),
            (std::vector<int64_t>{104, 105, 106, 107, 100, 101, 102, 103}));
  EXPECT_EQ(ChannelMap::concatenate({half(0), half(4)}, 1, 4), rows(8));
  // Three parts that are not one distance apart.
  EXPECT_FALSE(ChannelMap::concatenate({half(0), half(4), half(0)}, 1, 4));
  // Halves beside every second one.
  auto even = rows(8).slice({0, 0}, {5, 4}, {1, 2}, tensor({5, 8}));
  EXPECT_FALSE(ChannelMap::concatenate({half(0), *even}, 1, 4));
}

TEST_F(ChannelMapTest, PartsMakeANewAxis) {
  ChannelMap even(3), odd(3);
  even.setAxis(1, 4, 2);
  odd.setAxis(1, 4, 2);
  odd.setFirstChannel(1);
  auto pairs = ChannelMap::concatenate({even, odd}, 2, 1);
  ASSERT_TRUE(pairs);
  EXPECT_EQ(pairs->axis(2), ArrayRef<Digit>({{2, 1}}));
  auto whole = pairs->collapse({{0}, {1, 2}}, tensor({5, 4, 2}));
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->axis(1), ArrayRef<Digit>({{8, 1}}));
}

TEST_F(ChannelMapTest, NothingWhereAPlaceIsNotKnown) {
  // 12 channels are no rows of 5.
  EXPECT_FALSE(rows(12).expand({{0}, {1, 2}}, tensor({5, 2, 5})));
  auto dynamic =
      RankedTensorType::get({5, ShapedType::kDynamic, 4}, builder.getF32Type());
  EXPECT_FALSE(rows(12).expand({{0}, {1, 2}}, dynamic));
  ChannelMap image(2);
  image.setAxis(0, 2, 1);
  EXPECT_FALSE(
      image.collapse({{0, 1}}, RankedTensorType::get({2, ShapedType::kDynamic},
                                                     builder.getF32Type())));
}

TEST_F(ChannelMapTest, LoopsMustBeThereAndPlain) {
  AffineExpr d0 = builder.getAffineDimExpr(0), d1 = builder.getAffineDimExpr(1);
  auto loops = rows(4).toLoops(AffineMap::get(2, 0, {d1, d0}, &context));
  ASSERT_TRUE(loops);
  EXPECT_TRUE(loops->onAxis(0));
  EXPECT_FALSE(loops->fromLoops(AffineMap::get(2, 0, {d1}, &context)));
  EXPECT_FALSE(rows(4).toLoops(AffineMap::get(2, 0, {d0, d0 + d1}, &context)));
}

TEST_F(ChannelMapTest, PairsNeedTheSameDigits) {
  EXPECT_FALSE(ChannelMap::forEachPair(rows(4), rows(6),
                                       [](int64_t, int64_t) { FAIL(); }));
  ChannelMap other = rows(4);
  other.setFirstChannel(7);
  std::vector<int64_t> distances;
  EXPECT_TRUE(
      ChannelMap::forEachPair(rows(4), other, [&](int64_t a, int64_t b) {
        distances.push_back(a - b);
      }));
  EXPECT_EQ(distances, std::vector<int64_t>(4, 93));
}

TEST_F(ChannelMapTest, PairsAreOfOnePlace) {
  using Pairs = std::vector<std::pair<int64_t, int64_t>>;
  auto pairs = [](const ChannelMap &a, const ChannelMap &b) {
    Pairs found;
    EXPECT_TRUE(ChannelMap::forEachPair(
        a, b, [&](int64_t x, int64_t y) { found.emplace_back(x, y); }));
    return found;
  };
  auto repeat = [&](bool whole) {
    ChannelMap map(2);
    map.setAxis(whole ? 1 : 0, 2, 1);
    return *map.collapse({{0, 1}}, tensor({2, 2}));
  };
  ChannelMap four(1);
  four.setAxis(0, 4, 1);
  // 0 0 1 1 and 0 1 0 1: two digits on one axis, in another order.
  EXPECT_EQ(pairs(four, repeat(false)),
            (Pairs{{0, 0}, {1, 0}, {2, 1}, {3, 1}}));
  EXPECT_EQ(pairs(repeat(true), repeat(false)),
            (Pairs{{0, 0}, {1, 0}, {0, 1}, {1, 1}}));
  // An axis that only one of them has.
  ChannelMap table(2), row(2);
  table.setAxis(0, 2, 2);
  table.setAxis(1, 2, 1);
  row.setAxis(1, 2, 1);
  EXPECT_EQ(pairs(table, row), (Pairs{{0, 0}, {1, 1}, {2, 0}, {3, 1}}));
}

} // namespace
