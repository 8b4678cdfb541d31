#pragma once

#include "show/report/rows.h"
#include "show/report/run_data.h"

namespace actlab {

// A section of the page is a file of sections/, with a function here, that makes of a run what the page shows: JSON
// with an "id", a "title", a "text" that explains it, and "charts" or, where it is not drawn, what page/page.js expects
// under that id. It gives null where the run has no data for it. A chart has
//   "spec"    the name of a file of charts/, without .vl.json
//   "name"    the name that `runner figures` gives its file
//   "title"   what stands over it
//   "values"  what stands for a "$name" in the file
//   "data"    what is bound to the file's data sets, as Rows gives it

Json settings_section(const RunData& run);
Json tabulated_section(const RunData& run);
Json boundary_section(const RunData& run);
Json curves_section(const RunData& run);
Json distribution_section(const RunData& run);
Json differences_section(const RunData& run);
Json sweep_section(const RunData& run);
Json activations_section(const RunData& run);
Json health_section(const RunData& run);
Json gradcheck_section(const RunData& run);
Json table_section(const RunData& run);
Json provenance_section(const RunData& run);

/// What a page shows: its title, the answer, the names of models and sweep points, and the sections that there are data
/// for, top to bottom.
Json page_data(const RunData& run);

}  // namespace actlab
