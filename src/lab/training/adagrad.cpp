#include "lab/training/adagrad.h"

namespace actlab {

void Adagrad::declare(Fields& fields) {
  fields.real("lr", lr, positive, "learning rate");
  fields.real("eps", eps, non_negative, "added to the denominator");
  fields.real("weight_decay", weight_decay, non_negative, "weight decay, added to the gradient times the weight");
}

}  // namespace actlab
