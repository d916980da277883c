//===- Classes.cpp - Which CPUs open what was locked to another -----------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Input: {"classes": [{"clock": [latency of chain 0, ...], "probes": [chain,
// ...]}, ...], "base": number of a class, "distances": D, "neighbours": N,
// "seed": S}. Latencies are in 1/1024 cycle. The precision source is left out:
// tables of latencies do not have it.
//===----------------------------------------------------------------------===//
#include "Commands.h"
#include "FakeMeter.h"
#include "RepeatingKeys.h"
#include "hwlock/Core/Quantiser.h"
#include "hwlock/Core/QuietChains.h"
#include "hwlock/Runtime/Sealer.h"
#include "hwlock/Support/File.h"
#include "llvm/Support/JSON.h"
#include <algorithm>
#include <random>

using namespace hwlock;
using rt::Policy;
using rt::Result;
namespace json = llvm::json;

namespace {

struct CpuClass {
  std::vector<uint32_t> clock;
  std::vector<uint8_t> probes;
};

struct Question {
  std::vector<CpuClass> classes;
  unsigned base = 0, distances = 0, neighbours = 0, seed = 0;
};

/// A vault that is locked to one CPU, and the key it gives there.
struct Lock {
  std::vector<uint8_t> vault;
  test::DataKey key;
  /// The chains that its fingerprint is made of.
  std::vector<uint8_t> chains;
};

bool fromJSON(const json::Value &value, CpuClass &out, json::Path path) {
  json::ObjectMapper map(value, path);
  std::vector<uint32_t> probes;
  if (!map || !map.map("clock", out.clock) || !map.map("probes", probes))
    return false;
  out.probes.assign(probes.begin(), probes.end());
  return out.clock.size() == HWLOCK_MAX_CHAINS;
}

bool fromJSON(const json::Value &value, Question &out, json::Path path) {
  json::ObjectMapper map(value, path);
  return map && map.map("classes", out.classes) && map.map("base", out.base) &&
         map.map("distances", out.distances) &&
         map.map("neighbours", out.neighbours) && map.map("seed", out.seed) &&
         out.base < out.classes.size();
}

} // namespace

static HwlockMeasurement measurementOf(const CpuClass &cpu) {
  HwlockMeasurement measurement{};
  llvm::copy(cpu.clock, measurement.clock);
  return measurement;
}

static rt::SecretBuffer symbolsOf(const CpuClass &cpu,
                                  std::span<const uint8_t> chains) {
  rt::SecretBuffer symbols(chains.size());
  for (size_t i = 0; i < chains.size(); ++i)
    symbols.data()[i] = core::quantise(cpu.clock[chains[i]]);
  return symbols;
}

static test::Opened openOn(const HwlockMeasurement &cpu,
                           const std::vector<uint8_t> &vault) {
  test::FakeMeter meter(cpu);
  return test::openWith(vault, meter);
}

static Result<Lock> lockTo(const CpuClass &cpu, Policy policy) {
  core::QuietChains quiet = core::quietChains();
  rt::Profile profile;
  profile.sources = layout::sourceClock;
  profile.probes = cpu.probes;
  profile.symbols = symbolsOf(cpu, cpu.probes);
  profile.quietSymbols = symbolsOf(cpu, {quiet.ids, quiet.count});
  const rt::Profile *profiles[] = {&profile};
  test::RepeatingKeys keys;
  auto sealer = rt::Sealer::create(policy, profiles, layout::sourceClock, keys);
  if (!sealer)
    return sealer.error();
  auto vault = std::move(*sealer).finish();
  if (!vault)
    return vault.error();
  Lock lock;
  lock.vault = rt::writeVault(*vault);
  lock.chains = policy == Policy::Error
                    ? cpu.probes
                    : std::vector(quiet.ids, quiet.ids + quiet.count);
  test::Opened opened = openOn(measurementOf(cpu), lock.vault);
  if (opened.status != Status::Ok)
    return rt::badInput("a class does not open what is locked to it");
  lock.key = opened.dek;
  return lock;
}

static bool opens(const Lock &lock, const HwlockMeasurement &cpu) {
  test::Opened opened = openOn(cpu, lock.vault);
  return opened.status == Status::Ok && opened.dek == lock.key;
}

/// One row for each class that is locked to, one column for each that opens.
static Result<json::Array> confusion(const Question &question, Policy policy) {
  json::Array rows;
  for (const CpuClass &locked : question.classes) {
    auto lock = lockTo(locked, policy);
    if (!lock)
      return lock.error();
    json::Array row;
    for (const CpuClass &cpu : question.classes)
      row.push_back(opens(*lock, measurementOf(cpu)));
    rows.push_back(std::move(row));
  }
  return rows;
}

/// `cpu` with another symbol, one of those of whole cycles, in `distance`
/// random chains of `lock`.
static HwlockMeasurement neighbour(const CpuClass &cpu, const Lock &lock,
                                   unsigned distance, std::mt19937_64 &random) {
  HwlockMeasurement changed = measurementOf(cpu);
  std::vector<uint8_t> chains;
  std::sample(lock.chains.begin(), lock.chains.end(),
              std::back_inserter(chains), distance, random);
  for (uint8_t chain : chains) {
    uint8_t symbol = core::quantise(cpu.clock[chain]), other = symbol;
    while (other == symbol)
      other = uint8_t(random() % 11);
    changed.clock[chain] = 1024u * other;
  }
  return changed;
}

/// How many of `question.neighbours` open, for distances 1, 2, ...
static Result<json::Array> acceptedNeighbours(const Question &question,
                                              Policy policy) {
  const CpuClass &base = question.classes[question.base];
  auto lock = lockTo(base, policy);
  if (!lock)
    return lock.error();
  std::mt19937_64 random(question.seed);
  json::Array accepted;
  for (unsigned distance = 1; distance <= question.distances; ++distance) {
    int64_t count = 0;
    for (unsigned i = 0; i < question.neighbours; ++i)
      count += opens(*lock, neighbour(base, *lock, distance, random));
    accepted.push_back(count);
  }
  return accepted;
}

static Result<json::Object> answer(const Question &question) {
  json::Object answers;
  for (auto [name, policy] : {std::pair("error", Policy::Error),
                              std::pair("garbage", Policy::Garbage)}) {
    auto rows = confusion(question, policy);
    if (!rows)
      return rows.error();
    auto accepted = acceptedNeighbours(question, policy);
    if (!accepted)
      return accepted.error();
    answers[name] = json::Object{{"opens", std::move(*rows)},
                                 {"neighbours", std::move(*accepted)}};
  }
  return answers;
}

Result<void> evaluate::classes(Arguments words) {
  if (words.size() != 1)
    return usage("classes IN.json");
  auto text = rt::readFile(words[0]);
  if (!text)
    return text.error();
  auto question = json::parse<Question>(
      {reinterpret_cast<char *>(text->data()), text->size()});
  if (!question)
    return rt::badInput("'" + words[0] +
                        "': " + llvm::toString(question.takeError()));
  auto answers = answer(*question);
  if (!answers)
    return answers.error();
  llvm::outs() << json::Value(std::move(*answers)) << "\n";
  return {};
}
