# The functions and modules of <actlab/activations.h> and <actlab/nn.h>. tools/api writes them from the catalogue, so a new
# activation needs nothing more than its definition.
set(actlab_api_source ${PROJECT_BINARY_DIR}/generated/api/api.cpp)

# actlab_api(<target>): generates the headers and the source of <target>, and catalogue.json, which describes the catalogue
# to other languages.
function(actlab_api target)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tools/api/*.cpp)
  add_executable(actlab_api ${sources})
  target_link_libraries(actlab_api PRIVATE actlab_catalogue actlab_warnings)
  set(headers ${PROJECT_BINARY_DIR}/generated/actlab)
  set(sources ${PROJECT_BINARY_DIR}/generated/api)
  file(MAKE_DIRECTORY ${headers} ${sources})
  add_custom_command(
    OUTPUT ${headers}/activations.h ${headers}/nn.h ${sources}/api.cpp ${sources}/cases.inc ${sources}/catalogue.json
    COMMAND actlab_api ${headers} ${sources}
    DEPENDS actlab_api VERBATIM)
  add_custom_target(${target}_headers DEPENDS ${headers}/activations.h ${headers}/nn.h)
  add_dependencies(${target} ${target}_headers)
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>)
endfunction()
