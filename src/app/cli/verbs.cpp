#include "app/cli/verbs.h"

namespace actlab {

std::vector<Verb> all_verbs(DeclareVerb gradcheck, DeclareVerb activations) {
  return {
      {"run", "train what a config describes, and compare", declare_run},
      {"gradcheck", "checks the derivatives of activations, or of a function of yours", gradcheck},
      {"activations", "lists the activations, or explains one of them", activations},
      {"report", "draws the page of a run again from its record, or compares runs", declare_report},
      {"figures", "draws a run's charts as SVG and PNG, for papers and READMEs", declare_figures},
      {"reproduce", "runs what experiments/ records again, and compares", declare_reproduce},
      {"schema", "print the JSON Schema of a config, for editors", declare_schema},
  };
}

}  // namespace actlab
