// Times every activation relative to torch's built-in and to a copy of its input: scripts/bench activations.
#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/autograd.h>
#include <torch/types.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "../torch/activations/builtin_exceptions.h"
#include "catalogue/activation.h"
#include "catalogue/gates.h"
#include "catalogue/kernels/isa.h"
#include "core/parallel.h"
#include "torch/autograd/apply.h"
#include "torch/autograd/gates.h"

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

/// Median time ratios of actlab to the built-in and to a copy; each round times all three in turn.
struct Ratios {
  double builtin, copy;
};
Ratios compare(const Work& ours, const Work& builtin, const Work& copy, std::int64_t size) {
  const int repeats = static_cast<int>(std::clamp<std::int64_t>(300000 / size, 1, 100));
  const int rounds = size > 1000000 ? 7 : 31;
  std::vector<double> to_builtin, to_copy;
  for (int i = 0; i < rounds + 1; ++i) {
    const double mine = seconds(ours, repeats), theirs = seconds(builtin, repeats), plain = seconds(copy, repeats);
    if (i == 0) continue;  // warm-up
    to_builtin.push_back(mine / theirs);
    to_copy.push_back(mine / plain);
  }
  return {median(to_builtin), median(to_copy)};
}

using Function = std::function<torch::Tensor(const torch::Tensor&)>;

struct Subject {
  std::string name;
  Function ours, builtin;  // null if there is no built-in with a derivative
  std::array<double, 2> interval{-6, 6};
  bool takes_rows = false, is_gate = false;
};

std::vector<Subject> subjects() {
  std::vector<Subject> all;
  const auto add = [&](const ActivationPtr& activation) {
    const bool has_builtin = has_differentiable_builtin(*activation);
    all.push_back({to_string(*activation), [=](const torch::Tensor& x) { return apply(*activation, x); },
                   has_builtin ? [=](const torch::Tensor& x) { return apply_reference(*activation, x); } : Function(),
                   activation->spec().interval, activation->is_row_wise()});
  };
  for (const ActivationPtr& activation : catalogue()) {
    add(activation);
    if (activation->spec().name == "gelu") add(make_activation("gelu", {{"approximate", "tanh"}}));
  }
  for (const Gate& gate : gates) {
    all.push_back({.name = std::string(gate.name),
                   .ours = [=](const torch::Tensor& x) { return apply_gate(gate.name, x); },
                   .builtin = gate.name == "glu" ? [](const torch::Tensor& x) { return torch::glu(x); } : Function(),
                   .takes_rows = true,
                   .is_gate = true});
  }
  return all;
}

struct Line {
  std::string name;
  bool has_builtin, is_gate;
  Ratios forward, backward;
};
Line measure(const Subject& subject, std::int64_t size) {
  const auto [low, high] = subject.interval;
  constexpr std::int64_t row = 100;
  const std::vector<std::int64_t> sizes =
      subject.takes_rows ? std::vector<std::int64_t>{size / row, row} : std::vector<std::int64_t>{size};
  const torch::Tensor x = (torch::rand(sizes) * (high - low) + low).requires_grad_();
  const torch::Tensor plain = x.detach();
  const bool has_builtin = subject.builtin != nullptr;
  const torch::Tensor y = subject.ours(x), expected = has_builtin ? subject.builtin(x) : y;
  const torch::Tensor grad_y = torch::rand_like(y);
  const Work copy = [&] { torch::Tensor copied = plain.clone(); };
  const Work nothing = [] {};
  const auto backward = [&](const torch::Tensor& from) -> Work {
    return [&] { torch::autograd::grad({from}, {x}, {grad_y}, /*retain_graph=*/true); };
  };
  const Work builtin_forward = [&] { subject.builtin(x); };
  return {subject.name, has_builtin, subject.is_gate,
          compare([&] { subject.ours(x); }, has_builtin ? builtin_forward : nothing, copy, size),
          compare(backward(y), has_builtin ? backward(expected) : nothing, copy, size)};
}

std::string cell(const Line& line, double ratio) {
  return line.has_builtin ? fmt::format("{:.2f}", ratio) : "-";
}

// Of all subjects, or of those of that name.
std::vector<Line> report(std::int64_t size, int threads, std::string_view only = {}) {
  at::set_num_threads(threads);
  fmt::print("{} elements, {} thread{}\n{:<24} {:>12} {:>12} {:>12} {:>12}\n", size, threads, threads > 1 ? "s" : "",
             "time relative to", "built-in fwd", "built-in bwd", "a copy fwd", "a copy bwd");
  double forward = 0, backward = 0, compared = 0;
  std::string slower;
  std::vector<Line> lines;
  for (const Subject& subject : subjects()) {
    if (!only.empty() && subject.name != only) continue;
    const Line& line = lines.emplace_back(measure(subject, size));
    fmt::print("{:<24} {:>12} {:>12} {:>12.2f} {:>12.2f}\n", line.name, cell(line, line.forward.builtin),
               cell(line, line.backward.builtin), line.forward.copy, line.backward.copy);
    if (!line.has_builtin) continue;
    ++compared;
    forward += std::log(line.forward.builtin);
    backward += std::log(line.backward.builtin);
    if (line.forward.builtin > 1) slower += fmt::format(" {} forward ({:.2f})", line.name, line.forward.builtin);
    if (line.backward.builtin > 1) slower += fmt::format(" {} backward ({:.2f})", line.name, line.backward.builtin);
  }
  fmt::print("{:<24} {:>12.2f} {:>12.2f}\nslower than the built-in:{}\n\n", "geometric mean",
             std::exp(forward / compared), std::exp(backward / compared), slower.empty() ? " none" : slower);
  std::fflush(stdout);
  return lines;
}

std::string processor() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown processor";
}

std::string row_of(const Line& line) {
  const auto number = [&](double ratio) { return line.has_builtin ? fmt::format("{:.2f}", ratio) : "no_builtin"; };
  return fmt::format("{{\"{}\", {{{}, {}, {:.2f}, {:.2f}}}, \"{}, {}\"}},", line.name, number(line.forward.builtin),
                     number(line.backward.builtin), line.forward.copy, line.backward.copy, processor(),
                     name(current_isa()));
}

// Replaces the rows of these lines in the record, or adds them; gates have no speed record.
void record(const std::vector<Line>& lines) {
  const std::string path = ACTLAB_SOURCE_DIR "/src/catalogue/records/recorded_speed.inc";
  std::vector<std::string> rows;
  std::ifstream before(path);
  for (std::string row; std::getline(before, row);) rows.push_back(row);
  for (const Line& line : lines) {
    if (line.is_gate) continue;
    const std::string start = fmt::format("{{\"{}\",", line.name), row = row_of(line);
    const auto old = std::find_if(rows.begin(), rows.end(), [&](const std::string& r) { return r.starts_with(start); });
    old == rows.end() ? rows.push_back(row) : void(*old = row);
    fmt::print("{}\n", row);
  }
  std::ofstream after(path);
  for (const std::string& row : rows) after << row << '\n';
}

}  // namespace
}  // namespace actlab

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "--record") {
    actlab::record(actlab::report(100000, 1, argc > 2 ? argv[2] : ""));
    return 0;
  }
  // LibTorch uses one thread per core by default.
  const int most = std::max(at::get_num_threads(), static_cast<int>(actlab::usable_cores()));
  for (const int threads : most > 1 ? std::vector<int>{1, most} : std::vector<int>{1}) {
    for (const std::int64_t size : {1000, 100000, 10000000}) {
      if (argc > 1 && std::to_string(size) != argv[1]) continue;
      actlab::report(size, threads);
    }
  }
}
