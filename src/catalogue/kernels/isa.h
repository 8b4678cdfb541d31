#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace actlab {

/// The instruction sets that kernels are compiled for, each a superset of the one before.
enum class Isa { baseline, avx2, avx512 };

std::string_view name(Isa isa);
std::optional<Isa> parse_isa(std::string_view name);

/// What this build holds and this processor runs, lowest first; never empty.
std::vector<Isa> available_isas();

/// The instruction set that kernels run on: the best available, or the one that `set_isa` or the environment variable
/// ACTLAB_ISA asks for. Throws UsageError where that is unknown or not available here.
Isa current_isa();

/// Forces an instruction set from now on (tests, and runs that must repeat another machine's last bits).
void set_isa(Isa isa);

}  // namespace actlab
