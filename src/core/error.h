#pragma once

#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace actlab {

/// Invalid input that the user can fix: a config, a flag, a file. The message says where it is, what was found, what is
/// allowed and what to do; `main` prints it and exits with code 2. Any other exception is a bug in actlab or a fault of
/// the machine: exit code 3.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The candidate that `name` means for certain: the same but for case, separators and a namespace ("torch.nn.ReLU" for
/// relu), or what another library calls it (core/other_names.h). An empty view if there is none.
std::string_view same_name(std::string_view name, std::span<const std::string_view> candidates);

/// The candidate that is meant for certain, else the nearest by edit distance, or an empty view if none is similar
/// enough: at most `max_edits`, by default half of the name.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> candidates,
                              std::optional<std::size_t> max_edits = std::nullopt);

/// "unknown activation 'rleu'; did you mean 'relu'? Known: elu, gelu, relu". The wording of every such message.
std::string unknown_name(std::string_view what, std::string_view name, std::vector<std::string_view> candidates);

}  // namespace actlab
