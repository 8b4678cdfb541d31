#include "catalogue/kernels/isa.h"

#include <array>
#include <atomic>
#include <cstdlib>

#include "core/error.h"
#include "core/text.h"

namespace actlab {
namespace {

constexpr std::array<std::string_view, 3> names{"baseline", "avx2", "avx512"};

bool is_supported([[maybe_unused]] Isa isa) {
#if defined(__x86_64__)
  switch (isa) {
    case Isa::baseline:
      return true;
    case Isa::avx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    case Isa::avx512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512vl") && is_supported(Isa::avx2);
  }
  return false;
#else
  return isa == Isa::baseline;
#endif
}

Isa require_supported(Isa isa, std::string_view option) {
  if (is_supported(isa)) return isa;
  throw UsageError(concat(option, ": this processor does not support ", name(isa),
                          " (best supported: ", name(available_isas().back()), ")"));
}

Isa initial_isa() {
  const char* wanted = std::getenv("ACTLAB_ISA");
  if (wanted == nullptr || *wanted == '\0') return available_isas().back();
  const auto isa = parse_isa(wanted);
  if (!isa) throw UsageError("ACTLAB_ISA: " + unknown_name("instruction set", wanted, {names.begin(), names.end()}));
  return require_supported(*isa, "ACTLAB_ISA");
}

std::atomic<Isa>& selected_isa() {
  static std::atomic<Isa> isa{initial_isa()};
  return isa;
}

}  // namespace

std::string_view name(Isa isa) {
  return names[static_cast<std::size_t>(isa)];
}

std::optional<Isa> parse_isa(std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text) return static_cast<Isa>(i);
  }
  return std::nullopt;
}

std::vector<Isa> available_isas() {
  std::vector<Isa> available;
  for (const Isa isa : {Isa::baseline, Isa::avx2, Isa::avx512}) {
    if (is_supported(isa)) available.push_back(isa);
  }
  return available;
}

Isa current_isa() {
  return selected_isa().load(std::memory_order_relaxed);
}

void set_isa(Isa isa) {
  selected_isa() = require_supported(isa, "instruction_set");
}

}  // namespace actlab
