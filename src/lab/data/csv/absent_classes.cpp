#include "lab/data/csv/absent_classes.h"

#include <cstddef>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "core/log.h"
#include "lab/data/csv/column_checks.h"

namespace actlab {
namespace {

std::vector<std::int64_t> rows_by_class(const Samples& samples, std::int64_t classes) {
  std::vector<std::int64_t> rows(static_cast<std::size_t>(classes));
  for (const std::int64_t label : samples.labels) ++rows[static_cast<std::size_t>(label)];
  return rows;
}

// A seed is enough: another one may have other rows, but the file is the same.
bool is_first_warning(const std::string& file, std::string_view part) {
  static std::mutex mutex;
  static std::set<std::pair<std::string, std::string>> warned;
  const std::lock_guard lock(mutex);
  return warned.emplace(file, part).second;
}

}  // namespace

void warn_of_absent_classes(const std::string& file, const Dataset& data) {
  if (data.is_regression() || data.test.size() == 0) return;
  constexpr std::size_t shown = 5;
  const auto train = rows_by_class(data.train, data.classes), test = rows_by_class(data.test, data.classes);
  std::vector<std::string> only_test, only_train;
  for (std::size_t i = 0; i < data.class_names.size(); ++i) {
    if (train[i] == 0) only_test.push_back(data.class_names[i]);
    if (test[i] == 0) only_train.push_back(data.class_names[i]);
  }
  if (!only_test.empty() && is_first_warning(file, "training"))
    log_warning("{}: a split has no row of the class {} for training, so it cannot be learned; set stratify: true",
                file, quoted_list(only_test, shown));
  if (!only_train.empty() && is_first_warning(file, "testing"))
    log_warning("{}: a split has no row of the class {} for testing: too few rows; the accuracy says nothing of it",
                file, quoted_list(only_train, shown));
}

}  // namespace actlab
