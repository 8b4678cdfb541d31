// Measures what a smooth activation costs: the time of a trial of the fused engine with it over that with relu, for one
// hidden layer of 10 and of 64 units. Prints a row for each element-wise activation without kinks, the geometric means
// and the largest ratios, which are medians over rounds, in each of which every activation is timed next to relu. The
// argument is the number of rounds.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "catalogue/activation.h"
#include "catalogue/kernels/isa.h"
#include "lab/config/fields.h"
#include "lab/config/node.h"
#include "lab/training/engine.h"
#include "lab/training/trial.h"

namespace actlab {
namespace {

constexpr int widths[]{10, 64};
constexpr int trials = 3;  // in a measurement

struct Timed {
  std::string name, yaml;                       // as in a config
  std::array<std::vector<double>, 2> ratios{};  // by width, in each round
};

/// The activations of the catalogue with kernels and without kinks, and gelu's approximation. A network with the
/// identity is linear.
std::vector<Timed> smooth_activations() {
  std::vector<Timed> smooth;
  for (const ActivationPtr& activation : catalogue()) {
    const std::string name(activation->spec().name);
    if (!activation->compiled() || activation->is_random() || !activation->kinks().empty() || name == "identity")
      continue;
    smooth.push_back({name, name});
    if (name == "gelu") smooth.push_back({"gelu, tanh", "{gelu: {approximate: tanh}}"});
  }
  return smooth;
}

ModelConfig model_with(const std::string& activation, int width) {
  ModelConfig model;
  Problems problems;
  read_config(
      parse_yaml(fmt::format("{{hidden: [{}], activation: {}}}", width, activation), "bench"),
      [&](Fields& fields) { model.declare(fields); }, problems);
  problems.throw_if_any();
  return model;
}

/// Milliseconds of a trial as in configs/circle.yaml: 100 epochs of 1000 samples, each with the scores of 1000 held-out
/// ones.
double trial_ms(const Engine& engine, const ModelConfig& model) {
  const DataConfig data = Circle{.samples = 1000, .test_samples = 1000};
  TrainingConfig training;
  training.optimizer = Adam{.lr = 0.01};
  Trial trial;
  trial.model = "model";
  trial.data = &data;
  trial.model_config = &model;
  trial.training = &training;
  const std::vector<Trial> all(trials, trial);
  const std::atomic<bool> stop = false;
  const std::clock_t start = std::clock();  // processor time, in which other programs do not count
  engine.train(all, stop, [](const Trial&, TrialResult&&) {});
  return 1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC / trials;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void print_table(const std::vector<Timed>& all, const std::array<std::vector<double>, 2>& relu_ms) {
  fmt::print("{} kernels; a trial with relu takes {:.3f} ms with {} hidden units, {:.3f} ms with {}\n\n",
             name(current_isa()), median(relu_ms[0]), widths[0], median(relu_ms[1]), widths[1]);
  fmt::print("{:<16} {:>8} {:>8}\n", "time over relu's", "[10]", "[64]");
  std::array<double, 2> logarithms{}, largest{};
  for (const Timed& one : all) {
    const double ratios[]{median(one.ratios[0]), median(one.ratios[1])};
    fmt::print("{:<16} {:>8.2f} {:>8.2f}\n", one.name, ratios[0], ratios[1]);
    for (std::size_t i = 0; i < 2; ++i) {
      logarithms[i] += std::log(ratios[i]) / static_cast<double>(all.size());
      largest[i] = std::max(largest[i], ratios[i]);
    }
  }
  fmt::print("{:<16} {:>8.2f} {:>8.2f}\n", "geometric mean", std::exp(logarithms[0]), std::exp(logarithms[1]));
  fmt::print("{:<16} {:>8.2f} {:>8.2f}\n", "largest", largest[0], largest[1]);
}

void run(int rounds) {
  const auto engine = make_fused_engine();
  std::vector<Timed> all = smooth_activations();
  std::array<std::vector<double>, 2> relu_ms;
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < 2; ++i) {
      const ModelConfig relu = model_with("relu", widths[i]);
      for (Timed& one : all) {
        relu_ms[i].push_back(trial_ms(*engine, relu));
        one.ratios[i].push_back(trial_ms(*engine, model_with(one.yaml, widths[i])) / relu_ms[i].back());
      }
    }
  }
  print_table(all, relu_ms);
}

}  // namespace
}  // namespace actlab

int main(int argc, char** argv) {
  actlab::run(argc > 1 ? std::atoi(argv[1]) : 15);
}
