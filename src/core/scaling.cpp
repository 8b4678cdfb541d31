#include "core/scaling.h"

namespace actlab {

float Scaling::scaled(double value, std::size_t column) const {
  if (is_identity()) return static_cast<float>(value);
  return static_cast<float>((value - means.at(column)) / deviations.at(column));
}

float Scaling::unscaled(double value, std::size_t column) const {
  if (is_identity()) return static_cast<float>(value);
  return static_cast<float>(value * deviations.at(column) + means.at(column));
}

Matrix Scaling::scaled(Matrix values) const {
  for (std::size_t i = 0; !is_identity() && i < values.values.size(); ++i)
    values.values[i] = scaled(values.values[i], i % means.size());
  return values;
}

Matrix Scaling::unscaled(Matrix values) const {
  for (std::size_t i = 0; !is_identity() && i < values.values.size(); ++i)
    values.values[i] = unscaled(values.values[i], i % means.size());
  return values;
}

}  // namespace actlab
