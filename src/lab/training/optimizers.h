#pragma once

#include <variant>

// The list of optimizers. To add one, add its file to this folder and its name here.
#include "lab/training/adagrad.h"
#include "lab/training/adam.h"
#include "lab/training/adamw.h"
#include "lab/training/rmsprop.h"
#include "lab/training/sgd.h"

namespace actlab {

using OptimizerConfig = std::variant<Sgd, Adam, AdamW, RmsProp, Adagrad>;

}  // namespace actlab
