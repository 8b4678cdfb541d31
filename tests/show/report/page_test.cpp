#include "show/report/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/error.h"
#include "lab/record/temporary_directory.h"
#include "show/report/assets.h"
#include "show/report/run_sample.h"
#include "show/report/sections.h"

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

// A scene with two classes on a plane and the maximum number of samples.
SceneRecord large_scene() {
  SceneRecord scene{0, {{"x0", -1, 1, 64}, {"x1", -1, 1, 64}}, {"out", "in"}, {}, {}, {}};
  for (int i = 0; i < 1500; ++i) {
    scene.samples.push_back(i);
    scene.inputs.insert(scene.inputs.end(), {0.001f * static_cast<float>(i), -0.123f});
    scene.targets.push_back(static_cast<float>(i % 2));
  }
  return scene;
}

SnapshotRecord large_snapshot(int epochs) {
  SnapshotRecord snapshot{epochs, {}, {{0, 1, std::vector<float>(40, 0.025f), 9, 1, 1}}, {}, {}};
  for (int i = 0; i < 64 * 64; ++i) {
    const float share = static_cast<float>((i + epochs) % 101) / 100;
    snapshot.outputs.insert(snapshot.outputs.end(), {share, 1 - share});
  }
  for (int i = 0; i < 1500; i += 3) snapshot.wrong.push_back(i);
  return snapshot;
}

TEST(Page, HasTheSectionsWithData) {
  const TemporaryDirectory directory;
  write_sample_run(directory.path());
  EXPECT_THAT(section_ids(load_run(directory.path())),
              testing::ElementsAre("boundary", "curves", "distribution", "profile", "differences", "pairs", "confusion",
                                   "activations", "health", "gradcheck", "table", "provenance"));
}

TEST(Page, ShowsTheConfusionMatrixOfEachModel) {
  const TemporaryDirectory directory;
  write_sample_run(directory.path());
  RunRecord record = RunRecord::open(directory.path());
  RecordedTrial diverged = sample_trial(1);
  diverged.status = TrialStatus::diverged;
  record.save(std::vector{diverged});
  Database(directory / "run.sqlite").execute("DELETE FROM confusion_matrices WHERE trial = 1");
  const Json section = confusion_section(load_run(directory.path()));
  ASSERT_EQ(section["charts"].size(), 2u);
  EXPECT_EQ(section["charts"][1]["model"], "B");
  EXPECT_EQ(section["charts"][1]["data"]["cells"].dump(),
            R"({"columns":["point","label","prediction","samples","share"],"texts":{"label":["0","1"],)"
            R"("prediction":["0","1"]},"rows":[[0,0,0,32,1.0],[0,1,0,4,0.3636],[0,1,1,7,0.6364]]})");
  EXPECT_THAT(section["text"].get<std::string>(), HasSubstr("have no predictions (A: 1 of 2 trials)."));
}

TEST(Page, HasNoConfusionMatricesOfManyClasses) {
  const TemporaryDirectory directory;
  RunHeader header = sample_header();
  header.data = {{std::vector<std::string>(21, "class")}};
  for (ModelRecord& model : header.models) model.data = 0;
  write_sample_run(directory.path(), header);
  EXPECT_TRUE(confusion_section(load_run(directory.path())).is_null());
}

TEST(Page, HasTheBaselineAndBalancedAccuracyInItsTable) {
  const TemporaryDirectory directory;
  write_sample_run(directory.path());
  const Json table = table_section(load_run(directory.path()));
  EXPECT_EQ(table["columns"][10], "balanced");
  ASSERT_EQ(table["rows"].size(), 6u);
  EXPECT_EQ(table["rows"][1][10].dump(), R"(["70.83",0.7083333333333333])") << "unlike the accuracy";
  EXPECT_EQ(table["rows"][5][0], "baseline: most frequent class");
  EXPECT_EQ(table["rows"][5][4].dump(), R"(["75.00",0.75])");
  for (const Json& row : table["rows"]) EXPECT_EQ(row.size(), table["columns"].size());
}

