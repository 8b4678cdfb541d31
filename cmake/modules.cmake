# A folder of src/ is a static library, and what it may include is what it links: the order of design is the order of
# linking. tests/architecture holds the order of the floors against the include lines.

# LibTorch's headers take 6 s to parse and those of JSON 3 s: they are precompiled once, by the one library that defines
# the fewest macros, and reused by every target that sees tensors (and defines those macros as well).
set(actlab_precompiled_headers <torch/types.h> <torch/autograd.h> <nlohmann/json.hpp>)
set(actlab_precompiled_by actlab_gradcheck)

# actlab_precompiled(<target> <by> <header>...): <target> takes the headers precompiled from the target <by>.
function(actlab_precompiled target by)
  if(target STREQUAL by)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  else()
    target_precompile_headers(${target} REUSE_FROM ${by})
  endif()
endfunction()

# actlab_module(<folder> [TORCH] [FAST] [LINKS target...] [EXCLUDE source...]): the static library actlab_<name> of
# src/<folder>/*.cpp and src/<folder>/*/*.cpp; <name> is the last part of <folder>. TORCH: it includes LibTorch's headers.
# FAST: some of it runs as often as kernels, and is compiled like them.
function(actlab_module folder)
  cmake_parse_arguments(ARG "TORCH;FAST" "" "LINKS;EXCLUDE" ${ARGN})
  cmake_path(GET folder FILENAME name)
  file(GLOB sources CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/src/${folder}/*.cpp ${PROJECT_SOURCE_DIR}/src/${folder}/*/*.cpp)
  foreach(excluded IN LISTS ARG_EXCLUDE)
    list(REMOVE_ITEM sources ${PROJECT_SOURCE_DIR}/src/${folder}/${excluded})
  endforeach()
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
endfunction()

# actlab_precompiled_program(<target> [<by> <header>...]): an executable that takes headers precompiled. Of an executable
# CMake would make -fPIE, and they are -fPIC.
function(actlab_precompiled_program target)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(${target} PRIVATE -fPIC)
  if(NOT ARGN)
    set(ARGN ${actlab_precompiled_by})
  endif()
  actlab_precompiled(${target} ${ARGN})
endfunction()

# A test is compiled more often than it has work to do: it is not optimised, which takes headers precompiled alike.
set(actlab_test_options $<$<NOT:$<CONFIG:Debug>>:-O0>)

# actlab_test(<folder>... [OPTIMISED | PLAIN] [LINKS target...]): the program test_<last part of the first folder> of
# tests/<folder>/*.cpp.
# Neighbours share a program because every program instantiates anew what it takes of LibTorch, GoogleTest and JSON, which
# is a third of the time that all of them take to compile. PLAIN: they use no tensor, and are compiled and linked without
# LibTorch. The first PLAIN program precompiles the headers of the others, and must define no macro that they lack.
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
    target_link_libraries(test_${program} PRIVATE actlab_torch)
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
endfunction()
