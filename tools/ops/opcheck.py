"""torch.library.opcheck for every operator, dtype and set of parameters: run opcheck.py. Prints a table with a row for
each operator, and each failure. Exit code 1 if one fails."""

import sys
import warnings

from operators import CASES, DTYPES

import torch
from torch.library import opcheck


def failures(case, dtype):
    """What opcheck says of a case in a dtype."""
    try:
        results = opcheck(case.op, case.inputs(dtype), case.parameters, raise_exception=False)
    except Exception as error:  # opcheck raises what the operator raises
        return [f"{case} {dtype}: {type(error).__name__}: {error}"]
    return [f"{case} {dtype} {test}: {result}" for test, result in results.items() if result != "SUCCESS"]


def main():
    warnings.simplefilter("ignore")
    all_failures = []
    names = [str(dtype).replace("torch.", "") for dtype in DTYPES]
    print("| operator and parameters |", " | ".join(names), "|")
    print("| --- |" + " --- |" * len(names))
    for case in CASES:
        found = [failures(case, dtype) for dtype in DTYPES]
        print(f"| {case} |", " | ".join("FAILS" if each else "ok" for each in found), "|", flush=True)
        all_failures += [line for each in found for line in each]
    for line in all_failures:
        print(line)
    print(f"\n{len({case.op for case in CASES})} operators, {len(CASES) * len(DTYPES)} checks, {len(all_failures)} failures")
    return 1 if all_failures else 0


if __name__ == "__main__":
    sys.exit(main())
