# All third-party libraries. scripts/setup installs the Debian packages that provide them.
find_package(Torch 1.13 REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(xsimd REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Protobuf REQUIRED)  # TensorBoard's event format
find_package(PNG REQUIRED)
find_package(Boost REQUIRED CONFIG)  # headers only: Boost.Math's Student t, Boost.CRC
find_package(Threads REQUIRED)
if(ACTLAB_TESTS)
  find_package(GTest REQUIRED)
  # The reference for the accuracy of activations.
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(mpfr REQUIRED IMPORTED_TARGET mpfr)
  add_library(MPFR::mpfr ALIAS PkgConfig::mpfr)
endif()

# LibTorch's headers cause warnings with our flags, and its package does not mark them as system headers.
add_library(actlab_torch INTERFACE)
target_include_directories(actlab_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
target_link_libraries(actlab_torch INTERFACE ${TORCH_LIBRARIES})

# yaml-cpp renamed its target between 0.7 and 0.8.
if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()

# Debian's package of xxHash has neither a CMake package nor a need for its library: the header has all functions.
find_path(XXHASH_INCLUDE_DIR xxhash.h REQUIRED)
add_library(actlab_xxhash INTERFACE)
target_include_directories(actlab_xxhash SYSTEM INTERFACE ${XXHASH_INCLUDE_DIR})
