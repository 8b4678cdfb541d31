#include "lab/record/seal.h"

#include <fstream>
#include <sstream>
#include <string_view>

#include "core/hash.h"

namespace actlab {
namespace {

void add_score(Checksum& checksum, const Score& score) {
  checksum.add(score.loss).add(score.accuracy);
}

template <class Row> void add_rows(Checksum& checksum, const std::vector<Row>& rows) {
  checksum.add(rows.size()).add_bytes(rows.data(), rows.size() * sizeof(Row));
}

}  // namespace

std::int64_t checksum_of_content(const RecordedTrial& trial) {
  Checksum checksum;
  checksum.add(trial.model).add(trial.seed).add(trial.point).add(name(trial.status)).add(trial.engine);
  checksum.add(trial.epochs).add(trial.seconds).add(trial.message);
  add_score(checksum, trial.train);
  add_score(checksum, trial.test);
  add_rows(checksum, trial.confusion);
  add_rows(checksum, trial.curve);
  add_rows(checksum, trial.layer_statistics);
  return checksum.value();
}

std::int64_t checksum_of_baseline(const Baseline& baseline) {
  Checksum checksum;
  add_score(checksum, baseline.train);
  add_score(checksum, baseline.test);
  return checksum.add(baseline.test_balanced).value();
}

void RowsChecksum::add_snapshot(std::int32_t epochs, std::string_view outputs, std::string_view details) {
  add(Checksum().add(epochs).add(outputs).add(details).value());
}

void RowsChecksum::add_output(const OutputRecord& o) {
  add(Checksum().add('o').add(o.layer).add(o.sample).add(o.unit).add(o.value).value());
}

void RowsChecksum::add_parameter(const ParameterRecord& p) {
  add(Checksum().add('p').add(p.layer).add(p.unit).add(p.input).add(p.value).value());
}

std::int64_t checksum_of_snapshots(Database& database, std::int64_t trial) {
  RowsChecksum rows;
  Statement row = database.prepare("SELECT epochs, outputs, details FROM snapshots WHERE trial = ?");
  row.bind(trial);
  while (row.step()) {
    const std::string details = row.text(2);
    rows.add_snapshot(static_cast<std::int32_t>(row.integer(0)), row.blob(1), details);
  }
  return rows.value();
}

std::int64_t checksum_of_outputs(Database& database, std::int64_t trial) {
  RowsChecksum rows;
  const auto number = [](const Statement& row, int column) { return static_cast<std::int32_t>(row.integer(column)); };
  Statement output = database.prepare("SELECT layer, sample, unit, value FROM outputs WHERE trial = ?");
  output.bind(trial);
  while (output.step())
    rows.add_output({number(output, 0), number(output, 1), number(output, 2), static_cast<float>(output.real(3))});
  Statement parameter = database.prepare("SELECT layer, unit, input, value FROM parameters WHERE trial = ?");
  parameter.bind(trial);
  while (parameter.step())
    rows.add_parameter(
        {number(parameter, 0), number(parameter, 1), number(parameter, 2), static_cast<float>(parameter.real(3))});
  return rows.value();
}

std::optional<std::int64_t> checksum_of_file(const std::filesystem::path& file) {
  const std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  std::ostringstream text;
  text << stream.rdbuf();
  return Checksum().add(std::string_view(text.view())).value();
}

std::optional<Seal> read_seal(Database& database, std::int64_t trial) {
  Statement row = database.prepare("SELECT session, content, snapshots, outputs, weights FROM seals WHERE trial = ?");
  if (!row.bind(trial).step()) return std::nullopt;
  Seal seal{row.integer(0), row.integer(1), row.integer(2), row.integer(3)};
  if (!row.is_null(4)) seal.weights = row.integer(4);
  return seal;
}

}  // namespace actlab
