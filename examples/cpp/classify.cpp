//===- classify.cpp - A compiled model in a C++ program -------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// usage: classify IMAGES SCORES...
// IMAGES are raw floats. One thread for each file to write, all on one model.
//===----------------------------------------------------------------------===//
#include "digits.h"
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Destroy {
  void operator()(digits_model *model) const { digits_destroy(model); }
};
using Model = std::unique_ptr<digits_model, Destroy>;

/// Scratch memory of one thread; the interface wants it aligned.
class Scratch {
public:
  Scratch()
      : memory(std::aligned_alloc(64, (DIGITS_SCRATCH_BYTES + 63) / 64 * 64),
               &std::free) {}
  void *get() const { return memory.get(); }

private:
  std::unique_ptr<void, decltype(&std::free)> memory;
};

std::string explain(int32_t status) {
  std::string text(digits_message(status, nullptr, 0), '\0');
  digits_message(status, text.data(), text.size() + 1);
  return text;
}

bool readImages(const char *path, std::vector<float> &images) {
  std::ifstream file(path, std::ios::binary);
  auto bytes = static_cast<std::streamsize>(images.size() * sizeof(float));
  file.read(reinterpret_cast<char *>(images.data()), bytes);
  return file && file.peek() == std::ifstream::traits_type::eof();
}

bool writeScores(const char *path, const std::vector<float> &scores) {
  std::ofstream file(path, std::ios::binary);
  auto bytes = static_cast<std::streamsize>(scores.size() * sizeof(float));
  file.write(reinterpret_cast<const char *>(scores.data()), bytes);
  return bool(file.flush());
}

/// What one thread does.
int32_t classify(const digits_model *model, const std::vector<float> &images,
                 const char *path) {
  Scratch scratch;
  if (!scratch.get())
    return DIGITS_ENVIRONMENT;
  std::vector<float> scores(DIGITS_RUN_OUTPUT0_ELEMENTS);
  int32_t status =
      digits_run(model, scratch.get(), images.data(), scores.data());
  if (status == DIGITS_OK && !writeScores(path, scores))
    status = DIGITS_ENVIRONMENT;
  return status;
}

} // namespace

int main(int argc, char **argv) {
  std::vector<float> images(DIGITS_RUN_INPUT0_ELEMENTS);
  if (argc < 3 || !readImages(argv[1], images)) {
    std::cerr << "usage: classify IMAGES SCORES..., with " << images.size()
              << " floats in IMAGES\n";
    return DIGITS_USAGE;
  }
  digits_model *opened;
  int32_t status = digits_create(&opened);
  Model model(opened);
  if (status != DIGITS_OK) {
    std::cerr << "classify: " << explain(status) << "\n";
    return status;
  }
  std::vector<int32_t> statuses(argc - 2);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < statuses.size(); ++i)
    threads.emplace_back(
        [&, i] { statuses[i] = classify(model.get(), images, argv[i + 2]); });
  for (std::thread &thread : threads)
    thread.join();
  for (int32_t one : statuses)
    if (one != DIGITS_OK)
      status = one;
  return status;
}
