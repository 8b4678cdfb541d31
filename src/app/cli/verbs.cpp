#include "app/cli/verbs.h"

namespace actlab {

std::vector<Verb> all_verbs(DeclareVerb gradcheck, DeclareVerb activations) {
  return {
      {"run", "train the models of a config and compare them", declare_run},
      {"gradcheck", "check the derivatives of activations, or of your own function", gradcheck},
      {"activations", "list the activations, or describe one of them", activations},
      {"report", "write the page of a run again from its record, or compare runs", declare_report},
      {"merge", "join the shards of a run that several machines trained", declare_merge},
      {"status", "count what is recorded of runs, also while they go on", declare_status},
      {"check", "check that the record of a run is whole", declare_check},
      {"figures", "draw the charts of a run as SVG and PNG", declare_figures},
      {"reproduce", "run the experiments again and compare with their recorded results", declare_reproduce},
      {"schema", "print the JSON Schema of a config, for editors", declare_schema},
  };
}

}  // namespace actlab
