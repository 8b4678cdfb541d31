// The documents of a record: what is read and written whole, as JSON.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "core/error.h"
#include "lab/record/document_check.h"
#include "lab/record/record_check.h"
#include "lab/record/run_record.h"
#include "lab/record/seal.h"

namespace actlab {
namespace {

constexpr std::string_view scene_document = "scene";
constexpr std::string_view stopping_document = "stopping";
constexpr std::string_view statistics_document = "statistics";
constexpr std::string_view data_document = "data";
constexpr std::string_view shard_document = "shard";

SnapshotRecord read_snapshot(const Statement& row, bool regression) {
  SnapshotRecord snapshot;
  snapshot.epochs = static_cast<std::int32_t>(row.integer(0));
  snapshot.outputs = unpack_outputs(row.blob(1), regression);
  set_details(snapshot, row.text(2));
  return snapshot;
}

// Documents that the report reads as JSON.
std::string problem_of_document(std::string_view name, const std::string& json) {
  if (name == activations_document) return problem_of_activations(nlohmann::json::parse(json));
  if (name == tabulated_document) return problem_of_tabulated(nlohmann::json::parse(json));
  return "";
}

}  // namespace

// Parses a document if there is one. `parse` may return what is wrong by throwing.
template <class Parse> auto RunRecord::parse_document(std::string_view name, const Parse& parse) {
  std::optional<decltype(parse(std::string()))> parsed;
  const std::optional<std::string> json = document(name);
  if (!json) return parsed;
  try {
    parsed = parse(*json);
  } catch (const std::exception& error) {
    throw UsageError(fmt::format("{}: {}", record_place(file(), "documents", fmt::format("'{}'", name)), error.what()));
  }
  return parsed;
}

void RunRecord::write_documents() {
  set_document(statistics_document, nlohmann::json{{"interval", name(header_.interval)}}.dump());
  if (!header_.data.empty()) write_data();
  if (header_.shard) set_document(shard_document, to_json(*header_.shard));
}

void RunRecord::read_documents() {
  const auto interval = parse_document(statistics_document, [](const std::string& json) {
    return interval_method(nlohmann::json::parse(json).at("interval").get<std::string>());
  });
  if (interval) header_.interval = *interval;
  header_.shard = parse_document(shard_document, shard_from_json);
  read_data();
}

// Every model of a sweep point has the data of the point.
void RunRecord::write_data() {
  set_document(data_document, to_json(DataDocument{header_.data, data_of_points(header_)}));
}

void RunRecord::read_data() {
  auto document = parse_document(data_document, [&](const std::string& json) {
    DataDocument read = data_from_json(json);
    const auto is_set = [&](std::int64_t i) { return i >= -1 && i < static_cast<std::int64_t>(read.sets.size()); };
    if (read.points.size() != header_.points.size() || !std::all_of(read.points.begin(), read.points.end(), is_set))
      throw std::runtime_error("a sweep point has no data set, or one that does not exist");
    return read;
  });
  if (!document) return;
  header_.data = std::move(document->sets);
  for (ModelRecord& model : header_.models) model.data = document->points.at(static_cast<std::size_t>(model.point));
}

void RunRecord::set_data(const RunHeader& header) {
  header_.data = header.data;
  for (std::size_t i = 0; i < header_.models.size(); ++i) header_.models[i].data = header.models.at(i).data;
  write_data();
}

std::optional<std::string> RunRecord::document(std::string_view name) {
  Statement row = database_->prepare("SELECT json FROM documents WHERE name = ?");
  row.bind(name);
  if (!row.step()) return std::nullopt;
  std::string json = row.text(0);
  if (const std::string problem = problem_of_document(name, json); !problem.empty())
    throw UsageError(fmt::format("{}: {}", record_place(file(), "documents", fmt::format("'{}'", name)), problem));
  return json;
}

void RunRecord::set_document(std::string_view name, std::string_view json) {
  database_->prepare("INSERT OR REPLACE INTO documents VALUES (?, ?)").bind(name, json).run();
}

std::optional<SceneRecord> RunRecord::scene() {
  return parse_document(scene_document, [&](const std::string& json) {
    SceneRecord scene = scene_from_json(json);
    if (const std::string problem = problem_of_scene(scene, header_.regression); !problem.empty())
      throw std::runtime_error(problem);
    return scene;
  });
}

void RunRecord::set_scene(const SceneRecord& scene) {
  set_document(scene_document, to_json(scene));
}

std::vector<SnapshotRecord> RunRecord::snapshots(std::int64_t trial) {
  const std::string place = record_place(file(), "snapshots", fmt::format("trial {}", trial));
  const std::optional<Seal> seal = read_seal(*database_, trial);
  if (seal && seal->snapshots != checksum_of_snapshots(*database_, trial))
    throw UsageError(place + ": damaged: their checksum is another one");
  const std::optional<SceneRecord> scene = this->scene();
  std::vector<SnapshotRecord> snapshots;
  Statement row = database_->prepare("SELECT epochs, outputs, details FROM snapshots WHERE trial = ? ORDER BY epochs");
  row.bind(trial);
  while (row.step()) {
    const std::size_t bytes = row.blob(1).size();
    if (!scene) throw UsageError(place + ": there is no scene that they show");
    try {
      snapshots.push_back(read_snapshot(row, header_.regression));
    } catch (const std::exception& error) {
      throw UsageError(fmt::format("{}: {}", place, error.what()));
    }
    const std::string problem = problem_of_snapshot(snapshots.back(), bytes, *scene, header_.regression);
    if (!problem.empty()) throw UsageError(fmt::format("{}: {}", place, problem));
  }
  return snapshots;
}

Preprocessing RunRecord::preprocessing(std::int64_t data, std::uint32_t seed) {
  const std::size_t inputs = header_.data.at(static_cast<std::size_t>(data)).inputs.size();
  return parse_document(preprocessing_document(data, seed),
                        [&](const std::string& json) {
                          Preprocessing read = preprocessing_from_json(json);
                          check(read, inputs);
                          return read;
                        })
      .value_or(Preprocessing());
}

std::optional<StoppingRecord> RunRecord::stopping() {
  return parse_document(stopping_document, stopping_from_json);
}

void RunRecord::set_stopping(const StoppingRecord& stopping, std::int64_t trials) {
  database_->transaction([&] {
    set_document(stopping_document, to_json(stopping));
    database_->prepare("UPDATE run SET trials = ?").bind(trials).run();
  });
  header_.trials = trials;
}

}  // namespace actlab
