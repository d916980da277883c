//===- PretransformEncoder.cpp - Code weights as uniform bits -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Runtime/PretransformEncoder.h"
#include "CodeChooser.h"
#include "Parallel.h"
#include "QuantileTable.h"
#include "ScaleEstimator.h"
#include "hwlock/Support/ByteStream.h"
#include <algorithm>
#include <bit>
#include <cmath>
#include <tuple>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

/// What makes up the clear bytes.
struct PublicPart {
  ScaleClasses scales;
  QuantileTable quantiles;
  int16_t least, greatest;
};

/// The values of a weight as bits of f32.
class Weights {
public:
  Weights(std::span<const uint8_t> bytes, uint32_t elementBytes)
      : bytes(bytes), elementBytes(elementBytes) {}

  uint16_t low(uint64_t i) const { return load(i * elementBytes); }
  uint16_t half(uint64_t i) const {
    return load((i + 1) * elementBytes - sizeof(uint16_t));
  }
  float value(uint64_t i) const {
    uint32_t rest = elementBytes == sizeof(float) ? low(i) : 0;
    return std::bit_cast<float>(uint32_t(half(i)) << 16 | rest);
  }

private:
  uint16_t load(uint64_t offset) const {
    return static_cast<uint16_t>(bytes[offset] | bytes[offset + 1] << 8);
  }

  std::span<const uint8_t> bytes;
  uint32_t elementBytes;
};

/// The magnitude beyond which weights say nothing on the distribution of the
/// others, and would take its room in the arithmetic.
float typicalBound(const Weights &weights, uint64_t count) {
  std::vector<uint64_t> counts(0x8000);
  for (uint64_t i = 0; i < count; ++i)
    ++counts[weights.half(i) & 0x7fff];
  uint32_t median = 0;
  for (uint64_t below = counts[0]; below < (count + 1) / 2;)
    below += counts[++median];
  constexpr float most = 0x1p100f, reach = 256;
  float value = std::bit_cast<float>(median << 16);
  return value > 0 && value < most / reach ? value * reach : most;
}

/// Rows that are coded together, with random numbers of their own.
struct Block {
  uint64_t firstRow, endRow;
  std::vector<uint32_t> entries;
};

class Encoder {
public:
  Encoder(std::span<const uint8_t> plain, core::MatrixShape shape,
          const RandomSeed &seed)
      : plain(plain), weights(plain, shape.elementBytes), shape(shape),
        layout(core::pretransformLayout(shape)), seed(seed),
        bound(typicalBound(weights, shape.count())), random(seed, 0),
        result{SecretBuffer(layout.totalBytes())} {}

  Result<Pretransformed> encode();

private:
  std::vector<float> typicalValues() const;
  PublicPart describe();
  void writeClear(const PublicPart &part);
  bool encodeBlock(const PublicPart &part, const CodeChooser &chooser,
                   Block &block);
  Result<bool> encodePayload(const PublicPart &part);
  bool writeEscapes(const std::vector<Block> &blocks);
  void storePlain();

  std::span<uint8_t> escapes() {
    return result.bytes.span().subspan(layout.clearBytes, layout.escapeBytes);
  }
  std::span<uint8_t> payload() {
    return result.bytes.span().last(layout.payloadBytes);
  }

  std::span<const uint8_t> plain;
  Weights weights;
  core::MatrixShape shape;
  core::PretransformLayout layout;
  const RandomSeed &seed;
  float bound;
  RandomStream random;
  Pretransformed result;
};

} // namespace

std::vector<float> Encoder::typicalValues() const {
  std::vector<float> values(shape.count());
  for (uint64_t i = 0; i < values.size(); ++i) {
    float value = weights.value(i);
    values[i] = std::isnan(value) ? 0 : std::clamp(value, -bound, bound);
  }
  return values;
}

/// Orders between which all weights lie: a power of two, or everything if one
/// is not finite.
static std::pair<int16_t, int16_t> bounds(const Weights &weights,
                                          uint64_t count) {
  constexpr int infinity = 0x7f80, exponent = 0x80;
  int most = 0;
  for (uint64_t i = 0; i < count; ++i)
    most = std::max(most, weights.half(i) & 0x7fff);
  if (most >= infinity)
    return {INT16_MIN, INT16_MAX};
  auto greatest = static_cast<int16_t>((most / exponent + 1) * exponent - 1);
  return {static_cast<int16_t>(~greatest), greatest};
}

/// All typical values with the upper half `half`.
static Interval intervalOf(uint16_t half, float bound) {
  auto magnitude = [&](uint32_t bits) {
    float value = std::bit_cast<float>(bits << 16);
    return static_cast<double>(value < bound ? value : bound);
  };
  uint32_t bits = half & 0x7fff;
  double near = magnitude(bits), far = magnitude(bits + 1);
  return bits == half ? Interval{near, far} : Interval{-far, -near};
}

PublicPart Encoder::describe() {
  PublicPart part;
  part.scales = estimateScales(typicalValues(), shape, random);
  std::vector<double> inverse;
  for (int16_t scaleClass : part.scales.columns)
    inverse.push_back(1 / static_cast<double>(core::scaleOf(scaleClass)));
  auto intervals = [&](uint64_t row, std::span<Interval> out) {
    double rowInverse =
        1 / static_cast<double>(core::scaleOf(part.scales.rows[row]));
    for (uint64_t i = 0; i < shape.columns; ++i) {
      Interval interval =
          intervalOf(weights.half(row * shape.columns + i), bound);
      double scale = rowInverse * inverse[i];
      out[i] = {interval.begin * scale, interval.end * scale};
    }
  };
  part.quantiles = drawQuantiles(shape, intervals, random);
  std::tie(part.least, part.greatest) = bounds(weights, shape.count());
  return part;
}

