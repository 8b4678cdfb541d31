#include "search.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <thread>
#include <type_traits>
#include <vector>

#include "catalogue/kernels/kernel_table.h"
#include "measure.h"
#include "references.h"
#include "torch/activations/every_isa.h"

namespace actlab {
namespace {

constexpr unsigned threads = 2;

enum class Quantity { value, derivative };

template <class T> constexpr torch::ScalarType dtype_of = std::is_same_v<T, float> ? torch::kFloat : torch::kDouble;

template <class T> const auto& of_type(const auto& kernels) {
  if constexpr (std::is_same_v<T, float>)
    return kernels.f32;
  else
    return kernels.f64;
}

void in_parallel(const auto& work) {
  std::array<std::thread, threads> working;
  for (unsigned i = 0; i < threads; ++i) working[i] = std::thread([&, i] { work(i); });
  for (std::thread& thread : working) thread.join();
}

// An activation, compiled for each available instruction set.
std::vector<CompiledActivation> compiled_for_each_isa(const Activation& activation) {
  std::vector<CompiledActivation> compiled;
  on_every_isa([&] { compiled.push_back(activation.compiled().value()); });
  return compiled;
}

// f or f' at each x.
template <class T>
std::vector<T> results(const CompiledActivation& by, Saved saved, Quantity quantity, const std::vector<T>& x) {
  const auto n = static_cast<std::int64_t>(x.size());
  std::vector<T> y(x.size());
  const auto forward = [&] { of_type<T>(by.kernels->forward).run(by.formula, x.data(), y.data(), n); };
  if (quantity == Quantity::value || saved == Saved::output) forward();
  if (quantity == Quantity::value) return y;
  const std::vector<T> ones(x.size(), T(1));
  const T* from = saved == Saved::output ? y.data() : x.data();
  of_type<T>(by.kernels->backward).run(by.formula, from, ones.data(), y.data(), n);
  return y;
}

bool is_kink(const std::vector<Kink>& kinks, double x, torch::ScalarType dtype) {
  return std::any_of(kinks.begin(), kinks.end(), [&](const Kink& kink) {
    return x == (dtype == torch::kFloat ? static_cast<double>(static_cast<float>(kink.at)) : kink.at);
  });
}

// An input, and the errors of value and derivative there.
struct Candidate {
  double at = 0, value = 0, derivative = 0;
  double error(Quantity quantity) const { return quantity == Quantity::value ? value : derivative; }
};

// The errors at each x, the largest of all instruction sets.
template <class T> std::vector<Candidate> errors_at(const Activation& activation, const std::vector<double>& x) {
  const std::vector<T> inputs(x.begin(), x.end());
  std::vector<std::vector<T>> values, derivatives;
  for (const CompiledActivation& by : compiled_for_each_isa(activation)) {
    values.push_back(results(by, activation.spec().saved, Quantity::value, inputs));
    derivatives.push_back(results(by, activation.spec().saved, Quantity::derivative, inputs));
  }
  const std::vector<Kink> kinks = activation.kinks();
  std::vector<Candidate> errors(x.size());
  in_parallel([&](unsigned thread) {
    for (std::size_t i = thread; i < x.size(); i += threads) {
      Candidate& found = errors[i];
      found.at = x[i];
      if (is_kink(kinks, x[i], dtype_of<T>)) continue;
      const Reference expected = reference_at(activation, x[i]);
      for (const auto& y : values) found.value = std::max(found.value, ulps(expected.value, y[i], dtype_of<T>));
      for (const auto& y : derivatives)
        found.derivative = std::max(found.derivative, ulps(expected.derivative, y[i], dtype_of<T>));
    }
  });
  return errors;
}

Error largest(const std::vector<Candidate>& candidates, Quantity quantity) {
  Error largest;
  for (const Candidate& candidate : candidates) {
    if (candidate.error(quantity) > largest.ulps) largest = {candidate.error(quantity), candidate.at};
  }
  return largest;
}

// 2^n.
double power_of_two(std::int64_t n) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52);
}

// The error of a float32 by its float64 form, in ULP. As ulps(), but many times faster.
double screened_error(double expected, float actual) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const auto rounded = static_cast<float>(expected);
  if (!(std::abs(actual) < infinity) || !(std::abs(rounded) < infinity))
    return actual == rounded ? 0 : std::numeric_limits<double>::infinity();
  const auto exponent = static_cast<std::int64_t>((std::bit_cast<std::uint64_t>(expected) >> 52) & 0x7ff) - 1023;
  return std::abs(actual - expected) * power_of_two(23 - std::max<std::int64_t>(exponent, -126));
}

// Of every group of neighbouring floats, which have the same first bits, the ones with the largest errors.
class WorstOfGroups {
 public:
  void update(Quantity quantity, float x, double error) {
    const std::size_t group = std::bit_cast<std::uint32_t>(x) >> (32 - group_bits);
    Worst& worst = groups_[2 * group + static_cast<std::size_t>(quantity)];
    if (error > worst.error) worst = {error, x};
  }
  void add_inputs_to(std::vector<double>& inputs) const {
    for (const Worst& worst : groups_) {
      if (worst.error > least) inputs.push_back(worst.at);
    }
  }

