#include "app/cli_tensors/function_check.h"

#include <c10/util/Exception.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>
#include <set>

#include "actlab/gradcheck.h"
#include "app/cli_tensors/draw.h"
#include "core/error.h"
#include "torch/plugin/named_values.h"

namespace actlab {
namespace {

using Json = nlohmann::json;

std::string reason_of(const std::exception& error) {
  const auto* torch_error = dynamic_cast<const c10::Error*>(&error);
  return torch_error != nullptr ? torch_error->what_without_backtrace() : error.what();
}

// LibTorch's allocator throws an error of its own.
bool is_out_of_memory(const std::exception& error) {
  return dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
         std::string_view(error.what()).find("can't allocate memory") != std::string_view::npos;
}

// What a tensor is, for a report of a call. A tensor of vmap has no values to look at, and a sparse one no strides.
std::string call_text(const torch::Tensor& tensor) try {
  return values_text(tensor) + (tensor.is_contiguous() ? "" : " (not contiguous)");
} catch (const std::exception&) {
  return shape_text(tensor);
}

std::string call_lines(const BoundFunction& function, const Tensors& tensors) {
  std::string text;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const std::string name = i < function.inputs.size() ? function.inputs[i].name : fmt::format("input {}", i);
    text += fmt::format("{}{}  {}", i == 0 ? "" : "\n", name, call_text(tensors[i]));
  }
  return text;
}

/// Marks on the board that the function is running.
class RunningCall {
 public:
  RunningCall(CallBoard& board, const std::string& inputs) : board_(board) { board_.begin_call(inputs); }
  ~RunningCall() { board_.end_call(); }
  RunningCall(const RunningCall&) = delete;
  RunningCall& operator=(const RunningCall&) = delete;

 private:
  CallBoard& board_;
};

/// Notes on the board that backward of an output begins.
class NoteBackward final : public torch::autograd::FunctionPreHook {
 public:
  explicit NoteBackward(CallBoard& board) : board_(board) {}
  torch::autograd::variable_list operator()(const torch::autograd::variable_list& gradients) override {
    board_.begin_backward();
    return gradients;
  }

 private:
  CallBoard& board_;
};

// The function, which notes on the board what it is doing.
Tensors watched_call(const BoundFunction& function, const Tensors& inputs, CallBoard& board) {
  const RunningCall running(board, call_lines(function, inputs));
  Tensors outputs = function.fn(inputs);
  std::set<const torch::autograd::Node*> noted;  // outputs may share a node
  for (const torch::Tensor& output : outputs) {
    if (!output.defined() || !output.grad_fn() || !noted.insert(output.grad_fn().get()).second) continue;
    output.grad_fn()->add_pre_hook(std::make_unique<NoteBackward>(board));
  }
  return outputs;
}

class FunctionCheck {
 public:
  FunctionCheck(BoundFunction function, const FunctionCheckOptions& options, ChildChannel& channel)
      : function_(std::move(function)),
        options_(options),
        channel_(channel),
        inputs_(function_.tensors()),
        watched_([this](const Tensors& inputs) { return watched_call(function_, inputs, channel_.board()); }) {
    options_.gradcheck.raise_exception = false;
  }

  void run() {
    send_inputs();
    call_once();
    stage("the first derivative");
    const GradcheckReport first = gradcheck(watched_, inputs_, options_.gradcheck);
    send({{"gradcheck", Json::parse(to_json(first))}, {"text", to_string(first)}});
    if (options_.second_order) {
      stage("the second derivative");
      const GradcheckReport second = gradgradcheck(watched_, inputs_, options_.gradcheck);
      send({{"gradgradcheck", Json::parse(to_json(second))}, {"text", to_string(second)}});
    }
    run_battery();
  }

 private:
  void send(const Json& message) {
    channel_.send(message.dump(-1, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace));
  }
  void stage(const std::string& name) { channel_.board().begin_stage(name); }

  void send_inputs() {
    Json inputs = Json::array(), notes = Json::array();
    for (const BoundInput& input : function_.inputs) {
      inputs.push_back({{"name", input.name},
                        {"tensor", shape_text(input.tensor)},
                        {"dtype", name_of(input.tensor.scalar_type())},
                        {"shape", input.tensor.sizes().vec()},
                        {"values", values_text(input.tensor)},
                        {"requires_grad", input.tensor.requires_grad()}});
      if (const std::string note = note_on(input); !note.empty()) notes.push_back(note);
    }
    send({{"inputs", inputs}, {"omitted", function_.omitted}, {"notes", notes}});
  }

