// Measures the start of a program that is linked with LibTorch and does nothing else: prints the time (nanoseconds
// since 1970) at which it has its first tensor.
#include <torch/types.h>

#include <chrono>
#include <cstdio>

int main() {
  const bool ready = torch::zeros({1}).numel() == 1;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  std::printf("%lld\n", static_cast<long long>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()));
  return ready ? 0 : 1;
}
