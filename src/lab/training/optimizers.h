#pragma once

#include <variant>

// The one list of optimizers: an optimizer is a file of this folder and its name here.
#include "lab/training/adagrad.h"
#include "lab/training/adam.h"
#include "lab/training/adamw.h"
#include "lab/training/rmsprop.h"
#include "lab/training/sgd.h"

namespace actlab {

using OptimizerConfig = std::variant<Sgd, Adam, AdamW, RmsProp, Adagrad>;

}  // namespace actlab
