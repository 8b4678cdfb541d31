#include <set>

#include "show/report/comparison.h"
#include "show/report/sections.h"

namespace actlab {

Json settings_section(const RunData& run) {
  if (run.configs.size() < 2) return nullptr;
  std::vector<std::map<std::string, std::string>> flat;
  std::set<std::string> keys;
  for (const std::string& config : run.configs) {
    flat.push_back(flat_config(config));
    for (const auto& [key, value] : flat.back()) keys.insert(key);
  }
  Json columns{"key"};
  for (const auto& directory : run.directories) columns.push_back(directory.string());
  Json rows = Json::array();
  for (const std::string& key : keys) {
    Json row{key};
    bool differs = false;
    for (const auto& config : flat) {
      const auto found = config.find(key);
      row.push_back(found == config.end() ? "" : found->second);
      differs = differs || row.back() != row[1];
    }
    if (differs) rows.push_back(std::move(row));
  }
  return {{"id", "settings"},
          {"title", "Differences between configs"},
          {"text", rows.empty() ? "The configs of the runs are the same." : "The keys with different values."},
          {"columns", std::move(columns)},
          {"rows", std::move(rows)}};
}

}  // namespace actlab
