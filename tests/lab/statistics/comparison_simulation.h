#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "core/statistics.h"
#include "lab/statistics/bootstrap.h"
#include "lab/statistics/differences.h"
#include "lab/statistics/holm.h"
#include "lab/statistics/permutation.h"
#include "lab/statistics/stochastic_order.h"

namespace actlab {

/// Shares of simulated experiments in which a 95 % interval contains the true mean difference.
struct Coverage {
  double bca = 0;
  double t = 0;
  double without =
      0;  ///< share of experiments without an interval, because all differences are equal; not in the others
};

inline Coverage simulate_coverage(const DifferenceKind& kind, std::size_t seeds, int runs) {
  Coverage result;
  int with = 0;
  for (int run = 0; run < runs; ++run) {
    NumpyRandom random(static_cast<std::uint32_t>(run));
    std::vector<double> differences(seeds);
    for (double& difference : differences) difference = kind.draw(random);
    const auto contains_zero = [](const Estimate& e) { return e.low <= 0 && e.high >= 0; };
    if (!has_spread(differences)) continue;
    ++with;
    result.bca += contains_zero(bootstrap_estimate(differences));
    result.t += contains_zero(estimate(differences));
  }
  result.without = 1 - static_cast<double>(with) / runs;
  result.bca /= with;
  result.t /= with;
  return result;
}

/// Shares of simulated experiments in which a method sees a difference though there is none.
struct FalseAlarms {
  double sign_flip = 0;  ///< of two models that are equally good: p below 0.05
  double t = 0;
  double order = 0;            ///< of the same two: epsilon_min of one over the other below usual_epsilon
  double holm = 0;             ///< of five models that are equally good: any of the ten corrected p below 0.05
  double sign_flip_means = 0;  ///< of two models with equal means, the differences of which have the distribution
  double t_means = 0;
};

inline bool is_alarm(double p) {
  return p < 0.05;
}

inline double t_p(const std::vector<double>& differences) {
  return paired_difference(differences, std::vector<double>(differences.size(), 0.0)).p_value;
}

inline std::vector<double> minus(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> differences;
  for (std::size_t i = 0; i < a.size(); ++i) differences.push_back(a[i] - b[i]);
  return differences;
}

// Without spread there is no p, as in the tables.
inline double sign_flip_or_none(const std::vector<double>& differences) {
  return has_spread(differences, 1) ? sign_flip_p(differences) : std::nan("");
}

// Results of models that are equally good: a part that the data of a seed decides, and one of each model.
inline std::vector<std::vector<double>> equal_models(const DifferenceKind& kind, std::size_t models, std::size_t seeds,
                                                     NumpyRandom& random) {
  std::vector<std::vector<double>> results(models);
  for (std::size_t seed = 0; seed < seeds; ++seed) {
    const double shared = random.randn();
    for (auto& result : results) result.push_back(80 + shared + kind.draw(random));
  }
  return results;
}

inline FalseAlarms simulate_false_alarms(const DifferenceKind& kind, std::size_t seeds, int runs) {
  FalseAlarms result;
  for (int run = 0; run < runs; ++run) {
    NumpyRandom random(static_cast<std::uint32_t>(run));
    const auto models = equal_models(kind, 5, seeds, random);
    std::vector<double> p_values;
    for (std::size_t i = 0; i < models.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) p_values.push_back(sign_flip_or_none(minus(models[i], models[j])));
    }
    result.sign_flip += is_alarm(p_values[0]);
    result.t += is_alarm(t_p(minus(models[1], models[0])));
    const StochasticOrder order = almost_stochastic_order(models[1], models[0]);
    result.order += std::min(order.epsilon_min, order.epsilon_min_reversed) < usual_epsilon;
    const std::vector<double> corrected = holm(p_values);
    result.holm += std::any_of(corrected.begin(), corrected.end(), is_alarm);
    std::vector<double> differences(seeds);
    for (double& difference : differences) difference = kind.draw(random);
    result.sign_flip_means += is_alarm(sign_flip_or_none(differences));
    result.t_means += is_alarm(t_p(differences));
  }
  for (double* share :
       {&result.sign_flip, &result.t, &result.order, &result.holm, &result.sign_flip_means, &result.t_means})
    *share /= runs;
  return result;
}

/// The rows of the tables in docs/statistics.md.
inline std::string coverage_row(const DifferenceKind& kind, std::size_t seeds, int runs) {
  const Coverage c = simulate_coverage(kind, seeds, runs);
  char line[200];
  std::snprintf(line, sizeof line, "| %s | %zu | %.1f %% | %.1f %% | %.1f %% |", kind.name.c_str(), seeds, 100 * c.bca,
                100 * c.t, 100 * c.without);
  return line;
}

inline std::string false_alarm_row(const DifferenceKind& kind, std::size_t seeds, int runs) {
  const FalseAlarms a = simulate_false_alarms(kind, seeds, runs);
  char line[200];
  std::snprintf(line, sizeof line, "| %s | %zu | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% |",
                kind.name.c_str(), seeds, 100 * a.sign_flip, 100 * a.t, 100 * a.holm, 100 * a.order,
                100 * a.sign_flip_means, 100 * a.t_means);
  return line;
}

}  // namespace actlab
