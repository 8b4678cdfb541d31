#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lab/data/all.h"
#include "lab/record/data_record.h"

namespace actlab {

/// The data sets of a run. Creates each only once, for one seed.
class DataSets {
 public:
  struct Entry {
    std::int64_t index = 0;  ///< in `records`
    std::int64_t features = 0;
    std::int64_t outputs = 0;
    bool is_regression = false;
    std::vector<std::string> description;  ///< for a terminal, a line each
    std::shared_ptr<const DataSource> source;
  };

  explicit DataSets(std::uint32_t seed) : seed_(seed) {}

  /// Throws UsageError if the data cannot be read.
  const Entry& of(const DataConfig& config);

  const std::vector<DataRecord>& records() const { return records_; }

 private:
  std::uint32_t seed_;
  std::map<std::string, Entry> entries_;
  std::vector<DataRecord> records_;
};

}  // namespace actlab
