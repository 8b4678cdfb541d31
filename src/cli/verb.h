#pragma once

#include <functional>
#include <string_view>

namespace CLI {
class App;
}

namespace actlab {

/// One word of the command line: `runner gradcheck …`. A file of this folder defines one and is named after it.
struct Verb {
  std::string_view name;
  std::string_view help;  ///< one line
  /// Declares the verb's arguments to its own sub-command and sets `run` to what does the work once they are parsed; it
  /// gives the exit code. `run` owns what the arguments are parsed into.
  void (*declare)(CLI::App& app, std::function<int()>& run);
};

}  // namespace actlab
