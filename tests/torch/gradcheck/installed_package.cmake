# What other projects get: installs the build, and the gradient checker built alone, and tests examples/gradcheck against
# both and against the sources. TORCH is the folder of TorchConfig.cmake.
#
#   cmake -DBUILD=build/release -DSOURCE=… -DSCRATCH=… -DFLAGS=… -DTORCH=… -P installed_package.cmake
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/../../package.cmake)

# test_example(<name> <source> <argument>...): configures, builds and tests a copy of examples/gradcheck.
function(test_example name)
  run(${CMAKE_COMMAND} -S ${SCRATCH}/example -B ${SCRATCH}/${name} -G Ninja "-DCMAKE_CXX_FLAGS=${FLAGS}" ${ARGN})
  run(${CMAKE_COMMAND} --build ${SCRATCH}/${name})
  run(${SCRATCH}/${name}/log_cosh_test)
  expect("[  PASSED  ] 3 tests.")
endfunction()

set(ENV{CMAKE_PREFIX_PATH} ${TORCH}/..)
file(REMOVE_RECURSE ${SCRATCH})
file(COPY ${SOURCE}/examples/gradcheck/ DESTINATION ${SCRATCH}/example)

# The whole build.
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${SCRATCH}/installed)
run(${SCRATCH}/installed/bin/runner --version)
expect("runner ")
# The installed package must not refer to the build or source tree.
file(GLOB_RECURSE package ${SCRATCH}/installed/*/cmake/actlab/*.cmake)
foreach(file IN LISTS package)
  file(READ ${file} text)
  if(text MATCHES "${SOURCE}/(src|cmake|build)")
    message(FATAL_ERROR "${file} contains ${CMAKE_MATCH_0}")
  endif()
endforeach()
test_example(with_installed -DCMAKE_PREFIX_PATH=${SCRATCH}/installed)

# `--component gradcheck` installs the library, its headers and its package, and nothing else.
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${SCRATCH}/component --component gradcheck)
file(GLOB_RECURSE targets RELATIVE ${SCRATCH}/component ${SCRATCH}/component/*/cmake/*)
file(GLOB_RECURSE library RELATIVE ${SCRATCH}/component ${SCRATCH}/component/*.a)
set(headers battery.h gradcheck.h gradcheck_options.h gradcheck_report.h gtest.h tensor_function.h)
list(TRANSFORM headers PREPEND include/actlab/)
expect_files(${SCRATCH}/component ${headers} ${targets} ${library})

# Alone: without any package that only the rest of the project needs.
without_packages(without Torch)
set(configure ${CMAKE_COMMAND} -S ${SOURCE} -G Ninja "-DCMAKE_CXX_FLAGS=${FLAGS}")
run(${configure} -B ${SCRATCH}/alone -DACTLAB_COMPONENTS=gradcheck ${without})
run(${CMAKE_COMMAND} --build ${SCRATCH}/alone)
run(${CMAKE_COMMAND} --install ${SCRATCH}/alone --prefix ${SCRATCH}/installed_alone)
file(GLOB_RECURSE targets RELATIVE ${SCRATCH}/installed_alone ${SCRATCH}/installed_alone/*/cmake/*)
file(GLOB_RECURSE library RELATIVE ${SCRATCH}/installed_alone ${SCRATCH}/installed_alone/*.a)
expect_files(${SCRATCH}/installed_alone ${headers} ${targets} ${library})
refused("has 'gradchek', which is no component of actlab. There are: gradcheck, activations."
  ${configure} -B ${SCRATCH}/refused -DACTLAB_COMPONENTS=gradchek)
refused("ACTLAB_TESTS needs the whole project"
  ${configure} -B ${SCRATCH}/refused -DACTLAB_COMPONENTS=gradcheck -DACTLAB_TESTS=ON)

# The sources as a part of the project, whose function is wrong now: the failure message is the report.
file(READ ${SCRATCH}/example/log_cosh.h text)
string(REPLACE "torch::tanh(x)" "2 * torch::tanh(x)" wrong "${text}")
if(wrong STREQUAL text)
  message(FATAL_ERROR "log_cosh.h has another form than this test expects")
endif()
file(WRITE ${SCRATCH}/example/log_cosh.h "${wrong}")
run(${CMAKE_COMMAND} -S ${SCRATCH}/example -B ${SCRATCH}/with_sources -G Ninja "-DCMAKE_CXX_FLAGS=${FLAGS}"
  -DCMAKE_DISABLE_FIND_PACKAGE_actlab=ON -DFETCHCONTENT_SOURCE_DIR_ACTLAB=${SOURCE})
run(${CMAKE_COMMAND} --build ${SCRATCH}/with_sources)
refused("constant factor: the analytical gradient is 2 times the numerical one" ${SCRATCH}/with_sources/log_cosh_test)
