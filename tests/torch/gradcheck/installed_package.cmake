# What other projects get: installs the build, and the gradient checker built alone, and tests examples/gradcheck against
# both and against the sources. TORCH is the folder of TorchConfig.cmake.
#
#   cmake -DBUILD=build/release -DSOURCE=… -DSCRATCH=… -DFLAGS=… -DTORCH=… -P installed_package.cmake
cmake_minimum_required(VERSION 3.25)
function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT code EQUAL 0)
    list(JOIN ARGV " " command)
    message(FATAL_ERROR "${command}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

function(expect pattern)
  string(FIND "${output}" "${pattern}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "'${pattern}' is not in\n${output}")
  endif()
endfunction()

# refused(<message> <command>...): the command must fail, with the message.
function(refused pattern)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(code EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nwas not refused:\n${output}")
  endif()
  string(REGEX REPLACE "[ \n]+" " " output "${output}")  # CMake folds lines
  expect("${pattern}")
endfunction()

# expect_files(<folder> <file>...): exactly these are there.
function(expect_files folder)
  file(GLOB_RECURSE files RELATIVE ${folder} ${folder}/*)
  list(SORT files)
  set(expected ${ARGN})
  list(SORT expected)
  if(NOT files STREQUAL expected)
    message(FATAL_ERROR "In ${folder} there are ${files} instead of ${expected}")
  endif()
endfunction()

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
file(GLOB headers RELATIVE ${SOURCE} ${SOURCE}/include/actlab/*.h)
expect_files(${SCRATCH}/component ${headers} ${targets} ${library})
foreach(file gradcheck.h gtest.h)
  if(NOT "include/actlab/${file}" IN_LIST headers)
    message(FATAL_ERROR "no ${file} in ${headers}")
  endif()
endforeach()

# Alone: without any package that only the rest of the project needs (LibTorch itself asks for the two excluded ones).
file(STRINGS ${SOURCE}/cmake/dependencies.cmake calls REGEX "^ *(actlab|find)_package\\([A-Za-z]")
list(TRANSFORM calls REPLACE "^ *(actlab|find)_package\\(([^ )]+).*" "\\2")
list(REMOVE_ITEM calls Torch Threads Protobuf)
list(TRANSFORM calls REPLACE "(.+)" "-DCMAKE_DISABLE_FIND_PACKAGE_\\1=ON" OUTPUT_VARIABLE without)
list(LENGTH without count)
if(count LESS 10)
  message(FATAL_ERROR "cmake/dependencies.cmake has another form than this test expects: ${calls}")
endif()
set(configure ${CMAKE_COMMAND} -S ${SOURCE} -G Ninja "-DCMAKE_CXX_FLAGS=${FLAGS}")
run(${configure} -B ${SCRATCH}/alone -DACTLAB_COMPONENTS=gradcheck ${without})
run(${CMAKE_COMMAND} --build ${SCRATCH}/alone)
run(${CMAKE_COMMAND} --install ${SCRATCH}/alone --prefix ${SCRATCH}/installed_alone)
file(GLOB_RECURSE targets RELATIVE ${SCRATCH}/installed_alone ${SCRATCH}/installed_alone/*/cmake/*)
file(GLOB_RECURSE library RELATIVE ${SCRATCH}/installed_alone ${SCRATCH}/installed_alone/*.a)
expect_files(${SCRATCH}/installed_alone ${headers} ${targets} ${library})
refused("has 'gradchek', which is no component of actlab. There are: gradcheck."
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
