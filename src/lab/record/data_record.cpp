#include "lab/record/data_record.h"

#include <fmt/format.h>

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
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DataRecord, classes, file, hash, label, features, inputs)
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

std::string preprocessing_document(std::int64_t data, std::uint32_t seed) {
  return fmt::format("preprocessing/{}/{}", data, seed);
}

}  // namespace actlab
