#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lab/config/fields.h"

namespace actlab {

/// The top-level keys of a declaration.
std::vector<std::string> keys_of(const Declaration& declaration);

/// The paths of all keys of a declaration, at any depth and of any kind; NAME stands for a user-defined name.
std::vector<std::string> paths_of(const Declaration& declaration);

/// The shortest of `paths` below the first level whose last key is `key`, or surely means the same (same_name); empty
/// if there is none.
std::string path_elsewhere(std::string_view key, const std::vector<std::string>& paths);

std::vector<std::string_view> kinds_of(const std::vector<Alternative>& alternatives);

/// The message for a `key` that is not a field of the chosen alternative, with the alternatives that have it:
/// "'momentum' is not a field of optimizer adam; it is one of sgd, rmsprop. Its fields: lr, ...". `what` is the
/// variant's key.
std::string not_a_field(std::string_view key, std::string_view what, const Alternative& alternative,
                        const std::vector<Alternative>& alternatives);

}  // namespace actlab
