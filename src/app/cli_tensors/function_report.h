#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "app/cli_tensors/child_process.h"

namespace actlab {

/// What is known about the check of a function: the messages of check_function, and how it ended. The document is
/// described by docs/gradcheck.schema.json.
class FunctionReport {
 public:
  /// name: of the operator, or the script, until its schema is known.
  explicit FunctionReport(const std::string& name) { document_["function"] = name; }

  /// Takes a message of the child. Throws UsageError or std::runtime_error if it says that the check cannot be made.
  void add(std::string_view message);

  /// Notes how the child ended.
  void end(const ChildEnd& end, double seconds, double limit_seconds);

  const nlohmann::json& document() const { return document_; }
  std::string text() const;
  /// exit_done if everything passed, else exit_check_failed.
  int exit_code() const;

 private:
  bool passed() const;

  nlohmann::json document_ = {{"version", 1},
                              {"kind", "function"},
                              {"passed", false},
                              {"function", nullptr},
                              {"inputs", nlohmann::json::array()},
                              {"omitted", nlohmann::json::array()},
                              {"notes", nlohmann::json::array()},
                              {"gradcheck", nullptr},
                              {"gradgradcheck", nullptr},
                              {"battery", nullptr},
                              {"died", nullptr},
                              {"seconds", 0.0}};
  nlohmann::json rows_ = nlohmann::json::array();
  std::string first_, second_, battery_;
  std::optional<std::string> out_of_memory_;
};

}  // namespace actlab
