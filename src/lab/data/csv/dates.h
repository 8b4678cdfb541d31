#pragma once

#include <optional>
#include <string>
#include <vector>

namespace actlab {

/// The days since 1970-01-01 that the texts are, if all of them are dates, with the time of day as a fraction:
/// 2020-01-31 (ISO 8601, also 2020/01/31 and 2020-01), 31.1.2020, 1/31/2020, 31/1/2020, 31 Jan 2020, January 31, 2020,
/// Jan 2020, each also with a time such as 12:30 or T12:30:05Z. A year of two digits is one from 1969 to 2068, as in
/// POSIX. All texts have the same order of day and month; if both would do, the month comes first between slashes, as
/// in the United States, and the day first otherwise.
std::optional<std::vector<double>> days_of(const std::vector<std::string>& texts);

/// "2020-01-31".
std::string iso_day(double days);

}  // namespace actlab
