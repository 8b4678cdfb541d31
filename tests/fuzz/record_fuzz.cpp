// Damages the record of a run at random, and changes it as a stranger could: fuzz_record COUNT [SEED]. Whatever it is,
// it is refused with a message that names the file, or gives the same trials and curves; and it takes no long time.
#include <fmt/format.h>
#include <sqlite3.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "core/error.h"
#include "fuzz/mutator.h"
#include "lab/record/exports.h"
#include "lab/record/query.h"
#include "lab/record/run_directory.h"
#include "show/report/page.h"
#include "show/report/run_sample.h"
#include "show/report/terminal_report.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> values{"NULL",
                                      "0",
                                      "1",
                                      "-1",
                                      "7",
                                      "1e999",
                                      "-1e300",
                                      "2147483647",
                                      "2147483648",
                                      "-9223372036854775808",
                                      "9223372036854775807",
                                      "''",
                                      "'nobody'",
                                      "'A'",
                                      "'B'",
                                      "'finished'",
                                      "'diverged'",
                                      "x''",
                                      "x'00'",
                                      "x'ffffffff'",
                                      "x'27'",
                                      "zeroblob(8)",
                                      "zeroblob(1601)",
                                      "zeroblob(100000)",
                                      "randomblob(40)",
                                      "char(27) || '[2J'",
                                      "char(8238)",
                                      "cast(x'e9' as text)",
                                      "'[]'",
                                      "'{}'",
                                      "'[{}]'",
                                      "'{\"sets\":[],\"points\":[0]}'",
                                      "'\"x\"'",
                                      "'['",
                                      "printf('%.*c', 100000, '[')"};

const std::vector<std::string> json_paths{
    "$.axes",         "$.axes[0].points", "$.axes[0].low", "$.inputs",         "$.targets",        "$.targets[0]",
    "$.outputs",      "$.samples",        "$.samples[0]",  "$.seed",           "$[0].x",           "$[0].f",
    "$[0].gradcheck", "$[0].name",        "$[0]",          "$.preactivations", "$.weights",        "$.wrong",
    "$.wrong[0]",     "$.sets",           "$.points[0]",   "$.interval",       "$.sets[0].classes"};
const std::vector<std::string> json_values{"0",  "1000000",    "-1",         "1e300",       "null",        "'x'",
                                           "''", "json('[]')", "json('{}')", "json('[1]')", "json('true')"};

const std::vector<std::string> statements{
    "CREATE TRIGGER t AFTER INSERT ON trials BEGIN DELETE FROM curves; END",
    "CREATE VIEW v AS SELECT * FROM trials",
    "DROP TABLE models",
    "ALTER TABLE trials ADD COLUMN more",
    "PRAGMA user_version = 4",
    "PRAGMA user_version = 99",
    "PRAGMA user_version = 0",
    "INSERT INTO sweep VALUES (-1, 0, 'a', 'b')",
    "INSERT INTO sweep VALUES (0, 0, 'a', 'b')",
    "INSERT INTO models VALUES (7, 0, 'C', '', 1)",
    "INSERT INTO trials SELECT id + 100, model, seed, point, status, engine, epochs, "
    "train_loss, train_accuracy, test_loss, test_accuracy, seconds, message FROM trials",
    "INSERT INTO documents VALUES ('tabulated', '[{\"activation\": 1}]')",
    "INSERT INTO documents VALUES ('stopping', '{}')",
    "INSERT INTO run SELECT * FROM run"};

// Runs a statement on a file without any of the program's own checks. Errors do not matter.
class Stranger {
 public:
  explicit Stranger(const fs::path& file) { sqlite3_open(file.c_str(), &database_); }
  ~Stranger() { sqlite3_close(database_); }
  Stranger(const Stranger&) = delete;
  Stranger& operator=(const Stranger&) = delete;

  void execute(const std::string& sql) { sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr); }
  std::vector<std::string> texts(const std::string& sql) {
    std::vector<std::string> found;
    sqlite3_exec(
        database_, sql.c_str(),
        [](void* to, int, char** cells, char**) {
          static_cast<std::vector<std::string>*>(to)->emplace_back(cells[0] == nullptr ? "" : cells[0]);
          return 0;
        },
        &found, nullptr);
    return found;
  }

 private:
  sqlite3* database_ = nullptr;
};

std::string bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Flips, overwrites, cuts or repeats bytes of the file. Returns what was done.
std::string damage(const fs::path& file, Choices& choices) {
  std::string bytes = bytes_of(file);
  const std::size_t at = choices.below(bytes.size());
  switch (choices.below(6)) {
    case 0:
      bytes.resize(at);
      break;
    case 1:
      bytes.replace(at, 16, std::string(16, choices.byte()));
      break;
    case 2:
      bytes += bytes.substr(at);
      break;
    default:
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << choices.below(8)));
  }
  std::ofstream(file, std::ios::binary) << bytes;
  return fmt::format("bytes changed at {}", at);
}

