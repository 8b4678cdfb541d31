// Tests that need the runner as a process: signals, and output to a terminal.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "app/cli/exit_code.h"
#include "app/cli/plain_command.h"
#include "lab/record/run_record.h"

namespace actlab {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

[[noreturn]] void become_runner(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), ACTLAB_RUNNER);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  execv(ACTLAB_RUNNER, argv.data());
  _exit(127);
}

/// The runner as a process that writes to out.txt and error.txt.
class Process {
 public:
  explicit Process(const std::vector<std::string>& arguments) : id_(fork()) {
    if (id_ != 0) return;
    const int out = open("out.txt", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    const int error = open("error.txt", O_WRONLY | O_CREAT | O_TRUNC, 0644);
    dup2(out, STDOUT_FILENO);
    dup2(error, STDERR_FILENO);
    become_runner(arguments);
  }
  void signal(int number) const { kill(id_, number); }
  /// Returns the status of waitpid.
  int wait() const {
    int status = 0;
    waitpid(id_, &status, 0);
    return status;
  }

 private:
  pid_t id_;
};

std::size_t recorded_in(const std::string& run) {
  try {
    return RunRecord::open(run, Database::Access::read).trials().size();
  } catch (const std::exception&) {
    return 0;  // does not exist yet
  }
}

// Too many trials to finish during a test.
const std::vector<std::string> endless{"circle.yaml", "seeds=200000", "--out", "run"};

class RunnerProcess : public WorkingDirectory {
 protected:
  static Process start_endless() {
    Process process(endless);
    for (int i = 0; i < 600 && recorded_in("run") == 0; ++i) std::this_thread::sleep_for(50ms);
    return process;
  }
};

TEST_F(RunnerProcess, KeepsFinishedTrialsWhenInterruptedAndPrintsHowToContinue) {
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    std::filesystem::remove_all("run");
    const Process process = start_endless();
    process.signal(number);
    const int status = process.wait();
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), exit_interrupted);
    EXPECT_THAT(read_file("error.txt"), HasSubstr("circle.yaml seeds=200000 --out run\n"));
    EXPECT_THAT(read_file("out.txt"), EndsWith("\nrun\n"));
    const std::string trials = read_file("run/trials.csv");
    EXPECT_EQ(static_cast<std::size_t>(std::count(trials.begin(), trials.end(), '\n')), recorded_in("run") + 1);
    EXPECT_EQ(nlohmann::json::parse(read_file("run/summary.json"))["trials"], 400000);
  }
}

TEST_F(RunnerProcess, ContinuesAfterAKill) {
  const Process killed = start_endless();
  killed.signal(SIGKILL);
  ASSERT_TRUE(WIFSIGNALED(killed.wait()));
  const std::size_t before = recorded_in("run");
  ASSERT_GT(before, 0u);

  const Process resumed(endless);
  for (int i = 0; i < 600 && recorded_in("run") == before; ++i) std::this_thread::sleep_for(50ms);
  resumed.signal(SIGINT);
  EXPECT_EQ(WEXITSTATUS(resumed.wait()), exit_interrupted);
  EXPECT_GT(recorded_in("run"), before);
  EXPECT_THAT(read_file("error.txt"), HasSubstr(std::to_string(before) + " of 400000 trials are recorded"));
}

