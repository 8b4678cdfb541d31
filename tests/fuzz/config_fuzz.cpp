// Changes the project's configs at random, as text and as trees of YAML, and reads them: fuzz_config COUNT [SEED
// [RUNNER SAMPLE]]; see harness.h.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "fuzz/harness.h"
#include "fuzz/mutator.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> yaml_tokens{"0",
                                           "-1",
                                           "1e3",
                                           "99999999999999999999",
                                           "1e999",
                                           ".nan",
                                           "~",
                                           "null",
                                           "true",
                                           "no",
                                           "[]",
                                           "{}",
                                           "[1, 2]",
                                           "[[",
                                           "}",
                                           "&a",
                                           "*a",
                                           "<<: *a",
                                           "<<",
                                           "zip",
                                           "*",
                                           "models.*.hidden: [[3], [4]]",
                                           "- ",
                                           "? ",
                                           ": ",
                                           "\t",
                                           "\n",
                                           "\n  ",
                                           "#",
                                           "'",
                                           "\"",
                                           "\"\\e\"",
                                           "|",
                                           ">",
                                           "!t",
                                           "---\n",
                                           "\xc3\xa9",
                                           "\xe9",
                                           "\xe2\x80\x8b",
                                           std::string("\0", 1),
                                           "relu",
                                           "ReLU",
                                           "torch.nn.SiLU",
                                           "sgd",
                                           "{lr: 0.1}",
                                           "{kind: csv, file: points.csv}",
                                           "{until: {interval: 0.5, at_most: 20}}",
                                           "{race: {at_most: 20}}",
                                           "circle",
                                           "sine",
                                           "kind",
                                           "x"};

const std::vector<std::string> paths{"seeds",
                                     "training.epochs",
                                     "models.*.hidden",
                                     "data",
                                     "data.samples",
                                     "sweep.training.optimizer.lr",
                                     "name",
                                     "sweep.zip.training.epochs",
                                     "training.optimizer",
                                     "record.snapshots.epochs",
                                     "models.A",
                                     "engine",
                                     "x",
                                     "a..b"};

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> configs() {
  std::vector<std::string> texts;
  for (const char* folder : {"configs", "experiments", "examples/csv"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(ACTLAB_SOURCE_DIR) / folder)) {
      const std::string name = entry.path().filename().string();
      if (entry.path().extension() != ".yaml" || name == "expected.yaml") continue;
      std::string text = text_of(entry.path());
      if (text.find("fashion_mnist") == std::string::npos) texts.push_back(std::move(text));
    }
  }
  return texts;
}

// A config whose tree is changed; as text, if it is no YAML any more.
std::string with_changed_tree(const std::string& text, Choices& choices) {
  try {
    Node root = parse_yaml(text, "corpus");
    do {
      mutate_tree(root, yaml_tokens, choices);
    } while (choices.below(3) == 0);
    return to_yaml(root);
  } catch (const UsageError&) {
    return text;
  }
}

FuzzInput changed_config(const std::vector<std::string>& corpus, const std::string& points, Choices& choices) {
  FuzzInput input{choices.pick(corpus), {{"points.csv", points}}, {}};
  switch (choices.below(3)) {
    case 0:
      input.config = with_changed_tree(input.config, choices);
      break;
    case 1:
      input.config = with_changed_tree(input.config, choices);
      [[fallthrough]];
    default:
      do {
        mutate_text(input.config, corpus, yaml_tokens, ":,}\n", choices);
      } while (choices.below(3) == 0);
  }
  if (choices.below(4) == 0) input.overrides = {choices.pick(paths) + "=" + choices.pick(yaml_tokens)};
  return input;
}

}  // namespace
}  // namespace actlab

int main(int argc, char** argv) {
  using namespace actlab;
  const FuzzOptions options = fuzz_options(argc, argv);
  Choices choices(options.seed);
  const std::vector<std::string> corpus = configs();
  const std::string points = text_of(fs::path(ACTLAB_SOURCE_DIR) / "examples/csv/points.csv");
  return fuzz(
      options, [&] { return changed_config(corpus, points, choices); }, [](const Experiment&) {});
}
