#pragma once

#include "battery.h"
#include "gradcheck_options.h"
#include "gradcheck_report.h"
#include "tensor_function.h"

/// A gradient checker for functions of LibTorch tensors:
///
///     const auto f = [](const torch::Tensor& x) { return MyFunction::apply(x); };
///     const auto x = torch::randn({3, 4}, torch::kDouble).requires_grad_();
///
///     actlab::gradcheck(f, {x});                // throws GradcheckError, which says what is wrong and where
///     EXPECT_TRUE(actlab::gradgradcheck(f, {x}));
///
///     const actlab::GradcheckReport report = actlab::gradcheck(f, {x}, {.raise_exception = false});
///     if (report.cause() == actlab::Cause::kink) …
///     std::cout << report << actlab::to_json(report);
///
///     std::cout << actlab::battery(f, [](torch::IntArrayRef shape) -> actlab::Tensors {
///       return {torch::randn(shape, torch::kDouble)};
///     });
///
/// Reports hold no tensors. Nothing here keeps state between calls or touches the caller's random stream; the inputs
/// are changed while a check runs, so that no two threads may check with the same ones.
namespace actlab {

/// Compares the Jacobian that backward computes, one vector-Jacobian product an output element, with central
/// differences of `fn`, for every output and every input that requires grad; then tries backward on gradients of zeros,
/// of other strides, and undefined ones.
///
/// inputs: floating-point or complex tensors that require grad are checked and should be float64 or complex128; others
/// are handed to `fn` as they are. An input is changed element by element while `fn` is evaluated and put back, so that
/// `fn` may also hold the same tensor itself, as a module holds its parameters.
///
/// Throws GradcheckError where the check fails and options.raise_exception is set. After
/// `torch.autograd.gradcheck`, whose formulas for tolerances it shares.
GradcheckReport gradcheck(const TensorFunction& fn, const Tensors& inputs, const GradcheckOptions& options = {});

/// The same for the derivative of `fn`: checks the function (inputs, grad_outputs) -> grad_inputs. In the report,
/// inputs after those of `fn` are the grad_outputs, and outputs are the gradients of those of the inputs that require
/// grad.
///
/// grad_outputs: one for each output of `fn` that requires grad; drawn from a normal distribution where empty.
GradcheckReport gradgradcheck(const TensorFunction& fn, const Tensors& inputs, const Tensors& grad_outputs,
                              const GradcheckOptions& options = {});
GradcheckReport gradgradcheck(const TensorFunction& fn, const Tensors& inputs, const GradcheckOptions& options = {});

}  // namespace actlab
