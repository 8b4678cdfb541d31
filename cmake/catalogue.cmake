# actlab_catalogue(<target> ELEMENTWISE name... ROWWISE name...): defines the catalogue. The activation <name> is the struct
# <Name> in src/catalogue/definitions/<name>.h (leaky_relu is LeakyRelu). Adds its kernels, compiled for each instruction
# set, to <target>, and generates in build/<preset>/generated/catalogue:
#   index.h                 the index of each definition in the catalogue, with forward declarations only
#   all.h                   includes all definitions, and lists their types
#   exact.h                 includes all exact forms (src/catalogue/exact/<name>.h)
#   kernels_<i>.cpp         the kernels of a few activations, so that a change of one recompiles only these
#   kernel_chunks.h         the tables of kernels
function(actlab_catalogue target)
  cmake_parse_arguments(ARG "" "" "ELEMENTWISE;ROWWISE" ${ARGN})
  actlab_check_definitions(${ARG_ELEMENTWISE} ${ARG_ROWWISE})
  list(LENGTH ARG_ELEMENTWISE count)
  actlab_generate_index(${count} ${ARG_ELEMENTWISE} ${ARG_ROWWISE})
  actlab_generate_lists("${ARG_ELEMENTWISE}" "${ARG_ROWWISE}")
  actlab_generate_kernels(sources ${ARG_ELEMENTWISE})
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>)
  actlab_simd_kernels(${target} kernels ${sources} ${PROJECT_SOURCE_DIR}/src/catalogue/kernels/row_kernels.cpp
    ${PROJECT_SOURCE_DIR}/src/catalogue/kernels/half_kernels.cpp)
endfunction()

set(actlab_kernel_chunk_size 9)

