#include "torch/eager/engine.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <torch/optim/optimizer.h>

#include <algorithm>
#include <cmath>

#include "core/random.h"
#include "core/threads.h"
#include "lab/training/baseline.h"
#include "lab/training/dataset_of.h"
#include "lab/training/layer_statistics.h"
#include "lab/training/trial_loop.h"
#include "torch/eager/mlp.h"
#include "torch/eager/optimizers.h"
#include "torch/eager/tensor_loss.h"

namespace actlab {
namespace {

std::vector<float> floats_of(const torch::Tensor& tensor) {
  const torch::Tensor values = tensor.detach().contiguous();
  return {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()};
}

class EagerTrainee final : public Trainee {
 public:
  EagerTrainee(const Trial& trial, const Dataset& data)
      : trial_(trial),
        loss_(make_loss(trial.training->loss, data)),
        train_(prepare(data.train)),
        test_(prepare(data.test)),
        test_labels_(data.test.labels.begin(), data.test.labels.end()),
        baseline_(baseline_of(data)),
        preprocessing_(data.preprocessing),
        model_(*trial.model_config, data.features(), loss_.outputs, trial.seed),
        parameters_(model_.parameters()),
        optimizer_(make_optimizer(trial.training->optimizer, parameters_)),
        lr_(options().get_lr()),
        shuffle_(shuffle_stream(trial.seed)),
        noise_(at::detail::createCPUGenerator(noise_seed(trial.seed))) {}

  Score train_epoch(bool measure) override {
    const std::int64_t batch_size = trial_.training->batch_size;
    if (batch_size == 0 || batch_size >= train_.size) return step(train_, measure);
    const torch::Tensor order = torch::tensor(shuffle_.permutation(train_.size));
    Score mean{0, 0};
    for (std::int64_t begin = 0; begin < train_.size; begin += batch_size) {
      const std::int64_t size = std::min(batch_size, train_.size - begin);
      // Gathers one batch at a time, so that it is in the cache when it is used.
      const torch::Tensor rows = order.narrow(0, begin, size);
      const Score score =
          step({train_.inputs.index_select(0, rows), train_.targets.index_select(0, rows), size}, measure);
      if (!std::isfinite(score.loss)) return score;
      const double weight = static_cast<double>(size) / static_cast<double>(train_.size);
      mean.loss += weight * score.loss;
      mean.accuracy += weight * score.accuracy;
    }
    return mean;
  }

  Score evaluate_train() override { return score(train_, outputs(train_)); }
  Score evaluate_test(Confusion* confusion) override {
    const torch::Tensor results = outputs(test_);
    if (confusion != nullptr && !test_labels_.empty())
      *confusion = count_confusion(test_labels_, classes_of(results), loss_.classes);
    return score(test_, results);
  }
  Baseline baseline() const override { return baseline_; }
  const Preprocessing& preprocessing() const override { return preprocessing_; }

  std::vector<LayerStatistics> layer_statistics() override {
    const torch::NoGradGuard no_grad;
    std::vector<LayerStatistics> layers(model_.layers().size());
    torch::Tensor x = train_.inputs;
    for (std::size_t l = 0; l + 1 < layers.size(); ++l) {
      const torch::Tensor z = model_.layers()[l]->forward(x);
      x = model_.activate(l, z);
      count(x, derivative(l, z), layers[l]);
    }
    measure_gradients(layers);
    return layers;
  }

  NamedArrays weights() const override {
    NamedArrays weights;
    for (const auto& parameter : model_.named_parameters()) {
      const torch::Tensor& value = parameter.value();
      weights.push_back({parameter.key(), value.sizes().vec(), floats_of(value)});
    }
    return weights;
  }

 private:
  struct Sample {
    torch::Tensor inputs;
    torch::Tensor targets;
    std::int64_t size = 0;
  };

  Sample prepare(const Samples& samples) const {
    if (samples.size() == 0) return {};
    return {as_tensor(samples.inputs), targets_of(loss_, samples), samples.size()};
  }

  torch::optim::OptimizerOptions& options() { return optimizer_->param_groups().front().options(); }

  // Updates the weights once. The score is that of the weights before the update.
  Score step(const Sample& batch, bool measure) {
    if (trial_.training->decay != 0) options().set_lr(lr_ / (1 + trial_.training->decay * static_cast<double>(steps_)));
    ++steps_;
    const torch::Tensor outputs = model_.forward(batch.inputs, noise_);
    const torch::Tensor loss = value(loss_, outputs, batch.targets);
    Score score{.loss = loss_.unit * loss.item<double>()};
    if (!std::isfinite(score.loss)) return score;
    if (measure) score.accuracy = accuracy(loss_, outputs.detach(), batch.targets);
    // If there is no gradient to add to, autograd moves the new one instead of copying it.
    for (torch::Tensor& parameter : parameters_) parameter.mutable_grad().reset();
    loss.backward();
    optimizer_->step();
    return score;
  }

  // With the current weights; undefined for an empty sample.
  torch::Tensor outputs(const Sample& sample) const {
    const torch::NoGradGuard no_grad;
    return sample.size == 0 ? torch::Tensor() : model_.forward(sample.inputs);
  }

  Score score(const Sample& sample, const torch::Tensor& outputs) const {
    if (sample.size == 0) return {};
    return {loss_.unit * value(loss_, outputs, sample.targets).item<double>(),
            accuracy(loss_, outputs, sample.targets)};
  }

