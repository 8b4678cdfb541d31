#pragma once

#include <cstdint>

#include "catalogue/activation.h"
#include "catalogue/records/accuracy.h"

namespace actlab {

/// The largest errors of the kernels of an element-wise activation over every finite float32, except its kinks: of all
/// available instruction sets. Each kernel is compared with its float64 form, which finds the inputs where it is worst;
/// their errors are then measured with the reference in arbitrary precision. So an error that both forms share is found
/// by measure() only. `stride` tries every stride-th bit pattern. Takes about a minute on two cores.
Errors search_float32(const Activation& activation, std::uint32_t stride = 1);

/// The same in float64, which is too large to try every number: at `points` random inputs with all bits (all exponents,
/// the interval where the activation bends, and denser towards kinks, zeros of the derivative and integers), compared
/// with the reference in arbitrary precision, and then by hill climbing from the worst of them.
Errors search_float64(const Activation& activation, std::int64_t points);

}  // namespace actlab
