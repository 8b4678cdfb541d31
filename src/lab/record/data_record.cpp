#include "lab/record/data_record.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace actlab {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DataRecord, classes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DataDocument, sets, points)

std::string to_json(const DataDocument& document) {
  return nlohmann::json(document).dump();
}

DataDocument data_from_json(const std::string& json) try {
  return nlohmann::json::parse(json).get<DataDocument>();
} catch (const nlohmann::json::exception& error) {
  throw std::runtime_error(fmt::format("the record's description of the data cannot be read: {}", error.what()));
}

}  // namespace actlab
