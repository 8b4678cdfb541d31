#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.h"
#include "lab/config/fields.h"
#include "lab/data/dataset.h"

namespace actlab {

/// Pictures of clothes, 28 x 28 grey values in ten classes: Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747. Read from
/// the files of Debian's package dataset-fashion-mnist. Nothing is random: every seed has the same samples.
struct FashionMnist {
  static constexpr std::string_view kind = "fashion_mnist";
  static constexpr std::string_view help = "pictures of clothes in ten classes, from the package dataset-fashion-mnist";

  std::string folder = "/usr/share/datasets/fashion-mnist";
  std::int64_t samples = 60000;
  std::int64_t test_samples = 10000;

  void declare(Fields& fields);
  /// The first `samples` of the training files and `test_samples` of the test files, or all if there are fewer; grey
  /// values divided by 255. Throws UsageError if the files are missing or damaged. Loaded once and shared by all
  /// trials.
  Dataset make(NumpyRandom& random) const;
  std::string describe() const;
};

}  // namespace actlab
