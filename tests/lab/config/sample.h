#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/error.h"
#include "lab/config/fields.h"

namespace actlab {

/// A minimal config with a field of every type.
struct Sgd {
  static constexpr std::string_view kind = "sgd";
  static constexpr std::string_view help = "plain descent";
  double lr = 0.1;
  double momentum = 0;
  void declare(Fields& fields) {
    fields.real("lr", lr, positive, "learning rate");
    fields.real("momentum", momentum, fraction, "how much of the last step is kept");
  }
};
struct Adam {
  static constexpr std::string_view kind = "adam";
  static constexpr std::string_view help = "a separate step size for each weight";
  double lr = 0.001;
  double beta = 0.9;
  void declare(Fields& fields) {
    fields.real("lr", lr, positive, "learning rate");
    fields.real("beta", beta, fraction, "decay of the running mean");
  }
};
struct Table {
  static constexpr std::string_view kind = "table";
  static constexpr std::string_view help = "step sizes from a file";
  std::string file;
  void declare(Fields& fields) {
    fields.text("file", file, "path of the file");
    fields.required();
  }
};
struct Unit {
  static constexpr std::string_view kind = "unit";
  static constexpr std::string_view help = "steps of length one";
  void declare(Fields&) {}
};

struct Training {
  std::int64_t epochs = 100;
  std::variant<Sgd, Adam, Table, Unit> optimizer = Adam{};
  void declare(Fields& fields) {
    fields.integer("epochs", epochs, at_least(1), "passes over the data");
    fields.one_of("optimizer", optimizer, "optimizer of the weights");
  }
};

struct Model {
  std::vector<std::int64_t> hidden{10};
  std::vector<double> scales;
  void declare(Fields& fields) {
    fields.integers("hidden", hidden, between(1, 512), "widths of the hidden layers");
    fields.reals("scales", scales, non_negative, "a factor a layer");
  }
};

struct Sample {
  std::string name;
  bool quiet = false;
  std::string loss = "auto";
  Training training;
  std::vector<std::pair<std::string, Model>> models;
  void declare(Fields& fields) {
    static constexpr std::array<std::string_view, 3> losses{"auto", "cross_entropy", "mse"};
    fields.text("name", name, "what it is called");
    fields.required();
    fields.boolean("quiet", quiet, "say less");
    fields.choice("loss", loss, losses, "what is minimised");
    fields.section("training", training, "how a model is trained");
    fields.named("models", models, "what is compared");
  }
};

inline Declaration declaration_of(Sample& sample) {
  return [&sample](Fields& fields) { sample.declare(fields); };
}

/// Parses, overrides and reads; throws UsageError with every problem.
inline Sample load(std::string_view yaml, const std::vector<std::string>& overrides = {}) {
  Problems problems;
  Node root = parse_yaml(yaml, "a.yaml", problems);
  apply_overrides(root, parse_overrides(overrides, problems), problems);
  Sample sample;
  read_config(root, declaration_of(sample), problems);
  problems.throw_if_any();
  return sample;
}

/// The text of the problems; empty if there are none.
inline std::string problems_of(std::string_view yaml, const std::vector<std::string>& overrides = {}) {
  try {
    load(yaml, overrides);
    return "";
  } catch (const UsageError& error) {
    return error.what();
  }
}

/// The resolved config as text.
inline std::string resolved(Sample sample) {
  return to_yaml(write_config(declaration_of(sample)));
}

}  // namespace actlab
