#include <algorithm>
#include <utility>

#include "show/report/sections.h"

namespace actlab {
namespace {

std::string fact_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  // Shortens long lists, such as a thousand seeds.
  if (value.is_array() && value.size() > 24) {
    return value.front().dump() + " … " + value.back().dump() + " (" + std::to_string(value.size()) + ")";
  }
  return value.dump();
}

// The files that the data were read from. A merged run may have the same twice.
Json data_facts(const RunData& run) {
  Json facts = Json::array();
  for (const DataRecord& data : run.header().data) {
    if (data.file.empty()) continue;
    Json fact = {"data", data.file + ", XXH3 " + data.hash};
    if (std::find(facts.begin(), facts.end(), fact) == facts.end()) facts.push_back(std::move(fact));
  }
  return facts;
}

}  // namespace

Json provenance_section(const RunData& run) {
  Json configs = Json::array();
  for (std::size_t i = 0; i < run.configs.size(); ++i) {
    configs.push_back({{"run", run.directories[i].string()}, {"text", run.configs[i]}});
  }
  Json sessions = Json::array();
  if (Json facts = data_facts(run); !facts.empty()) sessions.push_back(std::move(facts));
  std::string command;
  for (const std::string& text : run.sessions) {
    const Json session = Json::parse(text, nullptr, false);
    if (!session.is_object()) continue;
    Json facts = Json::array();
    for (const auto& [key, value] : session.items()) facts.push_back({key, fact_text(value)});
    if (command.empty() && session.contains("command")) command = fact_text(session["command"]);
    sessions.push_back(std::move(facts));
  }
  return {{"id", "provenance"},
          {"title", "Provenance"},
          {"text", "Running the resolved config reproduces the results."},
          {"command", command},
          {"configs", std::move(configs)},
          {"sessions", std::move(sessions)}};
}

}  // namespace actlab
