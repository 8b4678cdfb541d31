#include "tabulate/tabulate.h"

#include <fmt/format.h>
#include <torch/autograd.h>
#include <torch/types.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "activations/activation.h"
#include "record/atomic_file.h"
#include "record/csv.h"
#include "record/exports.h"
#include "record/run_directory.h"
#include "record/run_record.h"

namespace actlab {
namespace {

torch::Tensor tensor_of(const std::vector<std::vector<double>>& lines) {
  const auto columns = static_cast<std::int64_t>(lines.front().size());
  torch::Tensor x = torch::empty({static_cast<std::int64_t>(lines.size()), columns}, torch::kDouble);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::copy(lines[i].begin(), lines[i].end(), x.data_ptr<double>() + static_cast<std::int64_t>(i) * columns);
  }
  return x;
}

// d y / d x where only some elements of y count, those that `mask` has 1 for; zeros where y does not depend on x.
torch::Tensor derivative(const torch::Tensor& y, const torch::Tensor& x, const torch::Tensor& mask) {
  if (!y.requires_grad()) return torch::zeros_like(x);
  const torch::Tensor gradient = torch::autograd::grad({y}, {x}, {mask}, true, true, true)[0];
  return gradient.defined() ? gradient : torch::zeros_like(x);
}

// Orders 1 to `count` of each y by its own x. Elements that do not depend on one another's inputs share a pass.
std::vector<torch::Tensor> own_derivatives(const Activation& activation, const torch::Tensor& x, std::int64_t count) {
  std::vector<torch::Tensor> orders(static_cast<std::size_t>(count));
  for (torch::Tensor& order : orders) order = torch::zeros_like(x);
  const std::int64_t passes = activation.is_row_wise() ? x.numel() : 1;
  for (std::int64_t i = 0; i < passes; ++i) {
    const torch::Tensor at = x.detach().clone().requires_grad_();
    torch::Tensor mask = activation.is_row_wise() ? torch::zeros_like(x) : torch::ones_like(x);
    if (activation.is_row_wise()) mask.view(-1)[i] = 1;
    torch::Tensor y = activation(at);
    for (torch::Tensor& order : orders) {
      y = derivative(y, at, mask);
      order += y.detach() * mask;
    }
  }
  return orders;
}

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

std::vector<TabulatedValue> tabulate(const TabulateConfig& config) {
  const torch::Tensor x = tensor_of(config.at.lines());
  const std::int64_t columns = x.size(1);
  std::vector<TabulatedValue> values;
  for (const ActivationPtr& activation : config.activations.for_layers(1)) {
    const std::string name = to_string(*activation);
    const torch::Tensor y = (*activation)(x).contiguous();
    const std::vector<torch::Tensor> orders = own_derivatives(*activation, x, config.derivatives);
    for (std::int64_t i = 0; i < x.numel(); ++i) {
      TabulatedValue value{name, i / columns, i % columns, x.data_ptr<double>()[i], y.data_ptr<double>()[i], {}};
      for (const torch::Tensor& order : orders) value.derivatives.push_back(order.data_ptr<double>()[i]);
      values.push_back(std::move(value));
    }
  }
  return values;
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
  record.settle();
  return directory.path();
}

}  // namespace actlab
