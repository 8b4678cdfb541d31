#include "torch/eager/optimizers.h"

#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/rmsprop.h>
#include <torch/optim/sgd.h>

#include <utility>
#include <variant>

namespace actlab {
namespace {

using Parameters = std::vector<torch::Tensor>;
using OptimizerPtr = std::unique_ptr<torch::optim::Optimizer>;

OptimizerPtr make(const Sgd& sgd, Parameters parameters) {
  const auto options =
      torch::optim::SGDOptions(sgd.lr).momentum(sgd.momentum).nesterov(sgd.nesterov).weight_decay(sgd.weight_decay);
  return std::make_unique<torch::optim::SGD>(std::move(parameters), options);
}

OptimizerPtr make(const Adam& adam, Parameters parameters) {
  const auto options =
      torch::optim::AdamOptions(adam.lr).betas({adam.beta1, adam.beta2}).eps(adam.eps).weight_decay(adam.weight_decay);
  return std::make_unique<torch::optim::Adam>(std::move(parameters), options);
}

OptimizerPtr make(const AdamW& adamw, Parameters parameters) {
  const auto options = torch::optim::AdamWOptions(adamw.lr)
                           .betas({adamw.beta1, adamw.beta2})
                           .eps(adamw.eps)
                           .weight_decay(adamw.weight_decay);
  return std::make_unique<torch::optim::AdamW>(std::move(parameters), options);
}

OptimizerPtr make(const RmsProp& rmsprop, Parameters parameters) {
  const auto options = torch::optim::RMSpropOptions(rmsprop.lr)
                           .alpha(rmsprop.alpha)
                           .eps(rmsprop.eps)
                           .momentum(rmsprop.momentum)
                           .weight_decay(rmsprop.weight_decay);
  return std::make_unique<torch::optim::RMSprop>(std::move(parameters), options);
}

OptimizerPtr make(const Adagrad& adagrad, Parameters parameters) {
  const auto options = torch::optim::AdagradOptions(adagrad.lr).eps(adagrad.eps).weight_decay(adagrad.weight_decay);
  return std::make_unique<torch::optim::Adagrad>(std::move(parameters), options);
}

}  // namespace

OptimizerPtr make_optimizer(const OptimizerConfig& config, Parameters parameters) {
  return std::visit([&](const auto& optimizer) { return make(optimizer, std::move(parameters)); }, config);
}

}  // namespace actlab