 private:
  static constexpr int group_bits = 12;
  static constexpr double least = 0.5;  // smaller errors are those of rounding
  struct Worst {
    double error = least;
    float at = 0;
  };
  std::vector<Worst> groups_ = std::vector<Worst>(std::size_t{2} << group_bits);
};

// Screens the bit patterns `first`, `first` + `step`, …
void screen(const std::vector<CompiledActivation>& compiled, Saved saved, std::uint64_t first, std::uint64_t step,
            WorstOfGroups& worst) {
  constexpr std::uint64_t patterns = std::uint64_t{1} << 32;
  constexpr std::size_t block = 4096;
  std::vector<float> x;
  std::vector<double> wide;
  for (std::uint64_t next = first; next < patterns;) {
    x.clear();
    for (; next < patterns && x.size() < block; next += step) {
      const auto input = std::bit_cast<float>(static_cast<std::uint32_t>(next));
      if (std::isfinite(input)) x.push_back(input);
    }
    wide.assign(x.begin(), x.end());
    for (const Quantity quantity : {Quantity::value, Quantity::derivative}) {
      const std::vector<double> expected = results(compiled.back(), saved, quantity, wide);
      for (const CompiledActivation& by : compiled) {
        const std::vector<float> found = results(by, saved, quantity, x);
        for (std::size_t i = 0; i < x.size(); ++i) worst.update(quantity, x[i], screened_error(expected[i], found[i]));
      }
    }
  }
}

// Numbers with all bits: of every size, in three times the interval, and close to where errors are likely to be large.
std::vector<double> random_inputs(const Activation& activation, std::int64_t count, std::mt19937_64& random) {
  const auto [low, high] = activation.spec().interval;
  std::uniform_real_distribution<double> unit(0, 1), exponent(-60, 12), any_exponent(-1074, 1024);
  const std::vector<double> centers = difficult_inputs(activation);
  const auto signed_power = [&](double of_two) { return (random() % 2 == 0 ? 1 : -1) * std::exp2(of_two); };
  std::vector<double> inputs;
  for (std::int64_t i = 0; i < count; ++i) {
    double x = 0;
    if (i % 8 == 0) {
      x = signed_power(any_exponent(random));
    } else if (i % 4 == 1) {
      x = signed_power(exponent(random));
    } else if (i % 4 == 2) {
      x = centers[random() % centers.size()] + signed_power(-60 * unit(random));
    } else {
      x = low + (high - low) * (3 * unit(random) - 1);
    }
    if (std::isfinite(x)) inputs.push_back(x);
  }
  return inputs;
}

// Moves from the worst inputs to worse ones nearby, at every distance.
Error climb(const Activation& activation, Quantity quantity, std::vector<Candidate> pool, std::mt19937_64& random) {
  constexpr std::size_t survivors = 64, children = 8, generations = 40;
  std::uniform_real_distribution<double> exponent(-52, -2);
  for (std::size_t generation = 0; generation < generations; ++generation) {
    std::sort(pool.begin(), pool.end(),
              [&](const auto& a, const auto& b) { return a.error(quantity) > b.error(quantity); });
    pool.resize(std::min(pool.size(), survivors));
    std::vector<double> near;
    for (const Candidate& parent : pool) {
      for (std::size_t i = 0; i < children; ++i) {
        const double moved = parent.at + (random() % 2 == 0 ? parent.at : -parent.at) * std::exp2(exponent(random));
        if (std::isfinite(moved)) near.push_back(moved);
      }
    }
    const std::vector<Candidate> found = errors_at<double>(activation, near);
    pool.insert(pool.end(), found.begin(), found.end());
  }
  return largest(pool, quantity);
}

}  // namespace

Errors search_float32(const Activation& activation, std::uint32_t stride) {
  const std::vector<CompiledActivation> compiled = compiled_for_each_isa(activation);
  std::array<WorstOfGroups, threads> worst;
  in_parallel([&](unsigned thread) {
    screen(compiled, activation.spec().saved, std::uint64_t{thread} * stride, std::uint64_t{threads} * stride,
           worst[thread]);
  });
  std::vector<double> inputs;
  for (const WorstOfGroups& one : worst) one.add_inputs_to(inputs);
  const std::vector<Candidate> found = errors_at<float>(activation, inputs);
  return {largest(found, Quantity::value), largest(found, Quantity::derivative)};
}

Errors search_float64(const Activation& activation, std::int64_t points) {
  std::mt19937_64 random(static_cast<std::uint64_t>(points));
  const std::vector<Candidate> found = errors_at<double>(activation, random_inputs(activation, points, random));
  return {climb(activation, Quantity::value, found, random), climb(activation, Quantity::derivative, found, random)};
}

}  // namespace actlab
