"""The reports of `runner gradcheck` for machines: JSON is valid by docs/gradcheck.schema.json, JUnit's XML has the
elements and counts that CI systems read. Arguments: the runner, the example plugin, the plugins of the tests."""

import copy
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

try:
    import jsonschema
except ImportError:
    print("there is no jsonschema for Python: apt-get install python3-jsonschema")
    sys.exit(77)

RUNNER, EXAMPLE, OPERATORS, DYING = sys.argv[1:5]
SCHEMA = json.loads((pathlib.Path(__file__).parents[3] / "docs" / "gradcheck.schema.json").read_text())


def strict(kind):
    """The schema of this kind of document, with no keys but those that it has: every key has to be documented."""
    result = copy.deepcopy(SCHEMA)
    del result["oneOf"]  # so that messages are about the key, not about the choice
    result["$ref"] = f"#/$defs/{kind}"
    for definition in result["$defs"].values():
        if "properties" in definition:
            definition.setdefault("additionalProperties", False)
    return result


def gradcheck(*arguments):
    return subprocess.run([RUNNER, "gradcheck", *arguments], capture_output=True, text=True, timeout=300)


# Each case: the arguments, the exit code.
CASES = {
    "right": (["--script", "torch.tanh(x)"], 0),
    "right plugin": (["--plugin", EXAMPLE, "--op", "my::bent_identity", "--first-order"], 0),
    "wrong": (["--plugin", OPERATORS, "--op", "actlab_tests::wrong"], 1),
    "not finite": (["--script", "torch.log(x)"], 1),
    "complex": (["--script", "x * x.conj()", "--input", "2:complex128"], 0),
    "optional": (["--plugin", OPERATORS, "--op", "actlab_tests::masked", "--input", "3"], 0),
    "died": (["--plugin", DYING, "--op", "dying::die", "--arg", "how=segfault"], 1),
    "died in backward": (["--plugin", DYING, "--op", "dying::die", "--arg", "how=abort", "--arg", "when=backward"], 1),
    "died in the battery": (["--plugin", DYING, "--op", "dying::die", "--arg", "how=exit", "--arg", "when=empty"], 1),
    "activations": (["relu", "step", "softmax"], 0),
}


class Reports(unittest.TestCase):
    def test_json_is_valid_by_the_schema(self):
        for name, (arguments, code) in CASES.items():
            with self.subTest(name):
                result = gradcheck(*arguments, "--json")
                self.assertEqual(result.returncode, code, result.stdout + result.stderr)
                document = json.loads(result.stdout)
                validator = jsonschema.Draft202012Validator(strict(document["kind"]))
                errors = [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(document)]
                self.assertEqual(errors, [])
                self.assertTrue(jsonschema.Draft202012Validator(SCHEMA).is_valid(document))
                self.assertEqual(document["passed"], code == 0)

    def test_the_schema_is_one_and_refuses_something_else(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        validator = jsonschema.Draft202012Validator(SCHEMA)
        document = json.loads(gradcheck(*CASES["wrong"][0], "--json").stdout)
        document["gradcheck"]["failures"][0]["cause"] = "no such cause"
        self.assertFalse(validator.is_valid(document))

    def test_junit_counts_what_failed_and_what_was_not_finished(self):
        for name, (arguments, code) in CASES.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "report.xml")
                result = gradcheck(*arguments, "--json", "--junit", path)
                document = json.loads(result.stdout)
                suite = ElementTree.parse(path).getroot().find("testsuite")
                cases = suite.findall("testcase")
                found = {kind: len([case for case in cases if case.find(kind) is not None])
                         for kind in ("failure", "error", "skipped")}
                self.assertEqual(int(suite.get("tests")), len(cases))
                self.assertEqual(int(suite.get("failures")), found["failure"])
                self.assertEqual(int(suite.get("errors")), found["error"])
                self.assertEqual(int(suite.get("skipped")), found["skipped"])
                self.assertEqual(found["failure"] + found["error"] == 0, code == 0)
                self.assertEqual(found["error"], 1 if document.get("died") else 0)
                for case in cases:
                    self.assertTrue(case.get("name") and case.get("classname"))
                if document.get("battery"):
                    rows = [case for case in cases
                            if case.get("name").startswith("battery: ") and case.find("error") is None]
                    self.assertEqual(len(rows), len(document["battery"]["rows"]))

    def test_junit_names_what_died_as_what_is_done(self):
        for name, case in (("died in backward", "gradcheck"), ("died in the battery", "battery: empty input")):
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "report.xml")
                gradcheck(*CASES[name][0], "--junit", path)
                died = [found for found in ElementTree.parse(path).iter("testcase") if found.find("error") is not None]
                self.assertEqual([found.get("name") for found in died], [case])

    def test_a_report_that_cannot_be_written_is_exit_code_3(self):
        if os.access("/dev/full", os.W_OK):
            self.assertEqual(gradcheck(*CASES["right"][0], "--junit", "/dev/full").returncode, 3)

    def test_the_shell_goes_on_after_an_operator_has_died(self):
        script = f"'{RUNNER}' gradcheck --plugin '{DYING}' --op dying::die --arg how=segfault >/dev/null; echo $?"
        result = subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=300)
        self.assertEqual(result.stdout, "1\n")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
