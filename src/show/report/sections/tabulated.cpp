#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "show/report/sections.h"

namespace actlab {
namespace {

constexpr const char* series_names[] = {"f", "f′", "f″", "f‴"};

void add_row(Rows& rows, const Json& value) {
  rows.add({value["x"], series_names[0], value["value"]});
  for (std::size_t i = 0; i < value["derivatives"].size(); ++i)
    rows.add({value["x"], series_names[i + 1], value["derivatives"][i]});
}

}  // namespace

Json tabulated_section(const RunData& run) {
  if (run.tabulated.empty()) return nullptr;
  std::vector<std::pair<std::string, Rows>> by_activation;
  for (const Json& value : Json::parse(run.tabulated)) {
    const std::string name = value["activation"];
    if (by_activation.empty() || by_activation.back().first != name)
      by_activation.emplace_back(name, Rows({"x", "series", "value"}));
    add_row(by_activation.back().second, value);
  }
  Json charts = Json::array();
  for (const auto& [name, rows] : by_activation) {
    charts.push_back({{"spec", "tabulated"},
                      {"name", "tabulated-" + name},
                      {"title", name},
                      {"data", {{"places", rows.to_json()}}}});
  }
  return {{"id", "tabulated"},
          {"title", "Values"},
          {"text", "f is the activation and f′ its derivative, for a row-wise activation by each element's own input."},
          {"layout", "small"},
          {"charts", std::move(charts)}};
}

}  // namespace actlab
