#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lab/data/dataset.h"
#include "lab/data/split.h"

namespace actlab {

/// The numbers of a whole table in float64, because a large mean would take the digits of float32.
struct NumericColumns {
  struct Column {
    std::int64_t input = 0;  ///< that it becomes
    std::vector<double> values;
  };
  std::vector<Column> features;  ///< columns of type number and date
  std::vector<double> targets;   ///< of a regression; else empty
};

/// Scales the numeric inputs, and the target of a regression, to a mean of 0 and a standard deviation of 1 in the
/// training sample, and the held-out sample by the same numbers. Means and population standard deviations are those of
/// the training rows of `split`, in float64; where all values are equal within rounding, the deviation is 1, as in
/// scikit-learn's StandardScaler. Other inputs stay as they are. Sets the scalings of data.preprocessing.
void standardize(Dataset& data, const NumericColumns& columns, const Split& split);

/// Sets data.preprocessing.absent_inputs from the training sample.
void note_absent_levels(Dataset& data);

/// The population standard deviation; 0 if all values are equal within rounding.
double deviation_of(std::span<const double> values);

}  // namespace actlab
