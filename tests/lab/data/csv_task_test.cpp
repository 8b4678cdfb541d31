// Whether a label is a class or a number, and which labels are refused.
#include <gmock/gmock.h>

#include "lab/data/csv_support.h"

namespace actlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Csv with_task(Csv csv, const std::string& task) {
  csv.task = task;
  return csv;
}

// A feature that is neither constant nor counts the rows, and this label.
template <class Label> Csv with_labels(int rows, const Label& label) {
  return csv_of(table_of_rows("x,z,t", rows,
                              [&](int i) { return fmt::format("{},{},{}", i * i % 13, i * i % 7 + 0.5, label(i)); }));
}

// The reason that the plan shows.
std::string reason_of(const Csv& csv) {
  return make_dataset(csv, 0).source->summary.at(1);
}

TEST(CsvTask, TextAndBooleansAreClasses) {
  const Csv text = with_labels(12, [](int i) { return i % 3 == 0 ? "a" : "b"; });
  EXPECT_EQ(make_dataset(text, 0).classes, 2);
  EXPECT_EQ(reason_of(text), "classes, because 't' has text");
  const Csv booleans = with_labels(12, [](int i) { return i % 5 == 0 ? "TRUE" : i % 2 == 0 ? "false" : "False"; });
  EXPECT_THAT(make_dataset(booleans, 0).class_names, ElementsAre("False", "TRUE"));
  EXPECT_EQ(reason_of(booleans), "classes, because 't' has booleans");
}

TEST(CsvTask, AnyFractionIsARegression) {
  const Csv csv = with_labels(40, [](int i) { return i == 17 ? "1.5" : "2"; });
  EXPECT_TRUE(make_dataset(csv, 0).is_regression());
  EXPECT_EQ(reason_of(csv), "a regression, because 't' has fractions (1.5)");
}

TEST(CsvTask, FewWholeNumbersAreClassesAndManyAreARegression) {
  const auto of = [](int rows, int different) {
    return with_labels(rows, [=](int i) { return std::to_string(i % different); });
  };
  EXPECT_EQ(make_dataset(of(40, 20), 0).classes, 20);
  EXPECT_EQ(reason_of(of(40, 20)), "classes, because 't' has whole numbers, few and often");
  EXPECT_TRUE(make_dataset(of(42, 21), 0).is_regression());
  EXPECT_EQ(reason_of(of(42, 21)), "a regression, because 't' has more than 20 different numbers");
  EXPECT_TRUE(make_dataset(of(39, 20), 0).is_regression());
  EXPECT_EQ(reason_of(of(39, 20)), "a regression, because the numbers of 't' do not occur twice on average");
  EXPECT_EQ(make_dataset(of(6, 3), 0).classes, 3);
}

TEST(CsvTask, IsWhatTheConfigSays) {
  const Csv csv = with_labels(40, [](int i) { return std::to_string(i % 3); });
  EXPECT_TRUE(make_dataset(with_task(csv, "regression"), 0).is_regression());
  const Csv many = with_labels(60, [](int i) { return std::to_string(i % 30); });
  EXPECT_EQ(make_dataset(with_task(many, "classes"), 0).classes, 30);
  EXPECT_EQ(make_dataset(with_task(many, "classes"), 0).source->summary.size(), 1u) << "no reason is needed";
  Csv typed = many;
  typed.types = TypesField({{"t", ColumnType::category}});
  EXPECT_EQ(make_dataset(typed, 0).classes, 30);
}

TEST(CsvTask, MoreThanAHundredClassesMustBeAskedFor) {
  const auto of = [](int different) {
    return with_labels(2 * different, [=](int i) { return fmt::format("c{}", i % different); });
  };
  EXPECT_EQ(make_dataset(of(100), 0).classes, 100);
  EXPECT_THAT(error_of(of(101)), HasSubstr(":2:t: has 101 different texts; more than 100 classes must be asked for"));
  EXPECT_EQ(proposal_of(of(101)), "task: classes");
  EXPECT_EQ(follow_proposal(of(101)).classes, 101);
}

