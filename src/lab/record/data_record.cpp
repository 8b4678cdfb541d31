#include "lab/record/data_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace actlab {
namespace {

template <class Document> Document from_json(const std::string& json) try {
  return nlohmann::json::parse(json).get<Document>();
} catch (const nlohmann::json::exception& error) {
  throw std::runtime_error(fmt::format("the record's description of the data cannot be read: {}", error.what()));
}

}  // namespace

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FeatureRecord, name, column, type, first_input, levels, first_day)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DataRecord, classes, file, hash, label, label_day, features, inputs)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DataDocument, sets, points)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Scaling, means, deviations)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Preprocessing, inputs, targets, absent_inputs)

std::string to_json(const DataDocument& document) {
  return nlohmann::json(document).dump();
}

DataDocument data_from_json(const std::string& json) {
  return from_json<DataDocument>(json);
}

std::string to_json(const Preprocessing& preprocessing) {
  return nlohmann::json(preprocessing).dump();
}

Preprocessing preprocessing_from_json(const std::string& json) {
  return from_json<Preprocessing>(json);
}

void check(const Preprocessing& preprocessing, std::size_t inputs) {
  const auto is_of = [](const Scaling& scaling, std::size_t columns) {
    const auto is_divisor = [](double deviation) { return std::isfinite(deviation) && deviation > 0; };
    return scaling.is_identity() ? scaling.deviations.empty()
                                 : scaling.means.size() == columns && scaling.deviations.size() == columns &&
                                       std::all_of(scaling.deviations.begin(), scaling.deviations.end(), is_divisor);
  };
  const auto is_input = [&](std::int64_t input) { return input >= 0 && static_cast<std::size_t>(input) < inputs; };
  const std::vector<std::int64_t>& absent = preprocessing.absent_inputs;
  if (!is_of(preprocessing.inputs, inputs) || !is_of(preprocessing.targets, 1) ||
      !std::all_of(absent.begin(), absent.end(), is_input))
    throw std::runtime_error(fmt::format("it is not that of data with {} inputs", inputs));
}

std::string preprocessing_document(std::int64_t data, std::uint32_t seed) {
  return fmt::format("preprocessing/{}/{}", data, seed);
}

}  // namespace actlab
