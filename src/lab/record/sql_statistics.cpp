#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "core/statistics.h"
#include "lab/record/database.h"

namespace actlab {
namespace {

struct Gathered {
  std::vector<double> values;
  double parameter = 0;  ///< of functions with a second argument
};

// SQLite gives each group of rows some zeroed bytes of its own; they hold the pointer.
Gathered** slot_of(sqlite3_context* context) {
  return static_cast<Gathered**>(sqlite3_aggregate_context(context, sizeof(Gathered*)));
}

// NULL is left out, as SQL's own aggregates leave it out.
void gather(sqlite3_context* context, int count, sqlite3_value** arguments) {
  Gathered** slot = slot_of(context);
  if (slot == nullptr) return sqlite3_result_error_nomem(context);
  if (*slot == nullptr) *slot = new Gathered;
  if (sqlite3_value_type(arguments[0]) != SQLITE_NULL) (*slot)->values.push_back(sqlite3_value_double(arguments[0]));
  if (count > 1) (*slot)->parameter = sqlite3_value_double(arguments[1]);
}

double quantile(std::vector<double>& values, double share) {
  if (values.empty()) return NAN;
  std::sort(values.begin(), values.end());
  const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return std::lerp(values[below], values[above], place - static_cast<double>(below));
}

double quantile_of(Gathered& gathered) {
  return quantile(gathered.values, gathered.parameter);
}
double median_of(Gathered& gathered) {
  return quantile(gathered.values, 0.5);
}
double interval_low(Gathered& gathered) {
  return estimate(gathered.values).low;
}
double interval_high(Gathered& gathered) {
  return estimate(gathered.values).high;
}
double t_test(Gathered& gathered) {
  return paired_difference(gathered.values, std::vector<double>(gathered.values.size(), 0.0)).p_value;
}

template <double (*function)(Gathered&)>
void give(sqlite3_context* context) {
  Gathered** slot = slot_of(context);
  if (slot == nullptr) return sqlite3_result_error_nomem(context);
  const std::unique_ptr<Gathered> gathered(*slot == nullptr ? new Gathered : *slot);
  sqlite3_result_double(context, function(*gathered));  // NaN becomes NULL
}

template <double (*function)(Gathered&)>
void add(sqlite3* database, const char* name, int arguments) {
  sqlite3_create_function_v2(database, name, arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, nullptr, gather,
                             give<function>, nullptr);
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
