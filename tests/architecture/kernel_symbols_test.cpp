#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace actlab {
namespace {

// The kernel objects, one per group of sources and instruction set.
std::vector<std::string> kernel_objects() {
  std::vector<std::string> objects;
  std::istringstream list(ACTLAB_SEALED_OBJECTS);
  for (std::string object; std::getline(list, object, ':');) objects.push_back(object);
  return objects;
}

// The external names, including weak ones, that an object defines, from `nm`. Skips the symbols that
// AddressSanitizer adds for each variable to detect duplicate definitions.
std::vector<std::string> exported_names(const std::string& object) {
  const std::string command = ACTLAB_NM " --defined-only --extern-only --format=just-symbols '" + object + "'";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string output;
  for (char buffer[4096]; const std::size_t n = std::fread(buffer, 1, sizeof buffer, pipe.get());)
    output.append(buffer, n);
  std::vector<std::string> names;
  std::istringstream lines(output);
  for (std::string name; std::getline(lines, name);) {
    if (!name.starts_with("__odr_asan.")) names.push_back(name);
  }
  return names;
}

// If an inline function or template instance were exported, the linker could use the copy compiled for AVX-512 in the
// whole program.
TEST(KernelObjects, ExportOnlyTablesOfTheirInstructionSet) {
  ASSERT_FALSE(kernel_objects().empty());
  for (const std::string& object : kernel_objects()) {
    const std::size_t underscore = object.rfind('_');
    const std::string isa = object.substr(underscore + 1, object.rfind('.') - underscore - 1);
    const auto names = exported_names(object);
    EXPECT_FALSE(names.empty()) << object;
    for (const std::string& name : names) EXPECT_TRUE(name.ends_with("_" + isa + "E")) << object << " exports " << name;
  }
}

}  // namespace
}  // namespace actlab
