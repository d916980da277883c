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

TEST_F(ChannelMapTest, ASliceStartsAtItsOffset) {
  auto packed = rows(12).expand({{0}, {1, 2}}, tensor({5, 3, 4}));
  auto second = packed->slice({0, 1, 0}, {5, 1, 4}, tensor({5, 3, 4}));
  ASSERT_TRUE(second);
  EXPECT_EQ(channels(*second), (std::vector<int64_t>{104, 105, 106, 107}));
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

} // namespace
