#include "training/adagrad.h"

#include <torch/optim/adagrad.h>

namespace actlab {

void Adagrad::declare(Fields& fields) {
  fields.real("lr", lr, positive, "learning rate");
  fields.real("eps", eps, non_negative, "added to the denominator");
  fields.real("weight_decay", weight_decay, non_negative, "added to the gradient, times the weight");
}

std::unique_ptr<torch::optim::Optimizer> Adagrad::make(std::vector<torch::Tensor> parameters) const {
  return std::make_unique<torch::optim::Adagrad>(std::move(parameters),
                                                 torch::optim::AdagradOptions(lr).eps(eps).weight_decay(weight_decay));
}

}  // namespace actlab
