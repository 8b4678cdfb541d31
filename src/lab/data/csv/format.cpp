#include "lab/data/csv/format.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace actlab {
namespace {

// The characters of the choices, at the same places. No character is no mark between thousands.
constexpr std::string_view delimiter_characters = ",;\t| ", decimal_characters = ".,",
                           thousands_characters = std::string_view("\0,. '", 5);

template <std::size_t size>
char character_of(std::string_view name, const std::array<std::string_view, size>& names, std::string_view characters) {
  return characters.at(static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin()));
}

template <std::size_t size>
std::string choice_of(char character, const std::array<std::string_view, size>& names, std::string_view characters) {
  return std::string(names.at(characters.find(character)));
}

}  // namespace

CsvFormat format_of(const Csv& csv) {
  CsvFormat format;
  format.delimiter = character_of(csv.delimiter, delimiter_choices, delimiter_characters);
  format.header = csv.header;
  format.skip = csv.skip;
  format.numbers.decimal = character_of(csv.decimal, decimal_choices, decimal_characters);
  if (const char mark = character_of(csv.thousands, thousands_choices, thousands_characters); mark != '\0')
    format.numbers.thousands = mark;
  format.missing = csv.missing.values.values();
  return format;
}

void set_format(Csv& csv, const CsvFormat& format) {
  csv.delimiter = choice_of(format.delimiter, delimiter_choices, delimiter_characters);
  csv.header = format.header;
  csv.skip = format.skip;
  csv.decimal = choice_of(format.numbers.decimal, decimal_choices, decimal_characters);
  csv.thousands = choice_of(format.numbers.thousands.value_or('\0'), thousands_choices, thousands_characters);
  csv.missing.values = CellTextsField(format.missing);
}

}  // namespace actlab
