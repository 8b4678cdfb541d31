# A folder of src/ is a static library that links what it may include. tests/architecture checks the order of the layers
# in the #include lines.

# The headers of LibTorch, JSON and fmt are slow to parse, so they are precompiled once and reused: one set for targets
# that use tensors, one for those that do not. The target that precompiles them must define the fewest macros; targets
# that reuse them define those as well.
set(actlab_precompiled_headers <torch/types.h> <torch/autograd.h> <nlohmann/json.hpp>)
set(actlab_precompiled_by actlab_gradcheck)
set(actlab_plain_headers <nlohmann/json.hpp> <fmt/format.h> <fmt/ranges.h> <algorithm> <filesystem> <functional> <map>
  <memory> <string> <vector>)
set(actlab_plain_headers_by actlab_config)

# actlab_precompiled(<target> <by> <header>...): <target> uses the precompiled headers of the target <by>.
function(actlab_precompiled target by)
  if(CMAKE_DISABLE_PRECOMPILE_HEADERS)
    return()
  endif()
  if(target STREQUAL by)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM ${by})
  endif()
endfunction()

# actlab_module(<folder> [NAME name] [TORCH | PLAIN] [FAST] [LINKS target...] [EXCLUDE source...] [ONLY source...]): adds
# the static library actlab_<name> from src/<folder>/*.cpp and src/<folder>/*/*.cpp, or from the sources after ONLY;
# <name> is by default the last part of <folder>.
#   TORCH  includes the headers of LibTorch
#   PLAIN  does not, and uses JSON or fmt: reuses their precompiled headers
#   FAST   compiled with -O3, like kernels
# Does nothing if the module is in no component of this build.
function(actlab_module folder)
  cmake_parse_arguments(ARG "TORCH;PLAIN;FAST" "NAME" "LINKS;EXCLUDE;ONLY" ${ARGN})
  cmake_path(GET folder FILENAME name)
  if(ARG_NAME)
    set(name ${ARG_NAME})
  endif()
  actlab_wanted(wanted MODULES ${name})
  if(NOT wanted)
    return()
  endif()
  file(GLOB sources CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/src/${folder}/*.cpp ${PROJECT_SOURCE_DIR}/src/${folder}/*/*.cpp)
  foreach(excluded IN LISTS ARG_EXCLUDE)
    list(REMOVE_ITEM sources ${PROJECT_SOURCE_DIR}/src/${folder}/${excluded})
  endforeach()
  if(ARG_ONLY)
    set(sources "")
    foreach(source IN LISTS ARG_ONLY)
      cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${PROJECT_SOURCE_DIR}/src/${folder})
      list(APPEND sources ${source})
    endforeach()
  endif()
  add_library(actlab_${name} STATIC ${sources})
  target_include_directories(actlab_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src> $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>)
  target_link_libraries(actlab_${name} PUBLIC ${ARG_LINKS} PRIVATE $<BUILD_INTERFACE:actlab_warnings>)
  if(ARG_FAST)
    target_compile_options(actlab_${name} PRIVATE $<$<CONFIG:Release>:-O3>)
  endif()
  if(ARG_TORCH)
    target_link_libraries(actlab_${name} PUBLIC $<BUILD_INTERFACE:actlab_torch>)
    actlab_precompiled(actlab_${name} ${actlab_precompiled_by} ${actlab_precompiled_headers})
  endif()
  if(ARG_PLAIN)
    actlab_precompiled(actlab_${name} ${actlab_plain_headers_by} ${actlab_plain_headers})
  endif()
endfunction()

# actlab_precompiled_program(<target> [<by> <header>...]): makes an executable use precompiled headers. These are compiled
# with -fPIC, but CMake would compile an executable with -fPIE.
function(actlab_precompiled_program target)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(${target} PRIVATE -fPIC)
  if(NOT ARGN)
    set(ARGN ${actlab_precompiled_by})
  endif()
  actlab_precompiled(${target} ${ARGN})
endfunction()

# Compiling a test takes longer than running it, so tests are not optimised; nor are their precompiled headers.
set(actlab_test_options $<$<NOT:$<CONFIG:Debug>>:-O0>)

# actlab_test(<folder>... [OPTIMISED | PLAIN] [LINKS target...]): adds the program test_<last part of the first folder>
# from tests/<folder>/*.cpp. Several folders share a program because each program instantiates the templates of LibTorch,
# GoogleTest and JSON again. PLAIN: uses no tensors, and is compiled and linked without LibTorch; the first PLAIN program
# precompiles the headers of the others, so it must define no macro that they lack.
function(actlab_test folder)
  cmake_parse_arguments(ARG "OPTIMISED;PLAIN" "" "LINKS" ${ARGN})
  cmake_path(GET folder FILENAME program)
  set(folders ${folder} ${ARG_UNPARSED_ARGUMENTS})
  set(sources "")
  set(names "")
  foreach(each IN LISTS folders)
    file(GLOB found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${each}/*.cpp)
    list(APPEND sources ${found})
    cmake_path(GET each FILENAME name)
    list(APPEND names ${name})
  endforeach()
  add_executable(test_${program} ${sources})
  target_include_directories(test_${program} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_compile_definitions(test_${program} PRIVATE ACTLAB_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(test_${program} PRIVATE ${ARG_LINKS} actlab_warnings GTest::gmock GTest::gtest_main)
  if(NOT ARG_PLAIN)
    target_link_libraries(test_${program} PRIVATE actlab_torch actlab_core)
  endif()
  if(ARG_OPTIMISED)
    actlab_precompiled_program(test_${program})
  else()
    target_compile_options(test_${program} PRIVATE ${actlab_test_options})
    if(ARG_PLAIN)
      actlab_precompiled(test_${program} test_core <nlohmann/json.hpp> <gmock/gmock.h>)
    else()
      actlab_precompiled_program(test_${program} test_gradcheck ${actlab_precompiled_headers} <gmock/gmock.h>)
    endif()
  endif()
  list(JOIN names "+" name)
  add_test(NAME ${name} COMMAND test_${program})
  if(NOT ARG_PLAIN)
    actlab_torch_tests(test_${program} TESTS ${name})
  endif()
endfunction()
