//===- Constants.cpp - The constants of models that are not locked --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Call.h"
#include <memory>
#include <nanobind/stl/tuple.h>
#include <tuple>

using namespace hwlock::python;

namespace {

struct FreeConstants {
  void operator()(hwlock_constants *constants) const {
    hwlock_constants_free(constants);
  }
};

/// Name, elements, shape.
using Entry = std::tuple<std::string, std::string, std::vector<int64_t>>;

class Constants {
public:
  explicit Constants(const std::string &path) {
    hwlock_constants *found = nullptr;
    call(silent, [&](hwlock_text **failure) {
      return hwlock_constants_read(path.c_str(), &found, failure);
    });
    handle.reset(found);
  }

  std::vector<Entry> entries() const {
    std::vector<Entry> found;
    for (size_t i = 0; i < hwlock_constants_count(handle.get()); ++i) {
      const hwlock_constant &constant = *hwlock_constants_get(handle.get(), i);
      found.emplace_back(
          constant.name, constant.type.element,
          std::vector<int64_t>(constant.type.shape,
                               constant.type.shape + constant.type.rank));
    }
    return found;
  }

  nb::bytes data(size_t index) const {
    const hwlock_constant *constant = hwlock_constants_get(handle.get(), index);
    if (!constant)
      throw nb::index_error();
    return nb::bytes(constant->data, constant->type.bytes);
  }

  void replace(size_t index, const nb::bytes &bytes) {
    // Copied at once, and not written to.
    hwlock_buffer buffer{const_cast<void *>(bytes.data()), bytes.size()};
    call(silent, [&](hwlock_text **failure) {
      return hwlock_constants_replace(handle.get(), index, &buffer, failure);
    });
  }

  void keep(size_t index) {
    call(silent, [&](hwlock_text **failure) {
      return hwlock_constants_keep(handle.get(), index, failure);
    });
  }

  std::string layers() {
    Answer report;
    call(silent, [&](hwlock_text **failure) {
      return hwlock_constants_layers(handle.get(), report.out(), failure);
    });
    return report.get();
  }

  void probe(const std::string &what) {
    call(silent, [&](hwlock_text **failure) {
      return hwlock_constants_probe(handle.get(), what.c_str(), failure);
    });
  }

  void write(const std::string &output, bool bytecode) {
    call(silent, [&](hwlock_text **failure) {
      return hwlock_constants_write(handle.get(), output.c_str(), bytecode,
                                    failure);
    });
  }

private:
  Listener silent{nb::none(), nb::none()};
  std::unique_ptr<hwlock_constants, FreeConstants> handle;
};

} // namespace

void hwlock::python::addConstants(nb::module_ &module) {
  using nb::arg;
  nb::class_<Constants>(module, "Constants")
      .def(nb::init<const std::string &>(), arg("path"))
      .def("entries", &Constants::entries)
      .def("data", &Constants::data, arg("index"))
      .def("replace", &Constants::replace, arg("index"), arg("data"))
      .def("keep", &Constants::keep, arg("index"))
      .def("layers", &Constants::layers)
      .def("probe", &Constants::probe, arg("what"))
      .def("write", &Constants::write, arg("output"), nb::kw_only(),
           arg("bytecode"));
}
