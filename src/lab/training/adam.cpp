#include "lab/training/adam.h"

namespace actlab {

void Adam::declare(Fields& fields) {
  fields.real("lr", lr, positive, "learning rate");
  fields.real("beta1", beta1, fraction, "how slowly the mean gradient forgets");
  fields.real("beta2", beta2, fraction, "how slowly the mean squared gradient forgets");
  fields.real("eps", eps, non_negative, "added to the denominator");
  fields.real("weight_decay", weight_decay, non_negative, "added to the gradient, times the weight");
}

}  // namespace actlab
