# What other projects get of the activations: examples/library against the installed component and, with ALONE, against the
# sources, of which only the component is built. TORCH is the folder of TorchConfig.cmake.
#
#   cmake -DBUILD=build/release -DSOURCE=… -DSCRATCH=… -DFLAGS=… -DTORCH=… -DNM=nm -DALONE=ON -P installed_library.cmake
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/../../package.cmake)

set(ENV{CMAKE_PREFIX_PATH} ${TORCH}/..)
file(REMOVE_RECURSE ${SCRATCH})
file(COPY ${SOURCE}/examples/library/ DESTINATION ${SCRATCH}/example)

# train(<name> <argument>...): builds the example, and runs it: only the network without an activation is at chance.
function(train name)
  run(${CMAKE_COMMAND} -S ${SCRATCH}/example -B ${SCRATCH}/${name} -G Ninja "-DCMAKE_CXX_FLAGS=${FLAGS}" ${ARGN})
  run(${CMAKE_COMMAND} --build ${SCRATCH}/${name})
  run(${SCRATCH}/${name}/circle)
  foreach(module Gelu Prelu Swish)
    if(NOT output MATCHES "actlab::nn::${module}\\([^\n]*\\) +9[5-9]\\.[0-9] %")
      message(FATAL_ERROR "${module} did not learn:\n${output}")
    endif()
  endforeach()
  if(NOT output MATCHES "Identity\\(\\) +[3-7][0-9]")
    message(FATAL_ERROR "Identity cannot learn a circle:\n${output}")
  endif()
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${SCRATCH}/installed --component activations)
set(headers activations.h catalogue.h nn.h spec.h)
list(TRANSFORM headers PREPEND include/actlab/)
file(GLOB_RECURSE targets RELATIVE ${SCRATCH}/installed ${SCRATCH}/installed/*/cmake/actlab/*.cmake)
file(GLOB_RECURSE libraries RELATIVE ${SCRATCH}/installed ${SCRATCH}/installed/*.a)
expect_files(${SCRATCH}/installed ${headers} ${targets} ${libraries})

# Users see LibTorch and the C++ library only, in headers, package and libraries.
foreach(file IN LISTS headers targets)
  file(READ ${SCRATCH}/installed/${file} text)
  if(text MATCHES "fmt[:/]|spdlog|yaml|xsimd/|nlohmann|${SOURCE}/(src|cmake|build)")
    message(FATAL_ERROR "${file} contains ${CMAKE_MATCH_0}")
  endif()
endforeach()
foreach(file IN LISTS libraries)
  run(${NM} -C ${SCRATCH}/installed/${file})
  if(output MATCHES "fmt::|spdlog::|YAML::|nlohmann::|google::")
    message(FATAL_ERROR "${file} has symbols of ${CMAKE_MATCH_0}")
  endif()
endforeach()
train(with_installed -DCMAKE_PREFIX_PATH=${SCRATCH}/installed)

if(ALONE)
  without_packages(without Torch xsimd)
  train(with_sources -DCMAKE_DISABLE_FIND_PACKAGE_actlab=ON -DFETCHCONTENT_SOURCE_DIR_ACTLAB=${SOURCE} ${without})
endif()
