#include "lab/record/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <limits>
#include <memory>
#include <stdexcept>
#include <system_error>

namespace actlab {
namespace {

[[noreturn]] void fail(sqlite3* database) {
  const int cause = sqlite3_system_errno(database);
  const bool is_system = sqlite3_errcode(database) == SQLITE_IOERR && cause != 0;
  throw std::runtime_error(fmt::format("{}: {}{}", sqlite3_db_filename(database, "main"), sqlite3_errmsg(database),
                                       is_system ? fmt::format(" ({})", std::strerror(cause)) : ""));
}

// Links in the path of the directory are the user's; SQLite is to follow none.
std::filesystem::path without_links(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::path directory =
      std::filesystem::canonical(std::filesystem::absolute(path).parent_path(), error);
  return error ? path : directory / path.filename();
}

std::string opening_error(const std::filesystem::path& path, int code) {
  if (std::filesystem::is_symlink(path)) return "it is a symbolic link, which is not followed";
  return errno == 0 ? sqlite3_errstr(code) : fmt::format("{} ({})", sqlite3_errstr(code), std::strerror(errno));
}

// Returns null if there are only blanks and comments.
sqlite3_stmt* prepare(sqlite3* database, std::string_view sql, const char** rest) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement, rest) != SQLITE_OK)
    fail(database);
  return statement;
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* database, std::string_view sql) {
  const char* rest = nullptr;
  statement_.reset(prepare(database, sql, &rest));
  if (!statement_) throw std::runtime_error("the query is empty");
  const std::string_view further = sql.substr(static_cast<std::size_t>(rest - sql.data()));
  if (const decltype(statement_) second(prepare(database, further, nullptr)); second)
    throw std::runtime_error("the query has more than one statement; only one is allowed");
}

bool Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) fail(sqlite3_db_handle(statement_.get()));
  return code == SQLITE_ROW;
}

void Statement::run() {
  step();
  reset();
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

// SQLITE_TRANSIENT, which makes SQLite copy bound values. The macro is a C cast, which our warnings reject.
static const auto copy = reinterpret_cast<sqlite3_destructor_type>(-1);  // NOLINT(performance-no-int-to-ptr)

void Statement::bind_integer(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), index + 1, value);
}

void Statement::bind_real(int index, double value) {
  sqlite3_bind_double(statement_.get(), index + 1, value);
}

void Statement::bind_text(int index, std::string_view value) {
  // A null pointer binds NULL.
  const char* text = value.empty() ? "" : value.data();
  sqlite3_bind_text(statement_.get(), index + 1, text, static_cast<int>(value.size()), copy);
}

void Statement::bind_one(int index, std::span<const std::byte> value) {
  if (value.empty()) {
    sqlite3_bind_zeroblob(statement_.get(), index + 1, 0);
  } else {
    sqlite3_bind_blob64(statement_.get(), index + 1, value.data(), value.size(), copy);
  }
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

double Statement::real(int column) const {
  if (is_null(column)) return std::numeric_limits<double>::quiet_NaN();
  return sqlite3_column_double(statement_.get(), column);
}

std::string Statement::text(int column) const {
  return std::string(blob(column));
}

std::string_view Statement::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  return {bytes, bytes == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

int Statement::columns() const {
  return sqlite3_column_count(statement_.get());
}

std::string Statement::column_name(int column) const {
  return sqlite3_column_name(statement_.get(), column);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

bool Statement::is_number(int column) const {
  const int type = sqlite3_column_type(statement_.get(), column);
  return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

void Database::Close::operator()(sqlite3* database) const {
  sqlite3_close(database);
}

// A process that was killed while it changed the file without a write-ahead log leaves a journal, which the next one
// that may write rolls back. One that only reads could not even read before.
void Database::roll_back_journal(const std::filesystem::path& path) {
  const std::filesystem::path journal = path.string() + "-journal";
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(std::filesystem::symlink_status(journal, ignored))) return;
  if (std::filesystem::file_size(journal, ignored) == 0) return;
  sqlite3* database = nullptr;
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_READWRITE;
  const int code = sqlite3_open_v2(without_links(path).c_str(), &database, flags, nullptr);
  const std::unique_ptr<sqlite3, Close> handle(database);
  sqlite3_busy_timeout(database, 5000);
  if (code == SQLITE_OK && sqlite3_exec(database, "BEGIN IMMEDIATE; ROLLBACK", nullptr, nullptr, nullptr) == SQLITE_OK)
    return;
  throw std::runtime_error(
      fmt::format("{}: the process that wrote it was killed, and what it began cannot be rolled back: {}. The file and "
                  "its directory must be writable",
                  path.string(), sqlite3_errmsg(database)));
}

Database::Database(const std::filesystem::path& path, Access access) {
  if (access == Access::read) roll_back_journal(path);
  sqlite3* database = nullptr;
  // Only one thread at a time uses the database, so SQLite needs no mutexes.
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW |
                    (access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  errno = 0;
  const int code = sqlite3_open_v2(without_links(path).c_str(), &database, flags, nullptr);
  handle_.reset(database);
  if (code != SQLITE_OK)
    throw std::runtime_error(fmt::format("cannot open {}: {}", path.string(), opening_error(path, code)));
  sqlite3_busy_timeout(database, 5000);
  distrust_content();
  if (access == Access::read) return;
  // With a write-ahead log, a commit is one append and survives the death of the process without waiting for the disk.
  // After a power failure the file is intact, but may lack the last transactions. Nothing can be lost while the log is
  // turned on, so that step does not wait either.
  execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
}

Database::Database() {
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(":memory:", &database, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE, nullptr);
  handle_.reset(database);
  if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errstr(code));
}

void Database::set_patience(int milliseconds) {
  sqlite3_busy_timeout(handle_.get(), milliseconds);
}

std::string Database::file() const {
  return sqlite3_db_filename(handle_.get(), "main");
}

// The file may have been made by someone else: its views and triggers may call no function that has side effects, SQL
// may not change the pages of the file directly, and cells are checked to be inside their pages.
void Database::distrust_content() {
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  execute("PRAGMA cell_size_check = ON");
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle_.get());
}

void Database::roll_back() noexcept {
  // SQLite may have ended the transaction already; the error of a second rollback is ignored.
  sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace actlab
