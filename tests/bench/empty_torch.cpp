// What starting a program costs that has LibTorch and does nothing with it.
#include <torch/types.h>

int main() {
  return torch::zeros({1}).numel() == 1 ? 0 : 1;
}
