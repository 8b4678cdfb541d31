#pragma once

#include <torch/types.h>

#include "core/matrix.h"
#include "lab/data/dataset.h"

namespace actlab {

/// Copies as tensors, to compute with what is expected of them.
inline torch::Tensor tensor_of(const Matrix& matrix) {
  return torch::tensor(matrix.values).reshape({matrix.rows, matrix.columns});
}
inline torch::Tensor tensor_of(const NamedArray& array) {
  return torch::tensor(array.values).reshape(array.shape);
}
inline torch::Tensor inputs_of(const Samples& samples) {
  return tensor_of(samples.inputs);
}
/// Labels, int64 [samples], or values [samples, outputs].
inline torch::Tensor targets_of(const Samples& samples) {
  return samples.labels.empty() ? tensor_of(samples.values) : torch::tensor(samples.labels);
}

/// And back: float32 [rows, columns].
inline Matrix matrix_of(const torch::Tensor& tensor) {
  const torch::Tensor values = tensor.contiguous();
  Matrix matrix(values.size(0), values.size(1));
  std::copy_n(values.data_ptr<float>(), values.numel(), matrix.values.data());
  return matrix;
}
inline std::vector<std::int64_t> labels_of(const torch::Tensor& tensor) {
  return {tensor.data_ptr<std::int64_t>(), tensor.data_ptr<std::int64_t>() + tensor.numel()};
}

}  // namespace actlab
