#include <gmock/gmock.h>

#include "lab/data/csv_support.h"

namespace actlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Csv dropping(Csv csv) {
  csv.missing.rows = "drop";
  return csv;
}

TEST(CsvMissing, AreReportedByColumnWithPlaceAndNumber) {
  const std::string error = error_of(csv_of("x,z,y\n1,5,a\nNA,7,b\n3,,a\nNaN,8,b\n5,9,a\n"));
  EXPECT_THAT(error, HasSubstr(":3:x: found 'NA', which stands for a missing value; 2 of 5 rows have no value here"));
  EXPECT_THAT(error, HasSubstr(":4:z: found an empty cell; 1 of 5 rows have no value here"));
  EXPECT_THAT(error, HasSubstr("\n  missing: {rows: drop}"));
}

TEST(CsvMissing, NameTheColumnByItsIndexIfThereIsNoHeader) {
  Csv csv = csv_of("1,5,a\nNA,7,b\n3,4,a\n4,8,b\n5,9,a\n");
  csv.header = false;
  EXPECT_THAT(error_of(csv), HasSubstr(":2:column 0: found 'NA'"));
}

TEST(CsvMissing, RowsAreDroppedOnRequest) {
  const Dataset data = make_dataset(dropping(csv_of("x,c,y\n1,p,a\nNA,p,b\n3,,a\n4,q,b\n5,q,NA\n6,q,a\n7,p,b\n")), 0);
  EXPECT_THAT(input_of(data, data.source->columns[0].first_input), ElementsAre(1, 4, 6, 7));
  EXPECT_THAT(data.train.labels, ElementsAre(0, 1, 0, 1));
  EXPECT_THAT(data.source->summary,
              testing::Contains("dropped 3 of 7 rows, which have missing cells: y (1), x (1), c (1)"));
}

TEST(CsvMissing, LabelsAreNeverAClass) {
  for (const std::string missing : {"NA", "nan", "", "null", "N/A"}) {
    const Csv csv = csv_of("x,y\n1,a\n5," + missing + "\n3,b\n4,a\n7,b\n");
    EXPECT_THAT(error_of(csv), HasSubstr(":3:y: found ")) << missing;
    EXPECT_EQ(proposal_of(csv), "missing: {rows: drop}");
    EXPECT_THAT(follow_proposal(csv).class_names, ElementsAre("a", "b"));
  }
}

TEST(CsvMissing, ValuesReplaceTheUsualTexts) {
  Csv csv = dropping(csv_of("x,c,y\n1,None,a\n-999,None,b\n3,NA,a\n4,?,b\n-999.0,NA,a\n6,NA,b\n9,None,a\n"));
  csv.missing.values = CellTextsField({"?", "-999"});
  const Dataset data = make_dataset(csv, 0);
  EXPECT_THAT(data.feature_names, ElementsAre("x", "c=NA", "c=None", "c=(new)"));
  EXPECT_THAT(input_of(data, 0), ElementsAre(1, 3, 6, 9));
}

TEST(CsvMissing, LevelsAndClassesOfDroppedRowsAreGone) {
  const Dataset data = make_dataset(dropping(csv_of("x,c,y\n1,p,a\n2,q,b\nNA,r,c\n4,p,b\n6,q,a\n")), 0);
  EXPECT_THAT(data.feature_names, ElementsAre("x", "c=p", "c=q", "c=(new)"));
  EXPECT_THAT(data.class_names, ElementsAre("a", "b"));
}

TEST(CsvMissing, OfColumnsThatAreNotUsedDoNotMatter) {
  Csv csv = csv_of("x,z,name,y\n1,NA,ann,a\n3,NA,,b\n2,5,bob,a\n4,NA,cy,b\n");
  csv.ignore = ColumnsField({ColumnField("z")});
  EXPECT_EQ(make_dataset(csv, 0).train.size(), 4);
}

// Dropping rows would leave one of six: the column with most missing cells goes first.
TEST(CsvMissing, ColumnsAreIgnoredUntilHalfOfTheRowsStay) {
  const Csv csv = csv_of("x,holes,z,y\n1,NA,5,a\n2,NA,6,b\n5,NA,NA,a\n4,NA,8,b\n3,1,9,a\nNA,3,7,b\n");
  EXPECT_EQ(proposal_of(csv), "ignore: [holes]\n  missing: {rows: drop}");
  EXPECT_EQ(follow_proposal(csv).train.size(), 4);
  const Csv none = dropping(csv_of("x,holes,more,t\n1,NA,5,a\n2,NA,6,b\n5,NA,7,a\n4,2,NA,b\n9,3,NA,b\n3,NA,8,b\n"));
  EXPECT_THAT(error_of(none), HasSubstr("0 of 6 rows are left; missing: holes (4), more (2)"));
  EXPECT_EQ(proposal_of(none), "ignore: [holes]") << error_of(none);
  EXPECT_EQ(follow_proposal(none).train.size(), 4);
}

TEST(CsvMissing, ManyColumnsAreListedBriefly) {
  std::string header = "y", row = "\na", full = "\nb";
  for (int i = 0; i < 40; ++i) {
    header += fmt::format(",x{}", i);
    row += ",NA";
    full += fmt::format(",{}", i);
  }
  std::string text = header;
  for (int i = 0; i < 3; ++i) text += row + full + fmt::format("\na{}", full.substr(2)) + fmt::format("{}", i);
  const std::string error = error_of([&] {
    Csv csv = csv_of(text);
    csv.label = ColumnField("y");
    return csv;
  }());
  EXPECT_LT(std::count(error.begin(), error.end(), '\n'), 12) << error;
  EXPECT_LT(error.size(), 2500u);
}

TEST(CsvMissing, AreReadFromTheConfig) {
  const Csv csv = with_keys(Csv{}, "missing: {values: [NA, '?', -999, 1.50, true], rows: drop}");
  EXPECT_THAT(csv.missing.values.values(), ElementsAre("NA", "?", "-999", "1.50", "true"));
  EXPECT_EQ(csv.missing.rows, "drop");
  EXPECT_THROW(with_keys(Csv{}, "missing: {values: NA}"), UsageError);
  EXPECT_THROW(with_keys(Csv{}, "missing: {values: [[NA]]}"), UsageError);
  EXPECT_THROW(with_keys(Csv{}, "missing: {rows: keep}"), UsageError);
}

}  // namespace
}  // namespace actlab
