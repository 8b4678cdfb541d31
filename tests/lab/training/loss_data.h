#pragma once

#include "lab/data/dataset.h"

namespace actlab {

/// Four samples for classification; their inputs are 0.
inline Dataset with_classes(std::int64_t classes) {
  Dataset data;
  data.classes = classes;
  data.train.inputs = Matrix(4, 2);
  data.train.labels = {0, 1, 1, 0};
  return data;
}

/// Four samples for regression.
inline Dataset with_numbers() {
  Dataset data;
  data.train.inputs = Matrix(4, 1);
  data.train.values = Matrix(4, 1);
  data.train.values.values = {0.5f, -1.0f, 2.0f, 0.0f};
  return data;
}

}  // namespace actlab
