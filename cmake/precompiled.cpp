// Nothing but the precompiled LibTorch headers: see cmake/modules.cmake.
