// Measures the share of the core's peak multiply-add rate that the fused engine reaches in training: prints "peak
// GFLOP/s training GFLOP/s share-in-%" for the network ReLU64 of configs/sine.yaml. The peak is measured in the same
// run.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

#include "catalogue/kernels/dispatch.h"
#include "lab/data/all.h"
#include "lab/training/fused/network.h"
#include "lab/training/fused/rules.h"
#include "peak.h"

namespace actlab {

ACTLAB_CHOOSE_KERNELS(PeakKernel, peak_kernel)

namespace {

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double peak_flops() {
  constexpr std::int64_t rounds = 20'000'000;
  double operations = 0;
  const double seconds = seconds_of([&] { operations = peak_kernel().run(rounds); });
  return operations / seconds;
}

// Floating-point operations for one sample: forward, weight gradients and, except in the first layer, input gradients.
double flops_per_sample(const std::vector<std::int64_t>& widths) {
  double multiply_adds = 0;
  for (std::size_t l = 0; l + 1 < widths.size(); ++l) {
    multiply_adds += static_cast<double>(widths[l] * widths[l + 1]) * (l == 0 ? 2 : 3);
  }
  return 2 * multiply_adds;
}

double training_flops() {
  const std::vector<std::int64_t> widths{1, 64, 64, 1};
  constexpr std::int64_t samples = 1000;
  constexpr int epochs = 300;
  ModelConfig config;
  config.hidden = {64, 64};
  const Dataset sine = make_dataset(Sine{.samples = samples, .test_samples = 0}, 0);
  fused::Network network(config, sine.features(), make_loss("mse", sine), 0);
  const fused::SampleMatrix data(sine.train);
  const fused::UpdateRule rule = fused::rule_of(Adam{.lr = 0.01});
  fused::Schedule schedule(rule, 0);
  const double seconds = seconds_of([&] {
    for (int epoch = 0; epoch < epochs; ++epoch) {
      network.gradient(data, false);
      network.update(rule, schedule.next());
    }
  });
  return flops_per_sample(widths) * samples * epochs / seconds;
}

}  // namespace
}  // namespace actlab

int main() {
  std::vector<double> peaks, trainings, shares;
  for (int i = 0; i < 7; ++i) {  // in turn, under the same load of the machine
    peaks.push_back(actlab::peak_flops());
    trainings.push_back(actlab::training_flops());
    shares.push_back(100 * trainings.back() / peaks.back());
  }
  const auto median = [](std::vector<double>& values) {
    std::nth_element(values.begin(), values.begin() + 3, values.end());
    return values[3];
  };
  fmt::print("{:.1f} {:.1f} {:.1f}\n", median(peaks) / 1e9, median(trainings) / 1e9, median(shares));
}
