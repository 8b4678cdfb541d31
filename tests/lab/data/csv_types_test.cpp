// How the cells of a column become inputs.
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

#include "lab/data/csv_support.h"

namespace actlab {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

FeatureColumn column_of(const Dataset& data, std::string_view name) {
  for (const FeatureColumn& column : data.source->columns) {
    if (column.name == name) return column;
  }
  ADD_FAILURE() << "there is no feature " << name;
  return {};
}

std::string summary_of(const Dataset& data) {
  std::string text;
  for (const std::string& line : data.source->summary) text += line + "\n";
  return text;
}

std::string warnings_of(const Csv& csv) {
  testing::internal::CaptureStderr();
  make_dataset(csv, 0);
  return testing::internal::GetCapturedStderr();
}

TEST(CsvTypes, TextIsACategoryWithAnInputForEachLevelAndOneForNewOnes) {
  const Dataset data = make_dataset(csv_of("colour,x,y\nred,1,0\nblue,2,1\nred,3,0\ngreen,5,1\nblue,7,1\n"), 0);
  EXPECT_THAT(data.feature_names, ElementsAre("colour=blue", "colour=green", "colour=red", "colour=(new)", "x"));
  EXPECT_EQ(data.train.inputs.values, (std::vector<float>{0, 0, 1, 0, 1,  //
                                                          1, 0, 0, 0, 2,  //
                                                          0, 0, 1, 0, 3,  //
                                                          0, 1, 0, 0, 5,  //
                                                          1, 0, 0, 0, 7}));
  const FeatureColumn colour = column_of(data, "colour");
  EXPECT_EQ(colour.type, ColumnType::category);
  EXPECT_THAT(colour.levels, ElementsAre("blue", "green", "red"));
  EXPECT_EQ(colour.inputs(), 4);
  EXPECT_EQ(column_of(data, "x").first_input, 4);
  EXPECT_THAT(summary_of(data), HasSubstr("categories: colour (3 levels)"));
}

TEST(CsvTypes, NumbersAreACategoryIfAskedForInTheOrderOfTheirValues) {
  Csv csv = csv_of("zip,x,y\n10,1,a\n9,2,b\n9.0,3,a\n10,4,b\n");
  csv.types = TypesField({{"zip", ColumnType::category}});
  const Dataset data = make_dataset(csv, 0);
  EXPECT_THAT(data.feature_names, ElementsAre("zip=9", "zip=10", "zip=(new)", "x"));
  EXPECT_THAT(input_of(data, 0), ElementsAre(0, 1, 1, 0)) << "9 and 9.0 are one level";
}

// A level that only held-out rows have is one that the network never saw.
TEST(CsvTypes, LevelsThatTrainingNeverSawAreTheLastInputOfTheCategory) {
  Csv csv = csv_of(table_of_rows("site,x,y", 40, [](int i) {
    return fmt::format("{},{},{}", i % 4 == 3 ? fmt::format("rare{}", i / 8) : "common", i * i, i % 2);
  }));
  csv.test_fraction = 0.5;
  int unknown = 0;
  for (std::uint32_t seed = 0; seed < 10; ++seed) {
    const Dataset data = make_dataset(csv, seed);
    const FeatureColumn site = column_of(data, "site");
    const auto sum = [&](const Samples& samples, std::int64_t input) {
      float total = 0;
      for (std::int64_t row = 0; row < samples.size(); ++row) total += samples.inputs.at(row, input);
      return total;
    };
    for (std::int64_t level = 0; level < site.inputs() - 1; ++level) {
      if (sum(data.train, level) > 0) continue;
      EXPECT_EQ(sum(data.test, level), 0) << "seed " << seed << ", level " << level;
    }
    EXPECT_EQ(sum(data.train, site.inputs() - 1), 0);
    unknown += static_cast<int>(sum(data.test, site.inputs() - 1));
    for (std::int64_t row = 0; row < data.test.size(); ++row) {
      float ones = 0;
      for (std::int64_t input = 0; input < site.inputs(); ++input) ones += data.test.inputs.at(row, input);
      EXPECT_EQ(ones, 1);
    }
  }
  EXPECT_GT(unknown, 0);
}

TEST(CsvTypes, BooleansAreZeroAndOne) {
  for (const auto& [yes, no] : {std::pair("TRUE", "FALSE"),
                                {"True", "False"},
                                {"true", "false"},
                                {"yes", "no"},
                                {"Yes", "No"},
                                {"t", "f"},
                                {"T", "F"},
                                {"y", "n"},
                                {"Y", "N"}}) {
    const Dataset data = make_dataset(csv_of(fmt::format("b,y\n{0},0\n{1},1\n{0},1\n{1},0\n", yes, no)), 0);
    EXPECT_EQ(column_of(data, "b").type, ColumnType::boolean);
    EXPECT_THAT(input_of(data, 0), ElementsAre(1, 0, 1, 0)) << yes;
    EXPECT_THAT(data.feature_names, ElementsAre("b"));
  }
  const Dataset mixed = make_dataset(csv_of("b,y\nTRUE,0\nfalse,1\nTrue,1\nFALSE,0\n"), 0);
  EXPECT_THAT(input_of(mixed, 0), ElementsAre(1, 0, 1, 0));
}

TEST(CsvTypes, TextsThatAreOnlyPartlyBooleansAreACategory) {
  const Dataset data = make_dataset(csv_of("b,y\nyes,0\nno,1\nmaybe,1\nno,0\n"), 0);
  EXPECT_THAT(data.feature_names, ElementsAre("b=maybe", "b=no", "b=yes", "b=(new)"));
}

TEST(CsvTypes, DatesAreRefusedByNameAndCountDaysIfAskedFor) {
  Csv csv = csv_of("day,x,y\n2020-02-28,1,0\n2020-03-01,2,1\n2020-02-27,3,0\n2021-02-27,4,1\n");
  EXPECT_THAT(error_of(csv), HasSubstr(":2:day: has dates ('2020-02-28', …)"));
  EXPECT_THAT(error_of(csv), HasSubstr("types: {day: date}"));
  EXPECT_EQ(proposal_of(csv), "ignore: [day]");
  EXPECT_THAT(follow_proposal(csv).feature_names, ElementsAre("x"));
  csv.types = TypesField({{"day", ColumnType::date}});
  const Dataset data = make_dataset(csv, 0);
  EXPECT_THAT(input_of(data, 0), ElementsAre(1, 3, 0, 366)) << "2020 has a 29th of February";
  EXPECT_EQ(column_of(data, "day").first_day, "2020-02-27");
}

TEST(CsvTypes, ADateThatIsTheOnlyFeatureIsProposedAsADate) {
  const Csv csv = csv_of("day,y\n2020-02-28,0\n2020-03-01,1\n2020-02-27,0\n2021-02-27,1\n");
  EXPECT_EQ(proposal_of(csv), "types: {day: date}");
  EXPECT_THAT(input_of(follow_proposal(csv), 0), ElementsAre(1, 3, 0, 366));
}

std::string counted(int first, std::string_view name = "id") {
  return table_of_rows(fmt::format("{},x,y", name), 12,
                       [&](int i) { return fmt::format("{},{},{}", first + i, i * i % 7, i % 2); });
}

TEST(CsvTypes, WholeNumbersThatRiseByOneAreAnIdentifier) {
  for (const int first : {-3, 0, 1, 1990}) {
    const Dataset data = make_dataset(csv_of(counted(first)), 0);
    EXPECT_THAT(data.feature_names, ElementsAre("x")) << first;
    EXPECT_THAT(summary_of(data), HasSubstr("left out: id (counts the rows)"));
  }
}

TEST(CsvTypes, NumbersThatDoNotCountRowsAreNoIdentifier) {
  for (const char* const formula : {"rising by two", "falling", "fractions"}) {
    const std::string text = table_of_rows("id,x,y", 12, [&](int i) {
      const std::string id = formula[0] == 'r'                   ? std::to_string(2 * i)
                             : formula == std::string("falling") ? std::to_string(12 - i)
                                                                 : std::to_string(i) + ".5";
      return fmt::format("{},{},{}", id, i * i % 7, i % 2);
    });
    EXPECT_THAT(make_dataset(csv_of(text), 0).feature_names, ElementsAre("id", "x")) << formula;
  }
}

TEST(CsvTypes, TextThatNeverRepeatsIsAnIdentifier) {
  const Dataset data = make_dataset(csv_of("name,x,y\nann,1,0\nbob,2,1\ncy,3,0\ndi,5,1\n"), 0);
  EXPECT_THAT(data.feature_names, ElementsAre("x"));
  EXPECT_THAT(summary_of(data), HasSubstr("left out: name (its texts never repeat)"));
}

TEST(CsvTypes, BringBackAnIdentifierWithAWarning) {
  Csv number = csv_of(counted(1));
  number.types = TypesField({{"id", ColumnType::number}});
  EXPECT_THAT(warnings_of(number), HasSubstr("the feature 'id' counts the rows"));
  EXPECT_THAT(make_dataset(number, 0).feature_names, ElementsAre("id", "x"));
  Csv category = csv_of("name,x,y\nann,1,0\nbob,2,1\ncy,3,0\ndi,5,1\n");
  category.types = TypesField({{"0", ColumnType::category}});
  EXPECT_THAT(warnings_of(category), HasSubstr("the feature 'name' never repeats"));
  EXPECT_EQ(make_dataset(category, 0).features(), 6);
  Csv listed = csv_of(counted(5));
  listed.columns = ColumnsField({ColumnField("id"), ColumnField("x")});
  EXPECT_THAT(warnings_of(listed), HasSubstr("the feature 'id' counts the rows"));
}

TEST(CsvTypes, LeaveOutAnIdentifierThatDoesNotLookLikeOne) {
  Csv csv = csv_of("zip,x,y\n7,1,a\n9,2,b\n9,3,a\n7,4,b\n");
  csv.types = TypesField({{"zip", ColumnType::identifier}});
  EXPECT_THAT(make_dataset(csv, 0).feature_names, ElementsAre("x"));
}

TEST(CsvTypes, LeaveOutColumnsThatSayNothing) {
  const Dataset data = make_dataset(csv_of("one,none,word,x,y\n5,,a,1,0\n5,NA,a,2,1\n5.0,,a,3,0\n,,,5,1\n"), 0);
  EXPECT_THAT(data.feature_names, ElementsAre("x"));
  EXPECT_THAT(summary_of(data), HasSubstr("one (has only one value), none (has no value), word (has only one value)"));
  EXPECT_EQ(data.train.size(), 4) << "their missing cells do not matter";
}

TEST(CsvTypes, TooManyLevelsAreRefused) {
  const Csv csv = csv_of(
      table_of_rows("town,x,y", 200, [](int i) { return fmt::format("town{},{},{}", i % 51, i * i % 7, i % 2); }));
  EXPECT_THAT(error_of(csv), HasSubstr(":2:town: has 51 different texts, and max_levels is 50"));
  EXPECT_EQ(proposal_of(csv), "ignore: [town]");
  EXPECT_THAT(follow_proposal(csv).feature_names, ElementsAre("x"));
  Csv more = csv;
  more.max_levels = 51;
  EXPECT_EQ(make_dataset(more, 0).features(), 53);
}

TEST(CsvTypes, TooManyLevelsOfTheOnlyFeatureAreProposedAsInputs) {
  const Csv csv = csv_of(table_of_rows("town,y", 200, [](int i) { return fmt::format("town{},{}", i % 60, i % 2); }));
  EXPECT_EQ(proposal_of(csv), "max_levels: 60");
  EXPECT_EQ(follow_proposal(csv).features(), 61);
}

TEST(CsvTypes, AFewWordsAmongNumbersAreProposedAsMissing) {
  const Csv csv = csv_of("x,y\n1.5,0\n?,1\n2.5,0\n3.5,1\n-,1\n4.5,0\n");
  EXPECT_THAT(error_of(csv), HasSubstr(":3:x: found '?', '-' in 2 of 6 cells"));
  EXPECT_EQ(proposal_of(csv), "missing: {values: [\"?\", \"-\"], rows: drop}");
  EXPECT_THAT(input_of(follow_proposal(csv), 0), ElementsAre(1.5, 2.5, 3.5, 4.5));
}

TEST(CsvTypes, MissingTextsThatTheTableHasAreKeptInTheProposal) {
  const Csv csv = csv_of("x,z,y\n1.5,NA,0\n?,2,1\n2.5,3,0\n3.5,4,1\n4.5,7,0\n");
  EXPECT_EQ(proposal_of(csv), "missing: {values: [NA, \"?\"], rows: drop}");
  EXPECT_THAT(input_of(follow_proposal(csv), 0), ElementsAre(2.5, 3.5, 4.5));
}

TEST(CsvTypes, ManyWordsAmongNumbersAreProposedAsACategory) {
  const Csv csv = csv_of("size,y\n36,0\nL,1\n38,0\nM,1\nL,1\nM,0\n36,1\n3+,0\n3+,1\n");
  EXPECT_THAT(error_of(csv), HasSubstr(":3:size: found 'L', 'M', '3+' in 6 of 9 cells, and numbers in 3"));
  EXPECT_EQ(proposal_of(csv), "types: {size: category}");
  EXPECT_THAT(follow_proposal(csv).feature_names,
              ElementsAre("size=3+", "size=36", "size=38", "size=L", "size=M", "size=(new)"));
}

TEST(CsvTypes, ATypeThatTheCellsDoNotHaveIsRefused) {
  for (const auto& [type, what] : {std::pair(ColumnType::boolean, "booleans"), {ColumnType::date, "dates"}}) {
    Csv text = csv_of("x,y\nred,0\nblue,1\nred,0\nblue,1\n");
    text.types = TypesField({{"x", type}});
    EXPECT_THAT(error_of(text), HasSubstr(fmt::format("its cells are not {}", what)));
    EXPECT_EQ(proposal_of(text), "types: {x: category}");
    Csv numbers = csv_of("x,y\n3,0\n2,1\n5,0\n2,1\n");
    numbers.types = TypesField({{"x", type}});
    EXPECT_EQ(proposal_of(numbers), "types: {x: number}");
  }
  Csv text = csv_of("x,y\nred,0\nblue,1\nred,0\nblue,1\n");
  text.types = TypesField({{"x", ColumnType::number}});
  EXPECT_EQ(proposal_of(text), "types: {x: category}");
}

TEST(CsvTypes, AColumnThatOnlyCountsRowsCanBeUsedOnRequest) {
  const Csv csv =
      csv_of(table_of_rows("time,y", 20, [](int i) { return fmt::format("{},{}", 1871 + i, i * 37 % 11 + 0.5); }));
  EXPECT_THAT(error_of(csv), HasSubstr("no column is left as a feature"));
  EXPECT_THAT(error_of(csv), HasSubstr("time (counts the rows)"));
  EXPECT_EQ(proposal_of(csv), "types: {time: number}");
  EXPECT_EQ(follow_proposal(csv).features(), 1);
}

TEST(CsvTypes, RefuseCellsThatFloat32DoesNotHave) {
  const Csv csv = csv_of("x,y\n1.5,0\ninf,1\n2.5,0\n3.5,1\n1e39,1\n4.5,0\n");
  EXPECT_THAT(error_of(csv), HasSubstr(":3:x: found 'inf', '1e39' in 2 of 6 cells; a number must be in the range"));
  EXPECT_EQ(proposal_of(csv), "missing: {values: [inf, \"1e39\"], rows: drop}");
  EXPECT_THAT(input_of(follow_proposal(csv), 0), ElementsAre(1.5, 2.5, 3.5, 4.5));
}

#if !defined(__SANITIZE_ADDRESS__)  // which reserves more than any limit
TEST(CsvTypes, MoreInputsThanMemoryAreRefused) {
  Csv csv = csv_of(
      table_of_rows("town,x,y", 6000, [](int i) { return fmt::format("town{},{},{}", i % 3000, i * i % 7, i % 2); }));
  csv.max_levels = 5000;
  std::int64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  rlimit before{};
  getrlimit(RLIMIT_AS, &before);
  rlimit limit = before;
  limit.rlim_cur = static_cast<rlim_t>(pages * ::getpagesize()) + 100'000'000;
  setrlimit(RLIMIT_AS, &limit);
  const std::string error = error_of(csv);
  setrlimit(RLIMIT_AS, &before);
  EXPECT_THAT(error, HasSubstr("its 3002 inputs need at least 144 MB of memory"));
  EXPECT_THAT(error, HasSubstr("To use it, set in data:\n  ignore: [town]"));
}
#endif

TEST(CsvTypes, WarnOfFeaturesThatEqualTheLabel) {
  EXPECT_THAT(warnings_of(csv_of("copy,x,y\n0,5,0\n1,7,1\n0,8,0\n1,9,1\n")), HasSubstr("'copy' equals the label"));
  EXPECT_THAT(warnings_of(csv_of("code,x,y\nm,5,man\nw,7,woman\nm,8,man\nw,9,woman\n")),
              HasSubstr("'code' equals the label"));
  EXPECT_EQ(warnings_of(csv_of("code,x,y\nm,5,man\nw,7,woman\nw,8,man\nw,9,woman\n")), "");
}

}  // namespace
}  // namespace actlab
