#pragma once

namespace actlab {

/// Title and number formats (of d3-format) of a chart's metric.
struct MetricAxis {
  const char* title;
  const char* difference_format;
  const char* format;
  bool is_share;
};

inline constexpr MetricAxis accuracy_axis{"accuracy", "+.1%", ".1~%", true};
inline constexpr MetricAxis rmse_axis{"RMSE", "+.3~g", ".3~g", false};

inline const MetricAxis& metric_axis(bool regression) {
  return regression ? rmse_axis : accuracy_axis;
}

}  // namespace actlab
