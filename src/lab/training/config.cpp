#include "lab/training/config.h"

#include <variant>

#include "lab/training/loss.h"

namespace actlab {

void TrainingConfig::declare(Fields& fields) {
  fields.integer("epochs", epochs, between(0, 1e7), "passes over the training data; 0 for no training");
  fields.integer("batch_size", batch_size, at_least(0), "samples per update; 0 for all");
  fields.one_of("optimizer", optimizer, "update rule of the weights");
  fields.real("decay", decay, non_negative, "the learning rate of step t is lr / (1 + decay * t)");
  fields.choice("loss", loss, loss_names(), "auto: cross_entropy for classes, mse for regression");
}

void check(const TrainingConfig& config, const Dataset& data) {
  make_loss(config.loss, data);
  std::visit(
      [](const auto& optimizer) {
        if constexpr (requires { optimizer.check(); }) optimizer.check();
      },
      config.optimizer);
}

}  // namespace actlab
