#include "show/report/stopping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <utility>

#include "lab/record/temporary_directory.h"
#include "show/report/answer.h"
#include "show/report/run_sample.h"

namespace actlab {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Summary summary_with(StoppingRecord stopping, bool regression = false) {
  RunHeader header = sample_header();
  header.regression = regression;
  header.sweep_keys.clear();
  header.points = {{}};
  header.models = {{0, "A", "", 1}, {0, "B", "", 1}, {0, "C", "", 1}};
  Summary summary = summarise(header, {}, std::nullopt);
  summary.stopping = std::move(stopping);
  return summary;
}

StoppingRecord until_record(double low, double high) {
  StoppingRecord record{"until", 0.005, 20, 2000, 203, false, {}, {}};
  record.watched = {{{0, "B"}, {0, "A"}, {203, 0.01, 0.01, 0.0105}}, {{0, "C"}, {0, "A"}, {203, 0.02, low, high}}};
  return record;
}

StoppingRecord race_record() {
  StoppingRecord record{"race", 0, 20, 500, 60, true, {}, {}};
  record.dropped = {{{0, "C"}, {0, "A"}, 20, 18, {}}, {{0, "B"}, {0, "A"}, 60, 0, {60, 0.0312, 0.0104, 0.052}}};
  return record;
}

TEST(Stopping, SaysThatTheIntervalIsNarrowEnough) {
  StoppingRecord record = until_record(0.0176, 0.0224);
  record.decided = true;
  EXPECT_THAT(stopping_notes(summary_with(record)),
              ElementsAre("Stopped after 203 seeds: the widest 95 % interval is 0.48 points (asked 0.5; C − A)."));
}

TEST(Stopping, SaysThatTheLimitWasReached) {
  StoppingRecord record = until_record(0, 0.0124);
  record.seeds = 2000;
  EXPECT_THAT(stopping_text(summary_with(record)),
              HasSubstr("Reached 2000 seeds (at_most) without being that certain: the widest 95 % interval is 1.24 "
                        "points (asked 0.5; C − A).\n"));
}

TEST(Stopping, SaysWhyThereIsNoInterval) {
  StoppingRecord record = until_record(std::nan(""), std::nan(""));
  record.seeds = 2000;
  EXPECT_THAT(stopping_text(summary_with(record)),
              HasSubstr("C − A has no interval: it is the same on each of 203 seeds"));
  record.watched[1].interval.seeds = 3;
  EXPECT_THAT(stopping_text(summary_with(record)), HasSubstr("no interval: 3 seeds finished, which is less than 20"));
}

TEST(Stopping, SaysWhatARaceDroppedWhenAndWhy) {
  const std::string text = stopping_text(summary_with(race_record()));
  EXPECT_THAT(text, HasSubstr("Stopped after 60 seeds: the race is decided, A is left.\n"));
  EXPECT_THAT(text, HasSubstr("Dropped C after 20 seeds: 18 of them did not finish.\n"));
  EXPECT_THAT(text, HasSubstr("Dropped B after 60 seeds: it is 3.12 points behind A (interval 1.04 … 5.20).\n"));
}

TEST(Stopping, OfARegressionIsInUnitsOfRmse) {
  StoppingRecord record = race_record();
  record.dropped[1].difference = {60, -0.25, -0.375, -0.125};  // A has less
  EXPECT_THAT(stopping_text(summary_with(record, true)),
              HasSubstr("it is 0.25 behind A (interval 0.1250 … 0.3750).\n"));
  StoppingRecord until = until_record(0.01, 0.02);
  until.interval = 0.02;
  until.decided = true;
  EXPECT_THAT(stopping_text(summary_with(until, true)), HasSubstr("interval is 0.01 (asked 0.02; C − A)"));
}

TEST(Stopping, IsSilentForAFixedNumberOfSeeds) {
  Summary summary = summary_with(race_record());
  summary.stopping.reset();
  EXPECT_THAT(stopping_text(summary), IsEmpty());
}

TEST(Stopping, IsReadFromTheRecordAsItWasWritten) {
  const StoppingRecord record = race_record();
  EXPECT_EQ(to_json(stopping_from_json(to_json(record))), to_json(record));
  const StoppingRecord until = until_record(std::nan(""), 1);
  EXPECT_EQ(to_json(stopping_from_json(to_json(until))), to_json(until));
  EXPECT_THROW(stopping_from_json("{}"), std::runtime_error);
  EXPECT_THROW(stopping_from_json("nonsense"), std::runtime_error);
}

TEST(Stopping, AnswerNamesAModelThatWasNotDropped) {
  const TemporaryDirectory parent;
  std::filesystem::create_directory(parent / "run");
  write_sample_run(parent / "run");
  RunData run = load_run(parent / "run");
  const std::string usual = answer_of(run).sentence;
  const std::string winner = usual.substr(0, usual.find(' '));
  StoppingRecord record = race_record();
  for (DropRecord& drop : record.dropped) {
    drop.candidate = {answer_of(run).point, winner};
    for (const ModelSummary& model : run.summary.models) {
      if (model.model.name == winner) drop.candidate.point = model.model.point;
    }
    drop.best = drop.candidate;
  }
  run.summary = summarise(run.header(), run.trials, record);
  run.stopping = stopping_notes(run.summary);
  const Answer answer = answer_of(run);
  EXPECT_FALSE(answer.sentence.starts_with(winner + " wins"));
  EXPECT_THAT(answer.notes, Contains(HasSubstr("Stopped after 60 seeds")));
}

}  // namespace
}  // namespace actlab
