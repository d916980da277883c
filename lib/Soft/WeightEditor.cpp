//===- WeightEditor.cpp - Constants of a model, rewritten -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Soft/WeightEditor.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include <cmath>

using namespace mlir;

namespace hwlock {

static ArrayRef<float> floatsOf(ArrayRef<char> bytes) {
  return {reinterpret_cast<const float *>(bytes.data()),
          bytes.size() / sizeof(float)};
}

static ArrayRef<float> originalFloats(arith::ConstantOp constant) {
  Attribute value = constant.getValue();
  if (auto dense = dyn_cast<DenseElementsAttr>(value))
    return floatsOf(dense.getRawData());
  return floatsOf(cast<DenseResourceElementsAttr>(value)
                      .getRawHandle()
                      .getBlob()
                      ->getData());
}

ArrayRef<float> WeightEditor::read(arith::ConstantOp constant) const {
  auto copy = copies.find(constant);
  return copy == copies.end() ? originalFloats(constant)
                              : floatsOf(copy->second.getData());
}

MutableArrayRef<float> WeightEditor::edit(arith::ConstantOp constant) {
  int64_t count = cast<ElementsAttr>(constant.getValue()).getNumElements();
  auto [copy, isNew] = copies.try_emplace(
      constant, HeapAsmResourceBlob::allocate(count * sizeof(float), 64));
  MutableArrayRef<char> bytes = copy->second.getMutableData();
  MutableArrayRef<float> floats(reinterpret_cast<float *>(bytes.data()), count);
  if (isNew) {
    ArrayRef<float> original = originalFloats(constant);
    if (original.size() == 1)
      llvm::fill(floats, original[0]);
    else
      llvm::copy(original, floats.begin());
  }
  return floats;
}

SmallVector<arith::ConstantOp> WeightEditor::changed() const {
  SmallVector<arith::ConstantOp> constants;
  for (const auto &[op, blob] : copies)
    constants.push_back(cast<arith::ConstantOp>(op));
  return constants;
}

void WeightEditor::commit() {
  for (auto &[op, blob] : copies) {
    auto constant = cast<arith::ConstantOp>(op);
    auto type = cast<RankedTensorType>(constant.getType());
    if (isa<DenseElementsAttr>(constant.getValue())) {
      constant.setValueAttr(
          DenseElementsAttr::getFromRawBuffer(type, blob.getData()));
      continue;
    }
    StringRef key = cast<DenseResourceElementsAttr>(constant.getValue())
                        .getRawHandle()
                        .getKey();
    constant.setValueAttr(
        DenseResourceElementsAttr::get(type, key, std::move(blob)));
  }
  copies.clear();
}

double magnitude(ArrayRef<float> values) {
  double sum = 0;
  for (float value : values)
    sum += double(value) * value;
  return std::sqrt(sum / values.size());
}

void forEachElement(ArrayRef<int64_t> shape, const ChannelMap &map,
                    llvm::function_ref<void(size_t, int64_t)> visit) {
  // What each index along an axis adds to the channel.
  SmallVector<std::vector<int64_t>> parts;
  for (auto [axis, size] : llvm::enumerate(shape)) {
    std::vector<int64_t> &part = parts.emplace_back(size, 0);
    for (int64_t index = 0; index < size; ++index) {
      int64_t rest = index;
      for (const Digit &digit : llvm::reverse(map.axis(axis))) {
        part[index] += rest % digit.size * digit.stride;
        rest /= digit.size;
      }
    }
  }
  size_t element = 0;
  auto walk = [&](auto &self, size_t axis, int64_t channel) -> void {
    if (axis == shape.size())
      return visit(element++, channel);
    for (int64_t part : parts[axis])
      self(self, axis + 1, channel + part);
  };
  walk(walk, 0, map.firstChannel());
}

} // namespace hwlock
