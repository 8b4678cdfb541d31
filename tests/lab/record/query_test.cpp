#include "lab/record/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <string>

#include "core/error.h"
#include "core/statistics.h"
#include "lab/record/sample_run.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class QueryTest : public testing::Test {
 protected:
  QueryTest() {
    RunRecord record = RunRecord::create(directory_.path(), sample_header());
    std::vector<RecordedTrial> trials;
    for (std::int64_t id = 0; id < 4; ++id) {
      RecordedTrial trial = sample_trial(id);
      trial.layer_statistics = {{1, 0, 0.5f, 0.25f, 0.125f, 2}, {1, 1, NAN, NAN, NAN, 3}};
      trial.outputs = {{0, 0, 0, 7}, {1, 0, 0, static_cast<float>(id)}};
      trial.parameters = {{1, 0, -1, 0.5f}, {1, 0, 0, 2}};
      trials.push_back(trial);
    }
    record.save(trials);
    record.checkpoint();
  }
  std::string refusal(const std::string& sql) {
    try {
      Query(directory_.path()).number(sql);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  }
  double number(const std::string& sql) { return Query(directory_.path()).number(sql); }

  TemporaryDirectory directory_;
};

TEST_F(QueryTest, ReadsTheTablesOfTheRecord) {
  EXPECT_EQ(number("select count(*) from trials where model = 'A'"), 2);
  EXPECT_EQ(number("select sum(value) from outputs where layer = 1"), 6);
  EXPECT_EQ(number("select sum(value) from parameters where input = -1"), 2);
}

TEST_F(QueryTest, HasOneRowPerPointOfCurvesAndLayers) {
  EXPECT_EQ(number("select count(*) from curve"), 8);
  EXPECT_EQ(number("select train_loss from curve where trial = 3 and epoch = 1"), 0.5);
  EXPECT_EQ(number("select dead from layers where trial = 0 and layer = 1"), 0.25);
  EXPECT_TRUE(std::isnan(number("select dead from layers where trial = 0 and layer = 2")));
}

TEST_F(QueryTest, ProvidesStatisticalAggregates) {
  const std::vector<double> accuracy{0.5, 0.625, 0.75, 0.875};
  EXPECT_EQ(number("select median(train_accuracy) from trials"), 0.6875);
  EXPECT_EQ(number("select quantile(train_accuracy, 0) from trials"), 0.5);
  EXPECT_EQ(number("select quantile(train_accuracy, 1) from trials"), 0.875);
  EXPECT_EQ(number("select interval_low(train_accuracy) from trials"), estimate(accuracy).low);
  EXPECT_EQ(number("select interval_high(train_accuracy) from trials"), estimate(accuracy).high);
  const std::vector<double> half(4, 0.5);
  EXPECT_EQ(number("select t_test(train_accuracy - 0.5) from trials"), paired_difference(accuracy, half).p_value);
}

TEST_F(QueryTest, IgnoresNullAndReturnsNullWithoutValues) {
  EXPECT_EQ(number("select median(x) from (select 1 as x union all select null union all select 3)"), 2);
  EXPECT_TRUE(std::isnan(number("select median(train_loss) from trials where model = 'C'")));
}

TEST_F(QueryTest, ReturnsColumnsAndCellsOfEveryType) {
  const QueryResult result = Query(directory_.path()).rows("select 'a' as text, 1.5 as number, null as empty");
  EXPECT_THAT(result.columns, ElementsAre("text", "number", "empty"));
  EXPECT_THAT(result.rows, ElementsAre(ElementsAre(Cell("a"), Cell(1.5), Cell())));
}

TEST_F(QueryTest, ReportsSqlErrorsAsUsageErrors) {
  EXPECT_THAT(refusal("select lr from trials"), HasSubstr("no such column: lr"));
  EXPECT_THAT(refusal("select model from trials"), HasSubstr("found 4 rows of 1 columns, expected one number"));
  EXPECT_THAT(refusal("select 'a'"), HasSubstr("expected one number"));
}

TEST_F(QueryTest, DoesNothingButRead) {
  for (const std::string sql :
       {"delete from trials", "update trials set seed = 0", "insert into run values ('', '', 0, 0)",
        "create table t (x)", "drop table trials", "alter table trials add x", "attach 'other.sqlite' as other",
        "vacuum into 'copy.sqlite'", "vacuum", "detach main", "pragma journal_mode = off", "begin", "savepoint s",
        "select count(*) from pragma_database_list", "select load_extension('evil')", "analyze",
        "create virtual table temp.t using fts5(x)"}) {
    EXPECT_THAT(refusal(sql), HasSubstr("is not allowed; a query may read the record")) << sql;
  }
  EXPECT_FALSE(std::filesystem::exists("copy.sqlite"));
  EXPECT_FALSE(std::filesystem::exists("other.sqlite"));
}

TEST_F(QueryTest, MayHaveTemporaryTablesViewsAndIndices) {
  Query query(directory_.path());
  query.execute(
      "create temp table t as select id, seed from trials; create index temp.i on t (seed); insert into t values (9, "
      "9); "
      "create temp view v as select * from t where seed > 0; create temp table gone (x); drop table gone;");
  EXPECT_EQ(query.number("select count(*) from t"), 5);
  EXPECT_EQ(query.number("with recursive n (i) as (select 1 union all select i + 1 from n where i < 9) "
                         "select sum(i) from n"),
            45);
}

TEST_F(QueryTest, IsExactlyOneStatement) {
  EXPECT_EQ(number("select 1; -- one"), 1);
  EXPECT_THAT(refusal("select 1; select 2"), HasSubstr("more than one statement"));
  EXPECT_THAT(refusal("select 1; delete from trials"), HasSubstr("not allowed"));
  EXPECT_THAT(refusal(" /* nothing */ "), HasSubstr("the query is empty"));
}

constexpr const char* endless =
    "with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n";

TEST_F(QueryTest, EndsAfterItsTimeOrWhenItIsStopped) {
  const auto refusal_with = [&](const SqlLimits& limits) -> std::string {
    try {
      Query(directory_.path(), limits).number(endless);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(refusal_with({.time = std::chrono::seconds(0)}), HasSubstr("stopped after 0 s"));
  const std::atomic<bool> stop = true;
  EXPECT_THAT(refusal_with({.stop = &stop}), HasSubstr("interrupted"));
}

TEST_F(QueryTest, HasALimitOfMemory) {
  EXPECT_THAT(refusal("select length(zeroblob(2000000000))"), HasSubstr("too big"));
}

TEST(Query, RejectsADirectoryWithoutRecord) {
  const TemporaryDirectory empty;
  EXPECT_THROW(Query{empty.path()}, UsageError);
}

TEST_F(QueryTest, HasTheCellsOfConfusionMatricesAndTheBaselinesOfSeeds) {
  RecordedTrial trial = sample_trial(2);
  trial.confusion = {{0, 0, 5}, {1, 0, 2}};
  trial.baseline.test.accuracy = trial.baseline.train.accuracy = 0.75;
  RunRecord::open(directory_.path()).save(std::vector{trial});
  EXPECT_EQ(number("select sum(samples) from confusion where label = 1 and trial = 2"), 2);
  EXPECT_EQ(number("select test_accuracy from baselines where seed = 0"), 0.75);
}

}  // namespace
}  // namespace actlab
