#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <vector>

namespace actlab {

/// Generates the same numbers as std::mt19937. On Linux that uses 64-bit state words (uint_fast32_t), which are slower.
using MersenneTwister = std::mersenne_twister_engine<std::uint32_t, 32, 624, 397, 31, 0x9908b0df, 11, 0xffffffff, 7,
                                                     0x9d2c5680, 15, 0xefc60000, 18, 1812433253>;

/// A fast generator of 64 random bits, for resampling (Steele, Lea & Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014).
class SplitMix64 {
 public:
  explicit SplitMix64(std::uint64_t seed) : state_(seed) {}
  std::uint64_t operator()() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }

 private:
  std::uint64_t state_;
};

/// NumPy's legacy generator: the same seed gives the same numbers, bit for bit, as `np.random.seed(seed)` followed by
/// the calls of the same names. Source: numpy/random/mtrand.pyx and src/legacy/legacy-distributions.c.
class NumpyRandom {
 public:
  explicit NumpyRandom(std::uint32_t seed) : engine_(seed) {}

  /// `np.random.random_sample()`: a 53-bit double in [0, 1).
  double random_sample();

  /// `np.random.uniform(low, high)`.
  double uniform(double low, double high) { return low + (high - low) * random_sample(); }

  /// `np.random.randn()`: a standard normal by Marsaglia's polar method, which makes two at a time; the second is kept.
  double randn();

  /// `np.random.permutation(n)`: 0 … n-1 in random order.
  std::vector<std::int64_t> permutation(std::int64_t n);

 private:
  std::uint64_t bounded(std::uint64_t max);  // uniform in [0, max], by masked rejection

  MersenneTwister engine_;
  bool has_spare_ = false;
  double spare_ = 0;
};

/// torch's CPU generator: the same seed gives the same numbers as `torch.Generator().manual_seed(seed)` and the calls
/// of the same names on float32 tensors. Uniform numbers agree bit for bit. Normal numbers may differ in the last two
/// bits, as they do between torch's own builds, whose logarithm and cosine depend on the instruction set.
/// Source: ATen/native/cpu/DistributionTemplates.h, ATen/core/DistributionsHelper.h.
class TorchRandom {
 public:
  explicit TorchRandom(std::uint32_t seed) : engine_(seed) {}

  /// `uniform_(low, high)`.
  void fill_uniform(std::span<float> values, float low, float high);

  /// `normal_(0, std)`.
  void fill_normal(std::span<float> values, double std);

 private:
  float unit_float();                                        // uniform in [0, 1), 24 bits
  double unit_double();                                      // uniform in [0, 1), 53 bits
  double normal();                                           // one at a time, as torch does for fewer than 16 values
  void fill_sixteen(std::span<float, 16> pairs, float std);  // as torch does for 16 or more

  MersenneTwister engine_;
  std::optional<double> spare_;
};

/// The random stream for a trial's data: `np.random.seed(seed)`.
inline NumpyRandom data_stream(std::uint32_t seed) {
  return NumpyRandom(seed);
}

/// The random stream for the order of mini-batches: independent of the data's, and reproducible in Python with
/// `np.random.seed((seed + 0x9E3779B9) % 2**32)`.
inline NumpyRandom shuffle_stream(std::uint32_t seed) {
  return NumpyRandom(seed + 0x9E3779B9u);
}

/// The seed of torch's CPU generator for activations that are random in training.
inline std::uint64_t noise_seed(std::uint32_t seed) {
  return seed + 0x7F4A7C15u;
}

}  // namespace actlab
