//===- RelockCommand.cpp - hwlock relock ----------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ArgumentParser.h"
#include "Commands.h"
#include "Diagnostics.h"
#include "LockedFile.h"

using namespace hwlock;
using namespace hwlock::tool;
using rt::Result;

static Result<void> run(const EditOptions &options,
                        const std::vector<std::string> &profiles,
                        const BindingOptions &binding) {
  RelockOptions relocking;
  auto sources = binding.sources();
  if (!sources)
    return sources.error();
  relocking.sources = *sources;
  relocking.binding = binding.bind;
  relocking.keys = &rt::systemKeys();
  for (const std::string &path : profiles) {
    auto profile = rt::readProfileFile(path);
    if (!profile)
      return profile.error();
    relocking.profiles.push_back(std::move(*profile));
  }
  auto file = LockedFile::open(options, profiles);
  if (!file)
    return file.error();
  if (auto done = relock(file->vault(), file->owner(), relocking); !done)
    return done;
  if (auto written = file->write(options); !written)
    return written;
  llvm::outs() << "locked again with new keys, for " << profiles.size()
               << " profile(s) and the owner: " << options.output << "\n";
  return {};
}

int tool::runRelock(int argc, char **argv) {
  EditOptions options;
  std::vector<std::string> profiles;
  BindingOptions binding;
  ArgumentParser parser(
      "relock", "lock a model again, with new keys, for other machines",
      "Nothing that opened an older copy opens the new one, apart from the "
      "machines given here\nand the owner. Needs no authorised machine; the "
      "weights are in the clear in memory alone.");
  options.addTo(parser);
  parser.list("profile", 'p', "DEVICE.hwp", profiles,
              "a machine that may open the new model; may be repeated");
  parser.required();
  binding.addTo(parser);
  if (auto code = parser.parse(argc, argv))
    return *code;
  auto done = run(options, profiles, binding);
  return done ? 0 : fail(done.error());
}
