# Applied to our own targets only; what we include from elsewhere is a SYSTEM header.
add_library(actlab_warnings INTERFACE)
target_compile_options(actlab_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual
  $<$<BOOL:${ACTLAB_WERROR}>:-Werror>)
