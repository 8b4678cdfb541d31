#include "lab/data/csv/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/log.h"
#include "core/visible.h"
#include "lab/config/node.h"
#include "lab/data/csv/encode.h"
#include "lab/data/csv/format.h"
#include "lab/data/csv/numbers.h"
#include "lab/data/csv/recipe.h"
#include "lab/data/csv/summary.h"

namespace actlab {
namespace {

// One try of reading a file: the data, or what is in the way.
struct Attempt {
  std::optional<CsvTable> table;
  std::optional<LoadedTable> loaded;
  Refusal refusal;
  std::vector<std::string> warnings;
};

bool leaves_training_rows(const Csv& csv, std::int64_t rows) {
  return test_rows_of(csv, rows) < rows;
}

// A split without a row to train on is refused with the table's other problems, so that one proposal solves them all.
void check_split(const Csv& csv, std::int64_t rows, Refusal& refusal) {
  if (leaves_training_rows(csv, rows)) return;
  refusal.messages.push_back(fmt::format("{}: a test_fraction of {} leaves none of its {} rows for training", csv.file,
                                         csv.test_fraction, rows));
  refusal.proposal.test_fraction = rows > 1 ? Csv{}.test_fraction : 0;
}

Attempt try_table(const CsvTable& table, const Csv& csv) {
  Attempt attempt{table, std::nullopt, Refusal(csv), {}};
  TableCheck check = check_table(table, csv);
  if (check.refusal.empty()) {
    attempt.loaded = LoadedTable{encode(check), {}};
    check_split(csv, attempt.loaded->data.train.size(), check.refusal);
  }
  if (check.refusal.empty()) {
    attempt.warnings = leak_warnings(check);
    if (csv.standardize) {
      attempt.loaded->numbers = numbers_of(check);
    } else if (std::string warning = unequal_scales(check); !warning.empty()) {
      attempt.warnings.push_back(std::move(warning));
    }
  }
  attempt.refusal = std::move(check.refusal);
  return attempt;
}

Attempt try_file(const Csv& csv) {
  Attempt attempt{std::nullopt, std::nullopt, Refusal(csv), {}};
  try {
    return try_table(read_csv(csv.file, format_of(csv)), csv);
  } catch (const UnreadableTable& error) {
    attempt.refusal.messages.emplace_back(error.what());
    if (error.proposal()) set_format(attempt.refusal.proposal, *error.proposal());
    return attempt;
  }
}

// The next try, with what the last one proposes. The file is read again only if the format is another one.
Attempt try_again(const Attempt& last, const Csv& before, const Csv& csv) {
  return last.table && format_of(before) == format_of(csv) ? try_table(*last.table, csv) : try_file(csv);
}

// Names and cells may have line feeds. A line of a message is one message.
std::string joined(const std::vector<std::string>& messages) {
  std::string text;
  for (const std::string& message : messages) text += (text.empty() ? "" : "\n") + visible(message);
  return text;
}

// The end of a message: the keys of `to` that differ from those of `from`. Empty if none does.
std::string proposal_text(const Csv& from, const Csv& to) {
  const std::string keys = changed_keys(from, to);
  return keys.empty() ? "" : "\nTo use it, set in data:" + keys;
}

// Follows the proposals, so that the config at the end of the message is known to work. If none does, it says so.
[[noreturn]] void refuse(const Csv& csv, Attempt attempt) {
  constexpr int most_tries = 10;
  if (!std::filesystem::is_regular_file(csv.file))  // a pipe cannot be read again
    throw UsageError(joined(attempt.refusal.messages) + proposal_text(csv, attempt.refusal.proposal));
  std::vector<std::string> messages = attempt.refusal.messages;
  Csv tried = csv;
  for (int i = 0; i < most_tries; ++i) {
    const Csv next = attempt.refusal.proposal;
    if (changed_keys(tried, next).empty()) break;
    try {
      attempt = try_again(attempt, tried, next);
    } catch (const UsageError& error) {
      messages.emplace_back(error.what());
      break;
    }
    if (attempt.refusal.empty()) throw UsageError(joined(messages) + proposal_text(csv, next));
    for (const std::string& message : attempt.refusal.messages) {
      if (std::find(messages.begin(), messages.end(), message) == messages.end()) messages.push_back(message);
    }
    tried = next;
  }
  const std::string keys = changed_keys(csv, tried);
  throw UsageError(joined(messages) + (keys.empty() ? "" : "\nThese keys of data solve only a part of it:" + keys));
}

LoadedTable read_table(const Csv& csv) {
  Attempt attempt = try_file(csv);
  if (!attempt.refusal.empty()) refuse(csv, std::move(attempt));
  for (const std::string& warning : attempt.warnings) log_warning("{}", warning);
  return std::move(*attempt.loaded);
}

// What the samples depend on: the file as it is now, and all keys but those of the split. A pipe is as it was.
std::string key_of(Csv csv) {
  std::string key;
  std::error_code ignored;  // an error is reported when the file is read
  if (std::filesystem::is_regular_file(csv.file, ignored)) {
    const auto written = std::filesystem::last_write_time(csv.file, ignored).time_since_epoch().count();
    key = fmt::format("{}\n{}\n", written, std::filesystem::file_size(csv.file, ignored));
  }
  csv.test_fraction = 0;
  csv.stratify = true;
  return key + fingerprint(write_config([&](Fields& fields) { csv.declare(fields); }));
}

}  // namespace

std::int64_t test_rows_of(const Csv& csv, std::int64_t rows) {
  return std::llround(csv.test_fraction * static_cast<double>(rows));
}

std::shared_ptr<const LoadedTable> load_table(const Csv& csv) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const LoadedTable>> loaded;
  const std::string key = key_of(csv);
  const std::lock_guard lock(mutex);
  std::shared_ptr<const LoadedTable>& table = loaded[key];
  // The table of another split of the same rows may be there; reading refuses one that leaves none for training.
  if (!table || !leaves_training_rows(csv, table->data.train.size()))
    table = std::make_shared<const LoadedTable>(read_table(csv));
  return table;
}

}  // namespace actlab
