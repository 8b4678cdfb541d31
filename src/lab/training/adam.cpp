#include "lab/training/adam.h"

namespace actlab {

void Adam::declare(Fields& fields) {
  fields.real("lr", lr, positive, "learning rate");
  fields.real("beta1", beta1, fraction, "decay rate of the mean gradient");
  fields.real("beta2", beta2, fraction, "decay rate of the mean squared gradient");
  fields.real("eps", eps, non_negative, "added to the denominator");
  fields.real("weight_decay", weight_decay, non_negative, "weight decay, added to the gradient times the weight");
}

}  // namespace actlab
