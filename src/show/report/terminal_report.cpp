#include "show/report/terminal_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include "core/visible.h"
#include "show/report/answer.h"
#include "show/report/baseline.h"
#include "show/report/braille_plot.h"
#include "show/report/metric_text.h"
#include "show/report/table.h"
#include "show/report/tabulated.h"
#include "show/report/terminal.h"

namespace actlab {
namespace {

// Number of bytes of the first UTF-8 character.
std::size_t character_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  return std::min(length, text.size());
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::size_t widest(const std::string& text) {
  std::size_t width = 0;
  for (const std::string& line : lines_of(text)) width = std::max(width, display_width(line));
  return width;
}

std::string clip_lines(const std::string& text, std::size_t columns) {
  std::string result;
  for (const std::string& line : lines_of(text)) result += clipped(line, columns) + "\n";
  return result;
}

// A table with few columns, for screens that are too narrow for the whole one.
std::string narrow_table(const RunData& run) {
  Table table({{"model", Table::Align::left}, {"sample", Table::Align::left}, {"mean"}, {"95 % interval"}});
  const bool regression = run.header().regression;
  for (std::size_t i = 0; i < run.summary.models.size(); ++i) {
    const ModelSummary& model = run.summary.models[i];
    const std::string point = run.point_name(model.model.point);
    const auto add = [&](const std::string& name, const char* sample, const Estimate& e) {
      table.add_row({name, sample, metric_text(e.mean, regression),
                     std::isnan(e.low)
                         ? std::string(absent)
                         : fmt::format("{} … {}", metric_text(e.low, regression), metric_text(e.high, regression))});
    };
    add(model.model.name + (point.empty() ? "" : " " + point), "training", model.train.metric);
    if (model.test.metric.count > 0) add("", "held-out", model.test.metric);
    const BaselineSummary* baseline = run.summary.baseline_below(i);
    if (baseline == nullptr) continue;
    add(baseline_name(run.summary, i), "training", baseline->train.metric);
    if (baseline->test.metric.count > 0) add("", "held-out", baseline->test.metric);
  }
  return table.to_string(false);
}

// The mean over finished trials at each recorded epoch: of the accuracy, or of the loss as its logarithm.
std::vector<double> mean_curve(const RunData& run, const ModelRecord& model) {
  const auto metric = run.header().regression ? &BasicScore<float>::loss : &BasicScore<float>::accuracy;
  const auto sample = run.has_test() ? &CurvePoint::test : &CurvePoint::train;
  std::vector<double> sums, counts;
  for (const ThinCurve& curve : run.curves) {
    const TrialRecord& trial = run.trials[static_cast<std::size_t>(curve.trial)];
    if (trial.model != model.name || trial.point != model.point || trial.status != TrialStatus::finished) continue;
    sums.resize(std::max(sums.size(), curve.points.size()));
    counts.resize(sums.size());
    for (std::size_t i = 0; i < curve.points.size(); ++i) {
      const float value = curve.points[i].*sample.*metric;
      if (!std::isfinite(value)) continue;
      sums[i] += value;
      counts[i] += 1;
    }
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const double mean = sums[i] / counts[i];
    sums[i] = run.header().regression ? std::log10(mean) : mean;
  }
  return sums;
}

std::string sparklines(const RunData& run, std::int64_t point, std::size_t columns) {
  constexpr std::size_t max_columns = 60;
  const bool regression = run.header().regression;
  std::size_t name_width = 0;
  std::vector<std::pair<std::string, std::vector<double>>> curves;
  double low = INFINITY;
  double high = -INFINITY;
  for (const ModelRecord& model : run.header().models) {
    if (model.point != point) continue;
    std::vector<double> curve = mean_curve(run, model);
    for (const double value : curve) {
      if (!std::isfinite(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
    name_width = std::max(name_width, display_width(model.name));
    curves.emplace_back(model.name, std::move(curve));
  }
  if (!(low <= high)) return "";
  name_width = std::min(name_width, columns / 3);
  const std::string sample = run.has_test() ? "held-out" : "training";
  std::string text =
      regression ? fmt::format("{} loss over epochs, {:.3g} to {:.3g}, logarithmic\n", sample, std::pow(10, low),
                               std::pow(10, high))
                 : fmt::format("{} accuracy over epochs, {:.0f} % to {:.0f} %\n", sample, 100 * low, 100 * high);
  for (const auto& [name, curve] : curves) {
    const std::size_t room = std::min(max_columns, columns > name_width + 2 ? columns - name_width - 2 : 1);
    text += fmt::format("{:<{}}  {}\n", clipped(name, name_width), name_width, sparkline(curve, low, high, room));
  }
  return text;
}

// --- maps of the most probable class ------------------------------------------------------------------------------

constexpr std::size_t map_columns = 36, map_rows = 15;

struct MapCell {
  std::size_t winner;
  double share;
};

MapCell cell_at(const SceneRecord& scene, const SnapshotRecord& snapshot, std::size_t column, std::size_t row) {
  const auto place = [](std::size_t i, std::size_t count, std::int32_t points) {
    return i * static_cast<std::size_t>(points - 1) / (count - 1);
  };
  const std::size_t x = place(column, map_columns, scene.axes[0].points);
  const std::size_t y = place(map_rows - 1 - row, map_rows, scene.axes[1].points);
  const std::size_t classes = scene.outputs.size();
  const float* p = snapshot.outputs.data() + (x * static_cast<std::size_t>(scene.axes[1].points) + y) * classes;
  const float* best = std::max_element(p, p + classes);
  return {static_cast<std::size_t>(best - p), *best};
}

// Without colours, each class has a shade.
constexpr std::array<const char*, 6> shades{"░", "█", "▒", "·", "▓", "+"};
constexpr std::array<int, 6> colours_256{168, 32, 178, 79, 97, 117};

std::string map_line(const SceneRecord& scene, const SnapshotRecord& snapshot, std::size_t row, bool colours) {
  std::string line;
  for (std::size_t column = 0; column < map_columns; ++column) {
    const MapCell cell = cell_at(scene, snapshot, column, row);
    if (!colours) {
      line += cell.share > 0 ? shades[cell.winner % shades.size()] : " ";
    } else if (cell.share > 0) {
      const double guess = 1.0 / static_cast<double>(scene.outputs.size());
      const char* shade = cell.share < guess + 0.35 * (1 - guess) ? "▒" : cell.share < 0.85 ? "▓" : "█";
      line +=
          fmt::format("{}{}{}", colour::of_256(colours_256[cell.winner % colours_256.size()]), shade, colour::reset);
    } else {
      line += " ";
    }
  }
  return line;
}

std::string map_legend(const SceneRecord& scene, const Screen& screen) {
  std::string text = fmt::format("the most probable class over {} and {}, seed {}:", scene.axes[0].feature,
                                 scene.axes[1].feature, scene.seed);
  std::string marked = text;
  for (std::size_t i = 0; i < scene.outputs.size(); ++i) {
    text += fmt::format(" {} {}", shades[i % shades.size()], scene.outputs[i]);
    marked +=
        fmt::format(" {}█{} {}", colour::of_256(colours_256[i % colours_256.size()]), colour::reset, scene.outputs[i]);
  }
  if (!screen.colours) return clipped(text, screen.columns);
  // Omits a legend that is too long, because cutting it could break its colour codes.
  return display_width(text) > screen.columns ? "" : marked;
}

std::string boundary_maps(const RunData& run, const std::vector<const Replay*>& replays, const Screen& screen) {
  const std::size_t maps_per_row = (screen.columns + 2) / (map_columns + 2);
  if (maps_per_row == 0) return "";
  std::string text = map_legend(*run.scene, screen) + "\n";
  for (std::size_t first = 0; first < replays.size(); first += maps_per_row) {
    const std::size_t end = std::min(first + maps_per_row, replays.size());
    std::string titles;
    for (std::size_t i = first; i < end; ++i) {
      titles += fmt::format("{:<{}}  ", clipped(replays[i]->model.name, map_columns), map_columns);
    }
    text += titles.substr(0, titles.find_last_not_of(' ') + 1) + "\n";
    for (std::size_t row = 0; row < map_rows; ++row) {
      for (std::size_t i = first; i < end; ++i) {
        text += (i == first ? "" : "  ") + map_line(*run.scene, replays[i]->snapshots.back(), row, screen.colours);
      }
      text += "\n";
    }
  }
  return text;
}

std::string fit_plots(const RunData& run, const std::vector<const Replay*>& replays, const Screen& screen) {
  constexpr std::size_t panel_columns = 48;
  const SceneRecord& scene = *run.scene;
  const GridAxis& axis = scene.axes[0];
  const std::size_t panels_per_row = (screen.columns + 1) / (panel_columns + 1);
  if (panels_per_row == 0) return "";
  std::string text = fmt::format("output of each network over {}, seed {}\n", axis.feature, scene.seed);
  std::vector<Panel> panels;
  for (std::size_t i = 0; i < replays.size(); ++i) {
    const Replay& replay = *replays[i];
    Panel panel{clipped(replay.model.name, panel_samples / 2), {}};
    for (std::size_t k = 0; k < panel_samples; ++k) {
      const std::size_t place = k * static_cast<std::size_t>(axis.points - 1) / (panel_samples - 1);
      panel.y.push_back(replay.snapshots.back().outputs[place * scene.outputs.size()]);
    }
    panels.push_back(std::move(panel));
    if (panels.size() < panels_per_row && i + 1 < replays.size()) continue;
    text += braille_panels(panels, axis.low, axis.high);
    panels.clear();
  }
  return text;
}

std::string plots(const RunData& run, std::int64_t point, const Screen& screen) {
  const std::vector<const Replay*> replays = run.replays_at(point);
  if (!run.scene || replays.empty()) return "";
  const bool regression = run.header().regression;
  if (run.scene->axes.size() == 2 && !regression) return boundary_maps(run, replays, screen);
  if (run.scene->axes.size() == 1 && regression) return fit_plots(run, replays, screen);
  return "";
}

}  // namespace

std::string sparkline(const std::vector<double>& values, double low, double high, std::size_t columns) {
  static constexpr std::array<const char*, 8> heights{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const std::size_t count = std::min(columns, values.size());
  std::string line;
  for (std::size_t i = 0; i < count; ++i) {
    const double value = values[count < 2 ? 0 : i * (values.size() - 1) / (count - 1)];
    if (!std::isfinite(value)) {
      line += " ";
      continue;
    }
    const double share = high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0.5;
    line += heights[static_cast<std::size_t>(std::lround(share * 7))];
  }
  return line;
}

std::string clipped(const std::string& line, std::size_t columns) {
  if (display_width(line) <= columns) return line;
  std::string kept;
  for (std::string_view rest = line; !rest.empty();) {
    const std::string next = kept + std::string(rest.substr(0, character_length(rest)));
    if (display_width(next) + 1 > columns) break;
    rest.remove_prefix(character_length(rest));
    kept = next;
  }
  return columns == 0 ? "" : kept + "…";
}

std::string wrapped(const std::string& text, std::size_t columns) {
  std::string all;
  std::string line;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (!line.empty() && display_width(line) + 1 + display_width(word) > columns) {
      all += line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
    line = clipped(line, columns);  // shortens words that are wider than the screen
  }
  return all + line + "\n";
}

std::string terminal_report(const RunData& run, const Screen& screen) {
  const Answer answer = answer_of(run);
  std::string text = wrapped(answer.sentence, screen.columns);
  for (const std::string& note : answer.notes) text += wrapped(note, screen.columns);
  if (const std::string values = tabulated_text(run, false); !values.empty())
    return text + "\n" + clip_lines(values, screen.columns);
  const bool is_wide = widest(to_text(run.summary, false)) > screen.columns;
  text += "\n" + (is_wide ? clip_lines(narrow_table(run), screen.columns) : to_text(run.summary, screen.colours));
  if (const std::string curves = sparklines(run, answer.point, screen.columns); !curves.empty())
    text += "\n" + clip_lines(curves, screen.columns);
  if (const std::string drawn = plots(run, answer.point, screen); !drawn.empty()) text += "\n" + drawn;
  return text;
}

}  // namespace actlab
