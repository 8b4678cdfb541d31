"""Right and wrong functions, each with the verdicts of PyTorch's checker and ours, slow and fast.

    functions.py [TEXT]    the rows whose name has TEXT; exit code 1 if ours is weaker anywhere, or differs or is wrong without
                           a reason

A verdict is right (+) or wrong (-). Ours is weaker where it is wrong and PyTorch's is right.
"""

import sys
import warnings

import torch

from actlab import gradcheck, gradgradcheck
from right_functions import RIGHT
from wrong_functions import WRONG

OURS = {1: gradcheck, 2: gradgradcheck}
THEIRS = {1: torch.autograd.gradcheck, 2: torch.autograd.gradgradcheck}


def torch_passes(case, fast):
    torch.manual_seed(0)
    try:
        return THEIRS[case.order](case.function, case.inputs(), fast_mode=fast, **case.options)
    except Exception:  # its verdict
        return False


def our_report(case, fast):
    torch.manual_seed(0)
    return OURS[case.order](case.function, case.inputs(), raise_exception=False, fast_mode=fast, **case.options)


def line(case, is_right):
    """(text, problem): the row, and what is not allowed about it."""
    theirs = [torch_passes(case, fast) == is_right for fast in (False, True)]
    reports = [our_report(case, fast) for fast in (False, True)]
    ours = [bool(report) == is_right for report in reports]
    marks = ["+" if verdict else "-" for verdict in (*theirs, *ours)]
    text = f"{case.name:58}{marks[0]:>6}{marks[1]:>6}{marks[2]:>6}{marks[3]:>6}  {reports[0].cause or ''}"
    needs_reason = theirs != ours or not all(ours)
    problem = None
    if any(t and not o for t, o in zip(theirs, ours)):
        problem = "ours is weaker: " + str(reports[0])
    elif needs_reason != bool(case.why):
        problem = ("the row has no reason: " if needs_reason else "the row needs no reason: ") + str(reports[0])
    return text + (f"\n    {case.why}" if case.why else ""), problem


def main(text=""):
    warnings.simplefilter("ignore")
    problems = []
    for title, cases, is_right in (("right functions", RIGHT, True), ("wrong functions", WRONG, False)):
        chosen = [case for case in cases if text in case.name]
        print(f"{f'{len(chosen)} {title}':58}{'torch':>6}{'fast':>6}{'ours':>6}{'fast':>6}  cause")
        for case in chosen:
            row, problem = line(case, is_right)
            print(row)
            problems += [f"{case.name}: {problem}"] if problem else []
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
