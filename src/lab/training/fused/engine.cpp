#include <cmath>

#include "core/random.h"
#include "lab/training/baseline.h"
#include "lab/training/dataset_of.h"
#include "lab/training/engine.h"
#include "lab/training/fused/network.h"
#include "lab/training/fused/plain_pass.h"
#include "lab/training/fused/rules.h"
#include "lab/training/loss.h"
#include "lab/training/trial_loop.h"

namespace actlab {
namespace {

using fused::LossSums;
using fused::SampleMatrix;

/// The data of one seed, in the kernels' layout.
struct PreparedData {
  PreparedData(const Dataset& data, std::string_view loss_name)
      : features(data.features()),
        loss(make_loss(loss_name, data)),
        baseline(baseline_of(data)),
        preprocessing(data.preprocessing),
        train(data.train, one_hot()),
        test(data.test, one_hot()) {}

  std::int64_t features;
  Loss loss;
  Baseline baseline;
  Preprocessing preprocessing;
  SampleMatrix train, test;

 private:
  std::int64_t one_hot() const { return loss.kind == Loss::Kind::mse ? loss.classes : 0; }
};

class FusedTrainee : public Trainee {
 public:
  FusedTrainee(const Trial& trial, std::shared_ptr<const PreparedData> data)
      : data_(std::move(data)),
        network_(*trial.model_config, data_->features, data_->loss, trial.seed),
        rule_(fused::rule_of(trial.training->optimizer)),
        schedule_(rule_, trial.training->decay),
        batch_size_(trial.training->batch_size),
        shuffle_(shuffle_stream(trial.seed)),
        batch_(data_->train, is_full_batch() ? 0 : batch_size_) {}

  Score train_epoch(bool measure) override {
    if (is_full_batch()) return score(step(data_->train, measure), data_->train, measure);
    const auto order = shuffle_.permutation(data_->train.size());
    LossSums total;
    for (std::size_t first = 0; first < order.size(); first += static_cast<std::size_t>(batch_size_)) {
      const std::size_t count = std::min(order.size() - first, static_cast<std::size_t>(batch_size_));
      batch_.gather(data_->train, std::span(order).subspan(first, count));
      const LossSums sums = step(batch_, measure);
      total.loss += sums.loss;
      total.correct += sums.correct;
      total.probe += sums.probe;
      if (!std::isfinite(sums.probe)) break;
    }
    return score(total, data_->train, measure);
  }

  Score evaluate_train() override { return evaluate(data_->train); }
  Score evaluate_test(Confusion* confusion) override {
    const bool counts = confusion != nullptr && data_->loss.classes > 0;
    std::vector<std::int32_t> predictions(static_cast<std::size_t>(counts ? data_->test.size() : 0));
    const Score score = evaluate(data_->test, predictions);
    if (counts) *confusion = count_confusion(data_->test.labels(), predictions, data_->loss.classes);
    return score;
  }
  Baseline baseline() const override { return data_->baseline; }
  const Preprocessing& preprocessing() const override { return data_->preprocessing; }
  std::vector<LayerStatistics> layer_statistics() override { return network_.layer_statistics(data_->train); }
  NamedArrays weights() const override { return network_.weights(); }

 private:
  bool is_full_batch() const { return batch_size_ == 0 || batch_size_ >= data_->train.size(); }

  // Updates the weights, unless the loss is not finite.
  LossSums step(const SampleMatrix& batch, bool measure) {
    const LossSums sums = network_.gradient(batch, measure);
    if (std::isfinite(sums.probe)) network_.update(rule_, schedule_.next());
    return sums;
  }

  Score evaluate(const SampleMatrix& samples, std::span<std::int32_t> predictions = {}) {
    if (samples.size() == 0) return {};
    return score(network_.evaluate(samples, predictions), samples, true);
  }

  Score score(const LossSums& sums, const SampleMatrix& samples, bool measured) const {
    if (!std::isfinite(sums.probe)) return {};
    if (!measured) return {.loss = sums.probe};
    Score result{.loss = data_->loss.unit * sums.loss / static_cast<double>(network_.terms(samples))};
    if (data_->loss.classes > 0) result.accuracy = sums.correct / static_cast<double>(samples.size());
    return result;
  }

  std::shared_ptr<const PreparedData> data_;
  fused::Network network_;
  fused::UpdateRule rule_;
  fused::Schedule schedule_;
  std::int64_t batch_size_;
  NumpyRandom shuffle_;
  SampleMatrix batch_;
};

/// Caches the data of the last trial, because consecutive trials of the plan often share it.
class LastPreparedData {
 public:
  std::shared_ptr<const PreparedData> of(const Trial& trial) {
    if (config_ != trial.data || seed_ != trial.seed || loss_ != trial.training->loss) {
      data_ = std::make_shared<PreparedData>(dataset_of(trial), trial.training->loss);
      config_ = trial.data;
      seed_ = trial.seed;
      loss_ = trial.training->loss;
    }
    return data_;
  }

 private:
  const DataConfig* config_ = nullptr;
  std::uint32_t seed_ = 0;
  std::string loss_;
  std::shared_ptr<const PreparedData> data_;
};

class FusedEngine : public Engine {
 public:
  std::string_view name() const override { return "fused"; }

  std::optional<std::string> unsupported_reason(const Trial& trial) const override {
    for (const ActivationPtr& activation :
         trial.model_config->activation.for_layers(trial.model_config->hidden.size())) {
      const std::string name(activation->spec().name);
      if (activation->is_row_wise()) return name + " is row-wise";
      if (activation->is_random()) return name + " is random in training";
      if (!activation->compiled()) return name + " is not an activation of the catalogue, so it has no kernels";
    }
    return std::nullopt;
  }

  std::size_t batch_size() const override { return 16; }

  void train(std::span<const Trial> trials, const std::atomic<bool>& stop,
             const std::function<void(const Trial&, TrialResult&&)>& done) const override {
    LastPreparedData data;
    for (const Trial& trial : trials) {
      auto result =
          run_trial(trial, name(), stop, [&] { return std::make_unique<FusedTrainee>(trial, data.of(trial)); });
      if (!result) return;
      done(trial, std::move(*result));
    }
  }

  std::unique_ptr<NetworkView> view(const Trial& trial, std::int64_t /*features*/, std::int64_t /*outputs*/,
                                    const NamedArrays& parameters) const override {
    return std::make_unique<fused::PlainPass>(*trial.model_config, parameters);
  }
};

}  // namespace

std::unique_ptr<Engine> make_fused_engine() {
  return std::make_unique<FusedEngine>();
}

}  // namespace actlab
