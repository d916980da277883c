//===- NpyArray.cpp - NumPy's .npy format ---------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "NpyArray.h"
#include "hwlock/Support/ByteStream.h"
#include "hwlock/Support/File.h"
#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

using namespace hwlock;
using namespace hwlock::tool;
using rt::badInput;
using rt::Result;

static constexpr std::string_view magic = "\x93NUMPY";
/// The data starts at a multiple of this.
static constexpr size_t headerAlignment = 64;

namespace {

/// Reads the header, a Python dictionary literal with three fixed keys.
class HeaderParser {
public:
  explicit HeaderParser(std::string_view text) : text(text) {}

  bool parse(NpyArray &array) {
    if (!eat('{'))
      return false;
    while (!eat('}')) {
      auto key = quoted();
      if (!key || !eat(':') || !value(*key, array))
        return false;
      if (!eat(',') && peek() != '}')
        return false;
    }
    // Padding only may follow.
    peek();
    return text.empty() && seenType && seenOrder && seenShape;
  }

private:
  char peek() {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\n'))
      text.remove_prefix(1);
    return text.empty() ? '\0' : text.front();
  }
  bool eat(char c) {
    if (peek() != c)
      return false;
    text.remove_prefix(1);
    return true;
  }
  bool eatWord(std::string_view word) {
    peek();
    if (text.substr(0, word.size()) != word)
      return false;
    text.remove_prefix(word.size());
    return true;
  }

  std::optional<std::string_view> quoted() {
    char quote = peek();
    if (quote != '\'' && quote != '"')
      return std::nullopt;
    size_t end = text.find(quote, 1);
    if (end == std::string_view::npos)
      return std::nullopt;
    auto word = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    return word;
  }

  bool value(std::string_view key, NpyArray &array) {
    if (key == "descr" && !seenType) {
      auto type = quoted();
      seenType = type.has_value();
      array.type = type.value_or("");
      return seenType;
    }
    if (key == "fortran_order" && !seenOrder)
      return seenOrder = eatWord("False");
    if (key == "shape" && !seenShape)
      return seenShape = tuple(array.shape);
    return false;
  }

  bool tuple(std::vector<int64_t> &shape) {
    if (!eat('('))
      return false;
    while (!eat(')')) {
      peek();
      uint32_t extent = 0;
      auto [end, error] =
          std::from_chars(text.data(), text.data() + text.size(), extent);
      if (error != std::errc() || shape.size() == 32)
        return false;
      text.remove_prefix(static_cast<size_t>(end - text.data()));
      shape.push_back(extent);
      if (!eat(',') && peek() != ')')
        return false;
    }
    return true;
  }

  std::string_view text;
  bool seenType = false, seenOrder = false, seenShape = false;
};

} // namespace

/// Bytes of one element of a NumPy type, or nothing for one that no model
/// takes.
static std::optional<uint64_t> elementBytes(std::string_view type) {
  static constexpr std::string_view known[] = {"|b1", "|i1", "|u1", "<i2",
                                               "<u2", "<i4", "<u4", "<i8",
                                               "<u8", "<f2", "<f4", "<f8"};
  if (std::find(std::begin(known), std::end(known), type) == std::end(known))
    return std::nullopt;
  return static_cast<uint64_t>(type[2] - '0');
}

/// Bytes that `array` needs, or nothing if that is more than memory can hold.
static std::optional<uint64_t> dataBytes(const NpyArray &array,
                                         uint64_t width) {
  uint64_t bytes = width;
  for (int64_t extent : array.shape)
    if (__builtin_mul_overflow(bytes, static_cast<uint64_t>(extent), &bytes))
      return std::nullopt;
  return bytes;
}

/// Reads everything before the data.
static Result<NpyArray> readHeader(rt::ByteReader &reader) {
  auto head = reader.take(magic.size());
  if (!std::equal(head.begin(), head.end(), magic.begin(), magic.end(),
                  [](uint8_t a, char b) { return a == uint8_t(b); }))
    return badInput("not a .npy file");
  uint8_t major = reader.u8();
  reader.u8();
  if (!reader.ok() || major < 1 || major > 3)
    return badInput(".npy format version " + std::to_string(major) +
                    ", expected 1, 2 or 3");
  auto header = reader.take(major == 1 ? reader.u16() : reader.u32());
  NpyArray array;
  if (!reader.ok() ||
      !HeaderParser(
           {reinterpret_cast<const char *>(header.data()), header.size()})
           .parse(array))
    return badInput("malformed .npy header, or an array that is not in C order",
                    "save it with numpy.save(path, "
                    "numpy.ascontiguousarray(array))");
  return array;
}

Result<NpyArray> tool::parseNpy(std::span<const uint8_t> bytes) {
  rt::ByteReader reader(bytes);
  auto array = readHeader(reader);
  if (!array)
    return array;
  auto width = elementBytes(array->type);
  if (!width)
    return badInput("unsupported .npy type '" + array->type + "'",
                    "convert it, for example with array.astype('<f4')");
  auto size = dataBytes(*array, *width);
  if (!size)
    return badInput(".npy shape is too large");
  if (*size != reader.remaining())
    return badInput("shape " + formatShape(array->shape) + " needs " +
                    std::to_string(*size) + " bytes of data, found " +
                    std::to_string(reader.remaining()));
  auto data = reader.take(*size);
  if (array->type == "|b1" &&
      std::any_of(data.begin(), data.end(), [](uint8_t b) { return b > 1; }))
    return badInput("a boolean array holds a byte that is neither 0 nor 1");
  array->data.assign(data.begin(), data.end());
  return array;
}

Result<NpyArray> tool::readNpy(const std::string &path) {
  auto bytes = rt::readFile(path);
  if (!bytes)
    return bytes.error();
  auto array = parseNpy(*bytes);
  if (!array)
    return badInput("'" + path + "': " + array.error().message,
                    array.error().hint);
  return array;
}

std::vector<uint8_t> tool::formatNpy(const NpyArray &array) {
  std::string header =
      "{'descr': '" + array.type +
      "', 'fortran_order': False, 'shape': " + formatShape(array.shape) + ", }";
  size_t prefix = magic.size() + 4;
  while ((prefix + header.size() + 1) % headerAlignment)
    header.push_back(' ');
  header.push_back('\n');
  rt::ByteWriter writer;
  writer.text(magic);
  writer.u8(1);
  writer.u8(0);
  writer.u16(static_cast<uint16_t>(header.size()));
  writer.text(header);
  writer.raw(array.data);
  return writer.release();
}

std::string tool::formatShape(const std::vector<int64_t> &shape) {
  std::string text = "(";
  for (size_t i = 0; i < shape.size(); ++i)
    text += (i ? ", " : "") + std::to_string(shape[i]);
  // NumPy writes a tuple of one element with a comma.
  return text + (shape.size() == 1 ? ",)" : ")");
}
