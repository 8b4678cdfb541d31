#include "lab/data/csv_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "lab/data/support.h"

namespace actlab {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

CsvTable table_of(std::string_view text, const CsvFormat& format = {}) {
  return read_csv(write_file("table.csv", text), format);
}

std::string error_of(std::string_view text, const CsvFormat& format = {}) {
  try {
    table_of(text, format);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

TEST(CsvTable, CountsNumbersMissingCellsAndTexts) {
  const CsvTable table = table_of("x,y\n1,a\nNA,b\n2.5,\n\"\",a\n");
  EXPECT_EQ(table.rows(), 4);
  EXPECT_EQ(table.counts(0).numbers, 2);
  EXPECT_EQ(table.counts(0).missing, 2);
  EXPECT_EQ(table.counts(1).texts, 3);
  EXPECT_EQ(table.counts(1).missing, 1);
  EXPECT_TRUE(table.is_missing(1, 0));
  EXPECT_EQ(table.numbers(0)[2], 2.5);
  EXPECT_TRUE(std::isnan(table.numbers(0)[1]));
  EXPECT_THAT(table.texts(1).levels, ElementsAre("a", "b"));
  EXPECT_THAT(table.texts(1).codes, ElementsAre(0, 1, -1, 0));
  EXPECT_EQ(table.line(3), 5);
}

TEST(CsvTable, ReadsQuotedCells) {
  const CsvTable table = table_of("name,x\n\"a, \"\"b\"\"\nc\",1\nd,2\n");
  EXPECT_EQ(table.cell(0, 0), "a, \"b\"\nc");
  EXPECT_EQ(table.line(1), 4);
}

TEST(CsvTable, SaysWhatItRecognised) {
  EXPECT_THAT(table_of("\xEF\xBB\xBFx,y\r\n1,2\r\n").notes(), Contains(HasSubstr("CRLF")));
  EXPECT_THAT(table_of("sep=|\nx|y\n1|2\n").notes(), Contains(HasSubstr("sep=|")));
  EXPECT_TRUE(table_of("x,y\n1,2\n").notes().empty());
}

// The format that the refusal proposes.
CsvFormat proposal_of(std::string_view text) {
  try {
    table_of(text);
  } catch (const UnreadableTable& error) {
    return error.proposal().value_or(CsvFormat());
  }
  return {};
}

TEST(CsvTable, ProposesAnotherFormat) {
  EXPECT_EQ(proposal_of("x;y\n1;2\n3;4\n5;6\n"), (CsvFormat{.delimiter = ';'}));
  EXPECT_EQ(proposal_of("x y\n1 2,5\n3 4,5\n5 6,5\n"), (CsvFormat{.delimiter = ' ', .numbers = {.decimal = ','}}));
  EXPECT_EQ(proposal_of("4,2,setosa,versicolor\n5.1,3.5,0\n4.9,3.0,0\n4.7,3.2,1\n4.6,3.1,1\n"),
            (CsvFormat{.header = false, .skip = 1}));
  EXPECT_THAT(error_of(std::string_view("x,y\n1,\0\n", 9)), HasSubstr(":2:3"));
}

TEST(CsvTable, KnowsWhichMissingTextsItHas) {
  EXPECT_THAT(table_of("x,y\nNA,a\n1,null\n,NA\n").missing_texts(), ElementsAre("NA", "null"));
  EXPECT_THAT(table_of("x,y\n-999.0,a\n1,b\n", {.missing = {"-999", "?"}}).missing_texts(), ElementsAre("-999"));
}

TEST(CsvTable, HashesTheBytesOfTheFile) {
  const std::string hash = table_of("x,y\n1,2\n").content_hash();
  EXPECT_EQ(hash.size(), 32u);
  EXPECT_EQ(hash, table_of("x,y\n1,2\n").content_hash());
  EXPECT_NE(hash, table_of("x,y\n1,2.0\n").content_hash());
}

}  // namespace
}  // namespace actlab
