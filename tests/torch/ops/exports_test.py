"""What a library that is loaded beside PyTorch exports and takes: exports_test.py LIBRARY[:SYMBOL...] ...

A library may export the symbols after its name and no other, and may take none that another copy or version of one of our
libraries could define: PyTorch brings fmt, Protocol Buffers and others. Each library is loaded into this Python."""

import os
import re
import subprocess
import sys
import unittest

try:
    import torch
except ImportError:
    print("skipped: this needs Python's PyTorch (python3-torch)")
    sys.exit(77)

LIBRARIES = [tuple(argument.split(":")) for argument in sys.argv[1:]]
# PyTorch's namespaces; Python, PyTorch's Python and std, of which PyTorch has a part; the versions of the runtime's symbols.
NAMES = re.compile("_?Py|THP|ParameterClass$|_ZN?K?[RO]?St")
PYTORCH = ("2at", "3c10", "5torch", "6caffe2")
RUNTIME = ("GLIBC", "GLIBCXX", "CXXABI", "GCC", "GOMP", "OMP")
WEAK_HOOKS = {"_ITM_deregisterTMCloneTable", "_ITM_registerTMCloneTable", "__gmon_start__"}
NEEDED = re.compile(r"lib(torch|torch_cpu|torch_python|c10|stdc\+\+|m|gcc_s|c|gomp|pthread|dl|asan|ubsan)[-.]|ld-linux")


def symbols(library, *options):
    """Names of dynamic symbols, with their version if they have one."""
    text = subprocess.run(["nm", "-D", "-P", *options, library], check=True, capture_output=True, text=True).stdout
    return [line.split()[0] for line in text.splitlines()]


class Exports(unittest.TestCase):
    def each(self):
        self.assertTrue(LIBRARIES)
        for library, *allowed in LIBRARIES:
            with self.subTest(os.path.basename(library)):
                yield library, allowed

    def test_are_those_that_are_meant(self):
        for library, allowed in self.each():
            self.assertEqual(sorted(symbols(library, "--defined-only")), sorted(allowed))

    def test_take_nothing_that_others_may_define(self):
        for library, _ in self.each():
            taken = symbols(library, "--undefined-only")
            self.assertGreater(len(taken), 20)
            foreign = [
                name
                for name in taken
                if name not in WEAK_HOOKS
                and not any(f"@{runtime}_" in name for runtime in RUNTIME)
                and not any(part in name for part in PYTORCH)
                and not NAMES.match(name)
            ]
            self.assertEqual(foreign, [])
            self.assertFalse([name for name in taken if re.search("3fmt|6google|6spdlog|4YAML", name)])

    def test_need_nothing_but_pytorch_and_the_runtime(self):
        for library, _ in self.each():
            text = subprocess.run(["readelf", "-d", "-W", library], check=True, capture_output=True, text=True).stdout
            needed = re.findall(r"\(NEEDED\).*\[(.*)\]", text)
            self.assertTrue(needed)
            self.assertEqual([name for name in needed if not NEEDED.match(name)], [])

    def test_can_be_loaded(self):
        for library, _ in self.each():
            torch.ops.load_library(library)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
