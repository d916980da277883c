//===- Opens.cpp - Open a compiled model again and again ------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The measuring function is the one that the model carries.
//===----------------------------------------------------------------------===//
#include "LoadedModel.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"
#include <chrono>
#include <map>

using namespace hwlock;
using rt::Result;

namespace {

/// What the opens gave.
struct Tally {
  llvm::json::Array statuses, keys, milliseconds;
  /// Number and frequency of each key.
  std::map<test::DataKey, std::pair<int64_t, unsigned>> found;

  void add(Status status, const test::DataKey &key, double time) {
    statuses.push_back(int64_t(status));
    milliseconds.push_back(time);
    int64_t number = -1;
    if (status == Status::Ok) {
      auto &[known, frequency] =
          found.try_emplace(key, int64_t(found.size()), 0).first->second;
      ++frequency;
      number = known;
    }
    keys.push_back(number);
  }
};

} // namespace

static Tally openOften(const aot::Descriptor &model, unsigned count) {
  using Clock = std::chrono::steady_clock;
  Tally tally;
  for (unsigned i = 0; i < count; ++i) {
    test::DataKey key{};
    auto start = Clock::now();
    auto status = static_cast<Status>(model.open(nullptr, key.data()));
    std::chrono::duration<double, std::milli> took = Clock::now() - start;
    tally.add(status, key, took.count());
  }
  return tally;
}

Result<void> evaluate::opens(Arguments words) {
  unsigned count;
  if (words.size() < 4 || !llvm::to_integer(words[1], count))
    return usage("opens MODEL.so COUNT OUT.npy INPUT...");
  auto model = LoadedModel::create(words[0], words.drop_front(3));
  if (!model)
    return model.error();
  if (!model->descriptor().open)
    return rt::badInput("'" + words[0] + "' is not locked");
  Tally tally = openOften(model->descriptor(), count);
  llvm::outs() << llvm::json::Value(
                      llvm::json::Object{{"status", std::move(tally.statuses)},
                                         {"key", std::move(tally.keys)},
                                         {"ms", std::move(tally.milliseconds)}})
               << "\n";
  if (tally.found.empty())
    return {};
  auto most = std::max_element(tally.found.begin(), tally.found.end(),
                               [](const auto &a, const auto &b) {
                                 return a.second.second < b.second.second;
                               });
  std::vector<uint8_t> outputs;
  if (auto done = model->run(most->first, outputs); !done)
    return done;
  return model->write(words[2], 1, std::move(outputs));
}
