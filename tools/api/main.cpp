// Writes the functions and modules of the catalogue's activations: actlab_api <folder of headers> <folder of sources>.
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "declaration.h"

namespace {

// An unchanged file keeps its time, so that nothing is compiled again.
void write(const std::filesystem::path& file, const std::string& text) {
  std::ostringstream old;
  if (std::ifstream in(file); in) old << in.rdbuf();
  if (old.str() == text) return;
  std::ofstream out(file);
  out << text;
  out.close();
  if (!out) throw std::runtime_error(file.string() + " cannot be written");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 3) throw std::runtime_error("two arguments are expected: the folders of headers and of sources");
    const std::filesystem::path headers = argv[1], sources = argv[2];
    const auto all = actlab::api::declarations();
    const std::string note = "// Written by tools/api from the catalogue.\n";
    write(headers / "activations.h", note + actlab::api::functions_header(all));
    write(headers / "nn.h", note + actlab::api::modules_header(all));
    write(sources / "api.cpp", note + actlab::api::source(all));
    write(sources / "cases.inc", actlab::api::cases(all));
    write(sources / "catalogue.json", actlab::api::json(all));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "actlab_api: " << error.what() << "\n";
    return 1;
  }
}
