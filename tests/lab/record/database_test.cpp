#include "lab/record/database.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "lab/record/run_record.h"
#include "sample_run.h"
#include "temporary_directory.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

// Ends a process in the middle of a transaction without a write-ahead log: its journal stays.
void die_in_a_transaction(const fs::path& file) {
  const pid_t child = fork();
  if (child == 0) {
    sqlite3* database = nullptr;
    sqlite3_open(file.c_str(), &database);
    sqlite3_exec(database, "PRAGMA journal_mode = DELETE; BEGIN; UPDATE trials SET seconds = 12345", nullptr, nullptr,
                 nullptr);
    sqlite3_db_cacheflush(database);  // writes what the transaction changed
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
}

TEST(Database, RollsBackWhatAKilledProcessBeganAlsoIfItOnlyReads) {
  const TemporaryDirectory directory;
  {
    RunRecord record = RunRecord::create(directory.path(), sample_header());
    record.save(std::vector{sample_trial(0), sample_trial(1)});
    record.checkpoint();
  }
  const fs::path file = directory.path() / "run.sqlite";
  die_in_a_transaction(file);
  ASSERT_TRUE(fs::exists(file.string() + "-journal"));
  RunRecord record = RunRecord::open(directory.path(), Database::Access::read);
  EXPECT_EQ(record.size(), 2);
  EXPECT_FALSE(fs::exists(file.string() + "-journal"));
}

}  // namespace
}  // namespace actlab
