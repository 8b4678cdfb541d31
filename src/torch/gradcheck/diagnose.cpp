#include "torch/gradcheck/diagnose.h"

#include <c10/util/StringUtil.h>

#include <algorithm>
#include <cmath>

#include "torch/gradcheck/kinks.h"
#include "torch/gradcheck/non_finite.h"
#include "torch/gradcheck/number.h"
#include "torch/gradcheck/wrong_branch.h"

namespace actlab::detail {
namespace {

bool has_any(const torch::Tensor& condition) {
  return condition.any().item<bool>();
}
bool has_any(const Tensors& conditions) {
  return std::any_of(conditions.begin(), conditions.end(), [](const torch::Tensor& block) { return has_any(block); });
}
bool has_any(const Jacobian& conditions) {
  return std::any_of(conditions.begin(), conditions.end(), [](const Tensors& row) { return has_any(row); });
}

// All blocks of an input as one matrix, (components of the input, components of all outputs).
torch::Tensor joined(const Tensors& blocks) {
  return torch::cat(blocks, 1);
}

// Tries each explanation on the wrong entries that are not at kinks.
class Diagnosis {
 public:
  Diagnosis(const Comparison& comparison, Jacobian wrong, const Kinks& kinks)
      : comparison_(comparison), wrong_(std::move(wrong)), kinks_(kinks) {
    for (std::size_t i = 0; i < wrong_.size(); ++i) {
      for (std::size_t o = 0; o < wrong_[i].size(); ++o) wrong_[i][o] = wrong_[i][o] & ~kinks_.at[i][o];
    }
  }

  Finding operator()() const {
    if (!has_any(wrong_)) return kink();
    Finding finding = explain();
    finding.entry = worst_entry(comparison_, &wrong_);
    for (std::size_t i = 0; i < wrong_.size(); ++i) {
      if (has_any(wrong_[i])) finding.inputs.push_back(comparison_.problem.checked[i]);
    }
    return finding;
  }

 private:
  Finding explain() const {
    if (const auto finding = detached()) return *finding;
    if (const auto finding = diagonal()) return *finding;
    if (const auto finding = constant_factor()) return *finding;
    if (const auto finding = find_wrong_branch(comparison_, wrong_)) return *finding;
    return missing_term();
  }

  Finding kink() const {
    if (has_any(kinks_.outside)) {
      return {Cause::wrong_branch,
              "the function has a kink here, and the derivative that backward uses is not even between the "
              "one-sided ones. Look at the branch taken at the kink itself, and whether < or <= is right there.",
              worst_entry(comparison_, &kinks_.outside)};
    }
    const auto entry = worst_entry(comparison_, &kinks_.at);
    return {Cause::kink,
            "the function has a kink or a jump within eps of this input: its one-sided differences disagree there. "
            "Move the input away from it by more than eps; at the kink itself any value between the one-sided "
            "differences is a subgradient.",
            entry};
  }

  std::optional<Finding> detached() const {
    for (std::size_t i = 0; i < wrong_.size(); ++i) {
      if (!has_any(joined(wrong_[i])) || has_any(joined(comparison_.analytical[i]) != 0)) continue;
      return Finding{Cause::detached,
                     c10::str("the output depends on input ", comparison_.problem.checked[i],
                              ", but its gradient is zero in every entry. Look for a detach(), a NoGradGuard, .item() "
                              "or data_ptr() on the way, or a backward that returns an undefined tensor for it; an "
                              "operator of TORCH_LIBRARY needs a kernel for Autograd."),
                     {}};
    }
    return std::nullopt;
  }

