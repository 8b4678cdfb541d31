// What is refused, and that the proposed keys make it work. Refusals that belong to a type, a task or missing cells are
// in the tests of those.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "lab/data/csv_support.h"

namespace actlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Csv with_label(Csv csv, ColumnField::Column label) {
  csv.label = ColumnField(std::move(label));
  return csv;
}

Csv headerless(Csv csv) {
  csv.header = false;
  return csv;
}

constexpr std::string_view garden = "length,width,species\n1.5,-2,rose\n3e2,.25,iris\n+4,5,rose\n6,7,iris\n";

TEST(CsvRefusals, HaveAllProblemsOfTheTable) {
  const Csv csv = csv_of(
      ",x,day,town,holes,t\n0,1,2020-01-01,a,NA,yes\n1,?,2020-01-02,b,2,no\n2,3,2020-02-01,a,3,yes\n"
      "3,4,2020-02-02,b,5,no\n4,6,2020-02-02,b,5,no\n5,1,2020-02-02,a,9,yes\n");
  const std::string error = error_of(csv);
  EXPECT_THAT(error, HasSubstr("table.csv: column 0 has no name"));
  EXPECT_THAT(error, HasSubstr("table.csv:3:x: found '?'"));
  EXPECT_THAT(error, HasSubstr("table.csv:2:day: has dates"));
  EXPECT_THAT(error, HasSubstr("table.csv:2:holes: found 'NA'"));
  EXPECT_EQ(proposal_of(csv), "ignore: [0, day]\n  missing: {values: [NA, \"?\"], rows: drop}");
  const Dataset data = follow_proposal(csv);
  EXPECT_THAT(data.feature_names, ElementsAre("x", "town=a", "town=b", "town=(new)", "holes"));
  EXPECT_EQ(data.train.size(), 4);
}

TEST(CsvRefusals, KeepWhatTheConfigSays) {
  Csv csv = csv_of("a,b,c,x,y\n1,7,2020-01-01,1,u\n2,7,2020-02-01,5,v\n9,8,2021-01-01,2,u\n1,8,2020-01-05,7,v\n");
  csv.ignore = ColumnsField({ColumnField(std::int64_t{0})});
  csv.types = TypesField({{"b", ColumnType::category}});
  EXPECT_EQ(proposal_of(csv), "ignore: [0, c]");
  csv.columns = ColumnsField({ColumnField("b"), ColumnField("c"), ColumnField("x")});
  EXPECT_EQ(proposal_of(csv), "columns: [b, x]");
  EXPECT_THAT(follow_proposal(csv).feature_names, ElementsAre("b=7", "b=8", "b=(new)", "x"));
}

TEST(CsvRefusals, RefuseAColumnWithoutAName) {
  for (const std::string text : {",x,class\n0,1,a\n1,2,b\n2,3,a\n3,4,b\n", "x,class\nr0,1,a\nr1,2,b\nr2,3,a\nr3,4,b\n",
                                 "\"\",\"x\",\"class\"\n1,1,a\n2,2,b\n3,3,a\n4,4,b\n"}) {
    const Csv csv = csv_of(text);
    EXPECT_THAT(error_of(csv), HasSubstr("column 0 has no name")) << text;
    EXPECT_EQ(proposal_of(csv), "ignore: [0]");
    EXPECT_THAT(follow_proposal(csv).feature_names, ElementsAre("x"));
    Csv asked = csv;
    asked.types = TypesField({{"0", ColumnType::category}});
    EXPECT_EQ(make_dataset(asked, 0).features(), 6) << "it can be asked for";
  }
}

TEST(CsvRefusals, AFirstSampleIsNoHeader) {
  for (const std::string text :
       {"5.1,3.5,a\n4.9,3,b\n5,3,a\n6,2,b\n", "1,a\n2,b\n3,a\n4,b\n", "-1e3,+2,7\n1,2,x\n3,4,x\n7,8,7\n",
        "39,Private,x\n40,State,y\n41,Private,x\n28,State,y\n", "x,o,b\no,o,a\nx,x,b\no,x,a\n"}) {
    const Csv csv = csv_of(text);
    EXPECT_EQ(proposal_of(csv), "header: false") << text << error_of(csv);
    EXPECT_EQ(follow_proposal(csv).train.size(), 4);
  }
  const Csv all_numbers = csv_of("1,2\n3,4\n5,2\n8,4\n");
  EXPECT_THAT(error_of(all_numbers), HasSubstr(":1: the first line has numbers, not names"));
  EXPECT_EQ(proposal_of(all_numbers), "header: false");
  EXPECT_EQ(follow_proposal(all_numbers).train.size(), 4);
}

