#pragma once

namespace actlab {

/// Returns if this program is linked with LibTorch. Otherwise replaces the process with the program that is, with the
/// same arguments; so call it before creating anything that both programs would create.
void need_libtorch();

}  // namespace actlab
