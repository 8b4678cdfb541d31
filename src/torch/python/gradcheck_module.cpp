// actlab._gradcheck: the gradient checker for functions written in Python. python/actlab/gradcheck.py is what users
// see.
#include <torch/csrc/autograd/python_variable.h>
#include <torch/csrc/utils/pybind.h>
#include <torch/types.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "actlab/gradcheck.h"

namespace py = pybind11;

namespace actlab {
namespace {

// A Python object that is copied and destroyed on threads that do not hold the interpreter's lock.
using SharedFunction = std::shared_ptr<py::function>;

SharedFunction shared(py::function function) {
  return SharedFunction(new py::function(std::move(function)), [](py::function* owned) {
    const py::gil_scoped_acquire lock;
    delete owned;
  });
}

// What a function returned: a tensor, or a tuple or list of tensors. None is an undefined tensor.
Tensors tensors_of(const py::object& result) {
  if (THPVariable_Check(result.ptr())) return {result.cast<torch::Tensor>()};
  if (!py::isinstance<py::tuple>(result) && !py::isinstance<py::list>(result))
    throw py::type_error("the function returns " + py::str(py::type::of(result)).cast<std::string>() +
                         " instead of a tensor or a tuple of tensors");
  return result.cast<Tensors>();
}

// Autograd sets the error of a backward in Python again before it throws, so it is still set after the exception has
// been caught in C++.
void forget_error() {
  PyErr_Clear();
}

// Runs `call` with the interpreter's lock; a Python exception becomes a C++ one, which needs no lock to be read.
Tensors with_lock(const auto& call) {
  const py::gil_scoped_acquire lock;
  forget_error();
  try {
    return tensors_of(call());
  } catch (const py::error_already_set& error) {
    throw std::runtime_error(error.what());
  }
}

TensorFunction tensor_function(py::function function) {
  return [f = shared(std::move(function))](const Tensors& inputs) {
    return with_lock([&]() -> py::object { return (*f)(*py::cast(inputs)); });
  };
}

MakeInputs maker(py::function function) {
  return [f = shared(std::move(function))](torch::IntArrayRef shape) {
    return with_lock([&]() -> py::object { return (*f)(py::tuple(py::cast(shape.vec()))); });
  };
}

struct Texts {
  bool passed;
  std::string text, json;
};
Texts texts_of(const auto& report) {
  return {report.passed(), to_string(report), to_json(report)};
}

// Autograd must not be called with the lock.
template <class Check> Texts unlocked(const Check& check) {
  const auto texts = [&] {
    const py::gil_scoped_release release;
    return texts_of(check());
  }();
  forget_error();
  return texts;
}

void define_options(py::module_& module) {
  py::class_<GradcheckOptions>(module, "Options")
      .def(py::init())
      .def_readwrite("eps", &GradcheckOptions::eps)
      .def_readwrite("atol", &GradcheckOptions::atol)
      .def_readwrite("rtol", &GradcheckOptions::rtol)
      .def_readwrite("nondet_tol", &GradcheckOptions::nondet_tol)
      .def_readwrite("check_undefined_grad", &GradcheckOptions::check_undefined_grad)
      .def_readwrite("check_grad_dtypes", &GradcheckOptions::check_grad_dtypes)
      .def_readwrite("fast_mode", &GradcheckOptions::fast_mode)
      .def_readwrite("gen_non_contig_grad_outputs", &GradcheckOptions::gen_non_contig_grad_outputs)
      .def_readwrite("check_backward_ad", &GradcheckOptions::check_backward_ad)
      .def_readwrite("check_forward_ad", &GradcheckOptions::check_forward_ad)
      .def_readwrite("check_batched_grad", &GradcheckOptions::check_batched_grad)
      .def_readwrite("check_batched_forward_grad", &GradcheckOptions::check_batched_forward_grad)
      .def_readwrite("check_rev_over_rev", &GradcheckOptions::check_rev_over_rev)
      .def_readwrite("check_fwd_over_rev", &GradcheckOptions::check_fwd_over_rev)
      .def_readwrite("masked", &GradcheckOptions::masked)
      .def_readwrite("check_grad_layouts", &GradcheckOptions::check_grad_layouts)
      .def_readwrite("allow_contiguity_errors", &GradcheckOptions::allow_contiguity_errors)
      .def_readwrite("sample_columns", &GradcheckOptions::sample_columns)
      .def_readwrite("max_seconds", &GradcheckOptions::max_seconds);
  py::class_<BatteryOptions>(module, "BatteryOptions")
      .def(py::init())
      .def_readwrite("gradcheck", &BatteryOptions::gradcheck)
      .def_readwrite("shape", &BatteryOptions::shape)
      .def_readwrite("skip", &BatteryOptions::skip)
      .def_readwrite("double_backward", &BatteryOptions::double_backward);
}

}  // namespace
}  // namespace actlab

PYBIND11_MODULE(_gradcheck, module) {
  using namespace actlab;
  define_options(module);
  py::class_<Texts>(module, "Texts")
      .def_readonly("passed", &Texts::passed)
      .def_readonly("text", &Texts::text)
      .def_readonly("json", &Texts::json);
  module.def("gradcheck", [](py::function f, const Tensors& inputs, GradcheckOptions options) {
    options.raise_exception = false;
    return unlocked([&] { return gradcheck(tensor_function(std::move(f)), inputs, options); });
  });
  module.def("gradgradcheck", [](py::function f, const Tensors& inputs, const Tensors& grad_outputs,
                                 GradcheckOptions options) {
    options.raise_exception = false;
    return unlocked([&] { return gradgradcheck(tensor_function(std::move(f)), inputs, grad_outputs, options); });
  });
  module.def("battery", [](py::function f, py::function make_inputs, const BatteryOptions& options) {
    return unlocked([&] { return battery(tensor_function(std::move(f)), maker(std::move(make_inputs)), options); });
  });
}
