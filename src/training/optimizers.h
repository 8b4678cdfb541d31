#pragma once

#include <variant>

// The one list of optimizers: an optimizer is a file of this folder and its name here.
#include "training/adagrad.h"
#include "training/adam.h"
#include "training/adamw.h"
#include "training/rmsprop.h"
#include "training/sgd.h"

namespace actlab {

using OptimizerConfig = std::variant<Sgd, Adam, AdamW, RmsProp, Adagrad>;

}  // namespace actlab
