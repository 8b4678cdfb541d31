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

/// The end of a message about a table: the keys of `to` that differ from those of `from`. Empty if none does.
std::string proposal_text(const Csv& from, const Csv& to);

}  // namespace actlab
