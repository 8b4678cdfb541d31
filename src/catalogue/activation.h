#pragma once

#include <cstddef>

#include "actlab/catalogue.h"

namespace actlab {

struct ActivationKernels;

/// The kernels of an element-wise activation and their first argument. The pointers are valid for the lifetime of the
/// activation.
struct CompiledActivation {
  std::size_t index = 0;                       ///< its index in the catalogue
  const ActivationKernels* kernels = nullptr;  ///< for the current instruction set
  const void* formula = nullptr;               ///< the definition with its parameters set
};

/// The definition of an activation.
struct DefinitionObject {
  std::size_t index = 0;  ///< its index in the catalogue (catalogue/index.h)
  const void* object =
      nullptr;  ///< of the type with that index, with its parameters set; null outside of the catalogue
};

}  // namespace actlab
