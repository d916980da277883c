//===- main.cpp - Searches a file for NumPy arrays ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// usage: hwlock-test-scan FILE WEIGHT.npy...
//
// For tests that make a leak with iree-compile itself. Prints what was found;
// exit code 5 if that is anything, as hwlock-iree-compile has it.
//===----------------------------------------------------------------------===//
#include "NpyArray.h"
#include "hwlock/IREE/PlaintextScan.h"
#include "hwlock/Support/File.h"
#include "llvm/Support/raw_ostream.h"

using namespace hwlock;
using rt::Result;

static Result<ScanReport> scan(llvm::ArrayRef<std::string> paths) {
  auto file = rt::readFile(paths.front());
  if (!file)
    return file.error();
  std::vector<tool::NpyArray> arrays;
  for (const std::string &path : paths.drop_front()) {
    auto bytes = rt::readFile(path);
    if (!bytes)
      return bytes.error();
    auto array = tool::parseNpy(*bytes);
    if (!array)
      return array.error();
    arrays.push_back(std::move(*array));
  }
  std::vector<PlainWeight> weights;
  for (size_t i = 0; i < arrays.size(); ++i)
    weights.push_back({paths[i + 1], arrays[i].data});
  PlaintextScan scan(std::move(weights));
  scan.search(*file);
  return scan.report();
}

int main(int argc, char **argv) {
  std::vector<std::string> paths(argv + 1, argv + argc);
  if (paths.size() < 2) {
    llvm::errs() << "usage: hwlock-test-scan FILE WEIGHT.npy...\n";
    return int(Status::Usage);
  }
  auto report = scan(paths);
  if (!report) {
    llvm::errs() << "hwlock-test-scan: " << report.error().message << "\n";
    return int(report.error().status);
  }
  uint64_t windows = 0;
  for (const WeightTrace &weight : report->weights)
    windows += weight.windows.found;
  llvm::outs() << windows << " windows, " << report->words.found << " of "
               << report->words.sought << " words, "
               << report->words.controlsFound << " of "
               << report->words.controls << " controls\n"
               << report->describe() << "\n";
  return report->leaked() ? int(Status::Environment) : 0;
}
