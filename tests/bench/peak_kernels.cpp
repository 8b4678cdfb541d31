// Compiled once per instruction set, like the kernels that it is compared with.
#include "catalogue/kernels/dispatch.h"
#include "catalogue/kernels/loop.h"
#include "peak.h"

namespace actlab {
namespace {

// Twelve chains hide the latency of multiply-adds on two units; more would not fit in the registers of AVX2.
constexpr int chains = 12;

double multiply_adds(std::int64_t rounds) {
  using V = Lanes<float>;
  V sums[chains];
  for (int c = 0; c < chains; ++c) sums[c] = V(static_cast<float>(c));
  const V factor(0.999f), term(0.001f);
  for (std::int64_t r = 0; r < rounds; ++r) {
    for (int c = 0; c < chains; ++c) sums[c] = factor * sums[c] + term;
  }
  V total = sums[0];
  for (int c = 1; c < chains; ++c) total = total + sums[c];
  // The caller uses the result, so the compiler cannot remove the loop.
  return sum_of_lanes(total) * 0.0 + 2.0 * chains * static_cast<double>(V::size) * static_cast<double>(rounds);
}

}  // namespace

ACTLAB_KERNELS(PeakKernel, peak_kernel){multiply_adds};

}  // namespace actlab
