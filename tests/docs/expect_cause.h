#pragma once

#include <gtest/gtest.h>
#include <torch/types.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "actlab/gradcheck.h"

/// What the examples of docs/gradcheck.md call instead of actlab's functions: the report is kept, and compared with the
/// heading above the example.
namespace actlab::documented {

/// The causes that the reports of one example have found.
inline std::vector<std::string>& found_causes() {
  static std::vector<std::string> causes;
  return causes;
}

inline void keep(const GradcheckReport& report) {
  for (const Finding& finding : report.failures) found_causes().emplace_back(to_string(finding.cause));
  if (!report.failures.empty()) return;
  for (const Finding& finding : report.warnings) found_causes().emplace_back(to_string(finding.cause));
}

inline void gradcheck(const TensorFunction& fn, const Tensors& inputs, GradcheckOptions options = {}) {
  options.raise_exception = false;
  keep(actlab::gradcheck(fn, inputs, options));
}

inline void gradgradcheck(const TensorFunction& fn, const Tensors& inputs, GradcheckOptions options = {}) {
  options.raise_exception = false;
  keep(actlab::gradgradcheck(fn, inputs, options));
}

inline void battery(const TensorFunction& fn, const MakeInputs& make_inputs) {
  for (const BatteryRow& row : actlab::battery(fn, make_inputs).rows) {
    if (row.cause) found_causes().emplace_back(to_string(*row.cause));
  }
}

/// At the end of an example: the first cause that it has found is this one. Rows of the battery are all looked at,
/// because a mistake may be seen by several.
class ExpectCause {
 public:
  explicit ExpectCause(std::string cause) : cause_(std::move(cause)) {
    found_causes().clear();
    torch::manual_seed(1);
  }
  ~ExpectCause() {
    const auto& found = found_causes();
    EXPECT_NE(std::find(found.begin(), found.end(), cause_), found.end())
        << "found: " << (found.empty() ? "nothing" : found.front());
  }
  ExpectCause(const ExpectCause&) = delete;
  ExpectCause& operator=(const ExpectCause&) = delete;

 private:
  std::string cause_;
};

inline void expect_every_cause_is_in(const std::vector<std::string_view>& documented) {
  for (int cause = 0;; ++cause) {
    const std::string_view name = to_string(static_cast<Cause>(cause));
    if (name == "unknown") break;
    EXPECT_NE(std::find(documented.begin(), documented.end(), name), documented.end()) << name << " has no example";
  }
}

}  // namespace actlab::documented
