// Changes the project's configs at random and reads them, as --dry-run does: fuzz_config COUNT [SEED]. Fails if reading
// does anything but succeed or throw a UsageError whose text names a place, if it leaves a file, or takes too long.
#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/utf8.h"
#include "fake_backend.h"
#include "lab/experiment/load.h"
#include "lab/experiment/plan.h"
#include "lab/experiment/resolve.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

constexpr unsigned seconds_per_input = 30;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> configs() {
  std::vector<std::string> texts;
  for (const char* folder : {"configs", "experiments", "examples"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(ACTLAB_SOURCE_DIR) / folder)) {
      const std::string name = entry.path().filename().string();
      if (entry.path().extension() != ".yaml" || name == "expected.yaml") continue;
      std::string text = text_of(entry.path());
      if (text.find("fashion_mnist") == std::string::npos) texts.push_back(std::move(text));
    }
  }
  return texts;
}

class Mutator {
 public:
  Mutator(std::vector<std::string> corpus, unsigned seed) : corpus_(std::move(corpus)), random_(seed) {}

  std::string next() {
    std::string text = pick(corpus_);
    for (std::size_t i = 1 + below(4); i > 0; --i) change(text);
    return text;
  }
  std::vector<std::string> overrides() {
    static const std::vector<std::string> paths{"seeds",
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
                                                "x",
                                                "a..b"};
    if (below(3) != 0) return {};
    return {pick(paths) + "=" + pick(tokens)};
  }

 private:
  static inline const std::vector<std::string> tokens{"0",
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
                                                      "circle",
                                                      "sine",
                                                      "kind",
                                                      "x"};

  std::size_t below(std::size_t n) { return random_() % n; }
  template <class T> const T& pick(const std::vector<T>& from) { return from[below(from.size())]; }

  void change(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    switch (below(6)) {
      case 0:  // a byte
        if (at < text.size()) text[at] = static_cast<char>(random_());
        break;
      case 1:  // a token instead of a few bytes
        text.replace(at, below(8), pick(tokens));
        break;
      case 2:
        text.insert(at, pick(tokens));
        break;
      case 3:
        text.erase(at, below(30));
        break;
      case 4: {  // a line of another config
        const std::string& other = pick(corpus_);
        const std::size_t start = other.rfind('\n', below(other.size())) + 1;
        text.insert(text.rfind('\n', at) + 1, other.substr(start, other.find('\n', start) - start + 1));
        break;
      }
      default: {  // the value of a key
        const std::size_t colon = text.find(": ", at);
        if (colon == std::string::npos) break;
        text.replace(colon + 2, text.find_first_of(",}\n", colon) - colon - 2, pick(tokens));
      }
    }
  }

  std::vector<std::string> corpus_;
  std::mt19937 random_;
};

// Many samples take long to draw, which is no fault.
bool is_large(const std::string& text) {
  static const std::regex many("samples[a-z_]*[:=]? *([0-9]{6,}|[0-9.]+[eE])");
  return std::regex_search(text, many);
}

bool names_a_place(const std::string& message) {
  for (const char* place : {"fuzz.yaml", "command line: '", "points.csv"}) {
    if (message.find(place) != std::string::npos) return true;
  }
  return false;
}

enum class Outcome { accepted, refused };

Outcome read(const fs::path& file, const std::vector<std::string>& overrides) {
  try {
    Experiment experiment = load_experiment(file, overrides);
    const FakeBackend backend;
    resolve_activations(experiment, backend);
    const Engines engines = make_engines(backend);
    if (experiment.points.size() * experiment.base.seeds.values().size() < 10'000) make_plan(experiment, engines);
    return Outcome::accepted;
  } catch (const UsageError& error) {
    const std::string message = error.what();
    if (message.find("this program has no LibTorch") != std::string::npos) return Outcome::accepted;  // the other has
    if (!names_a_place(message)) throw std::runtime_error("this refusal names no place: " + message);
    if (first_invalid_utf8(message)) throw std::runtime_error("this refusal is not UTF-8: " + message);
    return Outcome::refused;
  }
}

int run(long count, unsigned seed) {
  char folder[] = "/tmp/actlab-fuzz-XXXXXX";
  if (mkdtemp(folder) == nullptr) return 1;
  const fs::path scratch = folder;
  fs::copy_file(fs::path(ACTLAB_SOURCE_DIR) / "examples/csv/points.csv", scratch / "points.csv");
  Mutator mutator(configs(), seed);
  long accepted = 0, failed = 0;
  for (long i = 0; i < count; ++i) {
    const std::string text = mutator.next();
    const std::vector<std::string> overrides = mutator.overrides();
    if (is_large(text) || (!overrides.empty() && is_large(overrides[0]))) continue;
    std::ofstream(scratch / "fuzz.yaml", std::ios::binary) << text;
    alarm(seconds_per_input);  // ends the process, and the input is still in the folder
    try {
      if (read(scratch / "fuzz.yaml", overrides) == Outcome::accepted) ++accepted;
      if (std::distance(fs::directory_iterator(scratch), {}) != 2 + failed)
        throw std::runtime_error("it left a file in " + scratch.string());
    } catch (const std::exception& error) {
      const fs::path kept = scratch / fmt::format("failed-{}.yaml", i);
      fs::copy_file(scratch / "fuzz.yaml", kept);
      ++failed;
      fmt::print(stderr, "{} {}: {}\n", kept.string(), overrides.empty() ? "" : overrides[0], error.what());
    }
    alarm(0);
  }
  fmt::print("{} configs: {} accepted, {} failed\n", count, accepted, failed);
  if (failed == 0) fs::remove_all(scratch);
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace actlab

int main(int argc, char** argv) {
  return actlab::run(argc > 1 ? std::atol(argv[1]) : 2000, argc > 2 ? static_cast<unsigned>(std::atol(argv[2])) : 1);
}
