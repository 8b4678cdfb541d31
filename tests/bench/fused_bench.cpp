// Measures the share of the core's peak multiply-add rate that the fused engine reaches in training: prints a line
// "network batch peak-GFLOP/s training-GFLOP/s share-in-%" for networks of several widths with ReLU, on the sine data.
// The peak is measured in the same run.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <numeric>
#include <span>
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

struct Work {
  std::vector<std::int64_t> hidden;
  std::int64_t batch;  // 0: all samples
  int epochs;          // so that every line takes a similar time
};

double training_flops(const Work& work) {
  std::vector<std::int64_t> widths{1};
  widths.insert(widths.end(), work.hidden.begin(), work.hidden.end());
  widths.push_back(1);
  constexpr std::int64_t samples = 1024;
  ModelConfig config;
  config.hidden = work.hidden;
  const Dataset sine = make_dataset(Sine{.samples = samples, .test_samples = 0}, 0);
  fused::Network network(config, sine.features(), make_loss("mse", sine), 0);
  const fused::SampleMatrix data(sine.train);
  fused::SampleMatrix batch(data, work.batch);
  std::vector<std::int64_t> order(samples);
  std::iota(order.begin(), order.end(), 0);
  const fused::UpdateRule rule = fused::rule_of(Adam{.lr = 0.001});
  fused::Schedule schedule(rule, 0);
  const auto step = [&](const fused::SampleMatrix& on) {
    network.gradient(on, false);
    network.update(rule, schedule.next());
  };
  const double seconds = seconds_of([&] {
    for (int epoch = 0; epoch < work.epochs; ++epoch) {
      if (work.batch == 0) step(data);
      for (std::int64_t first = 0; work.batch != 0 && first < samples; first += work.batch) {
        batch.gather(data, std::span(order).subspan(static_cast<std::size_t>(first), work.batch));
        step(batch);
      }
    }
  });
  return flops_per_sample(widths) * samples * work.epochs / seconds;
}

void measure(const Work& work) {
  std::vector<double> peaks, trainings, shares;
  for (int i = 0; i < 7; ++i) {  // in turn, under the same load of the machine
    peaks.push_back(peak_flops());
    trainings.push_back(training_flops(work));
    shares.push_back(100 * trainings.back() / peaks.back());
  }
  const auto median = [](std::vector<double>& values) {
    std::nth_element(values.begin(), values.begin() + 3, values.end());
    return values[3];
  };
  fmt::print("1-{}-1 {} {:.1f} {:.1f} {:.1f}\n", fmt::join(work.hidden, "-"), work.batch == 0 ? 1024 : work.batch,
             median(peaks) / 1e9, median(trainings) / 1e9, median(shares));
}

}  // namespace
}  // namespace actlab

int main() {
  using actlab::measure;
  measure({.hidden = {64, 64}, .batch = 0, .epochs = 300});
  measure({.hidden = {256, 256}, .batch = 0, .epochs = 25});
  measure({.hidden = {512, 512, 512}, .batch = 0, .epochs = 4});
  measure({.hidden = {64, 64}, .batch = 32, .epochs = 200});
  measure({.hidden = {256, 256}, .batch = 32, .epochs = 15});
}
