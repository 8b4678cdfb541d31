// Times every activation that has a built-in against it, and against a copy: scripts/bench activations.
#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/autograd.h>
#include <torch/types.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "activations/activation.h"

namespace actlab {
namespace {

using Work = std::function<void()>;

double seconds(const Work& work, int repeats) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < repeats; ++i) work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / repeats;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// Median ratios of rounds in which each is timed right after the other: of ours to the built-in and to a copy.
struct Ratios {
  double builtin, copy;
};
Ratios compare(const Work& ours, const Work& builtin, const Work& copy, std::int64_t size) {
  const int repeats = static_cast<int>(std::clamp<std::int64_t>(300000 / size, 1, 100));
  const int rounds = size > 1000000 ? 7 : 31;
  std::vector<double> to_builtin, to_copy;
  for (int i = 0; i < rounds + 1; ++i) {
    const double mine = seconds(ours, repeats), theirs = seconds(builtin, repeats), plain = seconds(copy, repeats);
    if (i == 0) continue;  // which warms up
    to_builtin.push_back(mine / theirs);
    to_copy.push_back(mine / plain);
  }
  return {median(to_builtin), median(to_copy)};
}

struct Line {
  Ratios forward, backward;
};
Line measure(const Activation& activation, std::int64_t size) {
  const auto [low, high] = activation.spec().interval;
  const torch::Tensor x = (torch::rand({size}) * (high - low) + low).requires_grad_();
  const torch::Tensor plain = x.detach();
  const torch::Tensor grad_y = torch::rand({size});
  const torch::Tensor y = activation(x), expected = activation.reference(x);
  const Work copy = [&] { torch::Tensor copied = plain.clone(); };
  const auto backward = [&](const torch::Tensor& from) -> Work {
    return [&] { torch::autograd::grad({from}, {x}, {grad_y}, /*retain_graph=*/true); };
  };
  return {compare([&] { activation(x); }, [&] { activation.reference(x); }, copy, size),
          compare(backward(y), backward(expected), copy, size)};
}

std::vector<ActivationPtr> with_builtin() {
  std::vector<ActivationPtr> all;
  for (const ActivationPtr& activation : catalogue()) {
    const Spec& spec = activation->spec();
    // The built-in heaviside has no derivative.
    if (!activation->is_row_wise() && !spec.beyond && spec.name != "step") all.push_back(activation);
  }
  all.push_back(make_activation("gelu", {{"approximate", "tanh"}}));
  return all;
}

void report(std::int64_t size, int threads) {
  at::set_num_threads(threads);
  fmt::print("{} elements, {} thread{}\n{:<24} {:>12} {:>12} {:>12} {:>12}\n", size, threads, threads > 1 ? "s" : "",
             "time over that of", "built-in fwd", "built-in bwd", "a copy fwd", "a copy bwd");
  double forward = 0, backward = 0;
  const std::vector<ActivationPtr> all = with_builtin();
  for (const ActivationPtr& activation : all) {
    const Line line = measure(*activation, size);
    forward += std::log(line.forward.builtin) / static_cast<double>(all.size());
    backward += std::log(line.backward.builtin) / static_cast<double>(all.size());
    fmt::print("{:<24} {:>12.2f} {:>12.2f} {:>12.2f} {:>12.2f}\n", to_string(*activation), line.forward.builtin,
               line.backward.builtin, line.forward.copy, line.backward.copy);
  }
  fmt::print("{:<24} {:>12.2f} {:>12.2f}\n\n", "geometric mean", std::exp(forward), std::exp(backward));
  std::fflush(stdout);
}

}  // namespace
}  // namespace actlab

int main(int argc, char** argv) {
  const int most = at::get_num_threads();
  for (const int threads : most > 1 ? std::vector<int>{1, most} : std::vector<int>{1}) {
    for (const std::int64_t size : {1000, 100000, 10000000}) {
      if (argc > 1 && std::to_string(size) != argv[1]) continue;
      actlab::report(size, threads);
    }
  }
}
