#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace actlab {

/// Invalid input that the user can fix: a config, a flag, a file. The message says where it is, what was found, what is
/// allowed and what to do; `main` prints it and exits with code 2. Any other exception is a bug in actlab or a fault of
/// the machine.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The candidate nearest to `name` by edit distance, or an empty view if none is similar enough.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates);

/// "unknown activation 'rleu'; did you mean 'relu'? Known: elu, gelu, relu". The wording of every such message.
std::string unknown_name(std::string_view what, std::string_view name, std::vector<std::string_view> candidates);

}  // namespace actlab
