#include "core/libtorch.h"

namespace actlab {

void need_libtorch() {}

}  // namespace actlab
