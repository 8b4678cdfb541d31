# actlab_embed(<target> <folder> file...): embeds files of <folder> in the target's read-only data, so that an installed
# program needs no other files. Code finds them by their path relative to <folder>, through src/show/report/assets.h.
function(actlab_embed target folder)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${target}_assets.cpp)
  set(declarations "")
  set(entries "")
  set(files "")
  set(index 0)
  foreach(file IN LISTS ARGN)
    file(RELATIVE_PATH name ${folder} ${file})
    set(symbol ${target}_asset_${index})
    string(APPEND declarations
      "asm(\".section .rodata\\n.hidden ${symbol}\\n.global ${symbol}\\n${symbol}: .incbin \\\"${file}\\\"\\n\"\n"
      "    \".hidden ${symbol}_end\\n.global ${symbol}_end\\n${symbol}_end: .byte 0\\n.previous\");\n"
      "extern \"C\" __attribute__((visibility(\"hidden\"))) const char ${symbol}[], ${symbol}_end[];\n")
    string(APPEND entries
      "    {\"${name}\", {${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol})}},\n")
    list(APPEND files ${file})
    math(EXPR index "${index} + 1")
  endforeach()
  file(CONFIGURE OUTPUT ${source} CONTENT "// Written by cmake/embed.cmake.
#include \"show/report/assets.h\"

${declarations}
namespace actlab {

std::span<const Asset> assets() {
  static const Asset all[] = {
${entries}  };
  return all;
}

}  // namespace actlab
" @ONLY)
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${files}" SKIP_UNITY_BUILD_INCLUSION ON)
  target_sources(${target} PRIVATE ${source})
endfunction()
