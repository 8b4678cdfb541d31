#include "lab/record/stopping_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace actlab {
namespace {

using OrderedJson = nlohmann::ordered_json;  // writes NaN as null

OrderedJson candidate_json(const CandidateRecord& candidate) {
  return {{"model", candidate.model}, {"point", candidate.point}};
}

OrderedJson sequential_json(const SequentialRecord& interval) {
  return {{"seeds", interval.seeds}, {"mean", interval.mean}, {"low", interval.low}, {"high", interval.high}};
}

double number_or_nan(const OrderedJson& json) {
  return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

CandidateRecord candidate_from(const OrderedJson& json) {
  return {json.at("point").get<std::int64_t>(), json.at("model").get<std::string>()};
}

SequentialRecord sequential_from(const OrderedJson& json) {
  return {json.at("seeds").get<std::int64_t>(), number_or_nan(json.at("mean")), number_or_nan(json.at("low")),
          number_or_nan(json.at("high"))};
}

}  // namespace

std::vector<CandidateRecord> StoppingRecord::dropped_candidates() const {
  std::vector<CandidateRecord> candidates;
  candidates.reserve(dropped.size());
  for (const DropRecord& drop : dropped) candidates.push_back(drop.candidate);
  return candidates;
}

const DropRecord* StoppingRecord::drop_of(std::int64_t point, std::string_view model) const {
  const auto found = std::find_if(dropped.begin(), dropped.end(), [&](const DropRecord& drop) {
    return drop.candidate.point == point && drop.candidate.model == model;
  });
  return found == dropped.end() ? nullptr : &*found;
}

std::string to_json(const StoppingRecord& record) {
  OrderedJson json{{"rule", record.rule}};
  if (!record.is_race()) json["interval"] = record.interval;
  json.update({{"at_least", record.at_least}, {"at_most", record.at_most}});
  json["seeds"] = record.seeds;
  json["decided"] = record.decided;
  json["watched"] = OrderedJson::array();
  for (const WatchedRecord& watched : record.watched) {
    json["watched"].push_back({{"first", candidate_json(watched.first)},
                               {"second", candidate_json(watched.second)},
                               {"interval", sequential_json(watched.interval)}});
  }
  json["dropped"] = OrderedJson::array();
  for (const DropRecord& drop : record.dropped) {
    json["dropped"].push_back({{"candidate", candidate_json(drop.candidate)},
                               {"best", candidate_json(drop.best)},
                               {"seeds", drop.seeds},
                               {"unfinished", drop.unfinished},
                               {"difference", sequential_json(drop.difference)}});
  }
  return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

StoppingRecord stopping_from_json(const std::string& text) try {
  const OrderedJson json = OrderedJson::parse(text);
  StoppingRecord record;
  record.rule = json.at("rule").get<std::string>();
  record.interval = json.value("interval", 0.0);
  record.at_least = json.at("at_least").get<std::int64_t>();
  record.at_most = json.at("at_most").get<std::int64_t>();
  record.seeds = json.at("seeds").get<std::int64_t>();
  record.decided = json.at("decided").get<bool>();
  for (const OrderedJson& watched : json.at("watched")) {
    record.watched.push_back({candidate_from(watched.at("first")), candidate_from(watched.at("second")),
                              sequential_from(watched.at("interval"))});
  }
  for (const OrderedJson& drop : json.at("dropped")) {
    record.dropped.push_back({candidate_from(drop.at("candidate")), candidate_from(drop.at("best")),
                              drop.at("seeds").get<std::int64_t>(), drop.at("unfinished").get<std::int64_t>(),
                              sequential_from(drop.at("difference"))});
  }
  return record;
} catch (const nlohmann::json::exception& error) {
  throw std::runtime_error(fmt::format("the record's reason for stopping cannot be read: {}", error.what()));
}

}  // namespace actlab
