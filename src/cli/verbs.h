#pragma once

#include "cli/verb.h"

// The one list of verbs: a verb is a file of this folder, which defines `const Verb verb_<name>`, and its name here.
#define ACTLAB_VERBS(X) X(run) X(gradcheck) X(activations) X(report) X(figures) X(reproduce) X(schema)

namespace actlab {

#define ACTLAB_DECLARE_VERB(verb) extern const Verb verb_##verb;
ACTLAB_VERBS(ACTLAB_DECLARE_VERB)
#undef ACTLAB_DECLARE_VERB

}  // namespace actlab
