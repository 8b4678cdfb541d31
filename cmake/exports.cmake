# actlab_exports(<target> [<symbol>...]): the shared library exports these symbols and nothing else, and uses its own
# definition of all that it defines. Otherwise libraries in one process would share the templates and inline functions that
# both have, whatever version of a header each of them was compiled with.
function(actlab_exports target)
  set(script ${CMAKE_CURRENT_BINARY_DIR}/${target}.exports)
  set(exported "")
  foreach(symbol IN LISTS ARGN)
    string(APPEND exported "  ${symbol};\n")
  endforeach()
  if(exported)
    string(PREPEND exported "global:\n")
  endif()
  file(CONFIGURE OUTPUT ${script} CONTENT "{\n${exported}local:\n  *;\n};\n" @ONLY)
  target_link_options(${target} PRIVATE "LINKER:--version-script=${script}")
  if(ACTLAB_GOLD)
    target_link_options(${target} PRIVATE -fuse-ld=bfd)  # gold exports what the C++ library defines as well
  endif()
  set_target_properties(${target} PROPERTIES LINK_DEPENDS ${script})
endfunction()
