// Changes the project's configs at random, as text and as trees of YAML, and reads them: fuzz_config COUNT [SEED
// [RUNNER SAMPLE]]; see harness.h.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

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

std::string with_changed_tree(Node root, Choices& choices) {
  do {
    mutate_tree(root, yaml_tokens, choices);
  } while (choices.below(3) == 0);
  return to_yaml(root);
}

class Configs {
 public:
  explicit Configs(unsigned seed) : choices_(seed) {
    for (const std::string& text : texts_) trees_.push_back(parse_yaml(text, "a config"));
  }

  FuzzInput next() {
    const std::size_t i = choices_.below(texts_.size()), kind = choices_.below(3);
    FuzzInput input{kind == 0 ? texts_[i] : with_changed_tree(trees_[i], choices_), {{"points.csv", points_}}, {}};
    while (kind < 2) {
      mutate_text(input.config, texts_, yaml_tokens, ":,}\n", choices_);
      if (choices_.below(3) != 0) break;
    }
    if (choices_.below(4) == 0) input.overrides = {choices_.pick(paths) + "=" + choices_.pick(yaml_tokens)};
    return input;
  }

 private:
  Choices choices_;
  std::vector<std::string> texts_ = configs();
  std::vector<Node> trees_;
  std::string points_ = text_of(fs::path(ACTLAB_SOURCE_DIR) / "examples/csv/points.csv");
};

}  // namespace
}  // namespace actlab

int main(int argc, char** argv) {
  using namespace actlab;
  const FuzzOptions options = fuzz_options(argc, argv);
  Configs configs(options.seed);
  return fuzz(
      options, [&] { return configs.next(); }, [](const Experiment&) {});
}
