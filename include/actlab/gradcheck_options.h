#pragma once

#include <cstdint>

namespace actlab {

/// The options of `torch.autograd.gradcheck` and `gradgradcheck`, with the same names and defaults, and some more.
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

  bool check_backward_ad = true;    ///< gradcheck: check backward
  bool check_forward_ad = false;    ///< gradcheck: check forward-mode AD too: Jacobian-vector products of dual numbers
  bool check_batched_grad = false;  ///< backward must accept a batch of gradients (vmap)
  bool check_batched_forward_grad = false;  ///< forward-mode AD must accept a batch of tangents; needs check_forward_ad
  bool check_rev_over_rev = true;           ///< gradgradcheck: check backward of backward
  bool check_fwd_over_rev = false;          ///< gradgradcheck: check forward-mode AD of backward

  /// Of a sparse input, vary the specified elements only; false: the others are zeros that are varied too. Older
  /// versions of torch call it check_sparse_nnz.
  bool masked = false;

  /// Not in torch: backward must give the same result whatever the strides of grad_output. `y.sum().backward()` passes
  /// an expanded one, so a backward that reads `data_ptr()` as if it were contiguous fails on the most common loss.
  bool check_grad_layouts = true;

  /// Not in torch: accept a function that refuses a tensor which is not contiguous, with an error that says so.
  bool allow_contiguity_errors = false;

  /// Not in torch: compare only about so many columns of the Jacobian for each input (a column is the derivative by one
  /// input element), evenly spaced, and there the output elements with the largest derivatives. 0 compares all.
  std::int64_t sample_columns = 0;

  /// Not in torch: do not begin a comparison that is estimated to take longer.
  double max_seconds = 300;
};

}  // namespace actlab
