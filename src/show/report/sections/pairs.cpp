#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lab/statistics/bootstrap.h"
#include "show/report/metric_text.h"
#include "show/report/sections.h"

namespace actlab {
namespace {

constexpr std::size_t max_pair_rows = 60;

// A pair with the model that is ahead first.
struct PairRow {
  std::int64_t point;
  std::string model;
  std::string other;
  const char* sample;
  SampleComparison comparison;
};

PairRow oriented(const PairSummary& pair, const char* sample, const SampleComparison& comparison, bool regression) {
  if (is_behind(comparison, regression)) return {pair.point, pair.other, pair.model, sample, reversed(comparison)};
  return {pair.point, pair.model, pair.other, sample, comparison};
}

// The held-out sample first, then by p, with the largest difference first among equals.
bool comes_before(const PairRow& a, const PairRow& b) {
  if (std::string_view(a.sample) != b.sample) return std::string_view(a.sample) == "held-out";
  const auto rank = [](const PairRow& row) {
    const double p = row.comparison.p_holm;
    return std::pair(std::isnan(p) ? 2 : p, -std::abs(row.comparison.difference.mean));
  };
  return rank(a) < rank(b);
}

std::vector<PairRow> sorted_rows(const RunData& run) {
  std::vector<PairRow> rows;
  const bool regression = run.header().regression;
  for (const PairSummary& pair : run.summary.pairs) {
    if (pair.train.difference.count > 0) rows.push_back(oriented(pair, "training", pair.train, regression));
    if (pair.test.difference.count > 0) rows.push_back(oriented(pair, "held-out", pair.test, regression));
  }
  std::stable_sort(rows.begin(), rows.end(), comes_before);
  return rows;
}

const char* verdict(const SampleComparison& comparison) {
  switch (comparison.no_verdict) {
    case NoVerdict::few_seeds:
      return "too few seeds";
    case NoVerdict::no_spread:
      return "no spread";
    case NoVerdict::none:
      break;
  }
  return shows_difference(comparison) ? "better" : "not shown";
}

std::string share_text(double share) {
  return std::isnan(share) ? std::string(absent) : fmt::format("{:.2f}", share);
}

// A cell with its text and the value to sort by.
Json sortable(std::string text, double value) {
  return Json::array({std::move(text), value});
}

// An interval, which is sorted by its lower end.
Json range(const std::string& from, const std::string& to, double low) {
  return sortable(std::isnan(low) ? std::string(absent) : from + " … " + to, low);
}

Json row_json(const RunHeader& header, const PairRow& row) {
  const SampleComparison& c = row.comparison;
  const bool regression = header.regression;
  Json json = Json::array();
  for (const std::string& value : header.points[static_cast<std::size_t>(row.point)]) json.push_back(value);
  json.insert(json.end(), {row.model, row.other, row.sample, verdict(c), c.difference.count});
  json.push_back(sortable(difference_text(c.difference.mean, regression), c.difference.mean));
  json.push_back(range(difference_text(c.difference.low, regression), difference_text(c.difference.high, regression),
                       c.difference.low));
  for (const double p : {c.p_value, c.p_holm}) json.push_back(sortable(p_text(p), p));
  json.push_back(sortable(share_text(c.better.value), c.better.value));
  json.push_back(range(share_text(c.better.low), share_text(c.better.high), c.better.low));
  json.push_back(sortable(share_text(c.order.epsilon_min), c.order.epsilon_min));
  json.push_back(sortable(metric_text(c.detectable, regression), c.detectable));
  return json;
}

Json columns_of(const RunHeader& header) {
  Json columns = Json::array();
  for (const std::string& key : header.sweep_keys) columns.push_back(short_key(key, header.sweep_keys));
  for (const char* title : {"ahead", "behind", "sample", "verdict", "seeds", "difference", "95 % interval", "p",
                            "p corrected", "P(better)", "95 % interval", "ε min", "detectable"}) {
    columns.push_back(title);
  }
  return columns;
}

Json terms_of(const RunHeader& header) {
  const std::string metric = header.regression ? "RMSE" : "accuracy, in percentage points";
  return Json::array({
      {"difference", "The mean over seeds of: " + metric + " of the model ahead, minus that of the model behind." +
                         (header.regression ? " Less RMSE is better, so it is negative." : "")},
      {"95 % interval", "Of the difference. " + interval_explanation(header.interval)},
      {"p",
       "If two models are equally good, each seed could as well have favoured the other one. p is the share of all "
       "ways to flip the signs of the seeds' differences that give a mean at least this far from 0 (sign-flip "
       "permutation test)."},
      {"p corrected",
       "Among many pairs, some have a small p by chance. Holm's correction makes p larger, so that a table in which "
       "all models are equally good has a wrong verdict with a probability of at most 5 %."},
      {"verdict",
       fmt::format("“better” if p corrected is below 0.05, else “not shown”: the models may be equal, or the "
                   "seeds too few to tell. Fewer than {} seeds, and differences that are the same on every "
                   "seed (“no spread”), allow no verdict.",
                   fewest_seeds)},
      {"P(better)",
       "The probability that the model ahead is better on a new seed, with its 95 % interval in the next column "
       "(Wilson's): the share of "
       "seeds on which it was, ties counted half. A small difference can be certain and still lose on many seeds."},
      {"ε min",
       "Almost stochastic order compares whole distributions instead of means: 0 if each quantile of the model ahead "
       "is better, 1 if each is worse. ε min is the largest value that fits the seeds with 95 % confidence. Below 0.5 "
       "the model is ahead; many authors ask for 0.2. It decides nothing here."},
      {"detectable",
       "The smallest difference that so many seeds would show with a probability of 0.8 (power), before the correction "
       "for many pairs. If that is more than you care about, train more seeds."},
  });
}

}  // namespace

Json pairs_section(const RunData& run) {
  std::vector<PairRow> rows = sorted_rows(run);
  if (rows.empty()) return nullptr;
  const std::size_t all = rows.size();
  rows.resize(std::min(all, max_pair_rows), rows.front());
  std::string text =
      "Is one model better than another, by how much, and could it be chance? Both models of a pair get the same data "
      "for each seed, so they are compared seed by seed. Click a column's head to sort.";
  if (all > rows.size()) {
    text += fmt::format(
        " Of {} rows, this table has the {} with the smallest p, held-out data first. All are in summary.json.", all,
        rows.size());
  }
  Json cells = Json::array();
  for (const PairRow& row : rows) cells.push_back(row_json(run.header(), row));
  return {{"id", "pairs"},
          {"title", "Pairs of models"},
          {"text", std::move(text)},
          {"terms", terms_of(run.header())},
          {"columns", columns_of(run.header())},
          {"rows", std::move(cells)}};
}

}  // namespace actlab
