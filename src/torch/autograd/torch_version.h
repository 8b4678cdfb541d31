#pragma once

#include <torch/version.h>

/// What the operators can use in which version of LibTorch.

#define ACTLAB_TORCH_AT_LEAST(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

/// The tags pt2_compliant_tag and pointwise.
#define ACTLAB_HAS_COMPILER_TAGS ACTLAB_TORCH_AT_LEAST(2, 3)

/// Autocast knows its dtype by device.
#define ACTLAB_HAS_AUTOCAST_DTYPES ACTLAB_TORCH_AT_LEAST(2, 4)

/// On the CPU, autocast runs prelu in the lower dtype; before, in that of its input.
#define ACTLAB_AUTOCASTS_PRELU_ON_CPU ACTLAB_TORCH_AT_LEAST(2, 0)

/// hardtanh refuses bounds in the wrong order.
#define ACTLAB_HARDTANH_CHECKS_ITS_BOUNDS ACTLAB_TORCH_AT_LEAST(2, 0)

/// Nodes of a graph take part in compiled autograd, and since 2.7 say what they have saved without changing.
#define ACTLAB_HAS_COMPILED_AUTOGRAD ACTLAB_TORCH_AT_LEAST(2, 4)
#if ACTLAB_TORCH_AT_LEAST(2, 7)
#define ACTLAB_COMPILED_ARGS_CONST const
#else
#define ACTLAB_COMPILED_ARGS_CONST
#endif