TEST(Page, NamesTheFileOfTheDataAndItsHash) {
  const TemporaryDirectory directory;
  RunHeader header = sample_header();
  header.data = {{.classes = {"a", "b"}, .file = "iris.csv", .hash = "0123"}};
  for (ModelRecord& model : header.models) model.data = 0;
  write_sample_run(directory.path(), header);
  EXPECT_EQ(provenance_section(load_run(directory.path()))["sessions"][0].dump(),
            R"([["data","iris.csv, XXH3 0123"]])");
}

TEST(Page, OmitsSectionsWithoutData) {
  const TemporaryDirectory directory;
  RunRecord::create(directory.path(), sample_header()).add_session(sample_provenance);
  EXPECT_THAT(section_ids(load_run(directory.path())), testing::ElementsAre("table", "provenance"));
}

TEST(Page, ShowsLayerStatisticsOfFinishedTrials) {
  const TemporaryDirectory directory;
  {
    RunRecord record = RunRecord::create(directory.path(), sample_header());
    std::vector<RecordedTrial> trials;
    for (const std::int64_t id : {0, 1, 2}) {
      trials.push_back(sample_trial(id));
      trials.back().layer_statistics = sample_layer_statistics();
    }
    trials[1].layer_statistics[2].zeros = 1;                 // the mean over both seeds of A is 0.75
    trials[1].layer_statistics[3].gradient_norm = INFINITY;  // excluded from means
    trials[2].status = TrialStatus::diverged;                // the only trial of B
    trials.push_back(sample_trial(3));
    record.save(trials);
  }
  const Json section = health_section(load_run(directory.path()));
  std::vector<std::string> names;
  for (const Json& chart : section["charts"]) names.push_back(chart["name"]);
  EXPECT_THAT(names, testing::ElementsAre("health-zeros", "health-saturated", "health-gradient")) << "no unit was dead";
  EXPECT_EQ(section["charts"][0]["data"]["health"].dump(),
            R"({"columns":["model","point","layer","epoch","value"],"texts":{"model":["A","B"]},)"
            R"("rows":[[0,0,1,1,0.0],[0,0,1,2,0.75],[1,0,1,1,0.0],[1,0,1,2,0.5]]})");
  EXPECT_EQ(section["charts"][2]["data"]["health"]["rows"].dump(),
            "[[0,0,1,1,2.0],[0,0,1,2,1.0],[0,0,2,1,3.0],[0,0,2,2,4.0],"
            "[1,0,1,1,2.0],[1,0,1,2,1.0],[1,0,2,1,3.0],[1,0,2,2,4.0]]");
  EXPECT_THAT(section["text"].get<std::string>(), HasSubstr("Mean over 2 seeds"));
}

TEST(Page, ShowsGradientNormsThatAreFarApartOnALogarithmicScaleWithoutZeros) {
  const TemporaryDirectory directory;
  {
    RunRecord record = RunRecord::create(directory.path(), sample_header());
    std::vector<RecordedTrial> trials{sample_trial(0), sample_trial(2)};
    for (RecordedTrial& trial : trials) trial.layer_statistics = sample_layer_statistics();
    trials[0].layer_statistics[2].gradient_norm = 0;
    trials[1].layer_statistics[2].gradient_norm = 1e26f;
    record.save(trials);
  }
  const Json chart = health_section(load_run(directory.path()))["charts"].back();
  EXPECT_EQ(chart["values"]["scale"], "log");
  EXPECT_EQ(chart["data"]["health"]["rows"].size(), 7u);
}

