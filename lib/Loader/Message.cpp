//===- Message.cpp - What a status of a compiled model means --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Core/CpuFeatureMask.h"
#include "hwlock/Loader/Loader.h"
#include "hwlock/Support/Status.h"

using namespace hwlock;
using namespace hwlock::aot;

namespace {

/// Writes as much as there is room for, counts all.
class Line {
public:
  Line(char *buffer, uint64_t size) : buffer(buffer), size(buffer ? size : 0) {}

  void add(const char *text) {
    for (; *text; ++text, ++length)
      if (length + 1 < size)
        buffer[length] = *text;
  }

  uint64_t end() {
    if (size)
      buffer[length < size ? length : size - 1] = '\0';
    return length;
  }

private:
  char *buffer;
  uint64_t size;
  uint64_t length = 0;
};

} // namespace

/// Environment has two causes; which it was can be found out again.
static void addEnvironment(Line &line, const Descriptor &descriptor) {
  uint64_t missing = descriptor.cpuFeatures & ~core::hostFeatureMask();
  if (!missing)
    return line.add("not enough memory for the model");
  line.add("this CPU lacks ");
  const char *separator = "";
  for (uint32_t bit = 0; bit < core::cpuFeatureCount; ++bit) {
    if (!(missing >> bit & 1))
      continue;
    line.add(separator);
    line.add(core::cpuFeatureName(bit));
    separator = ", ";
  }
  line.add(", which the model was compiled for");
}

uint64_t hwlock_loader_message(const Descriptor *descriptor, int32_t status,
                               char *buffer, uint64_t size) {
  Line line(buffer, size);
  switch (static_cast<Status>(status)) {
  case Status::Ok:
    line.add("success");
    break;
  case Status::Usage:
    line.add("a pointer is null, the scratch buffer is not aligned to 64 "
             "bytes, or the model has no such function");
    break;
  case Status::BadInput:
    line.add("the vault does not fit the model");
    break;
  case Status::NotAuthorised:
    line.add("this machine is not authorised: no slot of the model opens here");
    break;
  case Status::Corrupt:
    line.add("the model was changed after it was locked");
    break;
  case Status::Environment:
    addEnvironment(line, *descriptor);
    break;
  default:
    line.add("unknown status");
  }
  return line.end();
}
