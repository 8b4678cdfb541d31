#pragma once

namespace actlab {

/// The options of `torch.autograd.gradcheck`, with the same names and defaults.
struct GradcheckOptions {
  double eps = 1e-6;   ///< the step of the central differences
  double atol = 1e-5;  ///< two values agree if |analytical - numerical| <= atol + rtol * |numerical|
  double rtol = 1e-3;
  double nondet_tol = 0;             ///< how much two runs on the same input may differ
  bool check_undefined_grad = true;  ///< backward must treat an undefined gradient as zeros
  bool check_grad_dtypes = false;    ///< backward must return gradients of its inputs' dtypes
  bool fast_mode = false;            ///< compare one random projection of each Jacobian instead of every entry
  bool raise_exception = true;       ///< throw GradcheckError if the check fails, instead of returning the report
  bool gen_non_contig_grad_outputs = false;  ///< gradgradcheck: draw grad_outputs that are not contiguous

  /// Not in torch: backward must give the same result whatever the strides of grad_output. `y.sum().backward()` passes
  /// an expanded one, so a backward that reads `data_ptr()` as if it were contiguous fails on the most common loss.
  bool check_grad_layouts = true;
};

}  // namespace actlab
