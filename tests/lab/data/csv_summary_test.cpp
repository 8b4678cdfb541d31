// What a plan says of a table, and warnings.
#include <gmock/gmock.h>

#include "lab/data/csv_support.h"

namespace actlab {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> lines_of(const Csv& csv) {
  return make_dataset(csv, 0).source->summary;
}

TEST(CsvSummary, HasRowsFeaturesAndClasses) {
  const Csv classes = csv_of(table_of_rows(
      "x,y,class", 40, [](int i) { return fmt::format("{},{},{}", i * i % 7, i * 3 % 11, i % 20 < 9 ? 0 : 1); }));
  EXPECT_THAT(lines_of(classes), ElementsAre("40 rows, 2 features (x, y), classes 0 (18), 1 (22)",
                                             "classes, because 'class' has whole numbers, few and often"));
  const Csv regression = csv_of("x,z\n1,1.5\n5,2.5\n3,1\n");
  EXPECT_THAT(lines_of(regression), ElementsAre("3 rows, 1 feature (x), to predict the number z",
                                                "a regression, because 'z' has fractions (1.5)"));
}

TEST(CsvSummary, HasTypesAndWhatTheFileHas) {
  const Csv csv = csv_of("c,b,z\r\nred,yes,1.5\r\nblue,no,2.5\r\nred,no,1\r\n");
  EXPECT_THAT(lines_of(csv),
              ElementsAre(StartsWith("3 rows, 2 features (c, b), 4 inputs"), StartsWith("a regression"),
                          "categories: c (2 levels)", "booleans: b", "the file has lines that end in CRLF"));
}

TEST(CsvSummary, CutsLongLists) {
  std::string header, row;
  for (int i = 0; i < 1000; ++i) {
    header += fmt::format("{}{},", std::string(500, 'x'), i);
    row += "1,";
  }
  std::string text = header + "class\n";
  for (int i = 0; i < 200; ++i) {
    row[0] = static_cast<char>('1' + i * i % 7);
    row[2] = static_cast<char>('1' + i * i % 5);
    text += row + fmt::format("class{}\n", i % 90);
  }
  for (const std::string& line : lines_of(csv_of(text))) EXPECT_LT(line.size(), 1200u) << line;
  EXPECT_THAT(lines_of(csv_of(text)), Contains(HasSubstr("(82 more)")));
}

TEST(CsvSummary, DescribesTheColumnsForTheRecord) {
  const Csv csv = csv_of("id,c,z\n7,red,1.5\n7,blue,2.5\n9,red,1\n");
  const auto source = make_dataset(csv, 0).source;
  EXPECT_EQ(source->file, csv.file);
  EXPECT_EQ(source->label, "z");
  EXPECT_EQ(source->content_hash.size(), 32u);
  ASSERT_EQ(source->columns.size(), 2u);
  EXPECT_EQ(source->columns[1].name, "c");
  EXPECT_EQ(source->columns[1].column, 1);
  EXPECT_EQ(source->columns[1].first_input, 1);
  EXPECT_EQ(make_dataset(csv, 1).source, source) << "it is the same for every seed";
}

std::string warnings_of_seeds(const Csv& csv) {
  testing::internal::CaptureStderr();
  for (std::uint32_t seed = 0; seed < 20; ++seed) make_dataset(csv, seed);
  return testing::internal::GetCapturedStderr();
}

TEST(CsvWarnings, NameAClassWithTooFewRowsForBothPartsOnce) {
  const std::string text = table_of_rows("x,y", 20, [](int i) {
    return fmt::format("{},{}", i * i % 7, i == 3 ? "rare" : i % 2 == 0 ? "a" : "b");
  });
  Csv csv = csv_of(text);
  csv.test_fraction = 0.5;
  const std::string warning = warnings_of_seeds(csv);
  EXPECT_THAT(warning, HasSubstr("no row of the class 'rare' for testing"));
  EXPECT_EQ(std::count(warning.begin(), warning.end(), '\n'), 1) << warning;
}

TEST(CsvWarnings, NameAClassThatASplitLeavesOutOfTraining) {
  Csv csv = csv_of("x,y\n1,a\n5,b\n3,a\n7,b\n");
  csv.test_fraction = 0.5;
  EXPECT_EQ(warnings_of_seeds(csv), "") << "stratified";
  csv.stratify = false;
  EXPECT_THAT(warnings_of_seeds(csv), HasSubstr("for training, so it cannot be learned; set stratify: true"));
}

}  // namespace
}  // namespace actlab