  std::vector<std::int32_t> classes_of(const torch::Tensor& outputs) const {
    const torch::Tensor classes = predicted_classes(loss_, outputs).to(torch::kInt).contiguous();
    return {classes.data_ptr<std::int32_t>(), classes.data_ptr<std::int32_t>() + classes.numel()};
  }

  // d f(z) / d z. For a row-wise activation, the derivative of the sum of its row.
  torch::Tensor derivative(std::size_t layer, const torch::Tensor& z) const {
    const torch::AutoGradMode record(true);
    const torch::Tensor input = z.detach().requires_grad_();
    return torch::autograd::grad({model_.activate(layer, input).sum()}, {input})[0];
  }

  static void count(const torch::Tensor& y, const torch::Tensor& derivatives, LayerStatistics& statistics) {
    UnitCounts counts;
    const torch::Tensor zeros = (y == 0).sum(0).contiguous();
    counts.zeros.assign(zeros.data_ptr<std::int64_t>(), zeros.data_ptr<std::int64_t>() + zeros.numel());
    counts.saturated = (derivatives.abs() < saturation_threshold).sum().item<std::int64_t>();
    counts.summarise(y.size(0), statistics);
  }

  // Sets the norm of the gradient with respect to the weights and biases of each layer.
  void measure_gradients(std::vector<LayerStatistics>& layers) {
    const torch::AutoGradMode record(true);
    std::vector<torch::Tensor> weights;
    for (const auto& layer : model_.layers()) weights.insert(weights.end(), {layer->weight, layer->bias});
    const auto gradients =
        torch::autograd::grad({value(loss_, model_.forward(train_.inputs), train_.targets)}, weights);
    for (std::size_t l = 0; l < layers.size(); ++l) {
      layers[l].gradient_norm = torch::cat({gradients[2 * l].flatten(), gradients[2 * l + 1]}).norm().item<double>();
    }
  }

  const Trial& trial_;
  Loss loss_;
  Sample train_;
  Sample test_;
  std::vector<std::int32_t> test_labels_;
  Baseline baseline_;
  Preprocessing preprocessing_;
  Mlp model_;
  std::vector<torch::Tensor> parameters_;
  std::unique_ptr<torch::optim::Optimizer> optimizer_;
  double lr_;
  NumpyRandom shuffle_;
  at::Generator noise_;
  std::int64_t steps_ = 0;
};

/// Caches the data of the last trial, because the models of a seed follow each other in a plan.
class DataCache {
 public:
  const Dataset& of(const Trial& trial) {
    if (config_ != trial.data || seed_ != trial.seed) {
      config_ = nullptr;
      data_ = dataset_of(trial);
      config_ = trial.data;
      seed_ = trial.seed;
    }
    return data_;
  }

 private:
  const DataConfig* config_ = nullptr;
  std::uint32_t seed_ = 0;
  Dataset data_;
};

class ModelView final : public NetworkView {
 public:
  ModelView(const Trial& trial, std::int64_t features, std::int64_t outputs, const NamedArrays& parameters)
      : model_(*trial.model_config, features, outputs, trial.seed) {
    model_.load(parameters);
  }

  Matrix outputs(const Matrix& inputs) const override {
    const torch::NoGradGuard no_grad;
    return matrix_of(model_.forward(as_tensor(inputs)));
  }

  void pass(const Matrix& inputs, const Visit& visit) const override {
    const torch::NoGradGuard no_grad;
    torch::Tensor x = as_tensor(inputs);
    for (std::size_t l = 0; l < model_.layers().size(); ++l) {
      const torch::Tensor z = model_.layers()[l]->forward(x);
      x = l < model_.activations().size() ? model_.activate(l, z) : z;
      visit(l, matrix_of(z), matrix_of(x));
    }
  }

 private:
  static Matrix matrix_of(const torch::Tensor& tensor) {
    Matrix matrix;
    matrix.rows = tensor.size(0);
    matrix.columns = tensor.size(1);
    matrix.values = floats_of(tensor);
    return matrix;
  }

  Mlp model_;
};

// Without the backtrace of c10::Error.
std::string message_of(const std::exception& error) {
  const auto* torch_error = dynamic_cast<const c10::Error*>(&error);
  return torch_error != nullptr ? torch_error->what_without_backtrace() : error.what();
}

class EagerEngine final : public Engine {
 public:
  std::string_view name() const override { return "eager"; }
  std::optional<std::string> unsupported_reason(const Trial&) const override { return std::nullopt; }
  std::size_t batch_size() const override { return 1; }

  void train(std::span<const Trial> trials, const std::atomic<bool>& stop,
             const std::function<void(const Trial&, TrialResult&&)>& done) const override {
    use_single_thread_kernels();
    if (at::get_num_threads() != 1) at::set_num_threads(1);
    DataCache data;
    for (const Trial& trial : trials) {
      auto result = run_trial(
          trial, name(), stop, [&] { return std::make_unique<EagerTrainee>(trial, data.of(trial)); }, message_of);
      if (!result) return;
      done(trial, std::move(*result));
    }
  }

  std::unique_ptr<NetworkView> view(const Trial& trial, std::int64_t features, std::int64_t outputs,
                                    const NamedArrays& parameters) const override {
    return std::make_unique<ModelView>(trial, features, outputs, parameters);
  }
};

}  // namespace

std::unique_ptr<Engine> make_eager_engine() {
  return std::make_unique<EagerEngine>();
}

}  // namespace actlab
