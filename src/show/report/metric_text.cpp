#include "show/report/metric_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace actlab {

std::string metric_text(double value, bool regression) {
  if (std::isnan(value)) return std::string(absent);
  return regression ? fmt::format("{:#.4g}", value) : fmt::format("{:.2f}", 100 * value);
}

std::string difference_text(double value, bool regression) {
  if (std::isnan(value)) return std::string(absent);
  return regression ? fmt::format("{:+#.4g}", value) : fmt::format("{:+.2f}", 100 * value);
}

std::string p_text(double p) {
  if (std::isnan(p)) return std::string(absent);
  return p < 1e-300 ? "< 1e-300" : fmt::format("{:.2g}", p);
}

std::string interval_explanation(IntervalMethod method) {
  const std::string meaning =
      "In about 95 of 100 such experiments a 95 % interval contains the mean that endlessly many seeds would have. ";
  if (method == IntervalMethod::t)
    return meaning + "It is made with Student's t, which supposes that values follow a bell curve.";
  return meaning +
         "It is made by the BCa bootstrap: the seeds are drawn again and again with replacement, and the interval "
         "holds "
         "the middle 95 % of the means, corrected for bias and skewness.";
}

std::string short_key(const std::string& key, const std::vector<std::string>& keys) {
  const auto last = [](const std::string& path) { return path.substr(path.rfind('.') + 1); };
  const auto same =
      std::count_if(keys.begin(), keys.end(), [&](const auto& other) { return last(other) == last(key); });
  return same == 1 ? last(key) : key;
}

}  // namespace actlab
