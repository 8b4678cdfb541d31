# actlab_messages(<target> <file>.proto): generates <file>.pb.h for <target> only. The generated code is a separate
# library, compiled without our warnings.
function(actlab_messages target proto)
  cmake_path(GET proto STEM name)
  cmake_path(GET proto PARENT_PATH folder)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${target}_messages)
  file(MAKE_DIRECTORY ${generated})
  add_custom_command(
    OUTPUT ${generated}/${name}.pb.cc ${generated}/${name}.pb.h
    COMMAND protobuf::protoc --cpp_out=${generated} -I${folder} ${proto}
    DEPENDS ${proto} VERBATIM)
  add_library(${target}_messages STATIC ${generated}/${name}.pb.cc)
  target_include_directories(${target}_messages SYSTEM PUBLIC ${generated})
  target_link_libraries(${target}_messages PUBLIC protobuf::libprotobuf-lite)
  target_link_libraries(${target} PRIVATE ${target}_messages)
endfunction()
