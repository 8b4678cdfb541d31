#pragma once

#include <memory>

#include "lab/data/csv.h"
#include "lab/data/dataset.h"
#include "lab/data/numeric_columns.h"

namespace actlab {

struct LoadedTable {
  Dataset data;            ///< all samples, as the training sample
  NumericColumns numbers;  ///< of all samples, if they are standardized; else empty
};

/// All samples of a file. A file is read once, until it changes. Throws UsageError as
/// Csv::make() does.
std::shared_ptr<const LoadedTable> load_table(const Csv& csv);

/// The number of `rows` that are held out for testing.
std::int64_t test_rows_of(const Csv& csv, std::int64_t rows);

}  // namespace actlab
