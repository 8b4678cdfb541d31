#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace actlab {

/// NumPy's legacy generator: the same seed gives the same numbers, bit for bit, as `np.random.seed(seed)` followed by
/// the calls of the same names. Source: numpy/random/mtrand.pyx and src/legacy/legacy-distributions.c.
class NumpyRandom {
 public:
  explicit NumpyRandom(std::uint32_t seed) : engine_(seed) {}

  /// `np.random.random_sample()`: a 53-bit double in [0, 1).
  double random_sample();

  /// `np.random.uniform(low, high)`.
  double uniform(double low, double high) { return low + (high - low) * random_sample(); }

  /// `np.random.randn()`: a standard normal by Marsaglia's polar method; every second one is kept from the pair before.
  double randn();

  /// `np.random.permutation(n)`: 0 … n-1 in random order.
  std::vector<std::int64_t> permutation(std::int64_t n);

 private:
  std::uint64_t bounded(std::uint64_t max);  // uniform in [0, max], by masked rejection

  std::mt19937 engine_;
  bool has_spare_ = false;
  double spare_ = 0;
};

/// The stream that a trial's data are drawn from: `np.random.seed(seed)`.
inline NumpyRandom data_stream(std::uint32_t seed) {
  return NumpyRandom(seed);
}

/// The stream that orders mini-batches: far from the data's, and as easy to repeat in Python,
/// `np.random.seed((seed + 0x9E3779B9) % 2**32)`.
inline NumpyRandom shuffle_stream(std::uint32_t seed) {
  return NumpyRandom(seed + 0x9E3779B9u);
}

/// The seed of the torch CPU generator that activations which are random in training draw from.
inline std::uint64_t noise_seed(std::uint32_t seed) {
  return seed + 0x7F4A7C15u;
}

}  // namespace actlab
