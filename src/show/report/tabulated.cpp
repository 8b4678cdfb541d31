#include "show/report/tabulated.h"

#include <fmt/format.h>

#include <map>
#include <utility>
#include <vector>

#include "show/report/rows.h"
#include "show/report/table.h"

namespace actlab {
namespace {

constexpr const char* primes[] = {"", "′", "″", "‴"};

std::string number_text(const Json& number) {
  return number.is_number() ? fmt::format("{:.8g}", number.get<double>()) : "nan";
}

}  // namespace

std::string tabulated_text(const RunData& run, bool bold_header) {
  if (run.tabulated.empty()) return "";
  const Json values = Json::parse(run.tabulated);
  bool has_lines = false;
  for (const Json& value : values) has_lines = has_lines || value["line"] != 0;

  std::vector<Table::Column> columns;
  if (has_lines) columns.push_back({"line"});
  columns.push_back({"x"});
  std::map<std::pair<int, int>, std::vector<std::string>> rows;  // by line and position
  std::string last;
  for (const Json& value : values) {
    const std::string name = value["activation"];
    if (name != std::exchange(last, name)) {
      for (std::size_t order = 0; order <= value["derivatives"].size(); ++order)
        columns.push_back({name + primes[order]});
    }
    std::vector<std::string>& cells = rows[{value["line"], value["place"]}];
    if (cells.empty()) {
      if (has_lines) cells.push_back(fmt::format("{}", value["line"].get<int>() + 1));
      cells.push_back(number_text(value["x"]));
    }
    cells.push_back(number_text(value["value"]));
    for (const Json& derivative : value["derivatives"]) cells.push_back(number_text(derivative));
  }
  Table table(std::move(columns));
  for (auto& [place, cells] : rows) table.add_row(std::move(cells));
  return table.to_string(bold_header);
}

}  // namespace actlab
