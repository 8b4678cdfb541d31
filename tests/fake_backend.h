#pragma once

#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "catalogue/check/float64_evaluator.h"
#include "core/error.h"
#include "lab/models/activation_portrait.h"
#include "lab/tabulate/tabulate.h"
#include "lab/tensor_backend.h"
#include "lab/training/engine.h"

namespace actlab {

/// An eager engine that supports no trial.
class AbsentEngine final : public Engine {
 public:
  std::string_view name() const override { return "eager"; }
  std::optional<std::string> unsupported_reason(const Trial&) const override { return "this program has no LibTorch"; }
  std::size_t batch_size() const override { return 1; }
  void train(std::span<const Trial>, const std::atomic<bool>&,
             const std::function<void(const Trial&, TrialResult&&)>&) const override {}
  std::unique_ptr<NetworkView> view(const Trial&, std::int64_t, std::int64_t, const NamedArrays&) const override {
    return nullptr;
  }
};

/// A backend for tests without tensors, which are compiled and linked without LibTorch.
class FakeBackend : public TensorBackend {
 public:
  void require() const override { calls.emplace_back("require"); }
  std::unique_ptr<Engine> make_eager_engine() const override { return std::make_unique<AbsentEngine>(); }

  /// Returns tanh for every script or operator.
  ActivationPtr make_script_activation(const std::string& expression) const override {
    return make("script " + expression);
  }
  ActivationPtr make_plugin_activation(const std::filesystem::path& library, const std::string& op,
                                       const ArgumentTexts& arguments) const override {
    std::string text = "plugin " + library.string() + " " + op;
    for (const auto& [name, value] : arguments) text += " " + name + "=" + value;
    return make(text);
  }
  void check_hidden_layer(const Activation& activation) const override { make("check " + to_string(activation)); }

  /// A portrait without points.
  ActivationPortrait portrait(const Activation& activation) const override {
    calls.push_back("portrait " + to_string(activation));
    ActivationPortrait portrait{};
    portrait.verdict.remark = "drawn by the fake backend";
    return portrait;
  }

  /// Computes values and first derivatives with kernels.
  std::vector<TabulatedValue> tabulate(const TabulateConfig& config) const override {
    std::vector<TabulatedValue> values;
    for (const ActivationPtr& activation : config.activations.for_layers(1)) {
      const Float64Evaluator formula(*activation);
      for (std::int64_t line = 0; const Numbers& x : config.at.lines()) {
        const Numbers y = formula.values(x), derivatives = formula.derivatives(x);
        for (std::size_t i = 0; i < x.size(); ++i)
          values.push_back({to_string(*activation), line, static_cast<std::int64_t>(i), x[i], y[i], {derivatives[i]}});
        ++line;
      }
    }
    return values;
  }

  /// Writes the names of the arrays.
  void write_state_dict(const std::filesystem::path& path, const NamedArrays& weights) const override {
    std::ofstream file(path);
    for (const NamedArray& array : weights) file << array.name << "\n";
  }

  std::set<std::string> rejected;          ///< calls that throw UsageError: "script x[", "check softmax(dim=5)"
  mutable std::vector<std::string> calls;  ///< in order

 private:
  ActivationPtr make(const std::string& call) const {
    calls.push_back(call);
    if (rejected.contains(call)) throw UsageError("the backend rejects '" + call + "'");
    return make_activation("tanh");
  }
};

}  // namespace actlab
