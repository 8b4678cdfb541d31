#include "show/report/table.h"

#include <gtest/gtest.h>

namespace actlab {
namespace {

TEST(Table, MakesEachColumnAsWideAsItsWidestCell) {
  Table table({{"model", Table::Align::left}, {"mean"}});
  table.add_row({"LinearNN", "67.9"});
  table.add_row({"é", "100.00"});
  EXPECT_EQ(table.to_string(false),
            "model       mean\n"
            "LinearNN    67.9\n"
            "é         100.00\n");
}

TEST(Table, OmitsEmptyColumns) {
  Table table({{"a", Table::Align::left}, {"diverged"}, {"b", Table::Align::left}});
  table.add_row({"1", "", "2"});
  EXPECT_EQ(table.to_string(false), "a  b\n1  2\n");
}

TEST(Table, HasABoldHeaderOnly) {
  Table table({{"a"}});
  table.add_row({"1"});
  EXPECT_EQ(table.to_string(true), "\x1b[1ma\x1b[0m\n1\n");
}

TEST(DisplayWidth, IsTheWidthOnATerminal) {
  EXPECT_EQ(display_width(""), 0u);
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("−…é"), 3u);
  EXPECT_EQ(display_width("模型"), 4u);
}

}  // namespace
}  // namespace actlab
