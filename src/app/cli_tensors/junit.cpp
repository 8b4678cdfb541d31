#include "app/cli_tensors/junit.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "app/cli_tensors/death.h"
#include "core/visible.h"

namespace actlab {
namespace {

using Json = nlohmann::json;

struct Case {
  std::string name;
  std::string element = {};  // "failure", "error", "skipped"; empty if it passed
  std::string type = {};     // the cause
  std::string text = {};
};

std::string escaped(std::string_view text, bool keep_lines) {
  std::string result;
  for (const char c : visible(text, keep_lines)) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string attribute(std::string_view text) {
  return escaped(text, /*keep_lines=*/false);
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

Case case_of_report(const std::string& name, const Json& report) {
  if (report.at("passed").get<bool>()) return {name};
  Case failed{name, "failure"};
  for (const Json& finding : report.at("failures")) {
    const std::string cause = finding.at("cause");
    if (failed.type.empty()) failed.type = cause;
    failed.text +=
        fmt::format("{}{}: {}", failed.text.empty() ? "" : "\n", cause, finding.at("detail").get<std::string>());
  }
  return failed;
}

void add_rows(const Json& battery, std::vector<Case>& cases) {
  for (const Json& row : battery.at("rows")) {
    Case of_row{"battery: " + row.at("pitfall").get<std::string>()};
    const std::string outcome = row.at("outcome");
    if (outcome != "passed") of_row.element = outcome == "failed" ? "failure" : "skipped";
    of_row.type = row.value("cause", "");
    of_row.text = row.value("detail", "");
    cases.push_back(std::move(of_row));
  }
}

// The case of a stage has the name that it has in a check that is finished, so that a CI system sees it change.
std::string case_of_stage(const std::string& stage) {
  constexpr std::string_view battery = "the battery, ";
  if (stage == "the first derivative") return "gradcheck";
  if (stage == "the second derivative") return "gradgradcheck";
  return stage.starts_with(battery) ? "battery: " + stage.substr(battery.size()) : stage;
}

std::vector<Case> cases_of_function(const Json& document) {
  std::vector<Case> cases;
  for (const char* name : {"gradcheck", "gradgradcheck"}) {
    if (!document.at(name).is_null()) cases.push_back(case_of_report(name, document.at(name)));
  }
  if (!document.at("battery").is_null()) add_rows(document.at("battery"), cases);
  if (const Json& died = document.at("died"); !died.is_null()) {
    cases.push_back({case_of_stage(died.at("stage")), "error", died.at("how"), death_text(died)});
  }
  return cases;
}

std::vector<Case> cases_of_activations(const Json& document) {
  std::vector<Case> cases;
  for (const Json& activation : document.at("activations")) {
    const std::string name = activation.at("name");
    if (activation.at("passed").get<bool>()) {
      cases.push_back({name});
      continue;
    }
    Case failed{name, "failure"};
    for (const char* order : {"first", "second"}) {
      const Case part = case_of_report(order, activation.at(order));
      if (part.element.empty()) continue;
      if (failed.type.empty()) failed.type = part.type;
      failed.text += fmt::format("{} derivative: {}\n", order, part.text);
    }
    if (failed.text.empty()) failed.text = "a subgradient or torch's built-in does not agree; see the report";
    cases.push_back(std::move(failed));
  }
  return cases;
}

std::string xml_of(const Case& one, const std::string& suite) {
  std::string text = fmt::format("    <testcase name=\"{}\" classname=\"{}\"", attribute(one.name), attribute(suite));
  if (one.element.empty()) return text + "/>\n";
  text += fmt::format(">\n      <{} message=\"{}\"", one.element, attribute(first_line(one.text)));
  if (one.element != "skipped") text += fmt::format(" type=\"{}\"", attribute(one.type));
  return text + fmt::format(">{}</{}>\n    </testcase>\n", escaped(one.text, /*keep_lines=*/true), one.element);
}

}  // namespace

std::string junit_xml(const Json& document) {
  const bool is_function = document.at("kind") == "function";
  const std::vector<Case> cases = is_function ? cases_of_function(document) : cases_of_activations(document);
  const std::string suite = is_function ? first_line(document.at("function")) : "activations";
  const auto count = [&](std::string_view element) {
    return std::count_if(cases.begin(), cases.end(), [&](const Case& one) { return one.element == element; });
  };
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" "
      "errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\">\n",
      attribute(suite), cases.size(), count("failure"), count("error"), count("skipped"),
      document.at("seconds").get<double>());
  for (const Case& one : cases) text += xml_of(one, suite);
  return text + "  </testsuite>\n</testsuites>\n";
}

}  // namespace actlab
