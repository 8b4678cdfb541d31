# One kernel source compiled once an instruction set; simd/isa.h picks among the results at run time.
# Such a source must include no header whose inline code another file could share: the linker keeps one copy of an
# inline function, and the copy compiled for AVX-512 would crash an older machine.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(ACTLAB_ISAS baseline avx2 avx512)
else()
  set(ACTLAB_ISAS baseline)
endif()
set(ACTLAB_ISA_FLAGS_baseline "")
set(ACTLAB_ISA_FLAGS_avx2 -mavx2 -mfma)
set(ACTLAB_ISA_FLAGS_avx512 -mavx512f -mavx512cd -mavx512dq -mavx512bw -mavx512vl -mavx2 -mfma)

# actlab_simd_kernels(<target> <source>): adds <source> to <target>, compiled once for each of ACTLAB_ISAS.
function(actlab_simd_kernels target source)
  foreach(isa IN LISTS ACTLAB_ISAS)
    set(object ${target}_kernels_${isa})
    add_library(${object} OBJECT ${source})
    target_compile_definitions(${object} PRIVATE ACTLAB_ISA=${isa} ACTLAB_ISA_${isa})
    # a * b + c may become one fused operation: xsimd 8 has none of its own for AVX-512.
    target_compile_options(${object} PRIVATE ${ACTLAB_ISA_FLAGS_${isa}} -ffp-contract=fast -fno-math-errno)
    # GCC takes the deliberately undefined registers of its own AVX-512 intrinsics for a fault (GCC bug 105593).
    target_compile_options(${object} PRIVATE -Wno-maybe-uninitialized -Wno-uninitialized)
    target_include_directories(${object} PRIVATE ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(${object} PRIVATE actlab_warnings xsimd)
    target_sources(${target} PRIVATE $<TARGET_OBJECTS:${object}>)
  endforeach()
endfunction()
