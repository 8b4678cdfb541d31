#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actlab/gradcheck.h"
#include "inputs.h"

/// gradcheck and gradgradcheck that return the report.
namespace checking {

inline actlab::GradcheckOptions reporting(actlab::GradcheckOptions options = {}) {
  options.raise_exception = false;
  return options;
}
inline actlab::GradcheckReport check(const actlab::TensorFunction& fn, const actlab::Tensors& inputs,
                                     const actlab::GradcheckOptions& options = {}) {
  return actlab::gradcheck(fn, inputs, reporting(options));
}
inline actlab::GradcheckReport check_twice(const actlab::TensorFunction& fn, const actlab::Tensors& inputs,
                                           const actlab::GradcheckOptions& options = {}) {
  return actlab::gradgradcheck(fn, inputs, reporting(options));
}

/// Expects exactly one failure, of this cause, whose text contains these words.
inline void expect_only(const actlab::GradcheckReport& report, actlab::Cause cause, const std::string& words = "") {
  ASSERT_EQ(report.failures.size(), 1u) << report;
  EXPECT_EQ(report.cause(), cause) << report;
  EXPECT_THAT(report.failures[0].detail, testing::HasSubstr(words));
}

}  // namespace checking
