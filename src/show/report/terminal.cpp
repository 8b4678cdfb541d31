#include "show/report/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "lab/statistics/bootstrap.h"
#include "show/report/baseline.h"
#include "show/report/metric_text.h"
#include "show/report/table.h"

namespace actlab {
namespace {

using Align = Table::Align;
using Columns = std::vector<Table::Column>;
using Cells = std::vector<std::string>;

template <class Text> std::string interval_text(const Estimate& estimate, bool regression, Text text) {
  if (std::isnan(estimate.low)) return std::string(absent);
  return fmt::format("{} … {}", text(estimate.low, regression), text(estimate.high, regression));
}

Columns sweep_columns(const RunHeader& header) {
  Columns columns;
  for (const std::string& key : header.sweep_keys) columns.push_back({short_key(key, header.sweep_keys), Align::left});
  return columns;
}

Cells operator+(Cells cells, const Cells& more) {
  cells.insert(cells.end(), more.begin(), more.end());
  return cells;
}

Columns operator+(Columns columns, const Columns& more) {
  columns.insert(columns.end(), more.begin(), more.end());
  return columns;
}

const Cells& sweep_cells(const RunHeader& header, std::int64_t point) {
  return header.points.at(static_cast<std::size_t>(point));
}

std::string diverged_text(const ModelSummary& model) {
  if (model.diverged == 0) return "";
  if (model.first_diverged == model.last_diverged)
    return fmt::format("{} at epoch {}", model.diverged, model.first_diverged);
  return fmt::format("{} at epochs {} to {}", model.diverged, model.first_diverged, model.last_diverged);
}

Cells sample_cells(std::string_view name, const SampleSummary& sample, bool regression,
                   const Estimate& balanced = estimate({})) {
  const Estimate& metric = sample.metric;
  const std::string loss =
      std::isnan(sample.mean_loss) ? std::string(absent) : fmt::format("{:#.4g}", sample.mean_loss);
  return {std::string(name),
          metric_text(metric.mean, regression),
          interval_text(metric, regression, metric_text),
          metric_text(metric.min, regression),
          metric_text(metric.max, regression),
          balanced.count == 0 ? "" : metric_text(balanced.mean, regression),
          loss};
}

void add_baseline(Table& table, const Summary& summary, std::size_t model, const BaselineSummary& baseline) {
  const RunHeader& header = summary.header;
  const bool is_only = summary.baselines.size() == 1;
  const Cells blank(header.sweep_keys.size());
  const auto row = [&](const Cells& sweep, const std::string& name, const Cells& sample) {
    table.add_row(sweep + Cells{name} + sample + Cells(4));
  };
  row(is_only ? blank : sweep_cells(header, summary.models[model].model.point), baseline_name(summary, model),
      sample_cells("training", baseline.train, header.regression));
  if (baseline.test.metric.count > 0)
    row(blank, "", sample_cells("held-out", baseline.test, header.regression, baseline.balanced));
}

std::string models_table(const Summary& summary, bool colours) {
  const RunHeader& header = summary.header;
  Table table(sweep_columns(header) + Columns{{"model", Align::left},
                                              {"sample", Align::left},
                                              {"mean"},
                                              {"95 % interval"},
                                              {"min"},
                                              {"max"},
                                              {"balanced"},
                                              {"loss"},
                                              {"epochs"},
                                              {"trials"},
                                              {"diverged", Align::left},
                                              {"failed"}});
  const Cells blank(header.sweep_keys.size());
  for (std::size_t i = 0; i < summary.models.size(); ++i) {
    const ModelSummary& model = summary.models[i];
    const std::string failed = model.failed == 0 ? "" : fmt::format("{}", model.failed);
    table.add_row(
        sweep_cells(header, model.model.point) + Cells{model.model.name} +
        sample_cells("training", model.train, header.regression) +
        Cells{fmt::format("{}", model.epochs), fmt::format("{}", model.finished), diverged_text(model), failed});
    if (model.test.metric.count > 0) {
      table.add_row(blank + Cells{""} +
                    sample_cells("held-out", model.test, header.regression, model.confusion.balanced) + Cells(4));
    }
    if (const BaselineSummary* baseline = summary.baseline_below(i)) add_baseline(table, summary, i, *baseline);
  }
  const char* metric = header.regression ? "RMSE" : "accuracy in %";
  return fmt::format("{}: the mean over seeds, and its 95 % interval ({})\n", metric, title(header.interval)) +
         table.to_string(colours) + (has_balanced(summary) ? std::string(balanced_explanation) + "\n" : "");
}

Cells comparison_cells(std::string_view name, const SampleComparison& comparison, bool regression) {
  const std::string ties = comparison.ties == 0 ? "" : fmt::format(", {} tied", comparison.ties);
  return {std::string(name), difference_text(comparison.difference.mean, regression),
          interval_text(comparison.difference, regression, difference_text),
          fmt::format("{} of {}{}", comparison.wins, comparison.difference.count, ties), p_text(comparison.p_holm)};
}

// Why some pairs have a dash.
std::string missing_p_text(const Summary& summary) {
  const auto any = [&](NoVerdict reason) {
    return std::any_of(summary.pairs.begin(), summary.pairs.end(), [&](const PairSummary& pair) {
      const auto applies = [&](const SampleComparison& comparison) {
        return comparison.difference.count > 0 && comparison.no_verdict == reason;
      };
      return applies(pair.train) || applies(pair.test);
    });
  };
  std::string text;
  if (any(NoVerdict::few_seeds)) text += fmt::format("Fewer than {} seeds have no interval and no p.\n", fewest_seeds);
  if (any(NoVerdict::no_spread)) text += "A difference that is the same on every seed has no interval and no p.\n";
  return text;
}

std::string pairs_table(const Summary& summary, bool colours) {
  const RunHeader& header = summary.header;
  Table table(sweep_columns(header) + Columns{{"model − other", Align::left},
                                              {"sample", Align::left},
                                              {"difference"},
                                              {"95 % interval"},
                                              {"better on", Align::left},
                                              {"p"}});
  const Cells blank(header.sweep_keys.size());
  for (const PairSummary& pair : summary.pairs) {
    table.add_row(sweep_cells(header, pair.point) + Cells{fmt::format("{} − {}", pair.model, pair.other)} +
                  comparison_cells("training", pair.train, header.regression));
    if (pair.test.difference.count == 0) continue;
    table.add_row(blank + Cells{""} + comparison_cells("held-out", pair.test, header.regression));
  }
  const char* metric = header.regression ? "RMSE" : "accuracy in percentage points";
  return fmt::format(
             "paired by seed: difference of {}, seeds on which the first is better, p of a permutation test with "
             "Holm's "
             "correction over these pairs\n",
             metric) +
         table.to_string(colours) + missing_p_text(summary);
}

}  // namespace

std::string to_text(const Summary& summary, bool colours) {
  std::string text = models_table(summary, colours);
  if (!summary.pairs.empty()) text.append("\n").append(pairs_table(summary, colours));
  return text;
}

}  // namespace actlab
