#pragma once

#include <array>
#include <string_view>

#include "lab/data/csv.h"
#include "lab/data/csv_table.h"

namespace actlab {

/// The choices of the keys `delimiter`, `decimal` and `thousands`.
inline constexpr std::array<std::string_view, 5> delimiter_choices{"comma", "semicolon", "tab", "pipe", "space"};
inline constexpr std::array<std::string_view, 2> decimal_choices{"point", "comma"};
inline constexpr std::array<std::string_view, 5> thousands_choices{"none", "comma", "point", "space", "apostrophe"};

/// How the config says that the file is to be read.
CsvFormat format_of(const Csv& csv);

/// Sets the keys that say how the file is read.
void set_format(Csv& csv, const CsvFormat& format);

}  // namespace actlab
