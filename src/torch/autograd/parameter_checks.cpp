#include "torch/autograd/parameter_checks.h"

#include <cmath>
#include <limits>

#include "torch/autograd/torch_version.h"

namespace actlab {
namespace {

double number(const Arguments& arguments, std::size_t i) {
  return arguments.parameters()[i].toDouble();
}

double largest_number(torch::ScalarType type) {
  switch (type) {
    case torch::kHalf:
      return std::numeric_limits<c10::Half>::max();
    case torch::kBFloat16:
      return std::numeric_limits<c10::BFloat16>::max();
    case torch::kFloat:
      return std::numeric_limits<float>::max();
    default:
      return std::numeric_limits<double>::max();
  }
}

void check_celu(const Arguments& arguments) {
  TORCH_CHECK(number(arguments, 0) != 0, "ZeroDivisionError: alpha cannot be 0 for CELU");
}

void check_softshrink(const Arguments& arguments) {
  const double lambd = number(arguments, 0);
  const torch::ScalarType type = arguments[0].scalar_type();
  TORCH_CHECK(lambd >= 0 && lambd <= largest_number(type), "lambda must be in range [0, ", largest_number(type),
              "] for input dtype ", type, ", but found ", lambd);
}

void check_hardtanh([[maybe_unused]] const Arguments& arguments) {
#if ACTLAB_HARDTANH_CHECKS_ITS_BOUNDS
  TORCH_CHECK(!(number(arguments, 0) > number(arguments, 1)), "min_val cannot be greater than max_val");
#endif
}

void check_rrelu(const Arguments& arguments) {
  const double lower = number(arguments, 0), upper = number(arguments, 1);
  TORCH_CHECK(std::isfinite(lower), "rrelu: lower bound must be finite, got ", lower);
  TORCH_CHECK(std::isfinite(upper), "rrelu: upper bound must be finite, got ", upper);
  TORCH_CHECK(lower <= upper, "Lower bound should be less than or equal to the upper bound");
}

struct Check {
  std::string_view activation;
  ParameterCheck check;
};
constexpr Check checks[] = {
    {"celu", check_celu}, {"softshrink", check_softshrink}, {"hardtanh", check_hardtanh}, {"rrelu", check_rrelu}};

}  // namespace

ParameterCheck parameter_check(std::string_view activation) {
  for (const auto& [name, check] : checks) {
    if (name == activation) return check;
  }
  return nullptr;
}

}  // namespace actlab
