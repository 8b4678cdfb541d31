#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace actlab {

/// Bad input, the user's to mend: a config, a flag, a file of theirs. The message says where, what was found, what is
/// allowed and what to do; `main` prints it and exits with 2. Anything else that is thrown is a fault of ours or of the
/// machine.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The candidate nearest to `name` by edit distance, or an empty view where none is near enough to be what was meant.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates);

/// "unknown activation 'rleu'; did you mean 'relu'? Known: elu, gelu, relu". The one wording for every unknown name.
std::string unknown_name(std::string_view what, std::string_view name, std::vector<std::string_view> candidates);

}  // namespace actlab
