#pragma once

namespace actlab {

/// Makes OpenBLAS run its matrix kernels on the calling thread. Trials already run in parallel: more threads inside one
/// would compete for the cores and make the order of summation depend on their number. Has no effect with a BLAS that
/// lacks this setting. May be called from any thread and repeatedly.
void use_single_thread_kernels();

}  // namespace actlab