  std::optional<Finding> diagonal() const {
    bool found = false;
    for (std::size_t i = 0; i < wrong_.size(); ++i) {
      for (std::size_t o = 0; o < wrong_[i].size(); ++o) {
        const torch::Tensor& wrong = wrong_[i][o];
        if (!has_any(wrong)) continue;
        const torch::Tensor& a = comparison_.analytical[i][o];
        const bool square = comparison_.selection.rows[i] == comparison_.selection.columns[o] && a.size(0) > 1;
        // Right on the diagonal, zero elsewhere.
        if (!square || has_any(wrong.diagonal()) || has_any(a - a.diagonal().diag() != 0)) return std::nullopt;
        found = true;
      }
    }
    if (!found) return std::nullopt;
    return Finding{Cause::diagonal_jacobian,
                   "backward treats each element separately: the diagonal of the Jacobian is right and all other "
                   "entries are zero, although an output element depends on other input elements too. For softmax this "
                   "is grad * p * (1 - p) instead of p * (grad - sum(grad * p)).",
                   {}};
  }

  std::optional<Finding> constant_factor() const {
    double products = 0, squares = 0;
    std::int64_t telling = 0;
    for (std::size_t i = 0; i < wrong_.size(); ++i) {
      if (!has_any(joined(wrong_[i]))) continue;
      const torch::Tensor a = joined(comparison_.analytical[i]), n = joined(comparison_.numerical[i]);
      products += (a * n).sum().item<double>();
      squares += (n * n).sum().item<double>();
      telling += (torch::maximum(a.abs(), n.abs()) > comparison_.problem.options.atol).sum().item<std::int64_t>();
    }
    // A single number is always a multiple of another.
    if (telling < 2) return std::nullopt;
    const double factor = products / squares;
    for (std::size_t i = 0; i < wrong_.size(); ++i) {
      if (!has_any(joined(wrong_[i]))) continue;
      const torch::Tensor scaled = factor * joined(comparison_.numerical[i]);
      if (has_any(out_of_tolerance(joined(comparison_.analytical[i]), scaled, comparison_.problem.options)))
        return std::nullopt;
    }
    return Finding{
        Cause::constant_factor,
        c10::str("the analytical gradient is ", number(factor, 6), " times the numerical one in every entry. ",
                 std::abs(factor + 1) < 1e-2 ? "The sign is wrong." : "Look for an extra or a missing factor."),
        {}};
  }

  Finding missing_term() const {
    double least = INFINITY, most = -INFINITY;
    std::int64_t count = 0;
    for (std::size_t i = 0; i < wrong_.size(); ++i) {
      const torch::Tensor error =
          (joined(comparison_.analytical[i]) - joined(comparison_.numerical[i])).masked_select(joined(wrong_[i]));
      if (error.numel() == 0) continue;
      least = std::min(least, error.min().item<double>());
      most = std::max(most, error.max().item<double>());
      count += error.numel();
    }
    const bool is_complex = std::any_of(comparison_.problem.checked.begin(), comparison_.problem.checked.end(),
                                        [&](std::size_t i) { return comparison_.problem.inputs[i].is_complex(); });
    return {Cause::missing_term,
            c10::str(count == 1 ? c10::str("1 entry is wrong, by ", number(least, 3))
                                : c10::str(count, " entries are wrong, by ", number(least, 3), " to ", number(most, 3)),
                     ", and not by a common factor. A term of the derivative is missing or wrong, or it is evaluated "
                     "at the wrong point",
                     is_complex ? "; for a complex input it may lack a conj(): backward of a holomorphic f is "
                                  "grad_output * conj(f'(z))."
                                : "."),
            {}};
  }

  const Comparison& comparison_;
  Jacobian wrong_;  // entries out of tolerance that are not at kinks
  const Kinks& kinks_;
};

}  // namespace

Finding diagnose(const Comparison& comparison) {
  Jacobian wrong;
  for (std::size_t i = 0; i < comparison.analytical.size(); ++i) {
    Tensors blocks;
    for (std::size_t o = 0; o < comparison.outputs.size(); ++o) {
      blocks.push_back(
          out_of_tolerance(comparison.analytical[i][o], comparison.numerical[i][o], comparison.problem.options));
    }
    wrong.push_back(blocks);
  }
  if (auto finding = non_finite_entry(comparison)) return *finding;
  const Kinks at_kinks = kinks(comparison, wrong);
  return Diagnosis(comparison, wrong, at_kinks)();
}

}  // namespace actlab::detail
