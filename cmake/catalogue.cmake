# actlab_catalogue(<target> ELEMENTWISE name... ROWWISE name...): the one list of the catalogue. An activation <name> is
# the struct <Name> of src/catalogue/definitions/<name>.h (leaky_relu is LeakyRelu). From the list follow, in
# build/<preset>/generated/catalogue:
#   index.h                 the place of each type in the catalogue, without its definition
#   all.h                   every definition, and the lists of types
#   exact.h                 every exact form (src/catalogue/exact/<name>.h)
#   kernels_<i>.cpp         the kernels of a few activations, so that a change compiles no others
set(actlab_kernel_chunk_size 9)

function(actlab_type_name name result)
  string(REPLACE "_" ";" parts ${name})
  set(type "")
  foreach(part IN LISTS parts)
    string(SUBSTRING ${part} 0 1 first)
    string(SUBSTRING ${part} 1 -1 rest)
    string(TOUPPER ${first} first)
    string(APPEND type ${first}${rest})
  endforeach()
  set(${result} ${type} PARENT_SCOPE)
endfunction()

# actlab_generated(<file> <text>): written only if it changes, so that nothing is compiled in vain.
function(actlab_generated file text)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/catalogue/${file} CONTENT "${text}" @ONLY)
endfunction()

function(actlab_catalogue target)
  cmake_parse_arguments(ARG "" "" "ELEMENTWISE;ROWWISE" ${ARGN})
  set(source ${PROJECT_SOURCE_DIR}/src/catalogue)
  file(GLOB definitions CONFIGURE_DEPENDS RELATIVE ${source}/definitions ${source}/definitions/*.h)
  foreach(file IN LISTS definitions)
    string(REGEX REPLACE "\\.h$" "" name ${file})
    if(NOT name IN_LIST ARG_ELEMENTWISE AND NOT name IN_LIST ARG_ROWWISE)
      message(FATAL_ERROR "src/catalogue/definitions/${file} is not in the list of src/catalogue/CMakeLists.txt: add "
        "${name} there.")
    endif()
  endforeach()
  file(GLOB exact CONFIGURE_DEPENDS RELATIVE ${source}/exact ${source}/exact/*.h)

  set(forward "")
  set(indices "")
  set(includes "")
  set(exact_includes "")
  set(types "")
  set(chunks "")
  set(chunk_includes "")
  set(chunk_types "")
  set(sources "")
  set(i 0)
  set(chunk 0)
  list(LENGTH ARG_ELEMENTWISE count)
  foreach(name IN LISTS ARG_ELEMENTWISE ARG_ROWWISE)
    if(NOT EXISTS ${source}/definitions/${name}.h)
      message(FATAL_ERROR "src/catalogue/CMakeLists.txt lists ${name}, but there is no "
        "src/catalogue/definitions/${name}.h.")
    endif()
    actlab_type_name(${name} type)
    string(APPEND forward "struct ${type};\n")
    string(APPEND indices "template <>\ninline constexpr std::size_t activation_index<definitions::${type}> = ${i};\n")
    string(APPEND includes "#include \"catalogue/definitions/${name}.h\"\n")
    list(APPEND types definitions::${type})
    set(own "#include \"catalogue/definitions/${name}.h\"\n")
    if(${name}.h IN_LIST exact)
      string(APPEND own "#include \"catalogue/exact/${name}.h\"\n")
      string(APPEND exact_includes "#include \"catalogue/exact/${name}.h\"\n")
    endif()
    math(EXPR i "${i} + 1")
    if(i GREATER count)
      continue()
    endif()
    string(APPEND chunk_includes "${own}")
    list(APPEND chunk_types definitions::${type})
    math(EXPR rest "${i} % ${actlab_kernel_chunk_size}")
    if(rest EQUAL 0 OR i EQUAL count)
      list(JOIN chunk_types ", " listed)
      actlab_generated(kernels_${chunk}.cpp "${chunk_includes}#include \"catalogue/kernels/dispatch.h\"
#include \"catalogue/kernels/kernels_of.h\"

namespace actlab {

namespace {
constexpr auto table = kernels_of_each<${listed}>();
}

ACTLAB_KERNELS(std::span<const ActivationKernels>, activation_kernels_${chunk}){table};

}  // namespace actlab
")
      list(APPEND sources ${PROJECT_BINARY_DIR}/generated/catalogue/kernels_${chunk}.cpp)
      list(APPEND chunks ${chunk})
      set(chunk_includes "")
      set(chunk_types "")
      math(EXPR chunk "${chunk} + 1")
    endif()
  endforeach()

  actlab_generated(index.h "#pragma once

#include <cstddef>

namespace actlab {
namespace definitions {
${forward}}  // namespace definitions

inline constexpr std::size_t elementwise_count = ${count}, kernel_chunk_size = ${actlab_kernel_chunk_size};

/// The place of a definition in the catalogue.
template <class A>
inline constexpr std::size_t activation_index = static_cast<std::size_t>(-1);
${indices}
}  // namespace actlab
")
  list(SUBLIST types 0 ${count} elementwise)
  list(SUBLIST types ${count} -1 rowwise)
  list(JOIN elementwise ", " elementwise)
  list(JOIN rowwise ", " rowwise)
  actlab_generated(all.h "#pragma once

${includes}#include \"catalogue/type_list.h\"

namespace actlab {

using ElementwiseActivations = TypeList<${elementwise}>;
using RowwiseActivations = TypeList<${rowwise}>;

}  // namespace actlab
")
  actlab_generated(exact.h "#pragma once

${exact_includes}")
  set(choose "")
  set(calls "")
  foreach(chunk IN LISTS chunks)
    string(APPEND choose "ACTLAB_CHOOSE_KERNELS(std::span<const ActivationKernels>, activation_kernels_${chunk})\n")
    list(APPEND calls activation_kernels_${chunk})
  endforeach()
  list(JOIN calls ", " calls)
  actlab_generated(kernel_chunks.h "#pragma once

#include <span>

#include \"catalogue/kernels/dispatch.h\"
#include \"catalogue/kernels/kernel_table.h\"

namespace actlab {

${choose}
inline constexpr const std::span<const ActivationKernels>& (*kernel_chunks[])() = {${calls}};

}  // namespace actlab
")
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>)
  actlab_simd_kernels(${target} kernels ${sources} ${source}/kernels/row_kernels.cpp)
endfunction()
