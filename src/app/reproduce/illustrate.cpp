#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <utility>

#include "app/reproduce/run_queries.h"
#include "core/error.h"
#include "lab/record/atomic_file.h"
#include "show/report/figures.h"
#include "show/report/rows.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

Json json_of(const Cell& cell) {
  if (const double* number = std::get_if<double>(&cell)) return four_digits(*number);
  if (const std::string* text = std::get_if<std::string>(&cell)) return *text;
  return nullptr;
}

// Rows in the format of show/report/rows.h, with texts inline.
Json rows_of(const QueryResult& result) {
  Json rows = Json::array();
  for (const std::vector<Cell>& cells : result.rows) {
    Json row = Json::array();
    for (const Cell& cell : cells) row.push_back(json_of(cell));
    rows.push_back(std::move(row));
  }
  return {{"columns", result.columns}, {"texts", Json::object()}, {"rows", std::move(rows)}};
}

Json spec_of(const fs::path& file) {
  std::ifstream stream(file);
  Json spec = Json::parse(stream, nullptr, false);
  if (spec.is_discarded()) throw UsageError(fmt::format("{} cannot be read or is not JSON", file.string()));
  return spec;
}

std::string markdown(const Cell& cell) {
  if (const double* number = std::get_if<double>(&cell)) return fmt::format("{:.6g}", *number);
  if (const std::string* text = std::get_if<std::string>(&cell)) return *text;
  return "";
}

std::string markdown(const QueryResult& result) {
  std::string head = "|", rule = "|", body;
  for (std::size_t i = 0; i < result.columns.size(); ++i) {
    const bool is_text = !result.rows.empty() && std::holds_alternative<std::string>(result.rows[0][i]);
    head += fmt::format(" {} |", result.columns[i]);
    rule += is_text && i == 0 ? " --- |" : " ---: |";
  }
  for (const std::vector<Cell>& cells : result.rows) {
    body += "|";
    for (const Cell& cell : cells) body += fmt::format(" {} |", markdown(cell));
    body += "\n";
  }
  return head + "\n" + rule + "\n" + body;
}

}  // namespace

std::vector<fs::path> illustrate(const ExpectedExperiment& expected, const RunDirectories& runs,
                                 const std::atomic<bool>& stop) {
  RunQueries queries(expected, runs, stop);
  std::vector<fs::path> files;
  for (const auto& [name, table] : expected.tables) {
    files.push_back(expected.folder / (name + ".md"));
    write_file(files.back(), markdown(queries.of(table.run).rows(table.rows)));
  }
  Json charts = Json::array();
  Json specs = Json::object();
  for (const auto& [name, picture] : expected.pictures) {
    specs[name] = spec_of(expected.folder / picture.chart);
    charts.push_back({{"spec", name},
                      {"file", name + ".svg"},
                      {"data", {{"rows", rows_of(queries.of(picture.run).rows(picture.rows))}}}});
    files.push_back(expected.folder / (name + ".svg"));
  }
  if (charts.empty()) return files;
  draw_charts({{"models", Json::array()},
               {"samples", {"training"}},
               {"point", 0},
               {"sections", {{{"charts", std::move(charts)}}}}},
              specs, expected.folder);
  return files;
}

}  // namespace actlab
