# For our own targets only; third-party headers are SYSTEM headers.
add_library(actlab_warnings INTERFACE)
target_compile_options(actlab_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual
  $<$<BOOL:${ACTLAB_WERROR}>:-Werror>)

# From GCC 13 on, these two give false warnings in std::vector<bool> where LibTorch's autograd::Function::apply is inlined
# (GCC bug 110498). GCC 12 builds keep them enabled.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
  target_compile_options(actlab_warnings INTERFACE -Wno-array-bounds -Wno-stringop-overflow)
endif()
