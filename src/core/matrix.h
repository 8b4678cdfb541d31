#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace actlab {

/// A row-major float32 matrix.
struct Matrix {
  Matrix() = default;
  Matrix(std::int64_t row_count, std::int64_t column_count)
      : rows(row_count), columns(column_count), values(static_cast<std::size_t>(row_count * column_count)) {}

  float* row(std::int64_t i) { return values.data() + i * columns; }
  const float* row(std::int64_t i) const { return values.data() + i * columns; }
  float& at(std::int64_t i, std::int64_t j) { return row(i)[j]; }
  float at(std::int64_t i, std::int64_t j) const { return row(i)[j]; }

  bool operator==(const Matrix&) const = default;

  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::vector<float> values;  ///< [rows, columns]
};

/// A parameter of a model, named and shaped as in torch's state_dict: "0.weight" [outputs, inputs], "0.bias" [outputs].
struct NamedArray {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<float> values;

  bool operator==(const NamedArray&) const = default;
};

/// A model's parameters, in the order of its layers.
using NamedArrays = std::vector<NamedArray>;

}  // namespace actlab
