#include "lab/data/table/cell_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <system_error>

namespace actlab {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<double> parse_plain(std::string_view text) {
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);  // from_chars accepts no plus
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (stop != end || error == std::errc::invalid_argument || std::isnan(value)) return std::nullopt;
  // from_chars does not say whether the number is too large or too small.
  if (error == std::errc::result_out_of_range) return std::strtod(std::string(text).c_str(), nullptr);
  return value;
}

// Removes the marks from the digits before the decimal point; nullopt if they do not stand between groups of three.
std::optional<std::string> without_marks(std::string_view text, char mark, char decimal) {
  std::string digits;
  std::size_t i = 0;
  if (i < text.size() && (text[i] == '+' || text[i] == '-')) digits += text[i++];
  const std::size_t end = std::min(text.find(decimal), text.size());
  std::size_t group = 0;
  bool marked = false;
  for (; i < end && (is_digit(text[i]) || text[i] == mark); ++i) {
    if (text[i] != mark) {
      digits += text[i];
      ++group;
      continue;
    }
    if (marked ? group != 3 : group < 1 || group > 3) return std::nullopt;
    marked = true;
    group = 0;
  }
  if (marked && group != 3) return std::nullopt;
  return digits.append(text.substr(i));
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

std::optional<double> parse_cell(std::string_view text, NumberFormat format) {
  text = trimmed(text);
  if (format.is_plain()) return parse_plain(text);
  std::string plain(text);
  if (format.thousands) {
    const auto unmarked = without_marks(text, *format.thousands, format.decimal);
    if (!unmarked) return std::nullopt;
    plain = *unmarked;
  }
  if (format.decimal != '.' && plain.find('.') != plain.npos) return std::nullopt;
  std::replace(plain.begin(), plain.end(), format.decimal, '.');
  return parse_plain(plain);
}

MissingTexts::MissingTexts(const std::vector<std::string>& texts) {
  for (const std::string& given : texts) {
    const std::string text(trimmed(given));
    if (text.empty()) continue;
    if (const auto number = parse_cell(text)) numbers_.push_back(*number);
    texts_.push_back(text);
    starts_[static_cast<unsigned char>(text.front())] = true;
  }
  std::sort(texts_.begin(), texts_.end());
}

bool MissingTexts::has(std::string_view text) const {
  if (text.empty()) return true;
  if (!starts_[static_cast<unsigned char>(text.front())]) return false;
  return std::binary_search(texts_.begin(), texts_.end(), text, std::less<std::string_view>());
}

}  // namespace actlab
