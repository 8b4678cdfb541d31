# All third-party libraries. scripts/setup installs the Debian packages that provide them.

# actlab_package(<name> [version] [CONFIG]): find_package, if this build needs it.
macro(actlab_package name)
  actlab_wanted(actlab_package_wanted PACKAGES ${name})
  if(actlab_package_wanted)
    find_package(${name} ${ARGN} REQUIRED)
  endif()
endmacro()

# A project that adds this one as a part links LibTorch through our targets, so it must see LibTorch's.
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
actlab_package(Torch 1.13)
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL OFF)
actlab_package(yaml-cpp)
actlab_package(spdlog)
actlab_package(fmt)
actlab_package(CLI11)
actlab_package(nlohmann_json)
actlab_package(SQLite3)
actlab_package(xsimd)
actlab_package(ZLIB)
actlab_package(Protobuf)  # TensorBoard's event format
actlab_package(PNG)
actlab_package(Boost CONFIG)  # headers only: Boost.Math's Student t, Boost.CRC
actlab_package(Threads)
if(ACTLAB_TESTS)
  find_package(GTest REQUIRED)
  # The reference for the accuracy of activations.
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(mpfr REQUIRED IMPORTED_TARGET mpfr)
  add_library(MPFR::mpfr ALIAS PkgConfig::mpfr)
endif()

# PyTorch's package looks for some of its libraries in the system's folders first, and finds those of another version.
foreach(library IN LISTS TORCH_LIBRARIES)
  cmake_path(GET library FILENAME name)
  if(EXISTS ${TORCH_INSTALL_PREFIX}/lib/${name})
    list(APPEND torch_libraries ${TORCH_INSTALL_PREFIX}/lib/${name})
  else()
    list(APPEND torch_libraries ${library})
  endif()
endforeach()

# LibTorch's headers cause warnings with our flags, and its package does not mark them as system headers.
add_library(actlab_torch INTERFACE)
target_include_directories(actlab_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
target_link_libraries(actlab_torch INTERFACE ${torch_libraries})

if(ACTLAB_COMPONENTS)
  return()
endif()

# The headers in PyTorch's Python package come with a fmt of their own, which is not the library that we link. A folder
# before theirs has only the right one. (A system folder cannot be put before others: compilers keep its place.)
get_target_property(fmt_include_dirs fmt::fmt INTERFACE_INCLUDE_DIRECTORIES)
find_path(ACTLAB_FMT_INCLUDE_DIR fmt/format.h PATHS ${fmt_include_dirs} NO_DEFAULT_PATH REQUIRED)
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/first)
file(CREATE_LINK ${ACTLAB_FMT_INCLUDE_DIR}/fmt ${PROJECT_BINARY_DIR}/first/fmt SYMBOLIC)
include_directories(SYSTEM ${PROJECT_BINARY_DIR}/first)

# yaml-cpp renamed its target between 0.7 and 0.8.
if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()

# Debian's package of xxHash has neither a CMake package nor a need for its library: the header has all functions.
find_path(XXHASH_INCLUDE_DIR xxhash.h REQUIRED)
add_library(actlab_xxhash INTERFACE)
target_include_directories(actlab_xxhash SYSTEM INTERFACE ${XXHASH_INCLUDE_DIR})
