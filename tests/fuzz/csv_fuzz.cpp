// Changes well-formed CSV files at random and reads them with all kinds of settings: fuzz_csv COUNT [SEED [RUNNER
// SAMPLE]]; see harness.h. What is accepted must be data that a network can be trained on.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/error.h"
#include "fuzz/harness.h"
#include "fuzz/mutator.h"
#include "lab/data/all.h"

namespace actlab {
namespace {

std::string utf16(const std::string& ascii) {
  std::string text = "\xFF\xFE";
  for (const char c : ascii) text += {c, '\0'};
  return text;
}

std::string with_line_ends(std::string text, const std::string& end) {
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += end.size()) text.replace(at, 1, end);
  return text;
}

std::vector<std::string> tables() {
  std::string numbers = "x,y,label\n", regression = "a,b,price\n", texts = "\"\",\"colour\",\"size\",\"ok\"\n",
              dates = "day,open,count\n", german = "x;y;klasse\n", iris, blanks = "a  b  c\n", marks = "n,income\n";
  for (int i = 0; i < 24; ++i) {
    const std::string n = std::to_string(i * 7 % 10), d = std::to_string(i * 37 % 89);
    numbers += n + "." + d + "," + (i % 5 == 4 ? "NA" : "-" + d + "e-1") + "," + (i % 2 == 0 ? "yes" : "no") + "\n";
    regression += n + ",0." + d + ",1" + d + "." + n + "5\n";
    texts += "\"" + std::to_string(i + 1) + "\",\"" +
             (i % 3 == 0   ? "red, dark"
              : i % 3 == 1 ? "say \"\"x\"\""
                           : "blue") +
             "\"," + d + "," + (i % 2 == 0 ? "TRUE" : "FALSE") + "\n";
    dates += "2020-01-" + std::string(i < 9 ? "0" : "") + std::to_string(i + 1) + "," + d + "." + n + "," + n + "\n";
    german += n + "," + d + ";1." + std::to_string(100 + i) + "," + n + ";" + (i % 2 == 0 ? "a" : "b") + "\n";
    iris += "5." + n + ",3." + d + "," + (i % 2 == 0 ? "setosa" : "virginica") + "\n";
    blanks += n + "  " + d + "\t" + std::to_string(i % 2) + "\n";
    marks += n + ",\"1," + std::to_string(100 + i) + "\"\n";
  }
  return {numbers,
          regression,
          texts,
          dates,
          german,
          iris,
          blanks,
          marks,
          "sep=;\n" + german,
          "\xEF\xBB\xBF" + numbers,
          with_line_ends(numbers, "\r\n"),
          with_line_ends(texts, "\r"),
          utf16(numbers),
          "24,2,setosa,virginica\n" + with_line_ends(iris, "\n")};
}

const std::vector<std::string> cells{"",
                                     "NA",
                                     "?",
                                     "-999",
                                     "1",
                                     "0.5",
                                     "1e999",
                                     "-inf",
                                     "nan",
                                     "1,5",
                                     "\"",
                                     "\"\"",
                                     "\"a,b\"",
                                     "a\"b",
                                     "TRUE",
                                     "f",
                                     "2020-02-30",
                                     " ",
                                     "\t",
                                     "\n",
                                     "\r",
                                     ",",
                                     ";",
                                     "\n\n",
                                     "x",
                                     "é",
                                     "\xe9",
                                     "\xFF\xFE",
                                     "\xEF\xBB\xBF",
                                     std::string("\0", 1),
                                     "0x10",
                                     "1_000",
                                     "9007199254740993",
                                     "3.4028236e38",
                                     "1e-400",
                                     "\u200b",
                                     "=1+1"};

const std::vector<std::string> settings{"header: false",
                                        "label: 0",
                                        "label: -1",
                                        "label: label",
                                        "label: 9",
                                        "columns: [x]",
                                        "columns: [0, 1]",
                                        "ignore: [0]",
                                        "ignore: [x, 1]",
                                        "delimiter: semicolon",
                                        "delimiter: space",
                                        "delimiter: tab",
                                        "decimal: comma",
                                        "thousands: comma",
                                        "thousands: point",
                                        "skip: 1",
                                        "skip: 30",
                                        "task: classes",
                                        "task: regression",
                                        "test_fraction: 0",
                                        "test_fraction: 0.9",
                                        "stratify: false",
                                        "types: {0: category}",
                                        "types: {x: number}",
                                        "types: {day: date}",
                                        "types: {1: boolean, 2: identifier}",
                                        "max_levels: 3",
                                        "missing: {rows: drop}",
                                        "missing: {values: [\"?\", -999], rows: drop}"};

FuzzInput changed_table(const std::vector<std::string>& corpus, Choices& choices) {
  std::string table = choices.pick(corpus);
  for (std::size_t i = choices.below(5); i > 0; --i) mutate_text(table, corpus, cells, ",;\n", choices);
  std::string data = "data: {kind: csv, file: table.csv";
  for (std::size_t i = choices.below(4); i > 0; --i) {
    const std::string& setting = choices.pick(settings);
    if (data.find(setting.substr(0, setting.find(':') + 1)) == std::string::npos) data += ", " + setting;
  }
  return {data + "}\nmodels: {A: {hidden: [3]}}\nseeds: 2\ntraining: {epochs: 1}\n", {{"table.csv", table}}, {}};
}

void check_samples(const Dataset& data, const Samples& samples) {
  const auto is_finite = [](float value) { return std::isfinite(value); };
  if (!std::all_of(samples.inputs.values.begin(), samples.inputs.values.end(), is_finite) ||
      !std::all_of(samples.values.values.begin(), samples.values.values.end(), is_finite))
    throw std::runtime_error("a value is not finite");
  const auto is_class = [&](std::int64_t label) { return label >= 0 && label < data.classes; };
  if (!std::all_of(samples.labels.begin(), samples.labels.end(), is_class))
    throw std::runtime_error("a label is no class");
  if (samples.inputs.rows > 0 && samples.inputs.columns != data.features())
    throw std::runtime_error("the number of features differs");
}

// That every seed has data to train on.
void check_data(const Experiment& experiment) {
  for (const std::uint32_t seed : experiment.base.seeds.values()) {
    const Dataset data = make_dataset(experiment.base.data, seed);
    if (data.train.size() == 0 || data.features() == 0) throw std::runtime_error("there is nothing to train on");
    check_samples(data, data.train);
    check_samples(data, data.test);
  }
}

}  // namespace
}  // namespace actlab

int main(int argc, char** argv) {
  using namespace actlab;
  const FuzzOptions options = fuzz_options(argc, argv);
  Choices choices(options.seed);
  const std::vector<std::string> corpus = tables();
  return fuzz(
      options, [&] { return changed_table(corpus, choices); }, check_data);
}
