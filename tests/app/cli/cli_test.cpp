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
  const CommandResult result = run_command({"--help"});
  EXPECT_EQ(result.code, exit_done);
  for (const Verb& verb : plain_verbs()) {
    EXPECT_THAT(result.out, HasSubstr(std::string(verb.name)));
    EXPECT_THAT(result.out, HasSubstr(std::string(verb.help)));
  }
}

TEST(Cli, HelpOfRunHasEveryKeyOfAConfig) {
  const std::string help = run_command({"run", "--help"}).out;
  EXPECT_THAT(help, HasSubstr(experiment_help()));
  EXPECT_THAT(help, HasSubstr("training.epochs"));
}

TEST(Cli, PrintsItsVersion) {
  const CommandResult result = run_command({"--version"});
  EXPECT_EQ(result.code, exit_done);
  EXPECT_THAT(result.out, HasSubstr(std::string(version())));
}

TEST(Cli, PrintsTheSchema) {
  const CommandResult result = run_command({"schema"});
  EXPECT_EQ(result.code, exit_done);
  EXPECT_EQ(nlohmann::json::parse(result.out), experiment_schema());
}

}  // namespace
}  // namespace actlab
