#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace actlab {

/// The instruction sets that kernels are compiled for, each a superset of the one before.
enum class Isa { baseline, avx2, avx512 };

/// "baseline", "avx2" or "avx512".
std::string_view name(Isa isa);
/// The instruction set with this name; nullopt if the name is unknown.
std::optional<Isa> parse_isa(std::string_view name);

/// The instruction sets that this build contains and this processor supports, lowest first; never empty.
std::vector<Isa> available_isas();

/// The instruction set that kernels use: the best available one, unless `set_isa` or the environment variable
/// ACTLAB_ISA selects another. Throws UsageError if ACTLAB_ISA is unknown or not available.
Isa current_isa();

/// Selects an instruction set, to test it or to reproduce another machine's results to the last bit. Throws UsageError
/// if it is not available.
void set_isa(Isa isa);

}  // namespace actlab
