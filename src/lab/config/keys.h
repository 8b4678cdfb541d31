#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lab/config/fields.h"

namespace actlab {

/// The keys that a declaration declares, without what is below them.
std::vector<std::string> keys_of(const Declaration& declaration);

/// The paths of every key that a declaration declares, at any depth and of any kind; NAME stands for a name of the
/// user's choosing.
std::vector<std::string> paths_of(const Declaration& declaration);

std::vector<std::string_view> kinds_of(const std::vector<Alternative>& alternatives);

/// Why `key` is none of the alternative's fields, and which other's it is: "'momentum' is not a field of optimizer
/// adam; it is one of sgd, rmsprop. Its fields: lr, ...". `what` is the variant's key.
std::string not_a_field(std::string_view key, std::string_view what, const Alternative& alternative,
                        const std::vector<Alternative>& alternatives);

}  // namespace actlab
