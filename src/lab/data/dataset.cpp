#include "lab/data/dataset.h"

#include <algorithm>

namespace actlab {
namespace {

Matrix rows_of(const Matrix& matrix, std::span<const std::int64_t> rows) {
  Matrix chosen(static_cast<std::int64_t>(rows.size()), matrix.columns);
  for (std::size_t i = 0; i < rows.size(); ++i)
    std::copy_n(matrix.row(rows[i]), matrix.columns, chosen.row(static_cast<std::int64_t>(i)));
  return chosen;
}

}  // namespace

Samples Samples::select(std::span<const std::int64_t> rows) const {
  Samples chosen{rows_of(inputs, rows), {}, {}};
  if (values.rows > 0) chosen.values = rows_of(values, rows);
  if (labels.empty()) return chosen;
  for (const std::int64_t row : rows) chosen.labels.push_back(labels[static_cast<std::size_t>(row)]);
  return chosen;
}

}  // namespace actlab
