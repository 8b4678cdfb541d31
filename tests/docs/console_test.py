"""Runs the commands in docs/gradcheck.md and compares what they print with the document, in which a line "…" stands for
any lines. Arguments: the runner, the folder of the plugins."""

import pathlib
import re
import shlex
import subprocess
import sys
import unittest

RUNNER, PLUGINS = sys.argv[1:3]
DOCUMENT = pathlib.Path(__file__).parents[2] / "docs" / "gradcheck.md"


def examples():
    """The command and the output of each block."""
    for block in re.findall(r"^```console\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.M | re.S):
        command, _, output = block.partition("\n")
        yield command.removeprefix("$ "), output


def run(command):
    words = shlex.split(command)
    assert words[0] == "runner", command
    words = [str(pathlib.Path(PLUGINS) / word) if word.startswith("lib") and word.endswith(".so") else word
             for word in words[1:]]
    return subprocess.run([RUNNER, *words], capture_output=True, text=True, timeout=300)


class Document(unittest.TestCase):
    def test_has_commands(self):
        self.assertGreaterEqual(len(list(examples())), 3)

    def test_shows_what_its_commands_print(self):
        for command, output in examples():
            with self.subTest(command):
                result = run(command)
                pattern = "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line) + r"\n"
                                  for line in output.splitlines())
                printed = (result.stdout + result.stderr).replace("SymInt ", "int ")  # in schemas since PyTorch 2.0
                self.assertRegex(printed, rf"\A{pattern}\Z")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
