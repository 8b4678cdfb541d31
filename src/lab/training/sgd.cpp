#include "lab/training/sgd.h"

#include "core/error.h"

namespace actlab {

void Sgd::declare(Fields& fields) {
  fields.real("lr", lr, positive, "learning rate");
  fields.real("momentum", momentum, fraction, "share of the previous step that is added");
  fields.boolean("nesterov", nesterov, "Nesterov momentum; requires momentum");
  fields.real("weight_decay", weight_decay, non_negative, "weight decay, added to the gradient times the weight");
}

void Sgd::check() const {
  if (nesterov && momentum == 0) {
    throw UsageError(
        "training.optimizer: nesterov needs momentum, which is 0; set momentum (such as 0.9) or nesterov: false");
  }
}

}  // namespace actlab
