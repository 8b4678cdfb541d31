"""Compares a YAML file as PyYAML reads it with the JSON of what actlab reads: same_in_pyyaml.py FILE.yaml FILE.json"""
import json
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    theirs = yaml.safe_load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    ours = json.load(file)


def compare(path, a, b):
    numbers = isinstance(a, (int, float)) and isinstance(b, (int, float))
    if type(a) is not type(b) and not (numbers and bool not in (type(a), type(b))):
        sys.exit(f"{path}: PyYAML reads {a!r}, actlab {b!r}")
    if isinstance(a, dict):
        if list(a) != list(b):
            sys.exit(f"{path}: PyYAML reads the keys {list(a)!r}, actlab {list(b)!r}")
        for key in a:
            compare(f"{path}.{key}", a[key], b[key])
    elif isinstance(a, list):
        if len(a) != len(b):
            sys.exit(f"{path}: {len(a)} and {len(b)} items")
        for i, (x, y) in enumerate(zip(a, b)):
            compare(f"{path}[{i}]", x, y)
    elif a != b:
        sys.exit(f"{path}: PyYAML reads {a!r}, actlab {b!r}")


compare("", theirs, ours)