TEST(CsvRefusals, AHeaderMayHaveNumbers) {
  EXPECT_EQ(error_of(csv_of("x,2,class\n4.9,3,b\n5,3,a\n6,2,b\n7,1,a\n")), "no error") << "one name is a number";
  EXPECT_EQ(error_of(with_label(csv_of("1999,2000,class\n4.9,3,b\n5,3,a\n6,2,b\n7,1,a\n"), "class")), "no error")
      << "the label is named";
  Csv years = csv_of(",1999,2000,2001\na,4.9,3,8.5\nb,5,3,9.5\nc,6,2,7.5\nd,7,1,2.5\n");
  EXPECT_EQ(proposal_of(years), "ignore: [0]") << "the header of an index";
}

TEST(CsvRefusals, TextInPlaceOfNumbersWithoutAHeader) {
  const Csv csv = headerless(csv_of("x,class\n1,a\n2,b\n2.5,a\n5,b\n"));
  EXPECT_THAT(error_of(csv), HasSubstr(":1:column 0: found 'x'"));
}

// The first lines of scikit-learn's iris.csv, and of its old boston_house_prices.csv, which has a header after it.
TEST(CsvRefusals, ALineOfCountsIsSkipped) {
  const Csv iris = csv_of("4,3,setosa,versicolor\n5.1,3.5,0,1\n4.9,3.0,0,0\n4.7,3.2,1,1\n4.6,3.1,1,0\n");
  EXPECT_EQ(proposal_of(iris), "header: false\n  skip: 1") << error_of(iris);
  EXPECT_EQ(follow_proposal(iris).train.size(), 4);
  const Csv counted = csv_of("4,2,setosa\n5.1,3.5,0\n4.9,3.0,0\n4.7,3.2,1\n4.6,3.1,1\n");
  EXPECT_THAT(error_of(counted), HasSubstr(":1: the first line has the numbers of rows and features, 4 and 2"));
  EXPECT_EQ(proposal_of(counted), "header: false\n  skip: 1");
  const Csv boston = csv_of("4,2,\nRM,AGE,MEDV\n5.1,3.5,20.5\n4.9,3.0,21.5\n4.7,3.2,20.1\n4.6,3.1,22.3\n");
  EXPECT_EQ(proposal_of(boston), "skip: 1") << error_of(boston);
  EXPECT_THAT(follow_proposal(boston).feature_names, ElementsAre("RM", "AGE"));
}

TEST(CsvRefusals, LinesBeforeTheTableAreSkipped) {
  const Csv csv = csv_of("made by an instrument\non 2020-01-01\nx,z,y\n1,5,a\n2,7,b\n3,5,a\n9,8,b\n");
  EXPECT_EQ(proposal_of(csv), "skip: 2") << error_of(csv);
  EXPECT_THAT(follow_proposal(csv).feature_names, ElementsAre("x", "z"));
  const Csv separated = csv_of("sep=;\nmade by an instrument\nx;z;y\n1;5;a\n2;7;b\n3;5;a\n9;8;b\n");
  EXPECT_EQ(proposal_of(separated), "skip: 1") << "lines after sep= are counted";
  follow_proposal(separated);
}

TEST(CsvRefusals, ATitleIsNoHeader) {
  for (const std::string title : {"Sales", "Sales of 2020,in Euro", "Sales,,", "\"Sales, in Euro\",,"}) {
    const Csv csv = csv_of(title + "\nx,z,t\n1,5,a\n2,7,b\n3,,a\n9,8,b\n4,2,a\n5,5,b\n");
    EXPECT_THAT(proposal_of(csv), HasSubstr("skip: 1")) << error_of(csv);
    EXPECT_THAT(follow_proposal(csv).feature_names, ElementsAre("x", "z"));
  }
  const Csv units = csv_of("x,z,y\ncm,kg,g\n1,5,7.5\n2,7,6.5\n3,4,1.5\n9,8,2.5\n");
  EXPECT_EQ(proposal_of(units), "missing: {values: [cm, kg, g], rows: drop}") << "a line of units";
  EXPECT_EQ(follow_proposal(units).train.size(), 4);
}

