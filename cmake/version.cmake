# The version information in core/version.cpp.
set(ACTLAB_GIT_HEADER ${PROJECT_BINARY_DIR}/generated/git_describe.h)

# actlab_version(<target>): passes the project's version and commit to the target's core/version.cpp.
function(actlab_version target)
  add_custom_target(actlab_git_describe
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${ACTLAB_GIT_HEADER} -DSOURCE_DIR=${PROJECT_SOURCE_DIR}
            -P ${PROJECT_SOURCE_DIR}/cmake/git_describe.cmake
    BYPRODUCTS ${ACTLAB_GIT_HEADER}
    COMMENT "Looking up the commit")
  add_dependencies(${target} actlab_git_describe)
  target_include_directories(${target} PRIVATE ${PROJECT_BINARY_DIR}/generated)
  set_source_files_properties(${PROJECT_SOURCE_DIR}/src/core/version.cpp PROPERTIES
    COMPILE_DEFINITIONS "ACTLAB_VERSION=\"${PROJECT_VERSION}\";ACTLAB_LIBTORCH=\"${Torch_VERSION}\"")
endfunction()
