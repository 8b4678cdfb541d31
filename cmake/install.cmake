# `cmake --install` installs the program, and the gradient checker as a library for other projects:
#
#   find_package(actlab REQUIRED)
#   target_link_libraries(mine PRIVATE actlab::gradcheck)      # then: #include <actlab/gradcheck.h>
include(CMakePackageConfigHelpers)
set(ACTLAB_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/actlab)

# actlab_public_library(<module> HEADERS file...): installs and exports the module as actlab::<module>, with the given
# headers, which users include as <actlab/…>. They may include only each other, without a path.
function(actlab_public_library module)
  cmake_parse_arguments(ARG "" "" "HEADERS" ${ARGN})
  set(target actlab_${module})
  add_library(actlab::${module} ALIAS ${target})
  target_include_directories(${target} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_link_libraries(${target} INTERFACE $<INSTALL_INTERFACE:torch>)
  target_compile_features(${target} INTERFACE cxx_std_20)
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${module})
  list(TRANSFORM ARG_HEADERS PREPEND ${PROJECT_SOURCE_DIR}/include/actlab/)
  install(FILES ${ARG_HEADERS} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/actlab)
  install(TARGETS ${target} EXPORT actlab ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
endfunction()

install(TARGETS runner runner_libtorch RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
actlab_public_library(gradcheck
  HEADERS gradcheck.h gradcheck_options.h gradcheck_report.h tensor_function.h battery.h)

install(EXPORT actlab NAMESPACE actlab:: DESTINATION ${ACTLAB_PACKAGE_DIR} FILE actlabTargets.cmake)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/actlabConfig.cmake.in
  ${PROJECT_BINARY_DIR}/package/actlabConfig.cmake INSTALL_DESTINATION ${ACTLAB_PACKAGE_DIR})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/package/actlabConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/package/actlabConfig.cmake ${PROJECT_BINARY_DIR}/package/actlabConfigVersion.cmake
  DESTINATION ${ACTLAB_PACKAGE_DIR})
