#include "lab/data/table/cell_scanner.h"

#include <fmt/format.h>

#include <cstring>

#include "core/error.h"
#include "lab/data/table/decimal.h"

namespace actlab {

CellScanner::CellScanner(const FileText& file, char delimiter) : CellScanner(file, delimiter, file.text().data()) {}

CellScanner::CellScanner(const FileText& file, char delimiter, const char* from)
    : file_(file), delimiter_(delimiter), next_(from), row_(from) {
  const auto set = [&](char c, Kind kind) { kinds_[static_cast<unsigned char>(c)] = kind; };
  set(' ', Kind::blank);
  set('\t', Kind::blank);
  if (delimiter != ' ') set(delimiter, Kind::end);
  for (const char c : {'\n', '\r', '\0'}) set(c, Kind::end);
  set('"', Kind::quote);
}

bool CellScanner::next_row() {
  for (;;) {
    row_ = next_;
    next_ = skip_blanks(next_);
    if (*next_ == '\0') return false;
    if (*next_ != '\n' && *next_ != '\r') return true;
    ++next_;
  }
}

bool CellScanner::ends_cell(const char* p) const {
  return kind(*p) == Kind::end || (delimiter_ == ' ' && kind(p[-1]) == Kind::blank);
}

// Goes over what ends a cell.
void CellScanner::finish(const char* p) {
  more_ = false;
  if (kind(*p) != Kind::end) {  // the blanks before it were the delimiter
    more_ = true;
  } else if (*p == '\r') {
    p += p[1] == '\n' ? 2 : 1;
  } else if (*p == '\n') {
    ++p;
  } else if (*p != '\0') {
    more_ = true;
    ++p;
  }
  next_ = p;
}

bool CellScanner::take_number(double& value) {
  const char* begin = skip_blanks(next_);
  const std::string_view text = file_.text();
  const char* stop = read_decimal(begin, text.data() + text.size(), value);
  if (stop == nullptr) return false;
  cell_ = {begin, static_cast<std::size_t>(stop - begin)};
  if (*stop == delimiter_ && delimiter_ != ' ') {  // nearly always
    more_ = true;
    next_ = stop + 1;
    return true;
  }
  const char* end = skip_blanks(stop);
  if (!ends_cell(end)) return false;
  finish(end);
  return true;
}

void CellScanner::take_text() {
  const char* begin = skip_blanks(next_);
  if (kind(*begin) == Kind::quote) {
    take_quoted(begin);
  } else {
    take_plain(begin);
  }
}

void CellScanner::take_plain(const char* begin) {
  const char* p = begin;
  const char* end = begin;  // after the last character that is not blank
  while (kind(*p) != Kind::end) {
    if (kind(*p) == Kind::quote) {
      throw UsageError(fmt::format(
          "{}: a quote inside a cell; put the whole cell in quotes and double the quotes in it", file_.place(p)));
    }
    if (kind(*p) == Kind::blank && delimiter_ == ' ') break;
    if (kind(*p++) != Kind::blank) end = p;
  }
  cell_ = {begin, static_cast<std::size_t>(end - begin)};
  finish(skip_blanks(p));
}

void CellScanner::take_quoted(const char* open) {
  const char* text_end = file_.text().data() + file_.text().size();
  const char* close = open + 1;
  for (;; close += 2) {  // over two quotes, which are one
    close = static_cast<const char*>(std::memchr(close, '"', static_cast<std::size_t>(text_end - close)));
    if (close == nullptr) throw UsageError(fmt::format("{}: a quote opened here is never closed", file_.place(open)));
    if (close[1] != '"') break;
  }
  const char* end = skip_blanks(close + 1);
  if (!ends_cell(end)) {
    throw UsageError(fmt::format("{}: text after a closing quote; a quote inside a cell in quotes must be doubled",
                                 file_.place(end)));
  }
  cell_ = {open + 1, static_cast<std::size_t>(close - open - 1)};
  finish(end);
}

std::string CellScanner::unescaped(std::string_view cell) {
  std::string text;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    text += cell[i];
    if (cell[i] == '"') ++i;  // the other one of two
  }
  return text;
}

}  // namespace actlab
