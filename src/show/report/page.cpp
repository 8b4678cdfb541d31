#include "show/report/page.h"

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <random>
#include <string_view>

#include "core/error.h"
#include "core/version.h"
#include "lab/record/atomic_file.h"
#include "show/report/assets.h"
#include "show/report/sections.h"

namespace actlab {
namespace {

using Parts = std::map<std::string_view, std::string>;

constexpr std::string_view generator_mark = "<meta name=\"generator\" content=\"actlab";

// In the order of execution.
constexpr std::string_view script_names[] = {
    "vendor/vega.min.js", "vendor/vega-lite.min.js", "vendor/vega-embed.min.js",
    "page/charts.js",     "page/frames.js",          "page/table.js",
    "page/page.js"};

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '&':
        html += "&amp;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

// JSON for a script element. "<" occurs only in strings and is escaped, so that no string can end the element.
std::string script_json(const Json& json) {
  std::string html;
  for (const char c : json.dump(-1, ' ', false, Json::error_handler_t::replace)) {
    if (c == '<') {
      html += "\\u003c";
    } else {
      html += c;
    }
  }
  return html;
}

// Scripts and styles run only with this nonce, which is unknown to texts from a config.
std::string new_nonce() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", device(), device(), device(), device());
}

Json used_specs(const Json& data) {
  Json specs = Json::object();
  for (const Json& section : data["sections"]) {
    if (!section.contains("charts")) continue;
    for (const Json& chart : section["charts"]) {
      const std::string name = chart["spec"];
      if (!specs.contains(name)) specs[name] = Json::parse(asset("charts/" + name + ".vl.json"));
    }
  }
  return specs;
}

// Replaces each {{name}} of the template. Inserted text is not searched again.
std::string fill_template(std::string_view text, const Parts& parts) {
  std::string filled;
  while (true) {
    const std::size_t open = text.find("{{");
    if (open == std::string_view::npos) return filled.append(text);
    const std::size_t close = text.find("}}", open);
    filled.append(text.substr(0, open)).append(parts.at(text.substr(open + 2, close - open - 2)));
    text.remove_prefix(close + 2);
  }
}

}  // namespace

std::string page_html(const RunData& run) {
  const Json data = page_data(run);
  const std::string nonce = new_nonce();
  std::string scripts;
  for (const std::string_view name : script_names) {
    scripts += fmt::format("<script nonce=\"{}\">\n{}\n</script>\n", nonce, asset(name));
  }
  return fill_template(asset("page/page.html"), {{"nonce", nonce},
                                                 {"version", std::string(version())},
                                                 {"title", escaped(run.title)},
                                                 {"style", std::string(asset("page/page.css"))},
                                                 {"data", script_json(data)},
                                                 {"specs", script_json(used_specs(data))},
                                                 {"licences", escaped(asset("vendor/LICENSES.txt"))},
                                                 {"scripts", scripts}});
}

void write_page(const RunData& run, const std::filesystem::path& file) {
  if (std::ifstream stream(file); stream) {
    std::string head(2000, '\0');
    stream.read(head.data(), static_cast<std::streamsize>(head.size()));
    if (head.find(generator_mark) == std::string::npos) {
      throw UsageError(fmt::format("{} exists and was not written by actlab: choose another file", file.string()));
    }
  }
  write_file(file, page_html(run));
}

}  // namespace actlab
