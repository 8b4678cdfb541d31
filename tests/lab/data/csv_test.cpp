#include "lab/data/csv.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "core/error.h"
#include "lab/data/all.h"
#include "lab/data/support.h"

namespace actlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// By default all rows, in the order of the file.
Csv csv_of(std::string_view text) {
  Csv csv;
  csv.file = write_file("table.csv", text);
  csv.test_fraction = 0;
  return csv;
}

Csv labelled(Csv csv, ColumnField::Column label) {
  csv.label = ColumnField(std::move(label));
  return csv;
}

Csv without_header(Csv csv) {
  csv.header = false;
  return csv;
}

Csv regression(Csv csv) {
  csv.task = "regression";
  return csv;
}

std::string error_of(const Csv& csv) {
  try {
    make_dataset(csv, 0);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

void expect_inputs(const Dataset& data, const std::vector<float>& expected) {
  EXPECT_EQ(data.train.inputs.rows, static_cast<std::int64_t>(expected.size()) / data.features());
  EXPECT_EQ(data.train.inputs.values, expected);
}

void expect_classes(const Dataset& data, const std::vector<std::int64_t>& expected) {
  EXPECT_EQ(data.train.labels, expected);
}

constexpr std::string_view flowers =
    "length,width,species\n"
    "1.5,-2,rose\n"
    "3e2,.25,iris\n"
    "+4,5,rose\n"
    "6,7,iris\n";

TEST(Csv, LastColumnIsTheLabelAndTheOthersAreFeatures) {
  const Dataset data = make_dataset(csv_of(flowers), 0);
  expect_inputs(data, {1.5, -2, 300, 0.25, 4, 5, 6, 7});
  expect_classes(data, {1, 0, 1, 0});
  EXPECT_THAT(data.class_names, ElementsAre("iris", "rose"));
  EXPECT_THAT(data.feature_names, ElementsAre("length", "width"));
  EXPECT_EQ(data.test.size(), 0);
}

TEST(Csv, LabelIsFoundByNameByIndexAndFromTheEnd) {
  const std::string_view text = "class,x,y\na,1,2\nb,3,4\na,5,6\nb,7,8\n";
  for (const ColumnField::Column& label :
       {ColumnField::Column("class"), ColumnField::Column(0), ColumnField::Column(-3)}) {
    const Dataset data = make_dataset(labelled(csv_of(text), label), 0);
    expect_inputs(data, {1, 2, 3, 4, 5, 6, 7, 8});
    expect_classes(data, {0, 1, 0, 1});
  }
}

TEST(Csv, WithoutAHeaderColumnsAreNamedByTheirIndex) {
  const Dataset data = make_dataset(without_header(csv_of("1,2,a\n3,4,b\n5,6,a\n7,8,b\n")), 0);
  expect_inputs(data, {1, 2, 3, 4, 5, 6, 7, 8});
  EXPECT_THAT(data.feature_names, ElementsAre("column 0", "column 1"));
}

TEST(Csv, NumericClassesAreOrderedByValue) {
  const Dataset data = make_dataset(csv_of("x,class\n1,10\n2,9\n3,-1\n4,10\n5,9.0\n6,-1\n"), 0);
  EXPECT_THAT(data.class_names, ElementsAre("-1", "9", "10"));
  expect_classes(data, {2, 1, 0, 2, 1, 0});
}

TEST(Csv, RegressionTargetsAreFloat32InOneColumn) {
  const Dataset data = make_dataset(regression(labelled(csv_of("y,x\n0.5,1\n1.5,2\n"), "y")), 0);
  EXPECT_TRUE(data.is_regression());
  EXPECT_EQ(data.train.values.columns, 1);
  EXPECT_THAT(data.train.values.values, ElementsAre(0.5f, 1.5f));
  expect_inputs(data, {1, 2});
}

TEST(Csv, QuotedCellsMayContainDelimitersQuotesAndLineBreaks) {
  const Dataset data = make_dataset(
      csv_of("\"x, in cm\",class\n\"1\",\"a, \"\"b\"\"\"\n2,\"c\nd\"\n3,\"a, \"\"b\"\"\"\n4,\"c\nd\"\n"), 0);
  EXPECT_THAT(data.feature_names, ElementsAre("x, in cm"));
  EXPECT_THAT(data.class_names, ElementsAre("a, \"b\"", "c\nd"));
  expect_inputs(data, {1, 2, 3, 4});
}

TEST(Csv, LineEndsBlankLinesByteOrderMarkAndBlanksAreIgnored) {
  const Dataset plain = make_dataset(csv_of("x,class\n1,a\n2,b\n3,a\n4,b\n"), 0);
  for (const std::string_view text :
       {"x,class\r\n1,a\r\n2,b\r\n3,a\r\n4,b\r\n", "x,class\n1,a\n\n2,b\n3,a\n4,b\n\n\n", "x,class\n1,a\n2,b\n3,a\n4,b",
        "\xEF\xBB\xBFx,class\n1,a\n2,b\n3,a\n4,b\n", "x , class\n 1, a\n2 ,b \n\t3,a\n4,b\n"}) {
    const Dataset data = make_dataset(csv_of(text), 0);
    EXPECT_TRUE(equal(data, plain)) << text;
    EXPECT_EQ(data.class_names, plain.class_names) << text;
    EXPECT_EQ(data.feature_names, plain.feature_names) << text;
  }
}

TEST(Csv, DelimiterMayBeAnyOfTheChoices) {
  for (const auto& [name, character] : {std::pair{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"pipe", '|'}}) {
    std::string text = "x,class\n1,a\n2,b\n3,a\n4,b\n";
    std::replace(text.begin(), text.end(), ',', character);
    Csv csv = csv_of(text);
    csv.delimiter = name;
    expect_inputs(make_dataset(csv, 0), {1, 2, 3, 4});
  }
}

std::string hundred_rows() {
  std::string text = "x,class\n";
  for (int i = 0; i < 100; ++i) text += std::to_string(i) + (i % 2 == 0 ? ",even\n" : ",odd\n");
  return text;
}

TEST(Csv, TestFractionSplitsTheRowsBySeed) {
  Csv csv = csv_of(hundred_rows());
  csv.test_fraction = 0.25;
  csv.stratify = false;
  const Dataset data = make_dataset(csv, 0);
  EXPECT_EQ(data.train.size(), 75);
  EXPECT_EQ(data.test.size(), 25);
  for (std::int64_t i = 0; i < 75; ++i)
    EXPECT_EQ(static_cast<std::int64_t>(data.train.inputs.at(i, 0)) % 2,
              data.train.labels[static_cast<std::size_t>(i)]);
  std::vector<std::int64_t> all(data.train.inputs.values.begin(), data.train.inputs.values.end());
  all.insert(all.end(), data.test.inputs.values.begin(), data.test.inputs.values.end());
  EXPECT_EQ(all, NumpyRandom(0).permutation(100));
  std::sort(all.begin(), all.end());
  for (std::int64_t i = 0; i < 100; ++i) EXPECT_EQ(all[static_cast<std::size_t>(i)], i);
  EXPECT_FALSE(equal(data, make_dataset(csv, 1)));
}

TEST(Csv, AModifiedFileIsReadAgain) {
  const Csv csv = csv_of("x,class\n1,a\n2,b\n3,a\n4,b\n");
  make_dataset(csv, 0);
  std::ofstream(csv.file) << "x,class\n10,a\n20,b\n30,a\n40,b\n";
  expect_inputs(make_dataset(csv, 0), {10, 20, 30, 40});
}

TEST(CsvErrors, IncludeTheFileLineAndColumn) {
  const Csv csv = csv_of("length,width,species\n1,2,rose\n\n3,wide,iris\n5,6,rose\n7,8,iris\n");
  EXPECT_EQ(
      error_of(csv),
      csv.file +
          ":4:width: found 'wide'; a feature must be a number in the range of float32; to leave the column out set "
          "ignore: [width]");
}

TEST(CsvErrors, AreListedTogetherUpToALimit) {
  std::string text = "x,class\n";
  for (int i = 0; i < 8; ++i) text += "?,a\n";
  const std::string error = error_of(csv_of(text));
  EXPECT_THAT(error, HasSubstr(":2:x: found '?'"));
  EXPECT_THAT(error, HasSubstr(":6:x: found '?'"));
  EXPECT_THAT(error, Not(HasSubstr(":7:x:")));
  EXPECT_THAT(error, HasSubstr("and 3 more cells"));
}

TEST(CsvFile, ReadsOtherFormsOfText) {
  const std::string utf16 = std::string("\xff\xfe", 2) + [] {
    std::string text;
    for (const char c : std::string("x,class\n1.5,a\n2,b\n3,a\n4,b\n")) text += {c, '\0'};
    return text;
  }();
  for (const std::string& text : {utf16, std::string("sep=;\nx;class\n1.5;a\n2;b\n3;a\n4;b\n"),
                                  std::string("\xEF\xBB\xBFx,class\r\n1.5,a\r\n2,b\r\n3,a\r\n4,b\r\n"),
                                  std::string("x,class\r1.5,a\r2,b\r3,a\r4,b\r")}) {
    const Dataset data = make_dataset(csv_of(text), 0);
    expect_inputs(data, {1.5f, 2, 3, 4});
    EXPECT_THAT(data.feature_names, ElementsAre("x"));
    EXPECT_THAT(data.class_names, ElementsAre("a", "b"));
  }
}

TEST(CsvFile, ReadsDecimalCommasThousandsAndSkippedLines) {
  Csv csv = csv_of("made by an instrument\nx;class\n1.234,5;a\n2,25;b\n3;a\n4;b\n");
  csv.delimiter = "semicolon";
  csv.decimal = "comma";
  csv.thousands = "point";
  csv.skip = 1;
  expect_inputs(make_dataset(csv, 0), {1234.5f, 2.25f, 3, 4});
}

TEST(CsvErrors, ReportCellsThatAreEmptyOrNotFiniteFloat32) {
  EXPECT_THAT(error_of(csv_of("x,class\n1,a\n,b\n")), HasSubstr(":3:x: found an empty cell"));
  EXPECT_THAT(error_of(csv_of("x,class\n1,a\n2,\n")), HasSubstr(":3:class: found an empty cell"));
  for (const std::string cell : {"nan", "inf", "1e39", "1e999", "1,000", "0x10", "+-1", "1 2", "12kg"}) {
    EXPECT_THAT(error_of(csv_of("x,class\n1,a\n\"" + cell + "\",b\n")), HasSubstr(":3:x: found '" + cell + "'"));
  }
}

TEST(CsvErrors, ReportRowsOfUnequalLength) {
  EXPECT_THAT(error_of(csv_of("x,class\n1,a\n2,b,c\n")), HasSubstr(":3: found 3 cells; every row must have 2"));
  EXPECT_THAT(error_of(csv_of("x,class\n1\n")), HasSubstr(":2: found 1 cells; every row must have 2"));
}

TEST(CsvErrors, ReportInvalidQuotes) {
  EXPECT_THAT(error_of(csv_of("x,class\n1,a\n2,5\" wide\n")), HasSubstr(":3:4: a quote inside a cell"));
  EXPECT_THAT(error_of(csv_of("x,class\n1,a\n2,\"b\n3,c\n")), HasSubstr(":3:3: a quote opened here is never closed"));
}

TEST(CsvErrors, RefuseAColumnWithoutAName) {
  for (const std::string text : {",x,class\n0,1,a\n1,2,b\n2,3,a\n3,4,b\n", "x,class\nr0,1,a\nr1,2,b\nr2,3,a\nr3,4,b\n",
                                 "\"\",\"x\",\"class\"\n1,1,a\n2,2,b\n3,3,a\n4,4,b\n"}) {
    Csv csv = csv_of(text);
    EXPECT_THAT(error_of(csv), HasSubstr("column 0 has no name")) << text;
    EXPECT_THAT(error_of(csv), HasSubstr("set ignore: [0]"));
    csv.ignore = ColumnsField({ColumnField(std::int64_t{0})});
    const Dataset data = make_dataset(csv, 0);
    EXPECT_THAT(data.feature_names, ElementsAre("x"));
    expect_inputs(data, {1, 2, 3, 4});
  }
}

TEST(CsvFile, TakesTheListedColumnsInTheirOrder) {
  Csv csv = csv_of("id,x,y,class\n7,1,2,a\n8,3,4,b\n9,5,6,a\n10,7,8,b\n");
  csv.columns = ColumnsField({ColumnField(std::string("y")), ColumnField(std::int64_t{1})});
  expect_inputs(make_dataset(csv, 0), {2, 1, 4, 3, 6, 5, 8, 7});
  csv.ignore = ColumnsField({ColumnField(std::string("x"))});
  EXPECT_THAT(error_of(csv), HasSubstr("column 1 is in columns, and is also in ignore"));
  csv.columns = ColumnsField({ColumnField(std::string("class"))});
  EXPECT_THAT(error_of(csv), HasSubstr("'class' is in columns, and is also the label"));
  csv.columns = {};
  csv.ignore = ColumnsField({ColumnField(std::string("nothing"))});
  EXPECT_THAT(error_of(csv), HasSubstr("unknown column 'nothing'"));
  csv.ignore = ColumnsField({ColumnField(std::int64_t{0}), ColumnField(std::int64_t{1}), ColumnField(std::int64_t{2})});
  EXPECT_THAT(error_of(csv), HasSubstr("no column is left as a feature"));
}

TEST(CsvErrors, ProposeToIgnoreATextColumn) {
  EXPECT_THAT(
      error_of(csv_of("name,x,class\nann,1,a\nbob,2,b\n")),
      HasSubstr(":2:name: found 'ann'; a feature must be a number in the range of float32; to leave the column out "
                "set ignore: [name]"));
}

TEST(CsvFile, WarnsOfFeaturesThatCountRowsOrEqualTheLabel) {
  const auto warning = [](bool counter, bool copy) {
    std::string text = "id,copy,x,class\n";
    for (int i = 0; i < 12; ++i)
      text += fmt::format("{},{},{},{}\n", counter ? i + 1 : i * i, copy ? i % 2 : 5, i % 5, i % 2);
    testing::internal::CaptureStderr();
    make_dataset(csv_of(text), 0);
    return testing::internal::GetCapturedStderr();
  };
  EXPECT_EQ(warning(false, false), "");
  EXPECT_THAT(warning(true, false), HasSubstr("'id' counts the rows"));
  EXPECT_THAT(warning(false, true), HasSubstr("'copy' equals the label"));
}

TEST(CsvSplit, HoldsOutTheSameShareOfEachClass) {
  std::string text = "x,class\n";
  for (int i = 0; i < 100; ++i) text += fmt::format("{},{}\n", i, i % 10 == 0 ? "rare" : i % 2 == 0 ? "even" : "odd");
  Csv csv = csv_of(text);
  csv.test_fraction = 0.3;
  for (std::uint32_t seed = 0; seed < 5; ++seed) {
    const Dataset data = make_dataset(csv, seed);
    const auto count = [](const Samples& samples, std::int64_t label) {
      return std::count(samples.labels.begin(), samples.labels.end(), label);
    };
    EXPECT_EQ(count(data.test, 0), 12);
    EXPECT_EQ(count(data.test, 1), 15);
    EXPECT_EQ(count(data.test, 2), 3);
    EXPECT_EQ(data.train.size() + data.test.size(), 100);
  }
}

TEST(CsvSplit, LeavesEachClassInTraining) {
  Csv csv = csv_of("x,class\n1,a\n2,b\n3,a\n4,b\n");
  csv.test_fraction = 0.5;
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    const Dataset data = make_dataset(csv, seed);
    EXPECT_EQ(std::set(data.train.labels.begin(), data.train.labels.end()).size(), 2u);
    EXPECT_EQ(data.test.size(), 2);
  }
}

TEST(CsvErrors, ReportAFirstSampleThatWouldBecomeTheHeader) {
  for (const std::string text :
       {"5.1,3.5,a\n4.9,3,b\n5,3,a\n6,2,b\n", "1,a\n2,b\n3,a\n4,b\n", "-1e3,+2,7\n1,2,x\n3,4,y\n"})
    EXPECT_THAT(error_of(csv_of(text)), HasSubstr("without a header set header: false")) << text;
  EXPECT_EQ(error_of(without_header(csv_of("5.1,3.5,a\n4.9,3,b\n5,3,a\n6,2,b\n"))), "no error");
  EXPECT_EQ(error_of(csv_of("x,2,class\n4.9,3,b\n5,3,a\n6,2,b\n7,1,a\n")), "no error") << "one name is a number";
}

TEST(CsvErrors, ReportBytesThatAreNotUtf8) {
  EXPECT_THAT(error_of(csv_of("x,label\n1,caf\xe9\n2,b\n")), HasSubstr(":2:6: the byte 0xe9 is not valid UTF-8"));
  EXPECT_THAT(error_of(csv_of("x,l\xff\n1,a\n2,b\n")), HasSubstr(":1:4: the byte 0xff is not valid UTF-8"));
  EXPECT_THAT(error_of(csv_of("x,l\n1,\xed\xa0\x80\n")), HasSubstr("is not valid UTF-8")) << "a surrogate";
}

TEST(CsvErrors, ProposeHowNumbersAreWritten) {
  EXPECT_THAT(error_of(csv_of("x;class\n1,5;a\n2,5;b\n")), HasSubstr("set delimiter: semicolon, decimal: comma"));
  EXPECT_THAT(error_of(csv_of("x,class\n\"1,234\",a\n\"2,500\",b\n")), HasSubstr("set thousands: comma"));
}

TEST(CsvErrors, RefuseMissingLabels) {
  EXPECT_THAT(error_of(csv_of("x,class\n1,a\n2,NA\n3,b\n4,a\n5,b\n")),
              HasSubstr(":3:class: found 'NA'; every sample must have a class"));
}

TEST(CsvErrors, ReportAMissingOrAnUnexpectedHeader) {
  EXPECT_THAT(error_of(csv_of("1,2\n3,4\n")), HasSubstr(":1: the first line has numbers, not names; without a header"));
  EXPECT_THAT(error_of(without_header(csv_of("x,class\n1,a\n2,b\n"))), HasSubstr(":1:column 0: found 'x'"));
}

TEST(CsvErrors, ReportALabelThatIsNotAColumn) {
  EXPECT_THAT(error_of(labelled(csv_of(flowers), "specis")),
              HasSubstr("unknown column 'specis'; did you mean 'species'? Known: length, species, width"));
  EXPECT_THAT(error_of(labelled(csv_of(flowers), 3)), HasSubstr("no column 3; it has 3: 0 to 2, or -3 to -1"));
  EXPECT_THAT(error_of(labelled(csv_of(flowers), -4)), HasSubstr("no column -4"));
  EXPECT_THAT(error_of(labelled(csv_of("x,x\n1,2\n"), "x")), HasSubstr("more than one column is named 'x'"));
}

TEST(CsvErrors, ReportUnusableClasses) {
  EXPECT_THAT(error_of(csv_of("x,class\n1,a\n2,a\n")), HasSubstr(":2:class: every row has the class 'a'"));
  EXPECT_THAT(error_of(csv_of("x,y\n1,0.1\n2,0.2\n3,0.3\n")), HasSubstr("set task: regression"));
  EXPECT_THAT(error_of(regression(csv_of("x,y\n1,a\n"))), HasSubstr(":2:y: found 'a'; the label of a regression"));
}

TEST(CsvErrors, ReportFilesWithoutSamplesOrFeatures) {
  EXPECT_THAT(error_of(csv_of("")), HasSubstr("table.csv: empty"));
  EXPECT_THAT(error_of(csv_of("x,class\n")), HasSubstr("no rows after the header"));
  EXPECT_THAT(error_of(csv_of("class\na\nb\n")), HasSubstr("its only column is the label"));
  Csv csv = csv_of("x,class\n1,a\n2,b\n3,a\n4,b\n");
  csv.test_fraction = 0.9;
  EXPECT_THAT(error_of(csv), HasSubstr("a test_fraction of 0.9 leaves none of its 4 rows for training"));
}

TEST(CsvErrors, ReportAFileThatCannotBeRead) {
  Csv csv;
  csv.file = "no/such/table.csv";
  EXPECT_THAT(error_of(csv), HasSubstr("no/such/table.csv: cannot be read (No such file or directory)"));
  csv.file = testing::TempDir();
  EXPECT_THAT(error_of(csv), HasSubstr("it is a directory"));
}

}  // namespace
}  // namespace actlab
