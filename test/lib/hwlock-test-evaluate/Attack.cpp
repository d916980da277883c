//===- Attack.cpp - A model under wrong keys ------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "LoadedModel.h"

using namespace hwlock;
using rt::Result;

Result<void> evaluate::attack(Arguments words) {
  if (words.size() < 4)
    return usage("attack MODEL.so KEYS OUT.npy INPUT...");
  auto keys = readKeys(words[1]);
  if (!keys)
    return keys.error();
  auto model = LoadedModel::create(words[0], words.drop_front(3));
  if (!model)
    return model.error();
  std::vector<uint8_t> outputs;
  for (const test::DataKey &key : *keys)
    if (auto done = model->run(key, outputs); !done)
      return done;
  return model->write(words[2], keys->size(), std::move(outputs));
}