# actlab_check_definitions(name...): the names must be those of the files in src/catalogue/definitions.
function(actlab_check_definitions)
  set(folder ${PROJECT_SOURCE_DIR}/src/catalogue/definitions)
  file(GLOB definitions CONFIGURE_DEPENDS RELATIVE ${folder} ${folder}/*.h)
  foreach(file IN LISTS definitions)
    string(REGEX REPLACE "\\.h$" "" name ${file})
    if(NOT name IN_LIST ARGN)
      message(FATAL_ERROR "src/catalogue/definitions/${file} is not listed in src/catalogue/CMakeLists.txt: add "
        "${name} there.")
    endif()
  endforeach()
  foreach(name IN LISTS ARGN)
    if(NOT ${name}.h IN_LIST definitions)
      message(FATAL_ERROR "src/catalogue/CMakeLists.txt lists ${name}, but "
        "src/catalogue/definitions/${name}.h does not exist.")
    endif()
  endforeach()
endfunction()

# actlab_definition_types(<variable> name...): sets the variable to the types, such as definitions::LeakyRelu.
function(actlab_definition_types result)
  set(types "")
  foreach(name IN LISTS ARGN)
    string(REPLACE "_" ";" parts ${name})
    set(type "")
    foreach(part IN LISTS parts)
      string(SUBSTRING ${part} 0 1 first)
      string(SUBSTRING ${part} 1 -1 rest)
      string(TOUPPER ${first} first)
      string(APPEND type ${first}${rest})
    endforeach()
    list(APPEND types definitions::${type})
  endforeach()
  set(${result} ${types} PARENT_SCOPE)
endfunction()

# actlab_includes(<variable> <folder> name...): sets the variable to an #include line for each <folder>/<name>.h of the
# catalogue that exists.
function(actlab_includes result folder)
  set(path ${PROJECT_SOURCE_DIR}/src/catalogue/${folder})
  file(GLOB files CONFIGURE_DEPENDS RELATIVE ${path} ${path}/*.h)
  set(lines "")
  foreach(name IN LISTS ARGN)
    if(${name}.h IN_LIST files)
      string(APPEND lines "#include \"catalogue/${folder}/${name}.h\"\n")
    endif()
  endforeach()
  set(${result} "${lines}" PARENT_SCOPE)
endfunction()

# actlab_generate(<file> <text>): writes a generated file, only if its text has changed.
function(actlab_generate file text)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/catalogue/${file} CONTENT "${text}" @ONLY)
endfunction()

function(actlab_generate_index elementwise_count)
  actlab_definition_types(types ${ARGN})
  set(declarations "")
  set(indices "")
  set(i 0)
  foreach(type IN LISTS types)
    string(REPLACE "definitions::" "" name ${type})
    string(APPEND declarations "struct ${name};\n")
    string(APPEND indices "template <>\ninline constexpr std::size_t activation_index<${type}> = ${i};\n")
    math(EXPR i "${i} + 1")
  endforeach()
  actlab_generate(index.h "#pragma once

#include <cstddef>

namespace actlab {
namespace definitions {
${declarations}}  // namespace definitions

inline constexpr std::size_t elementwise_count = ${elementwise_count}, kernel_chunk_size = ${actlab_kernel_chunk_size};

/// The index of a definition in the catalogue.
template <class A>
inline constexpr std::size_t activation_index = static_cast<std::size_t>(-1);
${indices}
}  // namespace actlab
")
endfunction()

# actlab_generate_lists(<element-wise names> <row-wise names>): all.h and exact.h.
function(actlab_generate_lists elementwise rowwise)
  actlab_includes(definitions definitions ${elementwise} ${rowwise})
  actlab_definition_types(elementwise_types ${elementwise})
  actlab_definition_types(rowwise_types ${rowwise})
  list(JOIN elementwise_types ", " elementwise_types)
  list(JOIN rowwise_types ", " rowwise_types)
  actlab_generate(all.h "#pragma once

${definitions}#include \"catalogue/type_list.h\"

namespace actlab {

using ElementwiseActivations = TypeList<${elementwise_types}>;
using RowwiseActivations = TypeList<${rowwise_types}>;

}  // namespace actlab
")
  actlab_includes(exact_forms exact ${elementwise})
  actlab_generate(exact.h "#pragma once

${exact_forms}")
endfunction()

# actlab_generate_kernels(<variable> name...): sets the variable to the sources.
function(actlab_generate_kernels result)
  set(sources "")
  set(declarations "")
  set(tables "")
  list(LENGTH ARGN count)
  math(EXPR last "${count} - 1")
  set(chunk 0)
  foreach(begin RANGE 0 ${last} ${actlab_kernel_chunk_size})
    list(SUBLIST ARGN ${begin} ${actlab_kernel_chunk_size} names)
    actlab_generate_kernel_chunk(${chunk} ${names})
    list(APPEND sources ${PROJECT_BINARY_DIR}/generated/catalogue/kernels_${chunk}.cpp)
    string(APPEND declarations
      "ACTLAB_CHOOSE_KERNELS(std::span<const ActivationKernels>, activation_kernels_${chunk})\n")
    list(APPEND tables activation_kernels_${chunk})
    math(EXPR chunk "${chunk} + 1")
  endforeach()
  list(JOIN tables ", " tables)
  actlab_generate(kernel_chunks.h "#pragma once

#include <span>

#include \"catalogue/kernels/dispatch.h\"
#include \"catalogue/kernels/kernel_table.h\"

namespace actlab {

${declarations}
inline constexpr const std::span<const ActivationKernels>& (*kernel_chunks[])() = {${tables}};

}  // namespace actlab
")
  set(${result} ${sources} PARENT_SCOPE)
endfunction()

function(actlab_generate_kernel_chunk chunk)
  actlab_includes(definitions definitions ${ARGN})
  actlab_includes(exact_forms exact ${ARGN})
  actlab_definition_types(types ${ARGN})
  list(JOIN types ", " types)
  actlab_generate(kernels_${chunk}.cpp "${definitions}${exact_forms}#include \"catalogue/kernels/dispatch.h\"
#include \"catalogue/kernels/kernels_of.h\"

namespace actlab {

namespace {
constexpr auto table = kernels_of_each<${types}>();
}

ACTLAB_KERNELS(std::span<const ActivationKernels>, activation_kernels_${chunk}){table};

}  // namespace actlab
")
endfunction()
