//===- Pretransform.cpp - Decode uniform bits into plausible weights ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/Pretransform.h"
#include "ByteOrder.h"
#include "FloatEnvironment.h"
#include "PretransformKernels.h"
#include "hwlock/Core/CpuFeatures.h"
#include "hwlock/Core/PretransformCode.h"

using namespace hwlock;
using namespace hwlock::core;

VectorLevel core::vectorLevel() {
  // 0 means not asked yet; threads that race store the same.
  static uint8_t levelPlusOne;
  uint8_t known = __atomic_load_n(&levelPlusOne, __ATOMIC_RELAXED);
  if (known == 0) {
    VectorLevel level = cpuHas(CpuFeature::Avx512) ? VectorLevel::Avx512
                        : cpuHas(CpuFeature::Avx2) ? VectorLevel::Avx2
                                                   : VectorLevel::Scalar;
    known = uint8_t(uint8_t(level) + 1);
    __atomic_store_n(&levelPlusOne, known, __ATOMIC_RELAXED);
  }
  return VectorLevel(known - 1);
}

static uint16_t load16(const uint8_t *bytes) {
  return uint16_t(bytes[0] | bytes[1] << 8);
}

static int32_t loadClass(const uint8_t *bytes) {
  return int16_t(load16(bytes));
}

static void store16(uint8_t *bytes, uint16_t value) {
  bytes[0] = uint8_t(value);
  bytes[1] = uint8_t(value >> 8);
}

namespace {

/// Gives the parts of a scratch memory out.
struct Scratch {
  uint8_t *next;

  template <typename T> T *take(uint64_t count) {
    T *part = reinterpret_cast<T *>(next);
    next += alignScratch(count * sizeof(T));
    return part;
  }
};

} // namespace

static void prepareCells(const PretransformTable &table, uint32_t *base,
                         uint32_t *step) {
  uint32_t cells = 1u << table.knotBits;
  uint32_t width = pretransformCodeBits - table.knotBits;
  for (uint32_t cell = 0; cell < cells; ++cell) {
    base[cell] = codeEdge(table, cell << width);
    step[cell] = codeEdge(table, (cell << width) + 1) - base[cell];
  }
}

void core::pretransformStart(PretransformDecoder &decoder, MatrixShape shape,
                             VectorLevel level, uint8_t *scratch) {
  PretransformLayout layout = pretransformLayout(shape);
  const uint8_t *clear = scratch;
  Scratch rest = {scratch + layout.clearBytes};
  decoder.level = level;
  decoder.coded = clear[0] & 1;
  decoder.shape = shape;
  decoder.unit = loadClass(clear + 6);
  decoder.entries = rest.take<uint8_t>(layout.escapeBytes);
  decoder.entryCount = layout.entries;
  decoder.escapeBytes = layout.escapeBytes;
  decoder.nextEntry = decoder.escapeBytesSeen = decoder.row = decoder.column =
      0;

  auto *knots = rest.take<uint32_t>(layout.knots);
  for (uint64_t i = 0; i < layout.knots; ++i)
    knots[i] = loadLittle32(clear + pretransformHeaderBytes + 4 * i);
  uint64_t cells = uint64_t(1) << layout.knotBits;
  auto *base = rest.take<uint32_t>(cells);
  auto *step = rest.take<uint32_t>(cells);
  decoder.table = {layout.knotBits,     knots, base, step, loadClass(clear + 2),
                   loadClass(clear + 4)};
  prepareCells(decoder.table, base, step);

  const uint8_t *classes = clear + pretransformHeaderBytes + 4 * layout.knots;
  decoder.rowClasses = layout.rowClasses ? classes : nullptr;
  classes += 2 * layout.rowClasses;
  auto *scales = rest.take<float>(shape.columns);
  for (uint64_t i = 0; i < shape.columns; ++i)
    scales[i] = scaleOf(layout.columnClasses ? loadClass(classes + 2 * i) : 0);
  decoder.columnScales = scales;
}

