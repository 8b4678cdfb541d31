#pragma once

#include <torch/types.h>

#include "lab/training/loss.h"

namespace actlab {

/// What is to be learnt, in the form that the next two take: int64 [samples] for cross_entropy, otherwise float32
/// [samples, outputs].
torch::Tensor targets_of(const Loss& loss, const Samples& samples);

/// The mean over the samples, a 0-d tensor. outputs: float32 [samples, loss.outputs].
torch::Tensor value(const Loss& loss, const torch::Tensor& outputs, const torch::Tensor& targets);

/// The part of the samples whose class is found; NaN for regression.
double accuracy(const Loss& loss, const torch::Tensor& outputs, const torch::Tensor& targets);

}  // namespace actlab
