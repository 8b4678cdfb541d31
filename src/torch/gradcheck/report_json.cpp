#include <vector>

#include "actlab/battery.h"
#include "actlab/gradcheck_report.h"
#include "torch/gradcheck/json_writer.h"

namespace actlab {
namespace {

using detail::JsonWriter;

void write_indices(JsonWriter& json, const char* name, const std::vector<std::int64_t>& indices) {
  json.key(name);
  json.array(indices, [&](std::int64_t index) { json.value(index); });
}

void write(JsonWriter& json, const JacobianEntry& entry) {
  json.object([&] {
    json.member("input", entry.input);
    json.member("output", entry.output);
    write_indices(json, "input_index", entry.input_index);
    write_indices(json, "output_index", entry.output_index);
    json.member("analytical", entry.analytical);
    json.member("numerical", entry.numerical);
    json.member("absolute_error", entry.absolute_error);
    json.member("tolerance", entry.tolerance);
  });
}

void write(JsonWriter& json, const char* name, const std::vector<Finding>& findings) {
  json.key(name);
  json.array(findings, [&](const Finding& finding) {
    json.object([&] {
      json.member("cause", to_string(finding.cause));
      json.member("detail", finding.detail);
      if (!finding.inputs.empty()) write_indices(json, "inputs", {finding.inputs.begin(), finding.inputs.end()});
      if (!finding.entry) return;
      json.key("entry");
      write(json, *finding.entry);
    });
  });
}

void write(JsonWriter& json, const BatteryRow& row) {
  json.object([&] {
    json.member("pitfall", row.pitfall);
    json.member("outcome", to_string(row.outcome));
    if (row.cause) json.member("cause", to_string(*row.cause));
    if (!row.detail.empty()) json.member("detail", row.detail);
  });
}

}  // namespace

std::string to_json(const GradcheckReport& report) {
  JsonWriter json;
  json.object([&] {
    json.member("passed", report.passed());
    json.member("compared", report.compared);
    json.member("wrong", report.wrong);
    json.key("worst");
    if (report.worst)
      write(json, *report.worst);
    else
      json.null();
    write(json, "failures", report.failures);
    write(json, "warnings", report.warnings);
  });
  return std::move(json).text();
}

std::string to_json(const BatteryReport& report) {
  JsonWriter json;
  json.object([&] {
    json.member("passed", report.passed());
    json.key("rows");
    json.array(report.rows, [&](const BatteryRow& row) { write(json, row); });
  });
  return std::move(json).text();
}

}  // namespace actlab
