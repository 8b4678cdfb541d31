#include "app/cli_tensors/gradcheck_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "core/visible.h"
#include "show/report/table.h"
#include "torch/verify/json.h"

namespace actlab {
namespace {

// "error@x".
std::string error_cell(const DerivativeCheck& check) {
  if (!check.report.worst) return "-";
  return std::isnan(check.at) ? fmt::format("{:.1g}", check.error)
                              : fmt::format("{:.1g}@{:.2g}", check.error, check.at);
}

std::string agreement_cell(const BuiltinAgreement& agreement) {
  Deviation worst = agreement.value;
  if (agreement.gradient && agreement.gradient->epsilons > worst.epsilons) worst = *agreement.gradient;
  if (worst.epsilons == 0) return "0";
  const std::string epsilons =
      worst.epsilons < 1000 ? fmt::format("{:.1f}", worst.epsilons) : fmt::format("{:.0e}", worst.epsilons);
  return fmt::format("{}@{:.2g}", epsilons, worst.at);
}

std::string verdict(const ActivationCheck& check, bool colours) {
  if (!check.passed()) return colours ? fmt::format("{}FAILED{}", colour::red, colour::reset) : "FAILED";
  return check.first.vacuous ? "zero" : "ok";
}

std::string table(std::span<const ActivationCheck> checks, bool colours) {
  std::vector<Table::Column> columns{{"activation", Table::Align::left}, {"gradient"}, {"second"}};
  for (const BuiltinAgreement& agreement : checks.front().builtin) columns.push_back({std::string(agreement.dtype)});
  columns.push_back({"", Table::Align::left});
  Table text(columns);
  for (const ActivationCheck& check : checks) {
    std::vector<std::string> cells{check.name, error_cell(check.first), error_cell(check.second)};
    for (const BuiltinAgreement& agreement : check.builtin) cells.push_back(agreement_cell(agreement));
    cells.push_back(verdict(check, colours));
    text.add_row(cells);
  }
  return text.to_string(colours);
}

std::string interval(const SubgradientCheck& kink) {
  const double low = std::min(kink.left, kink.right), high = std::max(kink.left, kink.right);
  // Three digits, because differences have rounding errors.
  return fmt::format("{}{:.3g}, {:.3g}{}", std::isinf(low) ? "(" : "[", low, high, std::isinf(high) ? ")" : "]");
}

std::string kink_lines(std::span<const ActivationCheck> checks) {
  std::string text;
  for (const ActivationCheck& check : checks) {
    for (const SubgradientCheck& kink : check.kinks) {
      text += fmt::format("  {} at {:g}: derivative {:g}, {} {}{}\n", check.name, kink.at, kink.analytical,
                          kink.held ? "in" : "NOT in", interval(kink), kink.jump ? ", unbounded because it jumps" : "");
    }
  }
  if (text.empty()) return text;
  return "\nAt kinks: the derivative and the interval between the one-sided differences:\n" + text;
}

std::string remarks(std::span<const ActivationCheck> checks) {
  std::string text;
  for (const ActivationCheck& check : checks) {
    if (!check.remark().empty()) text += fmt::format("\n{}: {}.\n", check.name, check.remark());
  }
  return text;
}

std::string agreement_failure(const BuiltinAgreement& agreement) {
  const auto deviation_line = [&](const char* what, const Deviation& d) {
    if (d.epsilons <= allowed_epsilons) return std::string();
    return fmt::format(
        "\n  {} in {}: {:.3g} epsilons ({:.3g} absolute, {:.3g} ulp) from the built-in at x = {:.9g}; {} "
        "are allowed",
        what, agreement.dtype, d.epsilons, d.absolute, d.ulps, d.at, allowed_epsilons);
  };
  return deviation_line("value", agreement.value) +
         (agreement.gradient ? deviation_line("gradient", *agreement.gradient) : "");
}

std::string failures(std::span<const ActivationCheck> checks) {
  std::string text;
  for (const ActivationCheck& check : checks) {
    if (check.passed()) continue;
    text += fmt::format("\n{} FAILED", check.name);
    if (!check.first.report) text += "\ngradient: " + to_string(check.first.report);
    if (!check.second.report) text += "\nsecond derivative: " + to_string(check.second.report);
    for (const BuiltinAgreement& agreement : check.builtin) text += agreement_failure(agreement);
    text += "\n";
  }
  return text;
}

constexpr std::string_view legend =
    "\ngradient, second: worst |analytical - numerical| of the first and second derivative, in float64, @x.\n"
    "float64 … float16: worst distance from torch's built-in, in epsilons of the dtype, @x.\n";

}  // namespace

std::string gradcheck_text(std::span<const ActivationCheck> checks, bool colours) {
  return table(checks, colours) + std::string(legend) + kink_lines(checks) + remarks(checks) + failures(checks);
}

nlohmann::json gradcheck_json(std::span<const ActivationCheck> checks) {
  nlohmann::json list = nlohmann::json::array();
  for (const ActivationCheck& check : checks) list.push_back(to_json(check));
  return {{"version", 1},
          {"kind", "activations"},
          {"passed", gradcheck_exit_code(checks) == exit_done},
          {"activations", list}};
}

int gradcheck_exit_code(std::span<const ActivationCheck> checks) {
  const bool passed =
      std::all_of(checks.begin(), checks.end(), [](const ActivationCheck& check) { return check.passed(); });
  return passed ? exit_done : exit_check_failed;
}

}  // namespace actlab
