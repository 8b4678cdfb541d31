#include "report/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/error.h"
#include "record/temporary_directory.h"
#include "report/assets.h"
#include "report/run_sample.h"
#include "report/sections.h"

namespace actlab {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> section_ids(const RunData& run) {
  std::vector<std::string> ids;
  const Json data = page_data(run);
  for (const Json& section : data["sections"]) ids.push_back(section["id"]);
  return ids;
}

TEST(Page, HasTheSectionsThatTheRunHasDataFor) {
  const TemporaryDirectory directory;
  write_sample_run(directory.path());
  EXPECT_THAT(section_ids(load_run(directory.path())),
              testing::ElementsAre("boundary", "curves", "distribution", "differences", "activations", "gradcheck",
                                   "table", "provenance"));
}

TEST(Page, LeavesOutSectionsWithoutData) {
  const TemporaryDirectory directory;
  RunRecord::create(directory.path(), sample_header()).add_session(sample_provenance);
  EXPECT_THAT(section_ids(load_run(directory.path())), testing::ElementsAre("table", "provenance"));
}

TEST(Page, LetsNoNameEndAScriptOrBecomeMarkup) {
  const TemporaryDirectory directory;
  RunHeader header = sample_header();
  header.name = "</script><script>alert(1)</script>";
  header.models[0].name = "</script><b>&{{scripts}}";
  write_sample_run(directory.path(), header);
  const std::string html = page_html(load_run(directory.path()));
  EXPECT_THAT(html, Not(HasSubstr("<script>alert(1)")));
  EXPECT_THAT(html, HasSubstr("<title>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>"));
  EXPECT_THAT(html, Not(HasSubstr("</script><b>")));
  EXPECT_THAT(html, HasSubstr("\\u003c/script>\\u003cb>&{{scripts}}"));
}

TEST(Page, AllowsScriptsOfItsOwnOnlyAndLoadsNothing) {
  const TemporaryDirectory directory;
  write_sample_run(directory.path());
  const RunData run = load_run(directory.path());
  const std::string html = page_html(run);
  EXPECT_THAT(html, HasSubstr("default-src 'none'; script-src 'nonce-"));
  EXPECT_THAT(html, Not(HasSubstr("unsafe-")));
  EXPECT_THAT(html, Not(HasSubstr(" src=\"http")));
  EXPECT_NE(html, page_html(run)) << "each page has a word of its own";
}

TEST(Page, IsNotWrittenOverAFileThatIsNone) {
  const TemporaryDirectory directory;
  write_sample_run(directory.path());
  const RunData run = load_run(directory.path());
  const auto file = directory / "thesis.html";
  std::ofstream(file) << "<html>years of work</html>";
  EXPECT_THROW(write_page(run, file), UsageError);
  EXPECT_EQ(read_file(file), "<html>years of work</html>");
  write_page(run, directory / "report.html");
  write_page(run, directory / "report.html");
}

TEST(Page, NamesAChartFileForEveryChart) {
  const TemporaryDirectory directory;
  write_sample_run(directory.path());
  const Json data = page_data(load_run(directory.path()));
  std::size_t charts = 0;
  for (const Json& section : data["sections"]) {
    if (!section.contains("charts")) continue;
    for (const Json& chart : section["charts"]) {
      ++charts;
      const Json spec = Json::parse(asset("charts/" + chart["spec"].get<std::string>() + ".vl.json"));
      const std::string text = spec.dump();
      for (const auto& [name, rows] : chart["data"].items())
        EXPECT_THAT(text, HasSubstr("{\"name\":\"" + name + "\"}"));
    }
  }
  EXPECT_EQ(charts, 7u);
}

TEST(Page, StaysSmallWithAThousandSeedsAndAHundredSweepPoints) {
  for (const bool sweep : {false, true}) {
    const TemporaryDirectory directory;
    RunHeader header = sample_header();
    const int points = sweep ? 100 : 1, seeds = sweep ? 5 : 1000;
    if (sweep) {
      header.sweep_keys = {"training.optimizer.lr"};
      header.points.clear();
      header.models.clear();
      for (int point = 0; point < points; ++point) {
        header.points.push_back({std::to_string(point + 1)});
        for (const char* name : {"A", "B"}) header.models.push_back({point, name, "2-3-2 relu", 17});
      }
    }
    RunRecord record = RunRecord::create(directory.path(), header);
    std::vector<TrialAndCurve> trials;
    for (int id = 0; id < points * seeds * 2; ++id) {
      TrialAndCurve trial = sample_trial(id % 2 == 0 ? 0 : 2);
      trial.trial.id = id;
      trial.trial.seed = static_cast<std::uint32_t>(id / 2 % seeds);
      trial.trial.point = id / 2 / seeds;
      trial.trial.test.accuracy = 0.5 + 0.0001 * (id * 7919 % 5000);
      trial.curve.assign(200, trial.curve[0]);
      for (int i = 0; i < 200; ++i) {
        trial.curve[static_cast<std::size_t>(i)].epoch = i;
        trial.curve[static_cast<std::size_t>(i)].train_loss = 1.0f / static_cast<float>(i + 1 + id % 7);
      }
      trials.push_back(std::move(trial));
    }
    record.save(trials);
    record.add_session(sample_provenance);
    EXPECT_LT(page_html(load_run(directory.path())).size(), 3'000'000u) << (sweep ? "sweep" : "seeds");
  }
}

}  // namespace
}  // namespace actlab
