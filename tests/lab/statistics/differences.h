#pragma once

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "core/random.h"

namespace actlab {

/// A distribution of differences between two models, for simulations. In percentage points; its mean is 0.
struct DifferenceKind {
  std::string name;
  std::function<double(NumpyRandom&)> draw;
};

/// Differences as they occur between networks, and harder ones.
inline std::vector<DifferenceKind> difference_kinds() {
  const auto humps = [](double share, double distance) {
    return [=](NumpyRandom& random) {
      const bool is_low = random.random_sample() < share;
      return random.randn() - (is_low ? distance : 0) + share * distance;
    };
  };
  return {
      {"normal", [](NumpyRandom& random) { return random.randn(); }},
      {"skewed (exponential)", [](NumpyRandom& random) { return -std::log(1 - random.random_sample()) - 1; }},
      {"skewed (log-normal)", [](NumpyRandom& random) { return std::exp(0.75 * random.randn()) - std::exp(0.28125); }},
      {"two humps, 30 % at −10", humps(0.3, 10)},
      {"two humps, 10 % at −10", humps(0.1, 10)},
      {"discrete (steps of 1)", [](NumpyRandom& random) { return std::round(0.7 * random.randn()); }},
      {"tied (60 % are 0)",
       [](NumpyRandom& random) { return random.random_sample() < 0.6 ? 0.0 : 1.5 * random.randn(); }},
      {"rare hump, 2 % at −10", humps(0.02, 10)},
  };
}

}  // namespace actlab
