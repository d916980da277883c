//===- Model.cpp - Loaded models ------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Call.h"
#include <memory>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/tuple.h>
#include <tuple>

using namespace hwlock::python;

namespace {

struct FreeModel {
  void operator()(hwlock_model *model) const { hwlock_model_free(model); }
};

using Arrays = nb::typed<nb::sequence, nb::object>;
using TensorType = std::pair<std::string, std::vector<int64_t>>;
using Function =
    std::tuple<std::string, std::vector<TensorType>, std::vector<TensorType>>;

/// Name, elements, shape.
using Constant = std::tuple<std::string, std::string, std::vector<int64_t>>;

struct Model {
  std::unique_ptr<hwlock_model, FreeModel> handle;

  std::vector<Function> functions() const;
  void run(size_t function, Arrays inputs, Arrays outputs) const;
  std::vector<Constant> constants() const;
  void replace(const std::vector<size_t> &indices, Arrays arrays) const;
};

/// The memory of arrays, while this lives: dense and in C order, or BufferError
/// is raised.
class Buffers {
public:
  Buffers(const Arrays &arrays, int flags) {
    for (nb::handle array : arrays) {
      views.emplace_back();
      if (PyObject_GetBuffer(array.ptr(), &views.back(), flags)) {
        views.pop_back();
        release();
        throw nb::python_error();
      }
      found.push_back(
          {views.back().buf, static_cast<size_t>(views.back().len)});
    }
  }
  Buffers(const Buffers &) = delete;
  Buffers &operator=(const Buffers &) = delete;
  ~Buffers() { release(); }

  const hwlock_buffer *data() const { return found.data(); }
  size_t size() const { return found.size(); }

private:
  void release() {
    for (Py_buffer &view : views)
      PyBuffer_Release(&view);
  }

  std::vector<Py_buffer> views;
  std::vector<hwlock_buffer> found;
};

} // namespace

static std::vector<TensorType> typesOf(const hwlock_tensor_type *types,
                                       size_t count) {
  std::vector<TensorType> found;
  for (size_t index = 0; index < count; ++index)
    found.emplace_back(
        types[index].element,
        std::vector<int64_t>(types[index].shape,
                             types[index].shape + types[index].rank));
  return found;
}

std::vector<Function> Model::functions() const {
  std::vector<Function> found;
  size_t count = hwlock_model_function_count(handle.get());
  for (size_t index = 0; index < count; ++index) {
    const hwlock_function &function =
        *hwlock_model_function(handle.get(), index);
    found.emplace_back(function.name,
                       typesOf(function.inputs, function.input_count),
                       typesOf(function.outputs, function.output_count));
  }
  return found;
}

void Model::run(size_t function, Arrays inputs, Arrays outputs) const {
  Listener silent{nb::none(), nb::none()};
  Buffers from(inputs, PyBUF_C_CONTIGUOUS);
  Buffers to(outputs, PyBUF_C_CONTIGUOUS | PyBUF_WRITABLE);
  call(silent, [&](hwlock_text **failure) {
    return hwlock_model_run(handle.get(), function, from.data(), from.size(),
                            to.data(), to.size(), failure);
  });
}

std::vector<Constant> Model::constants() const {
  std::vector<Constant> found;
  size_t count = hwlock_model_constant_count(handle.get());
  for (size_t index = 0; index < count; ++index) {
    const hwlock_constant &constant =
        *hwlock_model_constant(handle.get(), index);
    const hwlock_tensor_type &type = constant.type;
    found.emplace_back(
        constant.name, type.element,
        std::vector<int64_t>(type.shape, type.shape + type.rank));
  }
  return found;
}

void Model::replace(const std::vector<size_t> &indices, Arrays arrays) const {
  Listener silent{nb::none(), nb::none()};
  Buffers data(arrays, PyBUF_C_CONTIGUOUS);
  if (data.size() != indices.size())
    throw nb::value_error("one array for each index");
  std::vector<hwlock_replacement> replacements;
  for (size_t i = 0; i < indices.size(); ++i)
    replacements.push_back({indices[i], data.data()[i]});
  call(silent, [&](hwlock_text **failure) {
    return hwlock_model_replace(handle.get(), replacements.data(),
                                replacements.size(), failure);
  });
}

static Model load(const std::string &path, const Text &trust,
                  const Text &modelName, uint64_t minVersion, const Text &tcti,
                  const std::vector<std::string> &plugins, nb::object progress,
                  nb::object message) {
  Listener listener(std::move(progress), std::move(message));
  auto paths = pointers(plugins);
  hwlock_load_options options{};
  options.size = sizeof options;
  options.path = path.c_str();
  options.trust = orNull(trust);
  options.model_name = orNull(modelName);
  options.min_version = minVersion;
  options.devices = {orNull(tcti), paths.data(), paths.size()};
  options.observer = listener.observer();
  hwlock_model *model = nullptr;
  call(listener, [&](hwlock_text **failure) {
    return hwlock_model_load(&options, &model, failure);
  });
  return {std::unique_ptr<hwlock_model, FreeModel>(model)};
}

void hwlock::python::addModel(nb::module_ &module) {
  using nb::arg;
  nb::class_<Model>(module, "Model")
      .def("functions", &Model::functions)
      .def("run", &Model::run, arg("function"), arg("inputs"), arg("outputs"))
      .def("constants", &Model::constants)
      .def("replace", &Model::replace, arg("indices"), arg("arrays"));
  module.def("load", &load, arg("path"), nb::kw_only(), arg("trust").none(),
             arg("model_name").none(), arg("min_version"), arg("tcti").none(),
             arg("plugins"), arg("progress").none(), arg("message").none());
}
