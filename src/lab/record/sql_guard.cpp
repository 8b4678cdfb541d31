#include "lab/record/sql_guard.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "core/memory.h"
#include "lab/record/database.h"

namespace actlab {
namespace {

constexpr std::array always_allowed{SQLITE_SELECT,           SQLITE_READ,           SQLITE_RECURSIVE,
                                    SQLITE_CREATE_TEMP_VIEW, SQLITE_DROP_TEMP_VIEW, SQLITE_CREATE_TEMP_TABLE,
                                    SQLITE_DROP_TEMP_TABLE,  SQLITE_FUNCTION,       SQLITE_CREATE_TEMP_INDEX,
                                    SQLITE_DROP_TEMP_INDEX};
// These are allowed if they concern the temporary database. An index is filled by SQLITE_REINDEX.
constexpr std::array allowed_for_temporary{SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE, SQLITE_REINDEX};

template <std::size_t size> bool has(const std::array<int, size>& actions, int action) {
  return std::find(actions.begin(), actions.end(), action) != actions.end();
}

// The name of what is refused, for those that people try.
std::string_view action_name(int action) {
  switch (action) {
    case SQLITE_ATTACH:
      return "ATTACH or VACUUM";
    case SQLITE_DETACH:
      return "DETACH";
    case SQLITE_PRAGMA:
      return "PRAGMA";
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
      return "a transaction";
    case SQLITE_CREATE_VTABLE:
      return "a virtual table";
    case SQLITE_FUNCTION:
      return "this function";
    default:
      return "a change of the record";
  }
}

extern "C" int authorize(void* data, int action, const char* /*first*/, const char* second, const char* database,
                         const char* /*trigger*/) {
  const bool loads_code =
      action == SQLITE_FUNCTION && second != nullptr && second == std::string_view("load_extension");
  const bool is_temporary = database != nullptr && database == std::string_view("temp");
  if ((has(always_allowed, action) && !loads_code) || (is_temporary && has(allowed_for_temporary, action)))
    return SQLITE_OK;
  static_cast<SqlGuard*>(data)->refusal = fmt::format(
      "{} is not allowed; a query may read the record and create temporary views and tables", action_name(action));
  return SQLITE_DENY;
}

extern "C" int keep_going(void* data) {
  SqlGuard& guard = *static_cast<SqlGuard*>(data);
  if (guard.limits.stop != nullptr && *guard.limits.stop) {
    guard.refusal = "interrupted";
  } else if (std::chrono::steady_clock::now() - guard.start > guard.limits.time) {
    guard.refusal =
        fmt::format("stopped after {} s, the longest time that a query may take", guard.limits.time.count());
  }
  return guard.refusal.empty() ? 0 : 1;
}

}  // namespace

void Database::guard(const SqlLimits& limits) {
  constexpr int instructions = 100'000;  // between two calls of `keep_going`: about a millisecond
  constexpr int longest_value = 64 << 20;
  guard_ = std::make_unique<SqlGuard>(SqlGuard{.limits = limits});
  sqlite3* const database = handle_.get();
  sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH, longest_value);
  sqlite3_hard_heap_limit64(static_cast<sqlite3_int64>(available_memory() / 2));  // of the whole process
  sqlite3_progress_handler(database, instructions, keep_going, guard_.get());
  sqlite3_set_authorizer(database, authorize, guard_.get());
}

void Database::begin_guarded() {
  guard_->refusal.clear();
  guard_->start = std::chrono::steady_clock::now();
}

const std::string& Database::refusal() const {
  return guard_->refusal;
}

}  // namespace actlab
