#pragma once

namespace actlab {

/// Makes the matrix kernels of OpenBLAS run on the thread that calls them. Trials are what runs in parallel here:
/// threads inside one would only fight over the cores, and the order of a sum would depend on their number. Does
/// nothing with a BLAS that has no such switch. Any thread may call it, any number of times.
void use_single_thread_kernels();

}  // namespace actlab
