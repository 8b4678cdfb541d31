#include "app/cli_tensors/tensor_file.h"

#include <fmt/format.h>
#include <torch/serialize.h>

#include <charconv>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace actlab {
namespace {

[[noreturn]] void refuse_file(const std::string& path, std::string_view why) {
  throw UsageError(fmt::format("--input @{}: {}", path, why));
}

torch::Tensor read_pickle(const std::string& path, std::ifstream& file) {
  const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
  try {
    const c10::IValue value = torch::pickle_load(bytes);
    if (value.isTensor()) return value.toTensor().cpu();
    refuse_file(path, fmt::format("it holds a {}, expected one tensor, saved with torch.save(tensor, '{}')",
                                  value.tagKind(), path));
  } catch (const UsageError&) {
    throw;
  } catch (const std::exception&) {
    refuse_file(path, "it cannot be read as a tensor that torch.save wrote");
  }
}

class TextTable {
 public:
  explicit TextTable(std::string path) : path_(std::move(path)) {}

  void add_line(std::string_view line) {
    ++line_;
    line = line.substr(0, line.find('#'));
    std::int64_t in_line = 0;
    for (skip_separators(line); !line.empty(); skip_separators(line)) {
      add_number(line);
      ++in_line;
    }
    if (in_line == 0) return;
    if (rows_ > 0 && in_line != columns_)
      refuse_file(path_, fmt::format("line {} has {} numbers, and the lines before it {}", line_, in_line, columns_));
    columns_ = in_line;
    ++rows_;
  }

  torch::Tensor tensor() const {
    if (rows_ == 0) refuse_file(path_, "it has no number");
    torch::Tensor table = torch::tensor(numbers_, torch::kDouble);
    if (rows_ > 1) table = table.reshape({rows_, columns_});
    return has_fraction_ ? table : table.to(torch::kLong);
  }

 private:
  static void skip_separators(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r,;"), line.size()));
  }

  void add_number(std::string_view& line) {
    double number = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
    if (error != std::errc())
      refuse_file(path_, fmt::format("line {}: found '{}', expected a number", line_,
                                     line.substr(0, line.find_first_of(" \t\r,;"))));
    const auto length = static_cast<std::size_t>(end - line.data());
    has_fraction_ = has_fraction_ || line.substr(0, length).find_first_not_of("-0123456789") != std::string_view::npos;
    numbers_.push_back(number);
    line.remove_prefix(length);
  }

  std::string path_;
  std::vector<double> numbers_;
  std::int64_t rows_ = 0, columns_ = 0, line_ = 0;
  bool has_fraction_ = false;
};

}  // namespace

torch::Tensor read_tensor_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || file.peek() == std::ifstream::traits_type::eof())
    refuse_file(path, "there is no such file, it cannot be read, or it is empty");
  if (path.ends_with(".pt") || path.ends_with(".pth")) return read_pickle(path, file);
  TextTable table(path);
  for (std::string line; std::getline(file, line);) table.add_line(line);
  return table.tensor();
}

}  // namespace actlab
