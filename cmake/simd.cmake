# Kernel sources are compiled once for each instruction set; src/catalogue/kernels/isa.h selects one at run time.
if(CMAKE_SYSTEM_NAME STREQUAL "Linux" AND CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(ACTLAB_ISAS baseline avx2 avx512)
else()
  set(ACTLAB_ISAS baseline)
endif()
set(ACTLAB_ISA_FLAGS_baseline "")
set(ACTLAB_ISA_FLAGS_avx2 -mavx2 -mfma -mf16c)
set(ACTLAB_ISA_FLAGS_avx512 -mavx512f -mavx512cd -mavx512dq -mavx512bw -mavx512vl -mavx2 -mfma -mf16c)

# actlab_simd_kernels(<target> <name> <source>...): adds the sources to <target>, compiled once for each of ACTLAB_ISAS.
# The sources export only names that end in _<isa>: see src/catalogue/kernels/dispatch.h.
function(actlab_simd_kernels target name)
  get_target_property(excluded ${target} EXCLUDE_FROM_ALL)
  foreach(isa IN LISTS ACTLAB_ISAS)
    set(object ${target}_${name}_${isa})
    add_library(${object} OBJECT ${ARGN})
    set_target_properties(${object} PROPERTIES EXCLUDE_FROM_ALL "${excluded}" UNITY_BUILD OFF)
    target_compile_definitions(${object} PRIVATE ACTLAB_ISA=${isa} ACTLAB_ISA_${isa})
    # Contracts a * b + c to a fused multiply-add, which xsimd 8 does not do for AVX-512.
    target_compile_options(${object} PRIVATE ${ACTLAB_ISA_FLAGS_${isa}} -ffp-contract=fast -fno-math-errno)
    # GCC warns about the intentionally undefined registers in its own AVX-512 intrinsics (GCC bug 105593).
    target_compile_options(${object} PRIVATE -Wno-maybe-uninitialized -Wno-uninitialized)
    # Debug builds need -O1: without optimisation, xsimd 8 does not compile for AVX-512.
    target_compile_options(${object} PRIVATE $<$<CONFIG:Debug>:-O1>
      $<$<OR:$<CONFIG:Release>,$<CONFIG:>>:-O3>)  # and if a project that uses this one as a part names no build type
    target_include_directories(${object} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include
      ${PROJECT_BINARY_DIR}/generated)
    target_link_libraries(${object} PRIVATE actlab_warnings xsimd)
    actlab_seal(${object} ${isa})
    target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${object}.o)
  endforeach()
endfunction()

# actlab_seal(<object library> <isa>): links <object library>.o, in which all names are local except the exported ones.
# Otherwise the linker could choose the AVX-512 copy of an inline function or template instance for the whole program,
# which would crash on older processors.
function(actlab_seal object isa)
  set(sealed ${CMAKE_CURRENT_BINARY_DIR}/${object}.o)
  add_custom_command(
    OUTPUT ${sealed}
    COMMAND ${CMAKE_LINKER} -r --force-group-allocation -o ${sealed} $<TARGET_OBJECTS:${object}>
    COMMAND ${CMAKE_OBJCOPY} --wildcard --keep-global-symbol=*_${isa}E ${sealed}
    DEPENDS ${object} $<TARGET_OBJECTS:${object}>
    COMMAND_EXPAND_LISTS VERBATIM)
  set_property(GLOBAL APPEND PROPERTY ACTLAB_SEALED_OBJECTS ${sealed})  # for tests/architecture
endfunction()
