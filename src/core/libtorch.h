#pragma once

namespace actlab {

/// Returns in a program that has LibTorch in it. In one that has not, the one that has takes its place, with the same
/// arguments: to be called before anything is made that both would make.
void need_libtorch();

}  // namespace actlab
