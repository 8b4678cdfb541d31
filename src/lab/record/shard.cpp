#include "lab/record/shard.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace actlab {

std::int64_t Shard::size(std::int64_t models) const {
  const std::int64_t seeds = trials / models;
  return (seeds / of + (part - 1 < seeds % of ? 1 : 0)) * models;
}

std::string to_text(const Shard& shard) {
  return fmt::format("shard {}/{}", shard.part, shard.of);
}

std::string to_json(const Shard& shard) {
  return nlohmann::json{{"part", shard.part}, {"of", shard.of}, {"trials", shard.trials}}.dump();
}

Shard shard_from_json(const std::string& json) {
  const auto document = nlohmann::json::parse(json);
  const auto number = [&](const char* key) {
    if (!document.at(key).is_number_integer()) throw std::runtime_error(fmt::format("{} is not a whole number", key));
    return document.at(key).get<std::int64_t>();
  };
  const Shard shard{number("part"), number("of"), number("trials")};
  if (shard.part < 1 || shard.part > shard.of || shard.trials < 0)
    throw std::runtime_error(fmt::format("there is no {} of {} trials", to_text(shard), shard.trials));
  return shard;
}

}  // namespace actlab
