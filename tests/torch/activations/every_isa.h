#pragma once

#include <gtest/gtest.h>

#include "catalogue/kernels/isa.h"

namespace actlab {

/// Runs `test` on each available instruction set, and restores the current one.
template <class Test> void on_every_isa(const Test& test) {
  const Isa before = current_isa();
  for (const Isa isa : available_isas()) {
    SCOPED_TRACE(name(isa));
    set_isa(isa);
    test();
  }
  set_isa(before);
}

}  // namespace actlab
