#include "show/report/figures.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "core/error.h"
#include "lab/record/atomic_file.h"
#include "lab/record/run_directory.h"
#include "show/report/assets.h"
#include "show/report/sections.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view figure_scripts[] = {"vendor/vega.min.js", "vendor/vega-lite.min.js", "page/charts.js",
                                               "page/frames.js", "page/figures.js"};

// Runs a program and returns its exit code, or 127 if it cannot be started. Discards its stdout.
int run_program(const std::vector<std::string>& words) {
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int error = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return 127;
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

// A temporary directory that only this user can open. Other programs write there, because they follow links.
class ScratchDirectory {
 public:
  ScratchDirectory() {
    if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("cannot create " + path_);
  }
  ~ScratchDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  fs::path operator/(const std::string& name) const { return fs::path(path_) / name; }

  // Copies a file of this directory to `folder`.
  void deliver(const std::string& name, const fs::path& folder) const {
    std::ifstream stream(*this / name, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    write_file(folder / name, text.str());
  }

 private:
  std::string path_ = (fs::temp_directory_path() / "actlab-figures-XXXXXX").string();
};

std::vector<std::string> chart_files(const Json& page) {
  std::vector<std::string> files;
  for (const Json& section : page["sections"]) {
    if (!section.contains("charts")) continue;
    for (const Json& chart : section["charts"]) files.push_back(chart["file"].get<std::string>());
  }
  return files;
}

Json page_specs() {
  Json specs = Json::object();
  for (const Asset& file : assets()) {
    constexpr std::string_view folder = "charts/", ending = ".vl.json";
    if (!file.name.starts_with(folder)) continue;
    const std::string_view name = file.name.substr(folder.size(), file.name.size() - folder.size() - ending.size());
    specs[std::string(name)] = Json::parse(file.text);
  }
  return specs;
}

// The script for node: libraries, our scripts and the data. Without `module` and `exports`, vega defines globals as in
// a browser.
std::string program(const Json& data, const Json& specs) {
  std::string text = "const node = {require, module}; { const module = undefined, exports = undefined;\n";
  for (const std::string_view script : {figure_scripts[0], figure_scripts[1]}) text.append(asset(script)).append("\n");
  text += "}\n";
  for (const std::string_view script : {figure_scripts[2], figure_scripts[3], figure_scripts[4]}) {
    text.append(asset(script)).append("\n");
  }
  const auto dumped = [](const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); };
  return text + fmt::format("figures({}, {}, process.argv[2]);\n", dumped(data), dumped(specs));
}

}  // namespace

bool has_png_converter() {
  return run_program({"rsvg-convert", "--version"}) == 0;
}

void draw_charts(const Json& page, const Json& specs, const fs::path& folder) {
  if (run_program({"node", "--version"}) != 0) {
    throw UsageError("drawing figures requires node, which is not installed: apt-get install nodejs");
  }
  const ScratchDirectory scratch;
  write_file(scratch / "figures.js", program(page, specs));
  const int code = run_program({"node", (scratch / "figures.js").string(), (scratch / "").string()});
  if (code != 0) throw std::runtime_error(fmt::format("node could not draw the figures (exit code {})", code));
  fs::create_directories(folder);
  for (const std::string& file : chart_files(page)) scratch.deliver(file, folder);
}

std::vector<fs::path> write_figures(const RunData& run, const fs::path& folder) {
  Json data = page_data(run);
  std::vector<fs::path> files;
  for (Json& section : data["sections"]) {
    if (!section.contains("charts")) continue;
    for (Json& chart : section["charts"]) {
      chart["file"] = file_name_of(chart["name"].get<std::string>()) + ".svg";
      files.push_back(folder / chart["file"].get<std::string>());
    }
  }
  draw_charts(data, page_specs(), folder);
  if (!has_png_converter()) return files;
  const ScratchDirectory scratch;
  const std::size_t count = files.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::string png = files[i].stem().string() + ".png";
    if (run_program({"rsvg-convert", "--zoom", "2", "--output", (scratch / png).string(), files[i].string()}) != 0)
      continue;
    scratch.deliver(png, folder);
    files.push_back(folder / png);
  }
  return files;
}

}  // namespace actlab
