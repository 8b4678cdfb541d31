#include "lab/statistics/effect.h"

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>

#include "core/statistics.h"

namespace actlab {
namespace {

double power(double noncentrality, double freedom, double critical) {
  const boost::math::non_central_t t(freedom, noncentrality);
  return boost::math::cdf(boost::math::complement(t, critical)) + boost::math::cdf(t, -critical);
}

}  // namespace

Probability probability_better(std::size_t wins, std::size_t ties, std::size_t seeds) {
  if (seeds == 0) return {std::nan(""), std::nan(""), std::nan("")};
  const double z = boost::math::quantile(boost::math::normal(), 0.975);
  const auto n = static_cast<double>(seeds);
  const double p = (static_cast<double>(wins) + static_cast<double>(ties) / 2) / n;
  const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return {p, std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

double detectable_difference(std::span<const double> differences) {
  if (differences.size() < 2 || !has_spread(differences)) return std::nan("");
  constexpr double wanted = 0.8;
  const double freedom = static_cast<double>(differences.size() - 1);
  const double critical = boost::math::quantile(boost::math::students_t(freedom), 0.975);
  const auto missing = [&](double noncentrality) { return power(noncentrality, freedom, critical) - wanted; };
  // Twice the critical value has more than that power, 0 has 0.05.
  const auto [low, high] =
      boost::math::tools::bisect(missing, 0.0, 2 * critical + 2, boost::math::tools::eps_tolerance<double>(20));
  return (low + high) / 2 * standard_error(differences);
}

}  // namespace actlab
