"""The coefficients in the sources are those that tools/coefficients/regenerate finds; it says where they are not."""

from pathlib import Path
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    import mpmath
except ImportError:
    print("this needs mpmath for Python: apt-get install python3-mpmath", file=sys.stderr)
    sys.exit(77)

ROOT = Path(__file__).resolve().parents[2]
MARKER = "// tools/coefficients: "


def check(root):
    command = [sys.executable, ROOT / "tools/coefficients/regenerate", "--check", root]
    return subprocess.run(command, capture_output=True, text=True)


class Coefficients(unittest.TestCase):
    def test_sources_hold_what_is_recomputed(self):
        result = check(ROOT)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("no difference", result.stdout)


def change(root, marker, old, new):
    """Replaces the first `old` from the marker on."""
    path = next(path for path in (root / "src").rglob("*.h") if MARKER + marker + "\n" in path.read_text())
    before, name, after = path.read_text().partition(MARKER + marker + "\n")
    assert old in name + after
    path.write_text(before + (name + after).replace(old, new, 1))


class ChangedSources(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            shutil.copytree(ROOT / "src", root / "src")
            change(root, "silu_derivative_root", "0.1466487969969469", "0.1466487969969468")
            change(root, "log1p_float32", "-0.00331844381", "-0.00331844382")
            change(root, "sine", "-0.16666656642935514, ", "")
            change(root, "pi_in_parts", MARKER + "pi_in_parts", "")
            change(root, "normal", MARKER + "normal", MARKER + "nothing")
            added = root / "src/catalogue/added.h"
            added.write_text("constexpr double a[]{0.5, 0.25, 0.125, 1};\nconstexpr double b = 0.1234567;\n")
            cls.result = check(root)

    def assert_reported(self, *words):
        lines = self.result.stdout.splitlines()
        self.assertTrue(any(all(word in line for word in words) for line in lines), self.result.stdout)

    def test_exit_code_says_so(self):
        self.assertEqual(self.result.returncode, 1, self.result.stderr)

    def test_a_digit_of_a_series_is_named(self):
        self.assert_reported("silu_derivative_root[4]", "committed 0.1466487969969468", "recomputed 0.1466487969969469")

    def test_the_last_digit_of_a_fit_is_named(self):
        self.assert_reported("log1p_float32[8]", "committed -0.00331844382", "recomputed -0.00331844381")

    def test_a_missing_number_is_named(self):
        self.assert_reported("sine: 4 numbers, recomputed are 5")

    def test_a_table_without_marker_is_named(self):
        self.assert_reported("pi_in_parts: no marker")

    def test_a_marker_without_table_is_named(self):
        self.assert_reported("no table is named nothing")

    def test_numbers_without_marker_are_named(self):
        self.assert_reported("added.h:1", "0.5, 0.25, 0.125, 1")
        self.assert_reported("added.h:2", "0.1234567")


if __name__ == "__main__":
    unittest.main()
