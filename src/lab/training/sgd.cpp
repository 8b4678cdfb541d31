#include "lab/training/sgd.h"

#include "core/error.h"

namespace actlab {

void Sgd::declare(Fields& fields) {
  fields.real("lr", lr, positive, "learning rate");
  fields.real("momentum", momentum, fraction, "how much of the last step goes into the next");
  fields.boolean("nesterov", nesterov, "take the gradient where momentum leads; needs momentum");
  fields.real("weight_decay", weight_decay, non_negative, "added to the gradient, times the weight");
}

void Sgd::check() const {
  if (nesterov && momentum == 0) {
    throw UsageError(
        "training.optimizer: nesterov needs momentum, which is 0; set momentum (0.9, say) or nesterov: false");
  }
}

}  // namespace actlab
