#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/plain_command.h"
#include "core/version.h"
#include "lab/experiment/config.h"

namespace actlab {
namespace {

using testing::HasSubstr;

TEST(Cli, HelpShowsEveryVerb) {
  const Ran ran = run_command({"--help"});
  EXPECT_EQ(ran.code, exit_done);
  for (const Verb& verb : plain_verbs()) {
    EXPECT_THAT(ran.out, HasSubstr(std::string(verb.name)));
    EXPECT_THAT(ran.out, HasSubstr(std::string(verb.help)));
  }
}

TEST(Cli, HelpOfRunHasEveryKeyOfAConfig) {
  const std::string help = run_command({"run", "--help"}).out;
  EXPECT_THAT(help, HasSubstr(experiment_help()));
  EXPECT_THAT(help, HasSubstr("training.epochs"));
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
