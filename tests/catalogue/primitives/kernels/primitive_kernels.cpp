// Compiled once for each instruction set, like the kernels.
#include "../primitive_kernels.h"

#include <array>

#include "catalogue/kernels/dispatch.h"
#include "catalogue/kernels/loop.h"
#include "catalogue/primitives/float32_special.h"
#include "catalogue/primitives/widening.h"

namespace actlab {
namespace {

template <class T, class F> void run(const F& f, const T* x, T* y, std::int64_t n) {
  for_each_vector([&](const Lanes<T>& at) { return f(at); }, y, n, x);
}

#define ACTLAB_EXTENDED(primitive)                                                                               \
  [](const float* x, float* y, std::int64_t n) {                                                                 \
    run([](const auto& at) { return evaluate<true>([](const auto& v) { return primitive(v); }, at); }, x, y, n); \
  }
#define ACTLAB_LANES(primitive, type) \
  [](const type* x, type* y, std::int64_t n) { run([](const auto& at) { return primitive(at); }, x, y, n); }
#define ACTLAB_WITH_FLOAT32(primitive, ...)                                               \
  PrimitiveKernel{#primitive, ACTLAB_LANES(primitive, float), ACTLAB_EXTENDED(primitive), \
                  ACTLAB_LANES(primitive, double)},
#define ACTLAB_WITHOUT_FLOAT32(primitive, ...) \
  PrimitiveKernel{#primitive, nullptr, ACTLAB_EXTENDED(primitive), ACTLAB_LANES(primitive, double)},

constexpr PrimitiveKernel table[]{
#include "../rows.inc"
};

}  // namespace

ACTLAB_KERNELS(std::span<const PrimitiveKernel>, primitive_kernels){table};

}  // namespace actlab