uint16_t core::decodeRareCode(PretransformDecoder &decoder, uint32_t code,
                              float rowScale, float columnScale) {
  CodeRange range = codeRange(decoder.table, code, rowScale, columnScale);
  if (!range.escape)
    return halfOfOrder(range.low);
  const uint8_t *bytes =
      decoder.entries + decoder.nextEntry * pretransformEntryBytes;
  // A wrong key may need more than there are.
  if (++decoder.nextEntry == decoder.entryCount)
    decoder.nextEntry = 0;
  uint32_t entry = loadLittle32(bytes);
  return halfOfOrder(escapeOrder(range, entry, rowScale, columnScale));
}

/// Upper half of the weight that `code` stands for.
static uint16_t decodeCode(PretransformDecoder &decoder, uint32_t code,
                           float rowScale, float columnScale) {
  const PretransformTable &table = decoder.table;
  uint32_t width = pretransformCodeBits - table.knotBits;
  uint32_t cell = code >> width;
  if (cell == 0 || cell == (1u << table.knotBits) - 1)
    return decodeRareCode(decoder, code, rowScale, columnScale);
  uint32_t begin =
      table.base[cell] + table.step[cell] * (code & ((1u << width) - 1));
  int32_t low = orderOf(scaled(begin, rowScale, columnScale));
  int32_t high =
      orderOf(scaled(begin + table.step[cell], rowScale, columnScale));
  if (isEscape(low, high))
    return decodeRareCode(decoder, code, rowScale, columnScale);
  return halfOfOrder(low >> 16);
}

static void decodeRun(PretransformDecoder &decoder, PretransformRun run) {
  uint32_t bytes = decoder.shape.elementBytes;
  uint64_t i = 0;
#if defined(__x86_64__)
  if (bytes == 4 && decoder.level == VectorLevel::Avx512)
    i = decodeFloatsAvx512(decoder, run);
  else if (bytes == 4 && decoder.level == VectorLevel::Avx2)
    i = decodeFloatsAvx2(decoder, run);
#endif
  for (; i < run.count; ++i) {
    const uint8_t *in = run.in + i * bytes;
    uint8_t *out = run.out + i * bytes;
    // The code is the upper half; below it lies what is stored as it is.
    uint16_t half = decodeCode(decoder, load16(in + bytes - 2), run.rowScale,
                               run.columnScales[i]);
    if (bytes == 4)
      store16(out, load16(in));
    store16(out + bytes - 2, half);
  }
}

uint64_t core::pretransformFeed(PretransformDecoder &decoder,
                                const uint8_t *bytes, uint64_t size,
                                uint8_t *plain) {
  while (size > 0 && decoder.escapeBytesSeen < decoder.escapeBytes) {
    decoder.entries[decoder.escapeBytesSeen++] = *bytes++;
    --size;
  }
  if (!decoder.coded) {
    for (uint64_t i = 0; i < size; ++i)
      plain[i] = bytes[i];
    return size;
  }
  DefaultFloatEnvironment environment;
  uint64_t left = size / decoder.shape.elementBytes, written = 0;
  while (left > 0 && decoder.row < decoder.shape.rows) {
    uint64_t count = decoder.shape.columns - decoder.column;
    count = count < left ? count : left;
    int32_t rowClass = decoder.rowClasses
                           ? loadClass(decoder.rowClasses + 2 * decoder.row)
                           : 0;
    decodeRun(decoder, {bytes + written, plain + written,
                        scaleOf(decoder.unit + rowClass),
                        decoder.columnScales + decoder.column, count});
    written += count * decoder.shape.elementBytes;
    left -= count;
    decoder.column += count;
    if (decoder.column == decoder.shape.columns) {
      decoder.column = 0;
      ++decoder.row;
    }
  }
  return written;
}
