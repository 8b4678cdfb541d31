#include "lab/data/csv/cell_refusals.h"

#include <fmt/format.h>

#include "lab/data/csv/column_checks.h"
#include "lab/data/csv/format.h"

namespace actlab {

bool refuse_number_format(TableCheck& check, std::int64_t column) {
  const auto numbers = check.table.number_proposal(column);
  if (!numbers) return false;
  const TextCells cells = text_cells(check.table, format_of(check.csv).numbers, column);
  check.refusal.messages.push_back(
      fmt::format("{}: found '{}', which is a number only with a decimal comma or a mark between thousands",
                  place_of(check.table, cells.first_row, column), check.table.cell(cells.first_row, column)));
  CsvFormat format = format_of(check.refusal.proposal);
  format.numbers = *numbers;
  set_format(check.refusal.proposal, format);
  return true;
}

bool refuse_missing_texts(TableCheck& check, std::int64_t column) {
  if (check.table.counts(column).numbers == 0) return false;
  const TextCells cells = text_cells(check.table, format_of(check.csv).numbers, column);
  const auto texts = unknown_missing_texts(check.table, cells, column);
  if (!texts) return false;
  check.refusal.messages.push_back(fmt::format(
      "{}: found {} in {} of {} cells; the others are numbers, so this may mean that there is no value",
      place_of(check.table, cells.first_row, column), quoted_list(*texts, 3), cells.count, check.table.rows()));
  add_missing_texts(check.refusal.proposal, check.table, *texts);
  return true;
}

}  // namespace actlab
