#include "lab/data/csv.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

#include "lab/data/csv_support.h"

namespace actlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

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
  const Dataset data = make_dataset(csv_of("x,class\n1,10\n2,9\n3,-1\n4,10\n5,9.0\n7,-1\n"), 0);
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

TEST(Csv, AModifiedFileIsReadAgain) {
  const Csv csv = csv_of("x,class\n1,a\n2,b\n3,a\n4,b\n");
  make_dataset(csv, 0);
  std::ofstream(csv.file) << "x,class\n10,a\n20,b\n30,a\n40,b\n";
  expect_inputs(make_dataset(csv, 0), {10, 20, 30, 40});
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

}  // namespace
}  // namespace actlab
