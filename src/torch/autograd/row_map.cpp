#include "torch/autograd/row_map.h"

#include <ATen/Parallel.h>
#include <ATen/WrapDimUtils.h>

#include <algorithm>

#include "catalogue/kernels/kernel_table.h"

namespace actlab {
namespace {

constexpr std::int64_t part_size = std::int64_t{1} << 16;  // elements of a task, or of a buffer in float32

// A contiguous tensor as [outer, n, inner]: a row is along the middle dimension.
torch::Tensor with_rows(const TensorFormula& formula, const torch::Tensor& x) {
  const std::int64_t dim = at::maybe_wrap_dim(formula.dim(), x.dim());
  if (x.dim() == 0) return x.reshape({1, 1, 1});
  const auto sizes = x.sizes();
  const std::int64_t outer = c10::multiply_integers(sizes.begin(), sizes.begin() + dim),
                     inner = c10::multiply_integers(sizes.begin() + dim + 1, sizes.end());
  return x.contiguous().view({outer, sizes[dim], inner});
}

bool is_half_precision(const torch::Tensor& x) {
  return x.scalar_type() == torch::kHalf || x.scalar_type() == torch::kBFloat16;
}

template <class T> const RowKernelsOf<T>& kernels_of(const TensorFormula& formula) {
  if constexpr (std::is_same_v<T, float>)
    return row_kernels(formula.form()).f32;
  else
    return row_kernels(formula.form()).f64;
}

// Calls by_rows(offset, rows, n), or by_columns(offset, n, columns, stride) if rows are not contiguous, in parallel.
template <class ByRows, class ByColumns>
void in_parallel(const torch::Tensor& x, const ByRows& by_rows, const ByColumns& by_columns) {
  const std::int64_t n = x.size(1), inner = x.size(2);
  const std::int64_t grain = std::max<std::int64_t>(at::internal::GRAIN_SIZE / n, 1);
  if (inner == 1) {
    at::parallel_for(0, x.size(0), grain,
                     [&](std::int64_t begin, std::int64_t end) { by_rows(begin * n, end - begin, n); });
    return;
  }
  constexpr std::int64_t block = 64;  // columns: a few cache lines of each row of the matrix
  const std::int64_t blocks = (inner + block - 1) / block;
  at::parallel_for(0, x.size(0) * blocks, std::max<std::int64_t>(grain / block, 1),
                   [&](std::int64_t begin, std::int64_t end) {
                     for (std::int64_t i = begin; i < end; ++i) {
                       const std::int64_t first = (i % blocks) * block;
                       by_columns((i / blocks) * n * inner + first, n, std::min(block, inner - first), inner);
                     }
                   });
}

template <class T> torch::Tensor forward_with_kernels(const TensorFormula& formula, const torch::Tensor& x) {
  const RowKernelsOf<T>& kernels = kernels_of<T>(formula);
  torch::Tensor y = torch::empty_like(x);
  const T* const from = x.data_ptr<T>();
  T* const to = y.data_ptr<T>();
  in_parallel(
      x, [&](auto at, auto rows, auto n) { kernels.rows_forward(from + at, to + at, rows, n); },
      [&](auto at, auto n, auto columns, auto stride) {
        kernels.columns_forward(from + at, to + at, n, columns, stride);
      });
  return y;
}

template <class T>
torch::Tensor backward_with_kernels(const TensorFormula& formula, const torch::Tensor& y, const torch::Tensor& grad_y) {
  const RowKernelsOf<T>& kernels = kernels_of<T>(formula);
  torch::Tensor grad_x = torch::empty_like(y);
  const T *const value = y.data_ptr<T>(), *const grad = grad_y.data_ptr<T>();
  T* const to = grad_x.data_ptr<T>();
  in_parallel(
      y, [&](auto at, auto rows, auto n) { kernels.rows_backward(value + at, grad + at, to + at, rows, n); },
      [&](auto at, auto n, auto columns, auto stride) {
        kernels.columns_backward(value + at, grad + at, to + at, n, columns, stride);
      });
  return grad_x;
}

// compute(parts...) of parts of [outer, n, inner] in float32, so that no whole tensor is converted.
template <class Compute, class... Tensors>
torch::Tensor by_parts(const Compute& compute, const torch::Tensor& first, const Tensors&... others) {
  torch::Tensor result = torch::empty_like(first);
  const std::int64_t outer = first.size(0), n = first.size(1), inner = first.size(2);
  const std::int64_t matrices = std::max<std::int64_t>(part_size / (n * inner), 1),
                     columns = std::max<std::int64_t>(part_size / n, 64);
  for (std::int64_t i = 0; i < outer; i += matrices) {
    for (std::int64_t j = 0; j < inner; j += columns) {
      const auto part = [&](const torch::Tensor& of) {
        return of.narrow(0, i, std::min(matrices, outer - i)).narrow(2, j, std::min(columns, inner - j));
      };
      const auto as_float = [&](const torch::Tensor& of) { return part(of).to(torch::kFloat).contiguous(); };
      part(result).copy_(compute(as_float(first), as_float(others)...));
    }
  }
  return result;
}

}  // namespace

torch::Tensor map_rows(const TensorFormula& formula, const torch::Tensor& x) {
  const torch::Tensor rows = with_rows(formula, x);
  const auto in_float = [&](const torch::Tensor& part) { return forward_with_kernels<float>(formula, part); };
  const torch::Tensor y = is_half_precision(x)               ? by_parts(in_float, rows)
                          : x.scalar_type() == torch::kFloat ? in_float(rows)
                                                             : forward_with_kernels<double>(formula, rows);
  return y.view(x.sizes());
}

torch::Tensor map_row_gradients(const TensorFormula& formula, const torch::Tensor& y, const torch::Tensor& grad_y) {
  const torch::Tensor rows = with_rows(formula, y), grads = with_rows(formula, grad_y);
  const auto in_float = [&](const torch::Tensor& value, const torch::Tensor& grad) {
    return backward_with_kernels<float>(formula, value, grad);
  };
  const torch::Tensor grad_x = is_half_precision(y)               ? by_parts(in_float, rows, grads)
                               : y.scalar_type() == torch::kFloat ? in_float(rows, grads)
                                                                  : backward_with_kernels<double>(formula, rows, grads);
  return grad_x.view(y.sizes());
}

}  // namespace actlab
