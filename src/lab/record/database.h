#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "lab/record/sql_guard.h"

struct sqlite3;
struct sqlite3_stmt;

namespace actlab {

/// A prepared statement. Parameters and columns are numbered from 0.
class Statement {
 public:
  /// Throws std::runtime_error with SQLite's message, and if `sql` is not exactly one statement.
  Statement(sqlite3* database, std::string_view sql);

  /// Binds all parameters: integers, floating-point numbers (NaN becomes NULL), text, blobs.
  template <class... Values> Statement& bind(const Values&... values) {
    reset();
    int index = 0;
    (bind_one(index++, values), ...);
    return *this;
  }

  /// Advances to the next row. Returns false after the last one. Throws std::runtime_error if SQLite reports an error.
  bool step();
  /// Executes a statement that returns no rows. Throws as `step`.
  void run();

  std::int64_t integer(int column) const;
  double real(int column) const;  ///< NaN for NULL
  std::string text(int column) const;
  std::string_view blob(int column) const;  ///< valid until the next call of `step`

  int columns() const;
  std::string column_name(int column) const;
  bool is_null(int column) const;
  bool is_number(int column) const;

 private:
  void reset();
  template <class Value> void bind_one(int index, const Value& value) {
    if constexpr (std::is_floating_point_v<Value>) {
      bind_real(index, value);
    } else if constexpr (std::is_integral_v<Value>) {
      bind_integer(index, static_cast<std::int64_t>(value));
    } else {
      bind_text(index, value);
    }
  }
  void bind_integer(int index, std::int64_t value);
  void bind_real(int index, double value);
  void bind_text(int index, std::string_view value);
  void bind_one(int index, std::span<const std::byte> value);

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// A SQLite file. Committed transactions survive `kill -9`. Not thread-safe. Throws std::runtime_error with SQLite's
/// message and the file name if SQLite reports an error.
class Database {
 public:
  enum class Access { read, write };

  /// Opens a file, which may come from someone else. Access::write creates it if it does not exist; Access::read does
  /// not modify it, except that it rolls back what a killed process began. A symbolic link is not followed.
  explicit Database(const std::filesystem::path& path, Access access = Access::write);
  /// An empty database in memory.
  Database();

  std::string file() const;

  void execute(const std::string& sql);
  Statement prepare(std::string_view sql) { return Statement(handle_.get(), sql); }

  /// How long a statement waits for programs that use the file.
  void set_patience(int milliseconds);

  /// Adds statistical SQL functions: see record/query.h.
  void add_statistics();

  /// From now on, statements may only read and have temporary tables, within the limits. Errors of a statement are
  /// explained by `refusal`, if it is not empty, since the last `begin_guarded`.
  void guard(const SqlLimits& limits);
  void begin_guarded();
  const std::string& refusal() const;

  /// Runs `work` in a transaction. Rolls back if it throws.
  template <class Work> void transaction(const Work& work) {
    execute("BEGIN IMMEDIATE");
    try {
      work();
      execute("COMMIT");
    } catch (...) {
      roll_back();
      throw;
    }
  }

 private:
  static void roll_back_journal(const std::filesystem::path& path);
  void distrust_content();
  void roll_back() noexcept;

  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::unique_ptr<SqlGuard> guard_;  // before the handle, which has its address
  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace actlab
