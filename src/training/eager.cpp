#include <ATen/Parallel.h>
#include <torch/optim/optimizer.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/error.h"
#include "core/random.h"
#include "core/threads.h"
#include "models/mlp.h"
#include "training/engine.h"
#include "training/loss.h"

namespace actlab {
namespace {

/// One trial in training.
class Training {
 public:
  Training(const Trial& trial, const Dataset& data)
      : trial_(trial),
        loss_(make_loss(trial.training->loss, data)),
        train_(prepare(data.train)),
        test_(prepare(data.test)),
        model_(*trial.model_config, data.features(), loss_->outputs(), trial.seed),
        parameters_(model_.parameters()),
        optimizer_(std::visit([&](const auto& config) { return config.make(parameters_); }, trial.training->optimizer)),
        lr_(options().get_lr()),
        shuffle_(shuffle_stream(trial.seed)) {}

  /// Fills `result` as far as training goes; false where `stop` ended it.
  bool run(const std::atomic<bool>& stop, TrialResult& result) {
    const std::int64_t epochs = trial_.training->epochs;
    for (std::int64_t epoch = 0; epoch < epochs; ++epoch) {
      if (stop) return false;
      const bool last = epoch + 1 == epochs;
      const bool record = last || epoch % trial_.record_every == 0;
      const Score train = train_epoch(record);
      result.epochs = epoch;
      if (!std::isfinite(train.loss)) return diverge(result);
      if (record) result.curve.push_back({epoch, train, evaluate(test_)});
    }
    const Score train = evaluate(train_);
    if (!std::isfinite(train.loss)) return diverge(result);  // the last updates did it
    result.epochs = epochs;
    result.train = train;
    result.test = result.curve.back().test;
    if (trial_.keep_weights) {
      for (const auto& parameter : model_.named_parameters()) {
        result.weights.emplace_back(parameter.key(), parameter.value().detach());
      }
    }
    return true;
  }

 private:
  struct Sample {
    torch::Tensor inputs;
    torch::Tensor targets;
    std::int64_t size = 0;
  };

  Sample prepare(const Samples& samples) const {
    if (samples.size() == 0) return {};
    return {samples.inputs, loss_->prepare(samples), samples.size()};
  }

  static bool diverge(TrialResult& result) {
    result.status = TrialStatus::diverged;
    return true;
  }

  torch::optim::OptimizerOptions& options() { return optimizer_->param_groups().front().options(); }

  // The mean over the epoch's batches; accuracy only where `measure`. Ends at the first loss that is not finite.
  Score train_epoch(bool measure) {
    const std::int64_t batch_size = trial_.training->batch_size;
    if (batch_size == 0 || batch_size >= train_.size) return step(train_, measure);
    const Sample shuffled = shuffle();
    Score mean{0, 0};
    for (std::int64_t begin = 0; begin < shuffled.size; begin += batch_size) {
      const std::int64_t size = std::min(batch_size, shuffled.size - begin);
      const Score score =
          step({shuffled.inputs.narrow(0, begin, size), shuffled.targets.narrow(0, begin, size), size}, measure);
      if (!std::isfinite(score.loss)) return score;
      const double weight = static_cast<double>(size) / static_cast<double>(shuffled.size);
      mean.loss += weight * score.loss;
      mean.accuracy += weight * score.accuracy;
    }
    return mean;
  }

  Sample shuffle() {
    const torch::Tensor order = torch::tensor(shuffle_.permutation(train_.size));
    return {train_.inputs.index_select(0, order), train_.targets.index_select(0, order), train_.size};
  }

  // One update; the score is that of before it.
  Score step(const Sample& batch, bool measure) {
    if (trial_.training->decay != 0) options().set_lr(lr_ / (1 + trial_.training->decay * static_cast<double>(steps_)));
    ++steps_;
    const torch::Tensor outputs = model_.forward(batch.inputs);
    const torch::Tensor loss = loss_->value(outputs, batch.targets);
    Score score{.loss = loss.item<double>()};
    if (!std::isfinite(score.loss)) return score;
    if (measure) score.accuracy = loss_->accuracy(outputs.detach(), batch.targets);
    // Without a gradient to add to, autograd hands its own over instead of copying it.
    for (torch::Tensor& parameter : parameters_) parameter.mutable_grad().reset();
    loss.backward();
    optimizer_->step();
    return score;
  }

  Score evaluate(const Sample& sample) const {
    if (sample.size == 0) return {};
    const torch::NoGradGuard no_grad;
    const torch::Tensor outputs = model_.forward(sample.inputs);
    return {loss_->value(outputs, sample.targets).item<double>(), loss_->accuracy(outputs, sample.targets)};
  }

  const Trial& trial_;
  std::unique_ptr<Loss> loss_;
  Sample train_;
  Sample test_;
  Mlp model_;
  std::vector<torch::Tensor> parameters_;
  std::unique_ptr<torch::optim::Optimizer> optimizer_;
  double lr_;
  NumpyRandom shuffle_;
  std::int64_t steps_ = 0;
};

/// The data of the last trial, which its neighbours in the plan often share: the models of one seed.
class LastData {
 public:
  const Dataset& of(const Trial& trial) {
    if (config_ != trial.data || seed_ != trial.seed) {
      config_ = nullptr;
      data_ = make_dataset(*trial.data, trial.seed);
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

/// Nothing where `stop` ended it.
std::optional<TrialResult> train_one(const Trial& trial, LastData& data, const std::atomic<bool>& stop) {
  const auto start = std::chrono::steady_clock::now();
  TrialResult result;
  result.engine = "eager";
  try {
    if (!Training(trial, data.of(trial)).run(stop, result)) return std::nullopt;
  } catch (const UsageError&) {
    throw;
  } catch (const c10::Error& error) {
    result.status = TrialStatus::failed;
    result.message = error.what_without_backtrace();
  } catch (const std::exception& error) {
    result.status = TrialStatus::failed;
    result.message = error.what();
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

class EagerEngine final : public Engine {
 public:
  std::string_view name() const override { return "eager"; }
  std::optional<std::string> why_not(const Trial&) const override { return std::nullopt; }
  std::size_t batch_size() const override { return 1; }

  void train(std::span<const Trial> trials, const std::atomic<bool>& stop,
             const std::function<void(const Trial&, TrialResult&&)>& done) const override {
    use_single_thread_kernels();
    if (at::get_num_threads() != 1) at::set_num_threads(1);
    LastData data;
    for (const Trial& trial : trials) {
      std::optional<TrialResult> result = train_one(trial, data, stop);
      if (!result) return;
      done(trial, std::move(*result));
    }
  }
};

}  // namespace

std::unique_ptr<Engine> make_eager_engine() {
  return std::make_unique<EagerEngine>();
}

}  // namespace actlab
