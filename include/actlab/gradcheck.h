#pragma once

#include <concepts>

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
/// Reports hold no tensors. No function here keeps state between calls or uses the caller's random number generator.
/// Inputs are modified while a check runs, so two threads must not check with the same inputs.
namespace actlab {

/// Compares the Jacobian computed by backward (one vector-Jacobian product per output element) with central differences
/// of `fn`, for every output and every input that requires grad. Then runs backward on zero, non-contiguous and
/// undefined gradients. The options add forward mode and batches of gradients.
///
/// inputs: floating-point or complex tensors that require grad are checked and should be float64 or complex128; others
/// are passed to `fn` unchanged, and so are undefined ones. While `fn` is evaluated, inputs are modified in place one
/// element at a time and then restored, so `fn` may also hold the same tensor itself, as a module holds its parameters.
/// Sparse (COO, CSR) and mkldnn inputs are varied as dense ones, which `fn` gets converted back. A tensor that is given
/// twice is one variable; of different tensors that share memory, all but the first are copied. A tensor that is not
/// checked, but that `fn` writes into, is reset before each call.
///
/// Throws GradcheckError if the check fails and options.raise_exception is set, and std::invalid_argument if the
/// options contradict each other. Uses the tolerances of `torch.autograd.gradcheck`.
GradcheckReport gradcheck(const TensorFunction& fn, const Tensors& inputs, const GradcheckOptions& options = {});

/// The same for the derivative of `fn`: checks the function (inputs, grad_outputs) -> grad_inputs. In the report, the
/// grad_outputs are numbered as inputs after those of `fn`, and the outputs are the gradients of the inputs that
/// require grad.
///
/// grad_outputs: one for each output of `fn` that requires grad; drawn from a normal distribution if empty. (A
/// template, so that options in braces, `{.fast_mode = true}`, are not taken for a list of tensors.)
template <std::same_as<Tensors> List = Tensors>
GradcheckReport gradgradcheck(const TensorFunction& fn, const Tensors& inputs, const List& grad_outputs,
                              const GradcheckOptions& options = {});
GradcheckReport gradgradcheck(const TensorFunction& fn, const Tensors& inputs, const GradcheckOptions& options = {});

}  // namespace actlab