TEST(CsvRefusals, RowsOfUnequalLength) {
  EXPECT_THAT(error_of(csv_of("x,class\n1,a\n2,b,c\n")), HasSubstr(":3: found 3 cells; every row must have 2"));
  EXPECT_THAT(error_of(csv_of("x,class\n1\n")), HasSubstr(":2: found 1 cells; every row must have 2"));
}

TEST(CsvRefusals, AnotherDelimiterIsProposed) {
  for (const auto& [name, character] : {std::pair("semicolon", ';'), {"tab", '\t'}, {"pipe", '|'}, {"space", ' '}}) {
    std::string text = "x,z,class\n1,7,a\n2,5,b\n3,5,a\n7,2,b\n";
    std::replace(text.begin(), text.end(), ',', character);
    EXPECT_EQ(proposal_of(csv_of(text)), fmt::format("delimiter: {}", name));
    EXPECT_EQ(follow_proposal(csv_of(text)).features(), 2);
  }
}

TEST(CsvRefusals, ProposeHowNumbersAreWritten) {
  const auto expect = [](std::string_view text, const std::string& proposal, float first) {
    EXPECT_EQ(proposal_of(csv_of(text)), proposal) << error_of(csv_of(text));
    EXPECT_EQ(follow_proposal(csv_of(text)).train.inputs.values.front(), first);
  };
  expect("x;class\n1,5;a\n2,5;b\n7,5;a\n8,5;b\n", "delimiter: semicolon\n  decimal: comma", 1.5);
  expect("x,class\n\"1,234\",a\n\"2,500\",b\n\"7,100\",a\n5,b\n", "thousands: comma", 1234);
  expect("x,class\n\"1,25\",a\n\"2,5\",b\n\"7,100\",a\n5,b\n", "decimal: comma", 1.25);
  expect("x,class\n\"1.234,5\",a\n\"2.500,5\",b\n\"7.100,5\",a\n\"5,5\",b\n", "decimal: comma\n  thousands: point",
         1234.5);
  EXPECT_EQ(proposal_of(csv_of("x,y\n3,\"1,25\"\n5,\"2,5\"\n1,\"7,1\"\n7,3\n")), "decimal: comma") << "a label";
}

TEST(CsvRefusals, ReportInvalidText) {
  EXPECT_THAT(error_of(csv_of("x,class\n1,a\n2,5\" wide\n")), HasSubstr(":3:4: a quote inside a cell"));
  EXPECT_THAT(error_of(csv_of("x,class\n1,a\n2,\"b\n3,c\n")), HasSubstr(":3:3: a quote opened here is never closed"));
  EXPECT_THAT(error_of(csv_of("x,label\n1,caf\xe9\n2,b\n")), HasSubstr(":2:6: the byte 0xe9 is not valid UTF-8"));
  EXPECT_THAT(error_of(csv_of("x,l\xff\n1,a\n2,b\n")), HasSubstr(":1:4: the byte 0xff is not valid UTF-8"));
  EXPECT_THAT(error_of(csv_of("x,l\n1,\xed\xa0\x80\n")), HasSubstr("is not valid UTF-8")) << "a surrogate";
}

TEST(CsvRefusals, ColumnsThatDoNotExist) {
  const Csv misspelt = with_label(csv_of(garden), "specis");
  EXPECT_THAT(error_of(misspelt),
              HasSubstr("unknown column 'specis'; did you mean 'species'? Known: length, species, width"));
  EXPECT_EQ(proposal_of(misspelt), "label: species");
  EXPECT_THAT(error_of(with_label(csv_of(garden), 3)), HasSubstr("no column 3; it has 3: 0 to 2, or -3 to -1"));
  EXPECT_EQ(proposal_of(with_label(csv_of(garden), -4)), "label: -1");
  EXPECT_THAT(error_of(with_label(csv_of("x,x\n1,2\n"), "x")), HasSubstr("more than one column is named 'x'"));
  Csv csv = csv_of(garden);
  csv.types = TypesField({{"lenght", ColumnType::number}});
  csv.ignore = ColumnsField({ColumnField("widht"), ColumnField(std::int64_t{9})});
  EXPECT_THAT(error_of(csv), HasSubstr("did you mean 'length'?"));
  EXPECT_THAT(error_of(csv), HasSubstr("no column 9"));
  EXPECT_THAT(follow_proposal(csv).feature_names, ElementsAre("length"));
}

