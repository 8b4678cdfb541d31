#include "lab/training/rmsprop.h"

namespace actlab {

void RmsProp::declare(Fields& fields) {
  fields.real("lr", lr, positive, "learning rate");
  fields.real("alpha", alpha, fraction, "decay rate of the mean squared gradient");
  fields.real("eps", eps, non_negative, "added to the denominator");
  fields.real("momentum", momentum, fraction, "share of the previous step that is added");
  fields.real("weight_decay", weight_decay, non_negative, "weight decay, added to the gradient times the weight");
}

}  // namespace actlab
