# Libraries for other projects, which can be built and installed alone:
#
#   cmake -B build -DACTLAB_COMPONENTS=gradcheck
#
# Then only what they need is looked for and built. A component is a line at the end of this file.
set(ACTLAB_COMPONENTS "" CACHE STRING "Build only these libraries, separated by semicolons; empty: everything")

# actlab_component(<name> MODULES <folder>... PACKAGES <package>... HEADERS <file>...
#   [GENERATED <file>...]): declares a component.
#   MODULES   the modules of src/CMakeLists.txt that it consists of, each after those it links; the library is the last one
#   PACKAGES  what it looks for, of the list in cmake/dependencies.cmake
#   HEADERS   the files of include/actlab that it installs. They may include only each other, without a path
#   GENERATED the headers that it installs and the build generates (cmake/api.cmake)
function(actlab_component name)
  cmake_parse_arguments(ARG "" "" "MODULES;PACKAGES;HEADERS;GENERATED" ${ARGN})
  set_property(GLOBAL APPEND PROPERTY ACTLAB_COMPONENTS ${name})
  foreach(list MODULES PACKAGES HEADERS GENERATED)
    set_property(GLOBAL PROPERTY ACTLAB_${name}_${list} ${ARG_${list}})
  endforeach()
endfunction()

# actlab_check_components(): stops if ACTLAB_COMPONENTS has a name that no line below declares.
function(actlab_check_components)
  get_property(known GLOBAL PROPERTY ACTLAB_COMPONENTS)
  foreach(name IN LISTS ACTLAB_COMPONENTS)
    if(NOT name IN_LIST known)
      list(JOIN known ", " allowed)
      message(FATAL_ERROR "ACTLAB_COMPONENTS has '${name}', which is no component of actlab. There are: ${allowed}. "
        "Without ACTLAB_COMPONENTS everything is built.")
    endif()
  endforeach()
  if(ACTLAB_COMPONENTS AND ACTLAB_TESTS)
    message(FATAL_ERROR "ACTLAB_TESTS needs the whole project, but ACTLAB_COMPONENTS is '${ACTLAB_COMPONENTS}'. "
      "Remove one of the two.")
  endif()
endfunction()

# actlab_wanted(<variable> <what> <value>): whether this build needs the value. <what> is MODULES or PACKAGES.
function(actlab_wanted result what value)
  set(wanted FALSE)
  if(NOT ACTLAB_COMPONENTS)
    set(wanted TRUE)
  endif()
  foreach(name IN LISTS ACTLAB_COMPONENTS)
    get_property(values GLOBAL PROPERTY ACTLAB_${name}_${what})
    if(value IN_LIST values)
      set(wanted TRUE)
    endif()
  endforeach()
  set(${result} ${wanted} PARENT_SCOPE)
endfunction()

set_property(GLOBAL PROPERTY ACTLAB_COMPONENTS "")
actlab_component(gradcheck MODULES gradcheck PACKAGES Torch
  HEADERS gradcheck.h gradcheck_options.h gradcheck_report.h tensor_function.h battery.h gtest.h)
actlab_component(activations MODULES text catalogue autograd nn PACKAGES Torch xsimd
  HEADERS spec.h catalogue.h GENERATED activations.h nn.h)
