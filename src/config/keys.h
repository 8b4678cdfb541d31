#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/fields.h"

namespace actlab {

/// The keys that a declaration declares, without what is below them.
std::vector<std::string> keys_of(const Declaration& declaration);

std::vector<std::string_view> kinds_of(const std::vector<Alternative>& alternatives);

/// Why `key` is none of the alternative's fields, and which other's it is: "'momentum' is not a field of optimizer
/// adam; it is one of sgd, rmsprop. Its fields: lr, ...". `what` is the variant's key.
std::string not_a_field(std::string_view key, std::string_view what, const Alternative& alternative,
                        const std::vector<Alternative>& alternatives);

}  // namespace actlab
