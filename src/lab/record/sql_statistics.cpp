#include <sqlite3.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <vector>

#include "core/statistics.h"
#include "lab/record/database.h"

namespace actlab {
namespace {

struct Values {
  std::vector<double> values;
  double parameter = 0;  ///< the second argument, if any
};

// SQLite provides zeroed bytes for each group of rows, which hold the pointer.
Values** slot_of(sqlite3_context* context) {
  return static_cast<Values**>(sqlite3_aggregate_context(context, sizeof(Values*)));
}

// Ignores NULL, as SQL's own aggregates do. No exception may leave through SQLite, which is C.
void add_value(sqlite3_context* context, int count, sqlite3_value** arguments) try {
  Values** slot = slot_of(context);
  if (slot == nullptr) return sqlite3_result_error_nomem(context);
  if (*slot == nullptr) *slot = new Values;
  if (sqlite3_value_type(arguments[0]) != SQLITE_NULL) (*slot)->values.push_back(sqlite3_value_double(arguments[0]));
  if (count > 1) (*slot)->parameter = sqlite3_value_double(arguments[1]);
} catch (const std::bad_alloc&) {
  sqlite3_result_error_nomem(context);
}

double quantile_of(Values& group) {
  std::sort(group.values.begin(), group.values.end());
  return quantile(group.values, group.parameter);
}
double median_of(Values& group) {
  group.parameter = 0.5;
  return quantile_of(group);
}
double interval_low(Values& group) {
  return estimate(group.values).low;
}
double interval_high(Values& group) {
  return estimate(group.values).high;
}
double t_test(Values& group) {
  return paired_difference(group.values, std::vector<double>(group.values.size(), 0.0)).p_value;
}

template <double (*function)(Values&)> void return_result(sqlite3_context* context) try {
  Values** slot = slot_of(context);
  if (slot == nullptr) return sqlite3_result_error_nomem(context);
  const std::unique_ptr<Values> group(*slot == nullptr ? new Values : *slot);
  sqlite3_result_double(context, function(*group));  // NaN becomes NULL
} catch (const std::exception& error) {
  sqlite3_result_error(context, error.what(), -1);
}

template <double (*function)(Values&)> void add(sqlite3* database, const char* name, int arguments) {
  sqlite3_create_function_v2(database, name, arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, nullptr, add_value,
                             return_result<function>, nullptr);
}

}  // namespace

void Database::add_statistics() {
  add<quantile_of>(handle_.get(), "quantile", 2);
  add<median_of>(handle_.get(), "median", 1);
  add<interval_low>(handle_.get(), "interval_low", 1);
  add<interval_high>(handle_.get(), "interval_high", 1);
  add<t_test>(handle_.get(), "t_test", 1);
}

}  // namespace actlab
