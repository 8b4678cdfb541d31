#include "show/report/answer.h"
#include "show/report/sections.h"

namespace actlab {
namespace {

// From top to bottom of the page.
constexpr Json (*all_sections[])(const RunData&) = {
    settings_section, tabulated_section,   boundary_section,  curves_section,    distribution_section,
    profile_section,  differences_section, pairs_section,     confusion_section, activations_section,
    health_section,   sweep_section,       gradcheck_section, table_section,     provenance_section};

}  // namespace

Json page_data(const RunData& run) {
  const Answer answer = answer_of(run);
  Json points = Json::array();
  for (std::size_t i = 0; i < run.header().points.size(); ++i) {
    points.push_back(run.point_name(static_cast<std::int64_t>(i)));
  }
  Json sections = Json::array();
  for (const auto section : all_sections) {
    if (Json data = section(run); !data.is_null()) sections.push_back(std::move(data));
  }
  return {{"title", run.title},
          {"answer", answer.sentence},
          {"notes", answer.notes},
          {"models", run.model_names()},
          {"samples", run.has_test() ? Json{"held-out", "training"} : Json{"training"}},
          {"points", std::move(points)},
          {"point", answer.point},
          {"sections", std::move(sections)}};
}

}  // namespace actlab