std::string random_statement(Stranger& stranger, Choices& choices) {
  if (choices.below(8) == 0) return choices.pick(statements);
  if (choices.below(4) == 0) {
    const std::string& path = choices.pick(json_paths);
    const std::string column = path.starts_with("$.wrong") || path == "$.weights" || path == "$.preactivations"
                                   ? "snapshots SET details = json_set(details"
                                   : "documents SET json = json_set(json";
    return fmt::format("UPDATE {}, '{}', {})", column, path, choices.pick(json_values));
  }
  std::vector<std::string> tables = stranger.texts("SELECT name FROM sqlite_schema WHERE type = 'table'");
  if (tables.empty()) return "DROP TABLE trials";
  const std::string& table = choices.pick(tables);
  if (choices.below(6) == 0) return fmt::format("DELETE FROM {} WHERE random() % 2", table);
  std::vector<std::string> columns = stranger.texts(fmt::format("SELECT name FROM pragma_table_info('{}')", table));
  if (columns.empty()) return "";
  const bool all = choices.below(2) == 0;
  return fmt::format("UPDATE {} SET {} = {} {}", table, choices.pick(columns), choices.pick(values),
                     all ? "" : "WHERE random() % 3 = 0");
}

std::string change(const fs::path& file, Choices& choices) {
  Stranger stranger(file);
  std::string done;
  do {
    const std::string sql = random_statement(stranger, choices);
    stranger.execute(sql);
    done += sql + "; ";
  } while (choices.below(3) == 0);
  return done;
}

// The numbers that a run shows. Trials that are missing are no wrong numbers.
std::vector<std::string> numbers_of(const RunData& run) {
  std::vector<std::string> all;
  for (const TrialRecord& trial : run.trials)
    all.push_back(fmt::format("{} {} {} {} {} {} {}", trial.id, trial.model, trial.seed, trial.train.loss,
                              trial.train.accuracy, trial.test.loss, trial.test.accuracy));
  for (const ThinCurve& curve : run.curves) {
    for (const CurvePoint& p : curve.points)
      all.push_back(fmt::format("{} {} {} {}", run.trials[static_cast<std::size_t>(curve.trial)].id, p.epoch,
                                p.train.loss, p.test.accuracy));
  }
  std::sort(all.begin(), all.end());
  return all;
}

// Uses a record as every command does.
RunData use(const fs::path& directory) {
  RunData run = load_run(directory);
  page_html(run);
  terminal_report(run, {});
  Query(directory).rows("SELECT * FROM curve");
  RunRecord record = RunRecord::open(directory);
  record.forget(record.damaged_trials());
  export_results(record, directory, 1);
  return run;
}

int fuzz_records(long count, unsigned seed) {
  const std::string pattern = (fs::temp_directory_path() / "actlab-fuzz-XXXXXX").string();
  std::string root = pattern;
  if (mkdtemp(root.data()) == nullptr) return 1;
  const fs::path base = fs::path(root) / "base", run = fs::path(root) / "run";
  fs::create_directory(base);
  write_sample_run(base);
  const std::vector<std::string> right = numbers_of(load_run(base));
  Choices choices(seed);
  long refused = 0, failed = 0;
  for (long i = 0; i < count; ++i) {
    fs::remove_all(run);
    fs::copy(base, run);
    const fs::path file = run / record_file;
    const bool is_damage = choices.below(3) == 0;
    const std::string done = is_damage ? damage(file, choices) : change(file, choices);
    const std::clock_t start = std::clock();
    std::string wrong;
    try {
      const std::vector<std::string> numbers = numbers_of(use(run));
      if (!std::includes(right.begin(), right.end(), numbers.begin(), numbers.end())) wrong = "other numbers";
    } catch (const UsageError& error) {
      ++refused;
      if (std::string(error.what()).find(run.string()) == std::string::npos)
        wrong = std::string("no place: ") + error.what();
    } catch (const std::exception& error) {
      if (std::string(error.what()).find(record_file) == std::string::npos) wrong = error.what();
    }
    // Of the processor: other programs may keep it busy.
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    if (wrong.empty() && seconds < 10) continue;
    ++failed;
    fmt::print("{}: {}\n  {} ({:.1f} s)\n", i, done, wrong, seconds);
  }
  fs::remove_all(root);
  fmt::print("{} records, {} refused, {} failed\n", count, refused, failed);
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace actlab

int main(int argc, char** argv) {
  return actlab::fuzz_records(argc > 1 ? std::atol(argv[1]) : 1000,
                              argc > 2 ? static_cast<unsigned>(std::atol(argv[2])) : 1);
}
