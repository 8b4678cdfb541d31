#include <gtest/gtest.h>
#include <torch/serialize.h>

#include <cstdlib>

#include "lab/record/temporary_directory.h"
#include "tensors.h"
#include "torch/eager/state_dict.h"

namespace actlab {
namespace {

const NamedArrays weights{{"0.weight", {2, 2}, {1.5f, -2.0f, 0.25f, 3.0f}}, {"0.bias", {2}, {0.5f, -0.5f}}};

TEST(StateDict, ReadsBackAsItWasWritten) {
  const TemporaryDirectory directory;
  write_state_dict(directory / "w.pt", weights);
  const std::string bytes = read_file(directory / "w.pt");
  const auto state = torch::pickle_load({bytes.begin(), bytes.end()}).toGenericDict();
  ASSERT_EQ(state.size(), 2u);
  EXPECT_TRUE(torch::equal(state.at("0.weight").toTensor(), tensor_of(weights[0])));
}

TEST(StateDict, CanBeReadByTorchLoadInPython) {
  if (std::system("/usr/bin/python3 -c 'import torch' 2> /dev/null") != 0)
    GTEST_SKIP() << "python3-torch is not installed";
  const TemporaryDirectory directory;
  write_state_dict(directory / "w.pt", weights);
  const std::string check =
      "import sys, torch\n"
      "layer = torch.nn.Sequential(torch.nn.Linear(2, 2))\n"
      "layer.load_state_dict(torch.load(sys.argv[1]))\n"
      "assert layer[0].weight.tolist() == [[1.5, -2.0], [0.25, 3.0]]\n"
      "assert layer[0].bias.tolist() == [0.5, -0.5]\n";
  std::ofstream(directory / "check.py") << check;
  const std::string command =
      "/usr/bin/python3 " + (directory / "check.py").string() + " " + (directory / "w.pt").string();
  EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST(StateDict, HasTheSameBytesEveryTime) {
  const TemporaryDirectory directory;
  write_state_dict(directory / "a.pt", weights);
  write_state_dict(directory / "b.pt", weights);
  EXPECT_EQ(read_file(directory / "a.pt"), read_file(directory / "b.pt"));
}

}  // namespace
}  // namespace actlab
