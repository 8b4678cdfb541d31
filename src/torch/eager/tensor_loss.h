#pragma once

#include <torch/types.h>

#include "lab/training/loss.h"

namespace actlab {

/// Targets for the functions below: int64 [samples] for cross_entropy, float32 [samples, outputs] for the other losses.
torch::Tensor targets_of(const Loss& loss, const Samples& samples);

/// The mean loss over the samples, as a 0-d tensor. outputs: float32 [samples, loss.outputs].
torch::Tensor value(const Loss& loss, const torch::Tensor& outputs, const torch::Tensor& targets);

/// The class that the outputs of each sample select, int64 [samples]. `loss` must have classes.
torch::Tensor predicted_classes(const Loss& loss, const torch::Tensor& outputs);

/// The share of samples that are classified correctly. NaN for regression.
double accuracy(const Loss& loss, const torch::Tensor& outputs, const torch::Tensor& targets);

}  // namespace actlab
