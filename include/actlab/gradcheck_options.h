#pragma once

namespace actlab {

/// The options of `torch.autograd.gradcheck`, by their names there and with their defaults.
struct GradcheckOptions {
  double eps = 1e-6;   ///< the step of the central differences
  double atol = 1e-5;  ///< two values agree where |analytical - numerical| <= atol + rtol * |numerical|
  double rtol = 1e-3;
  double nondet_tol = 0;             ///< how far two runs on the same input may differ
  bool check_undefined_grad = true;  ///< backward must take an undefined gradient for a gradient of zeros
  bool check_grad_dtypes = false;    ///< backward must return gradients of its inputs' dtypes
  bool fast_mode = false;            ///< compare one random projection of each Jacobian instead of every entry
  bool raise_exception = true;       ///< throw GradcheckError where the check fails, rather than return the report
  bool gen_non_contig_grad_outputs = false;  ///< gradgradcheck: draw grad_outputs that are not contiguous

  /// Not in torch: backward must give the same for a grad_output of any strides. `y.sum().backward()` hands it an
  /// expanded one, so that a backward which reads `data_ptr()` as if it were contiguous fails on the commonest loss.
  bool check_grad_layouts = true;
};

}  // namespace actlab
