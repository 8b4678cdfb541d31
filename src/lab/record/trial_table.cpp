#include "lab/record/trial_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <tuple>
#include <type_traits>

#include "core/error.h"
#include "lab/record/record_check.h"
#include "lab/record/seal.h"

namespace actlab {
namespace {

using Blob = std::span<const std::byte>;

constexpr const char* trial_columns =
    "id, model, trials.seed, trials.point, status, engine, epochs, trials.train_loss, trials.train_accuracy, "
    "trials.test_loss, trials.test_accuracy, seconds, message, baselines.train_loss, baselines.train_accuracy, "
    "baselines.test_loss, baselines.test_accuracy, baselines.test_balanced, baselines.checksum, "
    "confusion_matrices.columns";
constexpr const char* trial_tables =
    "trials LEFT JOIN baselines ON baselines.point = trials.point AND baselines.seed = trials.seed "
    "LEFT JOIN confusion_matrices ON confusion_matrices.trial = id";
constexpr int baseline_checksum_column = 18, confusion_column = 19, first_further_column = 20;

TrialStatus status_of(std::string_view text) {
  const auto found = std::find(trial_status_names.begin(), trial_status_names.end(), text);
  if (found == trial_status_names.end()) throw std::runtime_error(fmt::format("unknown trial status '{}'", text));
  return static_cast<TrialStatus>(found - trial_status_names.begin());
}

// Packs the fields of rows column by column: a field of a row has 4 bytes, or counts as two of them.
template <class Row> std::vector<std::byte> pack(const std::vector<Row>& rows) {
  static_assert(std::is_trivially_copyable_v<Row> && sizeof(Row) % sizeof(float) == 0);
  std::vector<std::byte> blob(rows.size() * sizeof(Row));
  std::byte* to = blob.data();
  for (std::size_t offset = 0; offset < sizeof(Row); offset += sizeof(float)) {
    for (const Row& row : rows) {
      std::memcpy(to, reinterpret_cast<const std::byte*>(&row) + offset, sizeof(float));
      to += sizeof(float);
    }
  }
  return blob;
}

template <class Row> std::vector<Row> unpack(std::string_view blob) {
  std::vector<Row> rows(blob.size() / sizeof(Row));
  const char* from = blob.data();
  for (std::size_t offset = 0; offset < sizeof(Row); offset += sizeof(float)) {
    for (Row& row : rows) {
      std::memcpy(reinterpret_cast<std::byte*>(&row) + offset, from, sizeof(float));
      from += sizeof(float);
    }
  }
  return rows;
}

TrialRecord trial_of(const Statement& row) {
  TrialRecord trial;
  trial.id = row.integer(0);
  trial.model = row.text(1);
  trial.seed = static_cast<std::uint32_t>(row.integer(2));
  trial.point = row.integer(3);
  trial.status = status_of(row.text(4));
  trial.engine = row.text(5);
  trial.epochs = row.integer(6);
  trial.train = {row.real(7), row.real(8)};
  trial.test = {row.real(9), row.real(10)};
  trial.seconds = row.real(11);
  trial.message = row.text(12);
  trial.baseline = {{row.real(13), row.real(14)}, {row.real(15), row.real(16)}, row.real(17)};
  trial.confusion = unpack<ConfusionCell>(row.blob(confusion_column));
  return trial;
}

// What belongs to the data of a seed. The models of a seed follow each other and have the same.
void write_seeds(Database& database, std::span<const RecordedTrial> trials, const RunHeader& header) {
  Statement insert = database.prepare("INSERT OR REPLACE INTO baselines VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  Statement insert_document = database.prepare("INSERT OR REPLACE INTO documents VALUES (?, ?)");
  const std::vector<std::int64_t> data = data_of_points(header);
  const RecordedTrial* last = nullptr;
  for (const RecordedTrial& t : trials) {
    if (!t.baseline.is_known() || (last != nullptr && last->point == t.point && last->seed == t.seed)) continue;
    const Baseline& b = t.baseline;
    insert
        .bind(t.point, t.seed, b.train.loss, b.train.accuracy, b.test.loss, b.test.accuracy, b.test_balanced,
              checksum_of_baseline(b))
        .run();
    last = &t;
    if (t.preprocessing.is_identity()) continue;
    const std::int64_t set = data.at(static_cast<std::size_t>(t.point));
    insert_document.bind(preprocessing_document(set, t.seed), to_json(t.preprocessing)).run();
  }
}

// What only some trials have, and the seals of all.
void write_details(Database& database, std::span<const RecordedTrial> trials, std::int64_t session, bool regression) {
  Statement insert_seal = database.prepare("INSERT INTO seals VALUES (?, ?, ?, ?, ?, nullif(?, 0))");
  Statement insert_snapshot = database.prepare("INSERT INTO snapshots VALUES (?, ?, ?, ?)");
  Statement insert_output = database.prepare("INSERT INTO outputs VALUES (?, ?, ?, ?, ?)");
  Statement insert_parameter = database.prepare("INSERT INTO parameters VALUES (?, ?, ?, ?, ?)");
  for (const RecordedTrial& t : trials) {
    RowsChecksum snapshots, outputs;
    for (const SnapshotRecord& s : t.snapshots) {
      const std::vector<std::byte> packed = pack_outputs(s.outputs, regression);
      const std::string details = details_to_json(s);
      insert_snapshot.bind(t.id, s.epochs, Blob(packed), details).run();
      snapshots.add_snapshot(s.epochs, {reinterpret_cast<const char*>(packed.data()), packed.size()}, details);
    }
    for (const OutputRecord& o : t.outputs) {
      insert_output.bind(t.id, o.layer, o.sample, o.unit, o.value).run();
      outputs.add_output(o);
    }
    for (const ParameterRecord& p : t.parameters) {
      insert_parameter.bind(t.id, p.layer, p.unit, p.input, p.value).run();
      outputs.add_parameter(p);
    }
    insert_seal
        .bind(t.id, session, checksum_of_content(t), snapshots.value(), outputs.value(), t.weights_checksum.value_or(0))
        .run();
  }
}

// What is wrong with values that the report uses as indices or sizes; empty if nothing is.
std::string impossible(const RecordedTrial& trial) {
  constexpr std::int32_t most = 1'000'000;  // layers, classes
  const auto is_cell = [](const ConfusionCell& c) {
    return c.label >= 0 && c.label < most && c.prediction >= 0 && c.prediction < most && c.samples > 0;
  };
  const auto in_order = [](const ConfusionCell& a, const ConfusionCell& b) {
    return std::tie(a.label, a.prediction) >= std::tie(b.label, b.prediction);
  };
  const Confusion& cells = trial.confusion;
  if (!std::all_of(cells.begin(), cells.end(), is_cell) ||
      std::adjacent_find(cells.begin(), cells.end(), in_order) != cells.end())
    return "its confusion matrix has a cell that cannot be";
  const auto is_layer = [](const LayerStatistics& s) { return s.layer >= 0 && s.layer < 1000; };
  if (!std::all_of(trial.layer_statistics.begin(), trial.layer_statistics.end(), is_layer))
    return "its statistics have a layer that cannot be";
  return "";
}

}  // namespace

std::vector<std::int64_t> data_of_points(const RunHeader& header) {
  std::vector<std::int64_t> data(header.points.size(), -1);
  for (const ModelRecord& model : header.models) data.at(static_cast<std::size_t>(model.point)) = model.data;
  return data;
}

TrialReader::TrialReader(Database& database, std::optional<std::int64_t> id)
    : file_(database.file()),
      row_(database.prepare(fmt::format(
          "SELECT {}, curves.columns, health.columns, seals.content FROM {} LEFT JOIN curves ON curves.trial = id LEFT "
          "JOIN health ON health.trial = id LEFT JOIN seals ON seals.trial = id {} ORDER BY id",
          trial_columns, trial_tables, id ? "WHERE id = ?" : ""))) {
  if (id) row_.bind(*id);
}

std::optional<RecordedTrial> TrialReader::next(std::string& problem) {
  problem.clear();
  if (!is_at_end_) is_at_end_ = !row_.step();  // stepping a finished statement restarts it
  if (is_at_end_) return std::nullopt;
  RecordedTrial trial{trial_of(row_), unpack<CurvePoint>(row_.blob(first_further_column)),
                      unpack<LayerStatistics>(row_.blob(first_further_column + 1))};
  constexpr int seal = first_further_column + 2;
  if (!row_.is_null(seal) && row_.integer(seal) != checksum_of_content(trial))
    problem = "its checksum is not that of its scores and its curve";
  else if (!row_.is_null(baseline_checksum_column) &&
           row_.integer(baseline_checksum_column) != checksum_of_baseline(trial.baseline))
    problem = "the checksum of its baseline is not that of the baseline";
  else
    problem = impossible(trial);
  return trial;
}

std::optional<RecordedTrial> TrialReader::next() {
  std::string problem;
  std::optional<RecordedTrial> trial = next(problem);
  if (problem.empty()) return trial;
  throw UsageError(
      fmt::format("{}: {}. It is damaged; `runner check` lists what is whole, and the run can be "
                  "continued with --resume, which trains this trial again",
                  record_place(file_, "trials", fmt::format("id {}", trial->id)), problem));
}

std::vector<TrialRecord> read_trials(Database& database) {
  std::vector<TrialRecord> trials;
  Statement row = database.prepare(fmt::format("SELECT {} FROM {} ORDER BY id", trial_columns, trial_tables));
  while (row.step()) trials.push_back(trial_of(row));
  return trials;
}

void read_outputs(Database& database, RecordedTrial& trial) {
  const auto index = [](const Statement& row, int column) { return static_cast<std::int32_t>(row.integer(column)); };
  Statement output =
      database.prepare("SELECT layer, sample, unit, value FROM outputs WHERE trial = ? ORDER BY layer, sample, unit");
  output.bind(trial.id);
  while (output.step())
    trial.outputs.push_back({index(output, 0), index(output, 1), index(output, 2), static_cast<float>(output.real(3))});
  Statement parameter =
      database.prepare("SELECT layer, unit, input, value FROM parameters WHERE trial = ? ORDER BY layer, unit, input");
  parameter.bind(trial.id);
  while (parameter.step())
    trial.parameters.push_back(
        {index(parameter, 0), index(parameter, 1), index(parameter, 2), static_cast<float>(parameter.real(3))});
}

void forget_trial(Database& database, std::int64_t trial) {
  database.prepare("DELETE FROM baselines WHERE (point, seed) IN (SELECT point, seed FROM trials WHERE id = ?)")
      .bind(trial)
      .run();
  for (const char* table : {"curves", "health", "confusion_matrices", "snapshots", "outputs", "parameters", "seals"})
    database.prepare(fmt::format("DELETE FROM {} WHERE trial = ?", table)).bind(trial).run();
  database.prepare("DELETE FROM trials WHERE id = ?").bind(trial).run();
}

void write_trials(Database& database, std::span<const RecordedTrial> trials, std::int64_t session,
                  const RunHeader& header) {
  // A trial that is there may have rows that its replacement has not.
  Statement recorded = database.prepare("SELECT 1 FROM trials WHERE id = ?");
  for (const RecordedTrial& t : trials) {
    if (recorded.bind(t.id).step()) forget_trial(database, t.id);
  }
  Statement insert = database.prepare("INSERT INTO trials VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  Statement insert_curve = database.prepare("INSERT INTO curves VALUES (?, ?, ?)");
  Statement insert_layers = database.prepare("INSERT INTO health VALUES (?, ?, ?)");
  Statement insert_confusion = database.prepare("INSERT INTO confusion_matrices VALUES (?, ?, ?)");
  for (const RecordedTrial& t : trials) {
    insert
        .bind(t.id, t.model, t.seed, t.point, name(t.status), t.engine, t.epochs, t.train.loss, t.train.accuracy,
              t.test.loss, t.test.accuracy, t.seconds, t.message)
        .run();
    insert_curve.bind(t.id, t.curve.size(), Blob(pack(t.curve))).run();
    if (!t.layer_statistics.empty())
      insert_layers.bind(t.id, t.layer_statistics.size(), Blob(pack(t.layer_statistics))).run();
    if (!t.confusion.empty()) insert_confusion.bind(t.id, t.confusion.size(), Blob(pack(t.confusion))).run();
  }
  write_seeds(database, trials, header);
  write_details(database, trials, session, header.regression);
}

}  // namespace actlab