TEST(CsvRefusals, FilesWithoutSamplesOrFeatures) {
  EXPECT_THAT(error_of(csv_of("")), HasSubstr("table.csv: empty"));
  EXPECT_THAT(error_of(csv_of("x,class\n")), HasSubstr("no rows after the header"));
  EXPECT_THAT(error_of(csv_of("class\na\nb\n")), HasSubstr("its only column is the label"));
  Csv csv = csv_of("x,class\n1,a\n2,b\n3,a\n4,b\n");
  csv.test_fraction = 0.9;
  EXPECT_THAT(error_of(csv), HasSubstr("a test_fraction of 0.9 leaves none of its 4 rows for training"));
  EXPECT_EQ(proposal_of(csv), "test_fraction: 0.2");
  follow_proposal(csv);
}

TEST(CsvRefusals, ASplitWithoutTrainingRowsIsSolvedWithTheOtherProblems) {
  Csv csv = csv_of("x,class\n1,a\n2,b\n3,a\n4,b\n5,\n");
  csv.test_fraction = 0.9;
  EXPECT_THAT(error_of(csv), HasSubstr("leaves none of its 4 rows for training"));
  follow_proposal(csv);  // one proposal solves both
}

TEST(CsvRefusals, ASplitWithoutTrainingRowsIsRefusedForATableThatIsReadAlready) {
  Csv csv = csv_of("x,class\n1,a\n2,b\n3,a\n4,b\n");
  NumpyRandom random(0);
  csv.make(random);
  csv.test_fraction = 0.9;
  EXPECT_THAT(error_of(csv), HasSubstr("leaves none of its 4 rows for training"));
}

TEST(CsvRefusals, WithoutAWayOutSayWhatIsSolved) {
  const std::string error = error_of(csv_of(",y\n1,5.5\n2,7.5\n3,1.5\n"));
  EXPECT_THAT(error, HasSubstr("no column is left as a feature"));
  EXPECT_THAT(error, Not(HasSubstr("To use it, set")));
  EXPECT_THAT(error, HasSubstr("These keys of data solve only a part of it:\n  ignore: [0]"));
}

TEST(CsvRefusals, NameColumnsByIndexWhereTheirNamesCannotBeWritten) {
  for (const std::string name : {"day,day", "\"two\nlines\",b", "zero\xE2\x80\x8Bwidth,b", "\"\",b"}) {
    Csv csv = csv_of(name + ",x,y\n2020-01-01,2,1,u\n2020-02-01,5,5,v\n2021-01-01,2,2,u\n2020-01-05,5,7,v\n");
    if (name == "\"\",b") csv.types = TypesField({{"0", ColumnType::boolean}});
    const std::string proposal = proposal_of(csv);
    EXPECT_TRUE(proposal == "ignore: [0]" || proposal == "types: {\"0\": category}") << proposal << error_of(csv);
    follow_proposal(csv);
  }
  const Csv yes = csv_of("no,x,y\n2020-01-01,2,u\n2020-02-01,5,v\n2021-01-01,2,u\n2020-01-05,7,v\n");
  EXPECT_EQ(proposal_of(yes), "ignore: [\"no\"]") << "YAML would read it as a boolean";
  follow_proposal(yes);
}

TEST(CsvRefusals, APipeIsReadOnce) {
  const std::string pipe = write_file("file", "") + ".pipe";
  std::filesystem::remove(pipe);  // of an earlier run
  ASSERT_EQ(std::system(("mkfifo '" + pipe + "'").c_str()), 0);
  Csv csv;
  csv.file = pipe;
  std::thread writer([&] { std::ofstream(pipe) << ",x,y\n1,5,a\n2,6,b\n3,9,a\n4,1,b\n"; });
  const std::string error = error_of(csv);
  writer.join();
  EXPECT_THAT(error, HasSubstr("To use it, set in data:\n  ignore: [0]"));
}

TEST(CsvRefusals, ReportAFileThatCannotBeRead) {
  Csv csv;
  csv.file = "no/such/table.csv";
  EXPECT_THAT(error_of(csv), HasSubstr("no/such/table.csv: cannot be read (No such file or directory)"));
  csv.file = testing::TempDir();
  EXPECT_THAT(error_of(csv), HasSubstr("it is a directory"));
}

}  // namespace
}  // namespace actlab
