# `cmake --install` installs the program, and each component (cmake/components.cmake) as a library for other projects:
#
#   find_package(actlab REQUIRED COMPONENTS gradcheck)
#   target_link_libraries(mine PRIVATE actlab::gradcheck)      # then: #include <actlab/gradcheck.h>
#
# `cmake --install <build> --component gradcheck` installs only that one.
include(CMakePackageConfigHelpers)
set(ACTLAB_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/actlab)

# actlab_public_library(<component>): installs and exports it as actlab::<component>.
function(actlab_public_library name)
  get_property(modules GLOBAL PROPERTY ACTLAB_${name}_MODULES)
  get_property(headers GLOBAL PROPERTY ACTLAB_${name}_HEADERS)
  get_property(generated GLOBAL PROPERTY ACTLAB_${name}_GENERATED)
  list(TRANSFORM modules PREPEND actlab_)
  list(GET modules -1 target)
  add_library(actlab::${name} ALIAS ${target})
  target_include_directories(${target} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_link_libraries(${target} INTERFACE $<INSTALL_INTERFACE:torch>)
  target_compile_features(${target} PUBLIC cxx_std_20)
  if(NOT PROJECT_IS_TOP_LEVEL)
    return()  # a part of another project, which installs only what is its own
  endif()
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  list(TRANSFORM headers PREPEND ${PROJECT_SOURCE_DIR}/include/actlab/)
  list(TRANSFORM generated PREPEND ${PROJECT_BINARY_DIR}/generated/actlab/)
  install(FILES ${headers} ${generated} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/actlab COMPONENT ${name})
  install(TARGETS ${modules} EXPORT actlab_${name} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT ${name})
  install(EXPORT actlab_${name} NAMESPACE actlab:: DESTINATION ${ACTLAB_PACKAGE_DIR} FILE actlab_${name}.cmake
    COMPONENT ${name})
  install(FILES ${PROJECT_BINARY_DIR}/package/actlabConfig.cmake
    ${PROJECT_BINARY_DIR}/package/actlabConfigVersion.cmake DESTINATION ${ACTLAB_PACKAGE_DIR} COMPONENT ${name})
endfunction()

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/actlabConfig.cmake.in
  ${PROJECT_BINARY_DIR}/package/actlabConfig.cmake INSTALL_DESTINATION ${ACTLAB_PACKAGE_DIR})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/package/actlabConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)

if(ACTLAB_COMPONENTS)
  set(components ${ACTLAB_COMPONENTS})
else()
  get_property(components GLOBAL PROPERTY ACTLAB_COMPONENTS)
  install(TARGETS runner runner_libtorch RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
foreach(component IN LISTS components)
  actlab_public_library(${component})
endforeach()
