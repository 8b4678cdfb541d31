#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "config/range.h"

namespace actlab {

/// How many points a generated sample may have. The upper bound catches a slip of the keyboard before memory does.
inline constexpr Range sample_count = between(1, 1e8);
inline constexpr Range test_sample_count = between(0, 1e8);

/// Points with what is to be learnt of them. `inputs`: float32 [samples, features]. `targets`: for classes int64
/// [samples], each in [0, classes); for regression float32 [samples, outputs].
struct Samples {
  torch::Tensor inputs;
  torch::Tensor targets;
  std::int64_t size() const { return inputs.defined() ? inputs.size(0) : 0; }
};

/// What a trial trains on and is tested on.
struct Dataset {
  Samples train;
  Samples test;              ///< may be empty
  std::int64_t classes = 0;  ///< 0 for regression
  std::vector<std::string> class_names;
  std::vector<std::string> feature_names;

  std::int64_t features() const { return train.inputs.size(1); }
  bool is_regression() const { return classes == 0; }
  std::int64_t outputs() const { return is_regression() ? train.targets.size(1) : classes; }
};

}  // namespace actlab