TEST(CsvTask, DatesCountDaysIfAskedFor) {
  Csv csv = csv_of("x,z,t\n1,5.5,2020-01-01\n3,2,2020-01-03\n2,4,2020-02-01\n5,7.5,2020-01-02\n");
  EXPECT_THAT(error_of(csv), HasSubstr(":2:t: the label has dates"));
  EXPECT_EQ(proposal_of(csv), "label: z\n  ignore: [t]");
  csv.types = TypesField({{"t", ColumnType::date}});
  const Dataset data = make_dataset(csv, 0);
  EXPECT_TRUE(data.is_regression());
  EXPECT_EQ(data.train.values.at(1, 0) - data.train.values.at(0, 0), 2);
}

TEST(CsvTask, ALabelThatCannotBePredictedIsReplacedByAnotherColumn) {
  const auto proposal = [](const Csv& csv) {
    EXPECT_EQ(follow_proposal(csv).source->label, "z") << error_of(csv);
    return proposal_of(csv);
  };
  const Csv constant = with_labels(12, [](int) { return "a"; });
  EXPECT_THAT(error_of(constant), HasSubstr(":2:t: the label has the class 'a' in every row"));
  EXPECT_EQ(proposal(constant), "label: z\n  ignore: [t]");
  EXPECT_EQ(proposal(with_labels(12, [](int) { return "7"; })), "label: z\n  ignore: [t]");
  EXPECT_EQ(proposal(with_labels(12, [](int) { return "7.5"; })), "label: z\n  ignore: [t]");
  EXPECT_EQ(proposal(with_labels(12, [](int) { return "NA"; })), "label: z\n  ignore: [t]");
  EXPECT_EQ(proposal(with_labels(12, [](int i) { return std::to_string(i); })), "label: z\n  ignore: [t]");
  const Csv unique = with_labels(12, [](int i) { return fmt::format("name{}", i); });
  EXPECT_THAT(error_of(unique), HasSubstr("the label has 12 different classes in 12 rows"));
  EXPECT_EQ(proposal(unique), "label: z\n  ignore: [t]");
}

TEST(CsvTask, AConstantNumberCanBePredictedOnRequest) {
  EXPECT_TRUE(make_dataset(with_task(with_labels(12, [](int) { return "7"; }), "regression"), 0).is_regression());
}

TEST(CsvTask, NumbersThatRarelyRepeatAreNoClasses) {
  const Csv csv = with_task(csv_of("x,y\n1,0.1\n5,0.2\n3,0.3\n"), "classes");
  EXPECT_EQ(proposal_of(csv), "task: regression");
  EXPECT_TRUE(follow_proposal(csv).is_regression());
}

TEST(CsvTask, TextIsNoRegression) {
  const Csv csv = with_task(with_labels(12, [](int i) { return i % 3 == 0 ? "a" : "b"; }), "regression");
  EXPECT_THAT(error_of(csv), HasSubstr(":2:t: found 'a', 'b'; the label of a regression must be a number"));
  EXPECT_EQ(proposal_of(csv), "task: auto");
  EXPECT_EQ(follow_proposal(csv).classes, 2);
}

TEST(CsvTask, TextIsNoNumberIfTypesSaysSo) {
  Csv csv = with_labels(12, [](int i) { return i % 3 == 0 ? "a" : "b"; });
  csv.types = TypesField({{"t", ColumnType::number}});
  EXPECT_THAT(error_of(csv), HasSubstr("the label of a regression must be a number"));
  EXPECT_EQ(proposal_of(csv), "types: {t: category}");
  EXPECT_EQ(follow_proposal(csv).classes, 2);
}

TEST(CsvTask, AFewWordsAmongTheNumbersOfALabelAreProposedAsMissing) {
  const Csv csv = with_labels(12, [](int i) { return i == 4 ? "?" : fmt::format("{}.5", i * i); });
  EXPECT_THAT(error_of(csv), HasSubstr(":6:t: found '?' in 1 of 12 cells"));
  EXPECT_EQ(proposal_of(csv), "missing: {values: [\"?\"], rows: drop}");
  EXPECT_EQ(follow_proposal(csv).train.size(), 11);
}

TEST(CsvTask, NumericClassesAreOrderedByValueAlsoWithDecimalCommas) {
  Csv csv = csv_of("x;class\n1;10,5\n2;9,5\n3;10,5\n4;9,50\n");
  csv.delimiter = "semicolon";
  csv.decimal = "comma";
  csv.task = "classes";
  const Dataset data = make_dataset(csv, 0);
  EXPECT_THAT(data.class_names, ElementsAre("9,5", "10,5"));
  EXPECT_THAT(data.train.labels, ElementsAre(1, 0, 1, 0));
}

}  // namespace
}  // namespace actlab
