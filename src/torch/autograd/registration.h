#pragma once

namespace actlab {

/// Registers the operators `actlab::…` in torch's dispatcher, once a process: if another copy of this library has
/// registered them, its operators are used.
void register_operators();

}  // namespace actlab
