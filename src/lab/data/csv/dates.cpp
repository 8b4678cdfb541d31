#include "lab/data/csv/dates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <string_view>

namespace actlab {
namespace {

enum class DayOrder { month_first, day_first };

// Takes the parts of a text from its beginning.
class DateParser {
 public:
  DateParser(std::string_view text, DayOrder order) : rest_(text), order_(order) {}

  std::optional<double> parse() {
    if (!take_date()) return std::nullopt;
    double time = 0;
    if (!rest_.empty() && !take_time(time)) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year_), std::chrono::month(month_),
                                           std::chrono::day(day_)};
    if (!date.ok() || !rest_.empty()) return std::nullopt;
    return static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count()) + time;
  }

 private:
  // A number of `least` to `most` digits.
  bool take_number(unsigned& value, std::size_t least, std::size_t most) {
    std::size_t digits = 0;
    while (digits < rest_.size() && std::isdigit(static_cast<unsigned char>(rest_[digits])) != 0) ++digits;
    if (digits < least || digits > most) return false;
    std::from_chars(rest_.data(), rest_.data() + digits, value);
    digits_ = digits;
    rest_.remove_prefix(digits);
    return true;
  }

  char take_any(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return '\0';
    const char taken = rest_.front();
    rest_.remove_prefix(1);
    return taken;
  }

  // "Jan", "Jan." or "January".
  bool take_month_name() {
    static constexpr std::array<std::string_view, 12> names{"january",   "february", "march",    "april",
                                                            "may",       "june",     "july",     "august",
                                                            "september", "october",  "november", "december"};
    std::string word;
    for (const char c : rest_) {
      if (std::isalpha(static_cast<unsigned char>(c)) == 0) break;
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    const auto name = std::find_if(names.begin(), names.end(), [&](std::string_view full) {
      return word == full || word == full.substr(0, 3) || (full == "september" && word == "sept");
    });
    if (name == names.end()) return false;
    month_ = static_cast<unsigned>(name - names.begin()) + 1;
    rest_.remove_prefix(word.size());
    take_any(".");
    return true;
  }

  bool take_year() {
    unsigned year = 0;
    if (!take_number(year, 2, 4) || digits_ == 3) return false;
    year_ = static_cast<int>(digits_ == 4 ? year : year < 69 ? 2000 + year : 1900 + year);
    return true;
  }

  void skip_separators() {
    while (take_any(" ,-/") != '\0') {
    }
  }

  bool take_date() {
    if (take_month_name()) return take_after_month_name();
    unsigned first = 0;
    if (!take_number(first, 1, 4) || digits_ == 3) return false;
    const std::size_t digits = digits_;
    const char separator = take_any("-/. ");
    if (separator == '\0') return false;
    if (digits == 4) return take_after_year(first, separator);
    day_ = first;
    const auto before_word = rest_;
    if (take_month_name()) {
      skip_separators();
      return take_year();
    }
    rest_ = before_word;
    return separator != ' ' && take_after_first(first, separator);
  }

  // "Jan 31, 2020", "Jan 2020" or "Jan-20". "Jan 20" is a day without a year.
  bool take_after_month_name() {
    const bool is_hyphenated = rest_.starts_with('-');
    skip_separators();
    const auto after_month = rest_;
    if (take_number(day_, 1, 2)) {
      skip_separators();
      const auto before_year = rest_;
      if (take_number(year_digits_, 4, 4)) {
        year_ = static_cast<int>(year_digits_);
        return true;
      }
      rest_ = before_year;
    }
    rest_ = after_month;
    day_ = 1;
    return take_year() && (digits_ == 4 || is_hyphenated);
  }

  // "2020-01-31", or "2020-01".
  bool take_after_year(unsigned year, char separator) {
    year_ = static_cast<int>(year);
    if (separator == ' ' || !take_number(month_, 1, 2)) return false;
    day_ = 1;
    if (rest_.empty()) return separator != '.';  // 2020.01 is a number
    return take_any({&separator, 1}) != '\0' && take_number(day_, 1, 2);
  }

  // "31.1.2020", "1/31/2020".
  bool take_after_first(unsigned first, char separator) {
    unsigned second = 0;
    if (!take_number(second, 1, 2) || take_any({&separator, 1}) == '\0' || !take_year()) return false;
    day_ = order_ == DayOrder::day_first ? first : second;
    month_ = order_ == DayOrder::day_first ? second : first;
    return true;
  }

  // "T12:30", " 12:30:05.25+01:00", " 1:05 PM", as a fraction of a day. The zone is not applied: a column has one.
  bool take_time(double& time) {
    unsigned hours = 0, minutes = 0, seconds = 0, ignored = 0;
    if (take_any("T ") == '\0' || !take_number(hours, 1, 2) || take_any(":") == '\0' || !take_number(minutes, 2, 2))
      return false;
    if (take_any(":") != '\0' && !take_number(seconds, 2, 2)) return false;
    if (take_any(".") != '\0' && !take_number(ignored, 1, 9)) return false;
    if (!take_half_of_day(hours) || !take_zone()) return false;
    time = (hours * 3600.0 + minutes * 60.0 + seconds) / 86400.0;
    return hours < 25 && minutes < 60 && seconds < 61;
  }

  bool take_half_of_day(unsigned& hours) {
    const auto before = rest_;
    take_any(" ");
    const char half = take_any("AaPp");
    if (half == '\0') {
      rest_ = before;
      return true;
    }
    if (take_any("Mm") == '\0' || hours < 1 || hours > 12) return false;
    hours = hours % 12 + (half == 'P' || half == 'p' ? 12 : 0);
    return true;
  }

  bool take_zone() {
    unsigned ignored = 0;
    if (take_any("Z") != '\0' || take_any("+-") == '\0') return true;
    return take_number(ignored, 2, 4) && (take_any(":") == '\0' || take_number(ignored, 2, 2));
  }

  std::string_view rest_;
  DayOrder order_;
  std::size_t digits_ = 0;  // of the number taken last
  int year_ = 0;
  unsigned month_ = 0, day_ = 1, year_digits_ = 0;
};

std::optional<std::vector<double>> days_in_order(const std::vector<std::string>& texts, DayOrder order) {
  std::vector<double> days;
  for (const std::string& text : texts) {
    const auto day = DateParser(text, order).parse();
    if (!day) return std::nullopt;
    days.push_back(*day);
  }
  return days;
}

}  // namespace

std::optional<std::vector<double>> days_of(const std::vector<std::string>& texts) {
  if (texts.empty()) return std::nullopt;
  const bool slashes = texts.front().find('/') != std::string::npos;
  const DayOrder usual = slashes ? DayOrder::month_first : DayOrder::day_first;
  const DayOrder other = slashes ? DayOrder::day_first : DayOrder::month_first;
  auto days = days_in_order(texts, usual);
  return days ? days : days_in_order(texts, other);
}

std::string iso_day(double days) {
  const std::chrono::sys_days day{std::chrono::days(static_cast<int>(std::floor(days)))};
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace actlab
