#include "training/adamw.h"

#include <torch/optim/adamw.h>

namespace actlab {

void AdamW::declare(Fields& fields) {
  fields.real("lr", lr, positive, "learning rate");
  fields.real("beta1", beta1, fraction, "how slowly the mean gradient forgets");
  fields.real("beta2", beta2, fraction, "how slowly the mean squared gradient forgets");
  fields.real("eps", eps, non_negative, "added to the denominator");
  fields.real("weight_decay", weight_decay, non_negative, "taken off the weight itself, times lr");
}

std::unique_ptr<torch::optim::Optimizer> AdamW::make(std::vector<torch::Tensor> parameters) const {
  return std::make_unique<torch::optim::AdamW>(
      std::move(parameters), torch::optim::AdamWOptions(lr).betas({beta1, beta2}).eps(eps).weight_decay(weight_decay));
}

}  // namespace actlab
