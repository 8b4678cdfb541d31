#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/random.h"
#include "lab/config/fields.h"
#include "lab/data/dataset.h"

namespace actlab {

/// A point in the plane and its class.
struct PlanePoint {
  double x0;
  double x1;
  std::int64_t label;
};

/// `count` points, each from `draw(i)`, computed in double and stored as float.
template <class Draw> Samples draw_points(std::int64_t count, const Draw& draw) {
  Samples drawn{Matrix(count, 2), {}, {}};
  drawn.labels.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) {
    const PlanePoint point = draw(i);
    drawn.inputs.at(i, 0) = static_cast<float>(point.x0);
    drawn.inputs.at(i, 1) = static_cast<float>(point.x1);
    drawn.labels.push_back(point.label);
  }
  return drawn;
}

/// Element i of `np.linspace(first, last, count)`, with NumPy's rounding: the last element is exact.
inline double linspace(double first, double last, std::int64_t count, std::int64_t i) {
  if (i == 0) return first;
  if (i == count - 1) return last;
  const double step = (last - first) / static_cast<double>(count - 1);
  return static_cast<double>(i) * step + first;
}

/// The point with normal noise of this standard deviation on each coordinate, x0 first. Keeps the class.
inline PlanePoint with_noise(PlanePoint point, double deviation, NumpyRandom& random) {
  point.x0 += deviation * random.randn();
  point.x1 += deviation * random.randn();
  return point;
}

inline Dataset plane_dataset(Samples train, Samples test, std::vector<std::string> class_names) {
  Dataset data;
  data.train = std::move(train);
  data.test = std::move(test);
  data.classes = static_cast<std::int64_t>(class_names.size());
  data.class_names = std::move(class_names);
  data.feature_names = {"x0", "x1"};
  return data;
}

}  // namespace actlab