  // Integers of which nobody has said what they stand for are 0 and 1, so most rows are never selected.
  static std::string note_on(const BoundInput& input) {
    const bool is_index = c10::isIntegralType(input.tensor.scalar_type(), /*includeBool=*/false);
    if (!is_index || input.spec.source != TensorSpec::Source::drawn || input.spec.range) return "";
    return fmt::format(
        "{} was drawn as integers 0 and 1. If it is an index, the rows from 2 on were not touched, and their "
        "derivatives are not checked: give its range, as in --input '{}={}:{}[0,3)'.",
        input.name, input.name.substr(0, input.name.find('[')), fmt::join(input.tensor.sizes(), "x"),
        name_of(input.tensor.scalar_type()));
  }

  // Calls the function once, to distinguish an error of the call from a wrong gradient.
  void call_once() {
    stage("the first call");
    const bool none_has_gradient =
        std::none_of(inputs_.begin(), inputs_.end(), [](const torch::Tensor& x) { return x.requires_grad(); });
    if (none_has_gradient)
      throw UsageError(fmt::format(
          "none of the inputs ({}) can have a gradient; make one floating-point, and not nograd", short_inputs()));
    Tensors outputs;
    try {
      outputs = watched_(inputs_);
    } catch (const std::exception& error) {
      if (is_out_of_memory(error)) throw;
      throw UsageError(fmt::format(
          "{}\ndoes not take {}:\n{}\nSay with --input what each tensor is: its shape, dtype and range, or its values. "
          "docs/gradcheck.md has examples.",
          function_.title, short_inputs(), reason_of(error)));
    }
    const bool returns_tensor = std::any_of(outputs.begin(), outputs.end(), [](const auto& y) { return y.defined(); });
    if (!returns_tensor)
      throw UsageError(fmt::format("{}\nreturns no tensor, so there is nothing to check", function_.title));
  }

  std::string short_inputs() const {
    std::string text;
    for (const BoundInput& input : function_.inputs)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", input.name, shape_text(input.tensor));
    return text;
  }

  // The battery also uses other shapes if all inputs have the same shape, are drawn, and the function accepts the other
  // shape.
  Tensors inputs_of_shape(torch::IntArrayRef shape) const {
    if (shape == inputs_.front().sizes()) return inputs_;
    Tensors made;
    for (std::size_t i = 0; i < inputs_.size(); ++i) {
      const bool is_drawn = function_.inputs[i].spec.source == TensorSpec::Source::drawn;
      if (!inputs_[i].requires_grad() || !is_drawn || inputs_[i].sizes() != inputs_.front().sizes()) return {};
      made.push_back(redraw(function_, i, shape));
    }
    try {
      watched_(made);
    } catch (const std::exception&) {
      return {};
    }
    return made;
  }

  void run_battery() {
    BatteryOptions options;
    options.gradcheck = options_.gradcheck;
    options.shape = inputs_.front().sizes().vec();
    options.double_backward = false;  // gradgradcheck has checked it, if requested
    options.skip = options_.skip;
    options.before_row = [this](std::string_view pitfall) { stage(fmt::format("the battery, {}", pitfall)); };
    options.after_row = [this](const BatteryRow& row) {
      BatteryReport one;
      one.rows.push_back(row);
      send({{"row", Json::parse(to_json(one)).at("rows").at(0)}});
    };
    const BatteryReport report = battery(
        watched_, [this](torch::IntArrayRef shape) { return inputs_of_shape(shape); }, options);
    send({{"battery", Json::parse(to_json(report))}, {"text", to_string(report)}});
  }

  BoundFunction function_;
  FunctionCheckOptions options_;
  ChildChannel& channel_;
  Tensors inputs_;
  TensorFunction watched_;
};

}  // namespace

void check_function(const std::function<BoundFunction(CallBoard&)>& bind, const FunctionCheckOptions& options,
                    ChildChannel& channel) {
  const auto send = [&](const char* what, const std::string& text) {
    const Json message = {{what, text}};
    channel.send(message.dump(-1, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace));
  };
  try {
    BoundFunction function = bind(channel.board());
    send("function", function.title);
    FunctionCheck(std::move(function), options, channel).run();
  } catch (const UsageError& error) {
    send("usage_error", error.what());
  } catch (const std::exception& error) {
    send(is_out_of_memory(error) ? "out_of_memory" : "not_done", reason_of(error));
  }
}

}  // namespace actlab
