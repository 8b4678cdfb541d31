#include "lab/tabulate/tabulate.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "lab/models/resolve.h"
#include "lab/record/atomic_file.h"
#include "lab/record/csv.h"
#include "lab/record/exports.h"
#include "lab/record/run_directory.h"
#include "lab/record/run_record.h"

namespace actlab {
namespace {

nlohmann::json document_of(const std::vector<TabulatedValue>& values) {
  nlohmann::json rows = nlohmann::json::array();
  for (const TabulatedValue& value : values) {
    rows.push_back({{"activation", value.activation},
                    {"line", value.line},
                    {"place", value.place},
                    {"x", value.x},
                    {"value", value.value},
                    {"derivatives", value.derivatives}});
  }
  return rows;
}

void export_csv(const std::vector<TabulatedValue>& values, const std::filesystem::path& path) {
  AtomicFile file(path);
  CsvLine line;
  for (const std::string_view column : {"activation", "line", "place", "x", "value"}) line << column;
  for (std::size_t i = 0; i < values.front().derivatives.size(); ++i) line << fmt::format("d{}", i + 1);
  file.write(line.end());
  for (const TabulatedValue& value : values) {
    line << std::string_view(value.activation) << value.line << value.place << value.x << value.value;
    for (const double derivative : value.derivatives) line << derivative;
    file.write(line.end());
  }
  file.commit();
}

}  // namespace

void resolve_activations(TabulateConfig& config, const TensorBackend& backend) {
  Problems problems;
  ActivationResolver(backend).resolve(config.activations, problems);
  problems.throw_if_any();
}

std::filesystem::path record_table(const TabulateConfig& config, const std::vector<TabulatedValue>& values,
                                   const std::filesystem::path& out, const std::filesystem::path& runs,
                                   const Invocation& invocation) {
  const RunDirectory directory =
      out.empty() ? RunDirectory::create_under(runs, config.name) : RunDirectory::create(out);
  RunHeader header;
  header.name = config.name;
  header.config = to_yaml(config);
  header.points.resize(1);
  RunRecord record = RunRecord::create(directory.path(), header);
  record.add_session(provenance(invocation));
  record.set_document(tabulated_document, document_of(values).dump());
  export_header(record, directory.path());
  export_csv(values, directory / "tabulated.csv");
  record.checkpoint();
  return directory.path();
}

}  // namespace actlab
