#include "show/report/table.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/visible.h"

namespace actlab {
namespace {

constexpr std::string_view gap = "  ";

std::string padded(const std::string& text, Table::Align align, std::size_t width) {
  return align == Table::Align::left ? fmt::format("{:<{}}", text, width) : fmt::format("{:>{}}", text, width);
}

std::string without_trailing_spaces(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

std::size_t display_width(const std::string& text) {
  // fmt knows the width on a terminal but only uses it for padding. So the width is the size of a wide field minus the
  // padding that fmt adds.
  const std::size_t field = text.size() * 2 + 1;
  const std::size_t padding = fmt::formatted_size("{:<{}}", text, field) - text.size();
  return field - padding;
}

std::string Table::to_string(bool bold_header) const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  const auto line = [&](const auto& cell_of) {
    std::string text;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (widths[i] == 0) continue;
      if (!text.empty()) text += gap;
      text += padded(cell_of(i), columns_[i].align, std::max(widths[i], display_width(columns_[i].title)));
    }
    return without_trailing_spaces(std::move(text));
  };
  const std::string header = line([&](std::size_t i) { return columns_[i].title; });
  std::string text = bold_header ? fmt::format("{}{}{}\n", colour::bold, header, colour::reset) : header + "\n";
  for (const auto& row : rows_) text += line([&](std::size_t i) { return row[i]; }) + "\n";
  return text;
}

}  // namespace actlab