void Encoder::writeClear(const PublicPart &part) {
  ByteWriter writer;
  writer.u8(1);
  writer.u8(0);
  for (int16_t value : {part.least, part.greatest, part.quantiles.unit})
    writer.u16(static_cast<uint16_t>(value));
  for (int32_t knot : part.quantiles.knots)
    writer.u32(static_cast<uint32_t>(knot));
  if (layout.rowClasses)
    for (const auto *classes : {&part.scales.rows, &part.scales.columns})
      for (int16_t value : *classes)
        writer.u16(static_cast<uint16_t>(value));
  std::ranges::copy(writer.view(), result.bytes.data());
}

bool Encoder::encodeBlock(const PublicPart &part, const CodeChooser &chooser,
                          Block &block) {
  RandomStream draws(seed, 1 + block.firstRow);
  std::vector<float> columnScales;
  for (int16_t scaleClass : part.scales.columns)
    columnScales.push_back(core::scaleOf(scaleClass));
  uint64_t i = block.firstRow * shape.columns;
  uint8_t *out = payload().data() + i * shape.elementBytes;
  for (uint64_t row = block.firstRow; row < block.endRow; ++row) {
    float rowScale = core::scaleOf(part.quantiles.unit + part.scales.rows[row]);
    for (float columnScale : columnScales) {
      CodeChoice choice =
          chooser.choose(weights.half(i), rowScale, columnScale, draws);
      if (choice.entry)
        block.entries.push_back(*choice.entry);
      if (shape.elementBytes == sizeof(float)) {
        *out++ = static_cast<uint8_t>(weights.low(i));
        *out++ = static_cast<uint8_t>(weights.low(i) >> 8);
      }
      *out++ = static_cast<uint8_t>(choice.code);
      *out++ = static_cast<uint8_t>(choice.code >> 8);
      ++i;
    }
  }
  return draws.good();
}

/// False if there are more escapes than room.
Result<bool> Encoder::encodePayload(const PublicPart &part) {
  std::vector<uint32_t> knots(part.quantiles.knots.begin(),
                              part.quantiles.knots.end());
  core::PretransformTable table = {layout.knotBits, knots.data(),
                                   nullptr,         nullptr,
                                   part.least,      part.greatest};
  CodeChooser chooser(table);
  constexpr uint64_t blockWeights = 1 << 16;
  uint64_t blockRows = std::max<uint64_t>(1, blockWeights / shape.columns);
  std::vector<Block> blocks;
  for (uint64_t row = 0; row < shape.rows; row += blockRows)
    blocks.push_back({row, std::min(shape.rows, row + blockRows), {}});
  bool done = inParallel(blocks.size(), 1, [&](uint64_t first, uint64_t end) {
    for (uint64_t i = first; i < end; ++i)
      if (!encodeBlock(part, chooser, blocks[i]))
        return false;
    return true;
  });
  if (!done)
    return environmentError("OpenSSL cannot expand a seed with AES-256");
  return writeEscapes(blocks);
}

bool Encoder::writeEscapes(const std::vector<Block> &blocks) {
  random.fill(escapes());
  uint64_t used = 0;
  for (const Block &block : blocks)
    for (uint32_t entry : block.entries) {
      if (used == layout.entries)
        return false;
      uint8_t *out = escapes().data() + used++ * core::pretransformEntryBytes;
      for (uint32_t i = 0; i < core::pretransformEntryBytes; ++i)
        out[i] = static_cast<uint8_t>(entry >> (8 * i));
    }
  return true;
}

void Encoder::storePlain() {
  std::ranges::fill(result.bytes.span().first(layout.clearBytes), uint8_t(0));
  std::ranges::copy(plain, payload().data());
}

Result<Pretransformed> Encoder::encode() {
  PublicPart part = describe();
  writeClear(part);
  auto fits = encodePayload(part);
  if (!fits)
    return fits.error();
  result.coded = *fits;
  if (!result.coded)
    storePlain();
  if (!random.good())
    return environmentError("OpenSSL cannot expand a seed with AES-256");
  return std::move(result);
}

Result<Pretransformed> rt::encodePretransform(std::span<const uint8_t> plain,
                                              core::MatrixShape shape,
                                              KeyProvider &keys) {
  if (shape.elementBytes != 2 && shape.elementBytes != 4)
    return badInput("pretransform codes elements of 2 or 4 bytes, found " +
                    std::to_string(shape.elementBytes));
  if (plain.empty() || shape.rows == 0 || shape.columns == 0 ||
      plain.size() / shape.elementBytes / shape.rows != shape.columns ||
      shape.count() * shape.elementBytes != plain.size())
    return badInput("a weight of " + std::to_string(shape.rows) + " x " +
                    std::to_string(shape.columns) + " elements has " +
                    std::to_string(plain.size()) + " bytes");
  RandomSeed seed;
  if (auto filled = keys.fill(seed.span()); !filled)
    return filled.error();
  return Encoder(plain, shape, seed).encode();
}
