# For tests of what is installed.

# run(<command>...): must succeed; sets `output`.
function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT code EQUAL 0)
    list(JOIN ARGV " " command)
    message(FATAL_ERROR "${command}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

# expect(<text>): `output` has it.
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

# without_packages(<variable> <package>...): arguments with which CMake finds none of the packages of cmake/dependencies.cmake
# but these. (LibTorch itself asks for Threads and Protobuf.)
function(without_packages result)
  file(STRINGS ${SOURCE}/cmake/dependencies.cmake calls REGEX "^ *(actlab|find)_package\\([A-Za-z]")
  list(TRANSFORM calls REPLACE "^ *(actlab|find)_package\\(([^ )]+).*" "\\2")
  list(REMOVE_ITEM calls Threads Protobuf ${ARGN})
  list(TRANSFORM calls REPLACE "(.+)" "-DCMAKE_DISABLE_FIND_PACKAGE_\\1=ON")
  list(LENGTH calls count)
  if(count LESS 9)
    message(FATAL_ERROR "cmake/dependencies.cmake has another form than this test expects: ${calls}")
  endif()
  set(${result} ${calls} PARENT_SCOPE)
endfunction()
