#include "lab/training/rmsprop.h"

namespace actlab {

void RmsProp::declare(Fields& fields) {
  fields.real("lr", lr, positive, "learning rate");
  fields.real("alpha", alpha, fraction, "how slowly the mean squared gradient forgets");
  fields.real("eps", eps, non_negative, "added to the denominator");
  fields.real("momentum", momentum, fraction, "how much of the last step goes into the next");
  fields.real("weight_decay", weight_decay, non_negative, "added to the gradient, times the weight");
}

}  // namespace actlab