TEST(Page, EscapesNames) {
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

TEST(Page, AllowsOnlyItsOwnScriptsAndLoadsNoFiles) {
  const TemporaryDirectory directory;
  write_sample_run(directory.path());
  const RunData run = load_run(directory.path());
  const std::string html = page_html(run);
  EXPECT_THAT(html, HasSubstr("default-src 'none'; script-src 'nonce-"));
  EXPECT_THAT(html, Not(HasSubstr("unsafe-")));
  EXPECT_THAT(html, Not(HasSubstr(" src=\"http")));
  EXPECT_NE(html, page_html(run)) << "each page has its own nonce";
}

TEST(Page, DoesNotOverwriteOtherFiles) {
  const TemporaryDirectory directory;
  write_sample_run(directory.path());
  const RunData run = load_run(directory.path());
  const auto file = directory / "thesis.html";
  std::ofstream(file) << "<html>content</html>";
  EXPECT_THROW(write_page(run, file), UsageError);
  EXPECT_EQ(read_file(file), "<html>content</html>");
  write_page(run, directory / "report.html");
  write_page(run, directory / "report.html");
}

TEST(Page, HasASpecForEveryChart) {
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
  EXPECT_EQ(charts, 13u);
}

TEST(Page, ReplaysEachSweepPointThatHasSnapshots) {
  const TemporaryDirectory directory;
  RunHeader header = sample_header();
  header.sweep_keys = {"training.optimizer.lr"};
  header.points = {{"0.1"}, {"0.2"}, {"0.3"}};
  header.models = {{0, "A", "2-3-2 relu", 17}, {1, "A", "2-3-2 relu", 17}, {2, "A", "2-3-2 relu", 17}};
  {
    RunRecord record = RunRecord::create(directory.path(), header);
    std::vector<RecordedTrial> trials;
    for (const std::int64_t point : {0, 1, 2}) {
      trials.push_back(sample_trial(0));
      trials.back().id = trials.back().point = point;
      if (point == 2) continue;
      trials.back().snapshots = {{2, std::vector<float>(8, 0.5f), {}, {}, {}}};
    }
    record.set_scene(plane_scene());
    record.save(trials);
  }
  const RunData run = load_run(directory.path());
  const Json section = boundary_section(run);
  ASSERT_EQ(section["charts"].size(), 1u);
  const Json& points = section["charts"][0]["frames"]["points"];
  EXPECT_EQ(points.size(), 2u);
  for (const char* point : {"0", "1"}) EXPECT_EQ(points[point]["epochs"], Json::array({2}));
  EXPECT_EQ(run.replays_at(1)[0]->model.point, 1);
  EXPECT_EQ(run.replays_at(2)[0]->model.point, 0) << "falls back to the first with a replay";
}

TEST(Page, IsSmallWithAThousandSeedsOrAHundredSweepPoints) {
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
    std::vector<RecordedTrial> trials;
    for (int id = 0; id < points * seeds * 2; ++id) {
      RecordedTrial trial = sample_trial(id % 2 == 0 ? 0 : 2);
      trial.id = id;
      trial.seed = static_cast<std::uint32_t>(id / 2 % seeds);
      trial.point = id / 2 / seeds;
      trial.test.accuracy = 0.5 + 0.0001 * (id * 7919 % 5000);
      if (trial.seed == 0) {
        for (const int epochs : {0, 100, 200}) trial.snapshots.push_back(large_snapshot(epochs));
        trial.layer_statistics.assign(100, {0, 0, 0.5f, 0.25f, 0.125f, 2});
        for (int i = 0; i < 100; ++i) trial.layer_statistics[static_cast<std::size_t>(i)].epoch = i;
      }
      trial.curve.assign(200, trial.curve[0]);
      for (int i = 0; i < 200; ++i) {
        trial.curve[static_cast<std::size_t>(i)].epoch = i;
        trial.curve[static_cast<std::size_t>(i)].train.loss = 1.0f / static_cast<float>(i + 1 + id % 7);
      }
      trials.push_back(std::move(trial));
    }
    record.set_scene(large_scene());
    record.save(trials);
    record.add_session(sample_provenance);
    EXPECT_LT(page_html(load_run(directory.path())).size(), 3'000'000u) << (sweep ? "sweep" : "seeds");
  }
}

}  // namespace
}  // namespace actlab
