#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/verbs.h"
#include "core/version.h"
#include "lab/experiment/config.h"

namespace actlab {
namespace {

using testing::HasSubstr;

struct Verb {
  const char* name;
  const char* help;
};
constexpr Verb verbs[] = {
#define ACTLAB_VERB(name, help) {#name, help},
    ACTLAB_VERBS(ACTLAB_VERB)
#undef ACTLAB_VERB
};

TEST(Cli, HelpShowsEveryVerb) {
  const Ran ran = run_command({"--help"});
  EXPECT_EQ(ran.code, exit_done);
  for (const Verb& verb : verbs) {
    EXPECT_THAT(ran.out, HasSubstr(verb.name));
    EXPECT_THAT(ran.out, HasSubstr(verb.help));
  }
}

TEST(Cli, EveryVerbHasHelp) {
  for (const Verb& verb : verbs) {
    const Ran ran = run_command({verb.name, "--help"});
    EXPECT_EQ(ran.code, exit_done) << verb.name;
    EXPECT_THAT(ran.out, HasSubstr("--help"));
  }
}

TEST(Cli, HelpOfRunHasEveryKeyOfAConfig) {
  const std::string help = run_command({"run", "--help"}).out;
  EXPECT_THAT(help, HasSubstr(experiment_help()));
  EXPECT_THAT(help, HasSubstr("training.epochs"));
}

TEST(Cli, EveryVerbRefusesAnOptionThatIsNotThere) {
  for (const Verb& verb : verbs) {
    const Ran ran = run_command({verb.name, "--not-there"});
    EXPECT_EQ(ran.code, exit_bad_input) << verb.name;
    EXPECT_THAT(ran.error, HasSubstr("unknown option '--not-there'"));
  }
}

TEST(Cli, SaysItsVersion) {
  const Ran ran = run_command({"--version"});
  EXPECT_EQ(ran.code, exit_done);
  EXPECT_THAT(ran.out, HasSubstr(std::string(version())));
}

TEST(Cli, PrintsTheSchema) {
  const Ran ran = run_command({"schema"});
  EXPECT_EQ(ran.code, exit_done);
  EXPECT_EQ(nlohmann::json::parse(ran.out), experiment_schema());
}

}  // namespace
}  // namespace actlab
