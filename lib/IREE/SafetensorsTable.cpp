//===- SafetensorsTable.cpp - Table of a .safetensors ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Eight bytes with the length of a JSON object, little endian; the object; the
// data: https://huggingface.co/docs/safetensors, "Format".
//===----------------------------------------------------------------------===//
#include "ParameterTables.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/JSON.h"

using namespace llvm;

namespace hwlock {

/// As the format says.
static constexpr uint64_t maxHeaderBytes = 100'000'000;

/// Bytes that `tensor`, a value of the header, names in `data`.
static std::optional<StringRef> bytesOf(const json::Value &tensor,
                                        StringRef data) {
  const json::Object *object = tensor.getAsObject();
  const json::Array *offsets =
      object ? object->getArray("data_offsets") : nullptr;
  if (!offsets || offsets->size() != 2)
    return std::nullopt;
  auto begin = (*offsets)[0].getAsUINT64(), end = (*offsets)[1].getAsUINT64();
  if (!begin || !end || *begin > *end || *end > data.size())
    return std::nullopt;
  return data.slice(*begin, *end);
}

Expected<ParameterFile::Table> readSafetensorsTable(StringRef file) {
  constexpr uint64_t prefixBytes = 8;
  uint64_t headerBytes = file.size() < prefixBytes
                             ? maxHeaderBytes
                             : support::endian::read64le(file.data());
  if (headerBytes >= maxHeaderBytes || headerBytes > file.size() - prefixBytes)
    return createStringError("neither a .irpa nor a .safetensors");
  auto header = json::parse(file.substr(prefixBytes, headerBytes));
  if (!header)
    return header.takeError();
  const json::Object *tensors = header->getAsObject();
  if (!tensors)
    return createStringError("the header is no JSON object");
  ParameterFile::Table table;
  StringRef data = file.drop_front(prefixBytes + headerBytes);
  for (const auto &[name, tensor] : *tensors) {
    if (name == "__metadata__")
      continue;
    auto bytes = bytesOf(tensor, data);
    if (!bytes)
      return createStringError("tensor '" + StringRef(name) +
                               "' has no valid data_offsets");
    table[name] = *bytes;
  }
  return table;
}

} // namespace hwlock
