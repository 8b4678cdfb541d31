#include "app/cli_tensors/function_report.h"

#include <fmt/format.h>

#include <stdexcept>
#include <string>

#include "app/cli/command_line.h"
#include "app/cli/exit_code.h"
#include "app/cli_tensors/death.h"
#include "core/error.h"

namespace actlab {
namespace {

using Json = nlohmann::json;

std::string text_of(const Json& json) {
  return json.get<std::string>();
}

// "  input 0  x  float64 [3, 4]".
std::string input_lines(const Json& document) {
  std::string text;
  std::size_t number = 0;
  for (const Json& input : document.at("inputs"))
    text += fmt::format("  input {}  {}  {}{}\n", number++, text_of(input.at("name")), text_of(input.at("tensor")),
                        input.at("requires_grad").get<bool>() ? "" : ", without gradient");
  for (const Json& name : document.at("omitted")) text += fmt::format("  none     {}\n", text_of(name));
  for (const Json& note : document.at("notes")) text += fmt::format("  note: {}\n", text_of(note));
  return text;
}

// The rows of a battery that died, in which every row that was done is.
Json unfinished_battery(const Json& rows) {
  return {{"passed", false}, {"rows", rows}};
}

std::string unfinished_text(const Json& rows) {
  std::string text = "battery, up to there";
  for (const Json& row : rows) {
    const std::string outcome = text_of(row.at("outcome"));
    text += fmt::format("\n  {:<7} {}{}", outcome == "failed" ? "FAILED" : outcome, text_of(row.at("pitfall")),
                        row.contains("detail") ? ": " + text_of(row.at("detail")) : "");
  }
  return text;
}

}  // namespace

void FunctionReport::add(std::string_view message) {
  const Json json = Json::parse(message);
  if (json.contains("usage_error")) throw UsageError(text_of(json.at("usage_error")));
  if (json.contains("not_done")) throw std::runtime_error(text_of(json.at("not_done")));
  if (json.contains("out_of_memory")) out_of_memory_ = text_of(json.at("out_of_memory"));
  if (json.contains("row")) rows_.push_back(json.at("row"));
  for (const char* key : {"function", "inputs", "omitted", "notes", "gradcheck", "gradgradcheck", "battery"}) {
    if (json.contains(key)) document_[key] = json.at(key);
  }
  if (!json.contains("text")) return;
  std::string& text = json.contains("gradcheck") ? first_ : json.contains("gradgradcheck") ? second_ : battery_;
  text = text_of(json.at("text"));
}

void FunctionReport::end(const ChildEnd& end, double seconds, double limit_seconds) {
  document_["seconds"] = seconds;
  document_["command"] = shell_text(command_line());
  if (out_of_memory_)
    document_["died"] = death_by_memory(*out_of_memory_, document_.at("inputs"), end.activity);
  else if (end.kind != ChildEnd::Kind::finished)
    document_["died"] = death_of(end, limit_seconds, document_.at("inputs"));
  if (document_.at("battery").is_null() && !rows_.empty()) {
    document_["battery"] = unfinished_battery(rows_);
    battery_ = unfinished_text(rows_);
  }
  document_["passed"] = passed();
}

bool FunctionReport::passed() const {
  if (!document_.at("died").is_null()) return false;
  for (const char* part : {"gradcheck", "gradgradcheck", "battery"}) {
    const Json& report = document_.at(part);
    if (!report.is_null() && !report.at("passed").get<bool>()) return false;
  }
  return true;
}

std::string FunctionReport::text() const {
  std::string text = text_of(document_.at("function")) + "\n";
  text += input_lines(document_);
  if (!first_.empty()) text += "\n" + first_ + "\n";
  if (!second_.empty()) text += "\nsecond derivative: " + second_ + "\n";
  if (!battery_.empty()) text += "\n" + battery_ + "\n";
  if (!document_.at("died").is_null())
    text += fmt::format("\n{}\n  again    {}, which draws the same values; --seed draws others\n",
                        death_text(document_.at("died")), text_of(document_.at("command")));
  return text;
}

int FunctionReport::exit_code() const {
  return passed() ? exit_done : exit_check_failed;
}

}  // namespace actlab
