// Operators that end the process in every way there is, and ones that index like those of other libraries: without a
// look at what they are given.
#include <torch/autograd.h>
#include <torch/library.h>
#include <torch/types.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

// These die their own way, also under the sanitizers.
#define ACTLAB_UNCHECKED __attribute__((no_sanitize("address,undefined")))

volatile int zero = 0;

// Recursion without end, which the compiler does not see.
ACTLAB_UNCHECKED std::int64_t recurse(std::int64_t depth) {
  if (depth == zero - 1) return depth;
  volatile char frame[4096];
  frame[0] = static_cast<char>(depth);
  return recurse(depth + 1) + frame[0];
}

ACTLAB_UNCHECKED void divide_by_zero() {
  zero = 7 / zero;
}

ACTLAB_UNCHECKED void die(const std::string& how) {
  if (how == "segfault") *reinterpret_cast<volatile int*>(8) = 1;
  if (how == "bus") std::raise(SIGBUS);
  if (how == "abort") std::abort();
  if (how == "divide") divide_by_zero();
  if (how == "exit") std::exit(0);
  if (how == "quick_exit") std::_Exit(7);
  if (how == "terminate") std::thread([] { throw std::runtime_error("nobody catches this"); }).join();
  if (how == "recursion") zero = static_cast<int>(recurse(0));
  if (how == "kill") std::raise(SIGKILL);
  if (how == "loop") {
    while (zero == 0) {
    }
  }
  if (how == "sleep") std::this_thread::sleep_for(std::chrono::milliseconds(40));
  if (how == "memory") {
    std::vector<std::vector<char>> all;
    while (true) all.emplace_back(1 << 24, 'x');
  }
}

// x * x, which dies as `how` says: `when` it runs forward, backward, on an input of another shape than 3x4.
struct Dying : torch::autograd::Function<Dying> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const std::string& how, const std::string& when) {
    context->save_for_backward({x});
    context->saved_data["how"] = how;
    context->saved_data["when"] = when;
    if (when == "forward" || (when == "empty" && x.numel() == 0)) die(how);
    return x * x;
  }
  static tensor_list backward(AutogradContext* context, const tensor_list& grads) {
    const std::string how = context->saved_data["how"].toStringRef(), when = context->saved_data["when"].toStringRef();
    const bool twice = torch::GradMode::is_enabled();
    if (when == "backward" || (when == "double backward" && twice)) die(how);
    return {2 * grads[0] * context->get_saved_variables()[0], Tensor(), Tensor()};
  }
};

Tensor dying(const Tensor& x, const std::string& how, const std::string& when) {
  return Dying::apply(x, how, when);
}

// Like roi_pool: the image of each box is boxes[k][0], and nobody checks that there is one.
struct PooledBoxes : torch::autograd::Function<PooledBoxes> {
  static Tensor forward(AutogradContext* context, const Tensor& images, const Tensor& boxes, std::int64_t height) {
    context->save_for_backward({images, boxes});
    context->saved_data["height"] = height;
    const Tensor dense = images.contiguous();
    const double* pixels = dense.data_ptr<double>();
    Tensor result = torch::zeros({boxes.size(0), height}, images.options().requires_grad(false));
    constexpr std::int64_t stride = std::int64_t{1} << 32;  // of an image: any other than 0 is outside
    for (std::int64_t k = 0; k < boxes.size(0); ++k) {
      const auto image = static_cast<std::int64_t>(boxes[k][0].item<double>());
      for (std::int64_t h = 0; h < height; ++h) result[k][h] = pixels[image * stride + h % images.size(1)];
    }
    return result;
  }
  static tensor_list backward(AutogradContext* context, const tensor_list& grads) {
    const auto saved = context->get_saved_variables();
    Tensor gradient = torch::zeros_like(saved[0]);
    for (std::int64_t k = 0; k < saved[1].size(0); ++k) {
      for (std::int64_t h = 0; h < grads[0].size(1); ++h) gradient[0][h % saved[0].size(1)] += grads[0][k][h];
    }
    return {gradient, Tensor(), Tensor()};
  }
};

Tensor pooled_boxes(const Tensor& images, const Tensor& boxes, std::int64_t height) {
  return PooledBoxes::apply(images, boxes, height);
}

// Like spline_basis: divides by the size of each kernel, and takes the index modulo it.
ACTLAB_UNCHECKED Tensor basis(const Tensor& pseudo, const Tensor& kernel_size) {
  const Tensor sizes = kernel_size.contiguous();
  const std::int64_t* size = sizes.data_ptr<std::int64_t>();
  Tensor weight = torch::zeros({pseudo.size(1)}, pseudo.options().requires_grad(false));
  for (std::int64_t d = 0; d < pseudo.size(1); ++d) weight[d] = static_cast<double>(7 / size[d]);
  return (pseudo * weight).sin();
}

// Like scatter: adds the rows of x to those of the result that index says, of which there are as many as the largest
// says.
Tensor gathered(const Tensor& x, const Tensor& index) {
  return torch::zeros({index.max().item<std::int64_t>() + 1, x.size(1)}, x.options().requires_grad(false))
      .index_add(0, index, x.sin());
}

Tensor product_of_all(const std::vector<Tensor>& parts, const c10::optional<Tensor>& weight) {
  Tensor result = weight ? parts.at(0) * *weight : parts.at(0) * 1;
  for (std::size_t i = 1; i < parts.size(); ++i) result = result * parts[i].sum();
  return result;
}

Tensor picked(const c10::optional<Tensor>& a, const Tensor& b) {
  return a ? *a * b : b * 3;
}

void square_into(const Tensor& x, Tensor& out) {
  out.resize_(x.sizes());
  out.copy_(x * x);
}

Tensor flagged(const Tensor& x, std::vector<int64_t> sizes, c10::List<bool> mask, const at::Scalar& factor,
               c10::optional<at::ScalarType> dtype, at::Device device, c10::optional<std::string> mode) {
  Tensor y = x * factor;
  for (std::size_t i = 0; i < mask.size(); ++i) y = mask.get(i) ? y.sin() : y * static_cast<double>(sizes.at(i));
  if (mode) y = y + 1;
  return dtype ? y.to(device, *dtype) : y;
}

Tensor talkative(const Tensor& x) {
  std::puts("a line of the operator");
  return x * 2;
}

}  // namespace

TORCH_LIBRARY(dying, library) {
  library.def("die(Tensor x, str how, str when=\"forward\") -> Tensor", dying);
  library.def("pooled_boxes(Tensor images, Tensor boxes, int height) -> Tensor", pooled_boxes);
  library.def("basis(Tensor pseudo, Tensor kernel_size) -> Tensor", basis);
  library.def("gathered(Tensor x, Tensor index) -> Tensor", gathered);
  library.def("product_of_all(Tensor[] parts, Tensor? weight=None) -> Tensor", product_of_all);
  library.def("picked(Tensor? a, Tensor b) -> Tensor", picked);
  library.def("square_into(Tensor x, *, Tensor(a!) out) -> ()", square_into);
  library.def(
      "flagged(Tensor x, int[2] sizes, bool[] mask, Scalar factor, ScalarType? dtype=None, Device device=\"cpu\", "
      "str? mode=None) -> Tensor",
      flagged);
  library.def("talkative(Tensor x) -> Tensor", talkative);
}
