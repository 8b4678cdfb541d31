#include <algorithm>

#include "references.h"

namespace actlab {
namespace {

Row each(const Row& row, const std::function<Real(const Real&)>& f) {
  Row result;
  for (const Real& element : row) result.push_back(f(element));
  return result;
}

Real sum_of(const Row& row) {
  Real sum = 0;
  for (const Real& element : row) sum = sum + element;
  return sum;
}

Row softmax(const Row& x) {
  const Real largest = *std::max_element(x.begin(), x.end());
  const Row z = each(x, [&](const Real& element) { return exp(element - largest); });
  const Real sum = sum_of(z);
  return each(z, [&](const Real& element) { return element / sum; });
}
// y_i * (g_i - sum_j y_j g_j) = y_i * sum_j y_j * (g_i - g_j), which has no cancellation if one y is nearly 1.
Row softmax_gradient(const Row& x, const Row& grad) {
  const Row y = softmax(x);
  Row result;
  for (std::size_t i = 0; i < x.size(); ++i) {
    Real sum = 0;
    for (std::size_t j = 0; j < x.size(); ++j) sum = sum + y[j] * (grad[i] - grad[j]);
    result.push_back(y[i] * sum);
  }
  return result;
}

Row negative(const Row& x) {
  return each(x, [](const Real& element) { return -element; });
}

Row log_softmax(const Row& x) {
  const auto largest = std::max_element(x.begin(), x.end());
  Real others = 0;
  for (auto element = x.begin(); element != x.end(); ++element) {
    if (element != largest) others = others + exp(*element - *largest);
  }
  return each(x, [&](const Real& element) { return element - *largest - log1p(others); });
}
Row log_softmax_gradient(const Row& x, const Row& grad) {
  const Row y = softmax(x);
  const Real sum = sum_of(grad);
  Row result;
  for (std::size_t i = 0; i < x.size(); ++i) result.push_back(grad[i] - y[i] * sum);
  return result;
}

}  // namespace

const std::map<std::string_view, RowReference>& row_references() {
  static const std::map<std::string_view, RowReference> all{
      {"softmax", {softmax, softmax_gradient}},
      {"softmin",
       {[](const Row& x) { return softmax(negative(x)); },
        [](const Row& x, const Row& grad) { return negative(softmax_gradient(negative(x), grad)); }}},
      {"log_softmax", {log_softmax, log_softmax_gradient}},
  };
  return all;
}

}  // namespace actlab