// Runs a command of the shell in which $RUNNER is the runner. Returns its exit code.
int shell(const std::string& command) {
  setenv("RUNNER", ACTLAB_RUNNER, 1);
  const int status = std::system(("set +e; " + command).c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(RunnerProcess, FailsIfTheResultOfAnyVerbCannotBeWritten) {
  ASSERT_EQ(shell("$RUNNER circle.yaml --quiet --out run > /dev/null"), exit_done);
  std::vector<std::string> commands{"--help",
                                    "--version",
                                    "circle.yaml --dry-run",
                                    "circle.yaml --out run",
                                    "schema",
                                    "report run",
                                    "report run --terminal",
                                    "activations",
                                    "activations relu",
                                    "activations --accuracy",
                                    "gradcheck relu"};
  for (const Verb& verb : plain_verbs()) commands.push_back(std::string(verb.name) + " --help");
  for (const std::string& command : commands) {
    EXPECT_EQ(shell("$RUNNER " + command + " > /dev/full 2> error.txt"), exit_not_done) << command;
    EXPECT_THAT(read_file("error.txt"), HasSubstr("written to stdout: No space left on device")) << command;
    EXPECT_EQ(shell("$RUNNER " + command + " >&- 2> error.txt"), exit_not_done) << command;
    EXPECT_THAT(read_file("error.txt"), HasSubstr("written to stdout: Bad file descriptor")) << command;
  }
}

TEST_F(RunnerProcess, IsQuietIfNobodyReadsTheResult) {
  for (const char* before : {"", "trap '' PIPE; "}) {
    EXPECT_EQ(shell(std::string(before) + "$RUNNER schema 2> error.txt | head -n 1 > out.txt"), 0);
    EXPECT_EQ(read_file("error.txt"), "");
    EXPECT_EQ(read_file("out.txt"), "{\n");
  }
}

TEST_F(RunnerProcess, RefusesArgumentsThatAreNotUtf8AndWritesNothing) {
  EXPECT_EQ(shell("$RUNNER circle.yaml name=caf\xe9 2> /tmp/actlab-utf8-error"), exit_bad_input);
  EXPECT_THAT(read_file("/tmp/actlab-utf8-error"), HasSubstr("argument 2 of the command line, 'name=caf\\xe9'"));
  std::filesystem::remove("/tmp/actlab-utf8-error");
  EXPECT_THAT(files(), testing::ElementsAre("circle.yaml"));
}

TEST_F(RunnerProcess, GoesOnAfterTheTerminalIsClosedIfItWasStartedWithNohup) {
  EXPECT_EQ(shell("trap '' HUP; $RUNNER circle.yaml seeds=3000 --quiet --out run > out.txt & pid=$!; sleep 0.3; "
                  "kill -HUP $pid; wait $pid"),
            exit_done);
  EXPECT_EQ(recorded_in("run"), 6000u);
}

TEST_F(RunnerProcess, UsesFewerThreadsIfTheSystemAllowsNoMore) {
  // Each thread reserves its stack, so that there is room for few.
  EXPECT_EQ(shell("ulimit -s 1000000; ulimit -v 3500000; $RUNNER circle.yaml seeds=40 --jobs 64 --out run "
                  "> out.txt 2> error.txt"),
            exit_done);
  EXPECT_THAT(read_file("error.txt"), HasSubstr("of 64 threads could be started"));
  EXPECT_EQ(recorded_in("run"), 80u);
}

TEST_F(RunnerProcess, KeepsAndExportsWhatIsRecordedIfNoMoreCanBeWritten) {
  EXPECT_EQ(shell("ulimit -f 12000; $RUNNER circle.yaml seeds=200000 --out run > out.txt 2> error.txt"), exit_not_done);
  const std::size_t recorded = recorded_in("run");
  EXPECT_GT(recorded, 0u);
  EXPECT_THAT(read_file("error.txt"), HasSubstr(std::to_string(recorded) + " of 400000 trials are recorded"));
  EXPECT_THAT(read_file("error.txt"), HasSubstr("circle.yaml seeds=200000 --out run\n"));
  const std::string trials = read_file("run/trials.csv");
  EXPECT_EQ(static_cast<std::size_t>(std::count(trials.begin(), trials.end(), '\n')), recorded + 1);
}

TEST_F(RunnerProcess, SaysThatMemoryIsMissing) {
  EXPECT_EQ(shell("ulimit -v 400000; $RUNNER circle.yaml data.samples=100000000 2> error.txt"), exit_bad_input);
  EXPECT_THAT(read_file("error.txt"), testing::AllOf(HasSubstr("data.samples=100000000"), HasSubstr("GB of memory")));
}

// The output of the runner on a terminal.
std::string on_terminal(const std::vector<std::string>& arguments) {
  int terminal = -1;
  if (forkpty(&terminal, nullptr, nullptr, nullptr) == 0) become_runner(arguments);
  std::string text;
  char buffer[4096];
  for (ssize_t n = read(terminal, buffer, sizeof buffer); n > 0; n = read(terminal, buffer, sizeof buffer)) {
    text.append(buffer, static_cast<std::size_t>(n));
  }
  close(terminal);
  wait(nullptr);
  return text;
}

class RunnerOnTerminal : public WorkingDirectory {
 protected:
  void SetUp() override {
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0) GTEST_SKIP() << "cannot open a terminal: /dev/pts is missing";
    close(terminal);
  }
};

TEST_F(RunnerOnTerminal, HasAProgressBarAndABoldHeader) {
  setenv("TERM", "xterm", 1);
  unsetenv("NO_COLOR");
  const std::string text = on_terminal({"circle.yaml"});
  EXPECT_THAT(text, HasSubstr("] 0 of 8 trials"));
  EXPECT_THAT(text, HasSubstr("\x1b[1mmodel"));
}

TEST_F(RunnerOnTerminal, HasNoColoursIfNoColorIsSet) {
  setenv("TERM", "xterm", 1);
  setenv("NO_COLOR", "1", 1);
  EXPECT_THAT(on_terminal({"circle.yaml"}), Not(HasSubstr("\x1b[1m")));
  unsetenv("NO_COLOR");
}

TEST_F(RunnerOnTerminal, ShowsNoProgressBarIfQuiet) {
  setenv("TERM", "xterm", 1);
  EXPECT_THAT(on_terminal({"circle.yaml", "--quiet"}), Not(HasSubstr(" of 8 trials")));
}

}  // namespace
}  // namespace actlab
