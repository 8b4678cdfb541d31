#include <fmt/format.h>

#include <algorithm>

#include "show/report/answer.h"
#include "show/report/sections.h"

namespace actlab {
namespace {

constexpr std::size_t max_activation_charts = 12;

Json portraits_of(const RunData& run) {
  return run.activations.empty() ? Json::array() : Json::parse(run.activations);
}

Rows curve_rows(const Json& portrait) {
  Rows rows({"x", "series", "value"});
  for (const auto& [key, series] : {std::pair{"f", "f"}, std::pair{"df", "f′"}}) {
    for (std::size_t i = 0; i < portrait["x"].size(); ++i) rows.add({portrait["x"][i], series, portrait[key][i]});
  }
  return rows;
}

Rows histogram_rows(const HistogramRecord* histogram) {
  Rows rows({"x", "x2", "share"});
  if (histogram == nullptr || histogram->shares.empty()) return rows;
  const double width = (histogram->high - histogram->low) / static_cast<double>(histogram->shares.size());
  for (std::size_t i = 0; i < histogram->shares.size(); ++i) {
    const double left = histogram->low + static_cast<double>(i) * width;
    rows.add({left, left + width, histogram->shares[i]});
  }
  return rows;
}

Json chart_of(const Json& portrait, const std::string& name, const std::string& title, const std::string& model,
              const HistogramRecord* histogram) {
  Json chart{{"spec", "activation"},
             {"name", name},
             {"title", title},
             {"caption", fmt::format("f(x) = {},  f′(x) = {}", portrait["formula"].get<std::string>(),
                                     portrait["derivative"].get<std::string>())},
             {"data", {{"curve", curve_rows(portrait).to_json()}, {"seen", histogram_rows(histogram).to_json()}}}};
  if (!model.empty()) chart["model"] = model;
  return chart;
}

// A chart per hidden layer of the replayed networks. `layers` is the number of layers, including those without a chart.
Json layer_charts(const std::vector<const Replay*>& replays, const Json& portraits, std::size_t& layers) {
  std::vector<std::string> known;
  for (const Json& portrait : portraits) known.push_back(portrait["name"]);
  Json charts = Json::array();
  for (const Replay* replay : replays) {
    const ModelRecord& model = replay->model;
    const auto names = layer_activations(model.description, known);
    const bool is_trained = replay->status == TrialStatus::finished;
    const auto& inputs = replay->snapshots.back().preactivations;
    for (std::size_t layer = 0; layer < names.size(); ++layer) {
      const auto at = static_cast<std::size_t>(std::find(known.begin(), known.end(), names[layer]) - known.begin());
      if (at == known.size() || ++layers > max_activation_charts) continue;
      const std::string place = names.size() == 1 ? "" : fmt::format(", layer {}", layer + 1);
      charts.push_back(chart_of(portraits[at], fmt::format("activation-{}-{}", model.name, layer + 1),
                                fmt::format("{}{}: {}", model.name, place, names[layer]), model.name,
                                is_trained && layer < inputs.size() ? &inputs[layer] : nullptr));
    }
  }
  return charts;
}

}  // namespace

Json activations_section(const RunData& run) {
  const Json portraits = portraits_of(run);
  const std::vector<const Replay*> replays = run.replays_at(answer_of(run).point);
  std::size_t layers = 0;
  Json charts = layer_charts(replays, portraits, layers);
  std::string text = "Solid: the activation. Dashed: its derivative.";
  if (!charts.empty()) {
    text += fmt::format(
        " In the background: a histogram of its inputs in the trained network of seed {}{}, over all training samples "
        "and units. Where the derivative is 0, the network does not learn.",
        run.scene->seed, run.header().points.size() > 1 ? " at " + run.point_name(replays.front()->model.point) : "");
  } else {
    for (const Json& portrait : portraits) {
      const std::string name = portrait["name"];
      charts.push_back(chart_of(portrait, "activation-" + name, name, "", nullptr));
    }
  }
  if (charts.empty()) return nullptr;
  if (layers > max_activation_charts)
    text += fmt::format(" Shows the first {} of {} layers.", max_activation_charts, layers);
  return {{"id", "activations"},
          {"title", "Activations and their inputs"},
          {"text", text},
          {"layout", "small"},
          {"charts", std::move(charts)}};
}

Json gradcheck_section(const RunData& run) {
  Json rows = Json::array();
  for (const Json& portrait : portraits_of(run)) {
    const Json& check = portrait["gradcheck"];
    const auto number = [&](const char* key) {
      if (!check[key].is_number()) return Json("");
      return Json::array({fmt::format("{:.2g}", check[key].get<double>()), check[key]});
    };
    rows.push_back({portrait["name"], check["passed"].get<bool>() ? "✓ passed" : "✗ failed", number("error"),
                    number("at"), check["remark"], portrait["source"]});
  }
  if (rows.empty()) return nullptr;
  return {
      {"id", "gradcheck"},
      {"title", "Gradient check"},
      {"text",
       "The derivative of each activation compared with numerical differences: the error closest to its tolerance, and "
       "its x. `runner gradcheck` also checks second derivatives and compares with PyTorch."},
      {"columns", {"activation", "verdict", "largest error", "at x", "remark", "source"}},
      {"rows", std::move(rows)}};
}

}  // namespace actlab
