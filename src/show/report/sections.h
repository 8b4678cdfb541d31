#pragma once

#include "show/report/rows.h"
#include "show/report/run_data.h"

namespace actlab {

// Each section of the page is a file of sections/ with a function here, which returns null if the run has no data for
// it. A section is JSON with an "id", a "title", an explanatory "text", "terms" with their explanations, "charts", a
// table ("columns", "rows"), and the content that page/page.js expects for the id. A chart has
//   "spec"    the name of a file of charts/, without .vl.json
//   "name"    the file name in `runner figures`
//   "title"   its heading
//   "values"  replacements for "$name" in the spec
//   "data"    data sets of the spec by name, in the format of Rows

Json settings_section(const RunData& run);
Json tabulated_section(const RunData& run);
Json boundary_section(const RunData& run);
Json curves_section(const RunData& run);
Json distribution_section(const RunData& run);
Json profile_section(const RunData& run);
Json differences_section(const RunData& run);
Json pairs_section(const RunData& run);
Json confusion_section(const RunData& run);
Json sweep_section(const RunData& run);
Json activations_section(const RunData& run);
Json health_section(const RunData& run);
Json gradcheck_section(const RunData& run);
Json table_section(const RunData& run);
Json provenance_section(const RunData& run);

/// The data of the page: title, answer, names of models and sweep points, and sections from top to bottom.
Json page_data(const RunData& run);

}  // namespace actlab
