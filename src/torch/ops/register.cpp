// The operators of torch's dispatcher, as a shared library for torch.ops.load_library: see
// torch/autograd/registration.h.
#include "torch/autograd/registration.h"

namespace actlab {
namespace {

[[maybe_unused]] const bool registered = (register_operators(), true);

}  // namespace
}  // namespace actlab
