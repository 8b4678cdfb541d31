"""Runs the checker and PyTorch's over PyTorch's own table of operators (op_db), with its sample inputs and settings.

    op_db.py run RESULTS [TEXT [SAMPLES [JOBS]]]
                              checks every differentiable entry whose name has TEXT; appends a line for each to RESULTS, and
                              goes on where an earlier call stopped. SAMPLES: at most so many of each entry, evenly spaced
                              (default: all). JOBS: entries at a time (default 2)
    op_db.py table RESULTS    prints where the two differ; exit code 1 if PyTorch's passes, ours does not, and
                              op_db_exceptions.csv has no reason

Each entry is checked in a process of its own, so one that crashes or hangs is a line like any other.
"""

import collections
import csv
import json
import multiprocessing
import os
import pathlib
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor, as_completed

import torch

from actlab import battery, gradcheck, gradgradcheck

SECONDS = 1800  # for an entry


def entries():
    from torch.testing._internal.common_methods_invocations import op_db

    return [op for op in op_db if op.supports_autograd and torch.double in op.supported_backward_dtypes("cpu")]


def name_of(op):
    return op.name + ("." + op.variant_test_name if op.variant_test_name else "")


class Problem:
    """A sample of an entry as a function of the tensors that require grad, as PyTorch's own tests make it."""

    def __init__(self, op, sample):
        self.op, self.sample = op, sample
        values = [sample.input, *sample.args, *sample.kwargs.values()]
        self.inputs = tuple(t for value in values for t in self._tensors(value))

    @staticmethod
    def _is_list(value):
        return isinstance(value, (list, tuple)) and len(value) > 0 and all(isinstance(t, torch.Tensor) for t in value)

    def _tensors(self, value):
        each = value if self._is_list(value) else [value]
        return [t for t in each if isinstance(t, torch.Tensor) and t.requires_grad]

    def __call__(self, *inputs):
        rest = iter(inputs)

        def filled(value):
            if self._is_list(value):
                return type(value)(next(rest) if t.requires_grad else t for t in value)
            return next(rest) if isinstance(value, torch.Tensor) and value.requires_grad else value

        first = filled(self.sample.input)
        args = [filled(value) for value in self.sample.args]
        kwargs = {key: filled(value) for key, value in self.sample.kwargs.items()}
        output = self.op.gradcheck_wrapper(self.op.get_op(), first, *args, **kwargs)
        process = self.sample.output_process_fn_grad
        return output if process is None else process(output)


def torch_verdict(check, problem, **options):
    try:
        check(problem, problem.inputs, nondet_tol=problem.op.gradcheck_nondet_tol, **options)
        return {"passed": True}
    except Exception as error:  # its verdict is an exception of any type
        return {"passed": False, "text": f"{type(error).__name__}: {error}"[:400]}


def our_verdict(check, problem, **options):
    options |= {"raise_exception": False, "nondet_tol": problem.op.gradcheck_nondet_tol, "max_seconds": 30}
    report = check(problem, problem.inputs, **options)
    if report.cause == "too large":  # as the message proposes, and PyTorch's own tests do
        report = check(problem, problem.inputs, **options | {"fast_mode": True})
    if report:
        return {"passed": True}
    return {"passed": False, "cause": report.cause, "causes": report.causes, "text": report.text[:1500]}


def check_sample(op, sample):
    problem = Problem(op, sample)
    # An entry without a wish is checked in fast mode by PyTorch's own tests, and in slow mode by ours.
    fast = {"torch": op.gradcheck_fast_mode is not False, "ours": bool(op.gradcheck_fast_mode)}

    def both(theirs, ours, **options):
        return {
            "torch": torch_verdict(theirs, problem, fast_mode=fast["torch"], **options),
            "ours": our_verdict(ours, problem, fast_mode=fast["ours"], **options),
        }

    first = {"check_grad_dtypes": True, "check_batched_grad": op.check_batched_grad}
    result = {"first": both(torch.autograd.gradcheck, gradcheck, **first)}
    if op.supports_gradgrad:
        second = {"check_batched_grad": op.check_batched_gradgrad}
        result["second"] = both(torch.autograd.gradgradcheck, gradgradcheck, **second)
    if op.supports_forward_ad:
        forward = {"check_forward_ad": True, "check_backward_ad": False, "check_undefined_grad": False}
        result["forward"] = both(torch.autograd.gradcheck, gradcheck, **forward)
    return result


def battery_of(op, sample):
    problem = Problem(op, sample)
    shape = [1]

    def make_inputs(asked):
        return tuple(t.detach().clone() for t in problem.inputs) if list(asked) == shape else ()

    try:
        options = {"nondet_tol": op.gradcheck_nondet_tol, "allow_contiguity_errors": True}
        options["fast_mode"] = sum(t.numel() for t in problem.inputs) > 1000  # every entry would take minutes
        report = battery(problem, make_inputs, shape=shape, double_backward=False, **options)
    except Exception as error:
        return {"passed": False, "failed": [{"pitfall": "no battery", "detail": f"{type(error).__name__}: {error}"}]}
    failed = [row for row in report.data["rows"] if row["outcome"] == "failed"]
    return {"passed": bool(report), "failed": failed}


def chosen(all_samples, most):
    """(number, sample) of at most so many, evenly spaced."""
    numbered = list(enumerate(all_samples))
    count = min(most, len(numbered))
    return [numbered[i * len(numbered) // count] for i in range(count)]


def check_entry(op, most, connection):
    torch.set_num_threads(1)
    torch.manual_seed(0)
    samples = []
    try:
        all_samples = op.sample_inputs("cpu", torch.double, requires_grad=True)
        for number, sample in chosen((s for s in all_samples if Problem(op, s).inputs), most):
            connection.send(f"sample {number}")
            samples.append(check_sample(op, sample))
            if len(samples) == 1:
                samples[0]["battery"] = battery_of(op, sample)
        connection.send({"samples": samples})
    except BaseException:
        connection.send({"samples": samples, "error": traceback.format_exc()[-1500:]})


def run_entry(op, most):
    ours, theirs = multiprocessing.get_context("fork").Pipe()
    process = multiprocessing.get_context("fork").Process(target=check_entry, args=(op, most, theirs))
    start, where = time.time(), "start"
    process.start()
    theirs.close()
    result = None
    while result is None:
        if not ours.poll(max(SECONDS - (time.time() - start), 0)):
            result = {"samples": [], "error": f"longer than {SECONDS} s, at {where}"}
            break
        try:
            message = ours.recv()
        except EOFError:
            process.join()
            result = {"samples": [], "error": f"ended by signal {-(process.exitcode or 0)}, at {where}"}
            break
        if isinstance(message, str):
            where = message
        else:
            result = message
    process.kill()
    process.join()
    return {"entry": name_of(op), "gradgrad": op.supports_gradgrad, "seconds": round(time.time() - start, 1), **result}


def run(path, text="", most=sys.maxsize, jobs=2):
    done = set()
    if os.path.exists(path):
        done = {json.loads(line)["entry"] for line in open(path)}
    todo = [op for op in entries() if text in name_of(op) and name_of(op) not in done]
    with open(path, "a") as file, ThreadPoolExecutor(int(jobs)) as pool:
        for count, future in enumerate(as_completed([pool.submit(run_entry, op, int(most)) for op in todo]), 1):
            result = future.result()
            file.write(json.dumps(result) + "\n")
            file.flush()
            print(f"{count} of {len(todo)}: {result['entry']} {result['seconds']} s {result.get('error', '')}".strip(), flush=True)


def exceptions():
    path = pathlib.Path(__file__).with_name("op_db_exceptions.csv")
    with open(path) as file:
        return {(row["entry"], row["order"]): row["reason"] for row in csv.DictReader(file)}


def samples_with(results, torch_passes, ours_passes):
    """(entry, order, number of samples, example) where the two verdicts are these; the example is of one that fails."""
    failing = "torch" if ours_passes else "ours"
    for result in results:
        for order in ("first", "second", "forward"):
            verdicts = [sample[order] for sample in result["samples"] if order in sample]
            found = [v for v in verdicts if (v["torch"]["passed"], v["ours"]["passed"]) == (torch_passes, ours_passes)]
            if found:
                yield result["entry"], order, len(found), found[0][failing]["text"].strip()


def print_battery(results, reasons):
    rows = collections.defaultdict(list)
    for result in results:
        for sample in result["samples"]:
            for row in sample.get("battery", {}).get("failed", []):
                detail = row.get("detail", "").strip().splitlines() or [""]
                rows[row["pitfall"]].append((result["entry"], reasons.get((result["entry"], "battery"), detail[0][:200])))
    print("\nThe battery's findings:")
    for pitfall, found in sorted(rows.items()):
        print(f"  {pitfall}: {len(found)} entries")
        for entry, detail in found:
            print(f"    {entry}: {detail}")


def table(path):
    results = [json.loads(line) for line in open(path)]
    reasons = exceptions()
    samples = sum(len(result["samples"]) for result in results)
    print(f"{len(results)} entries, {sum(r['gradgrad'] for r in results)} of them twice, {samples} samples")
    errors = [result for result in results if "error" in result]
    for result in errors:
        print(f"not checked: {result['entry']}: {result['error'].strip().splitlines()[-1]}")
    unexplained, excepted = 0, set()
    print("\nPyTorch's passes, ours does not:")
    for entry, order, count, example in samples_with(results, True, False):
        reason = reasons.get((entry, order))
        excepted.add(entry)
        unexplained += reason is None
        print(f"  {entry}, {order} derivative, {count} samples: {reason or example}")
    print(f"  {len(excepted)} entries, {100 * len(excepted) / max(len(results), 1):.1f} %")
    print("\nOurs passes, PyTorch's does not:")
    for entry, order, count, example in samples_with(results, False, True):
        print(f"  {entry}, {order} derivative, {count} samples: {reasons.get((entry, order), example.splitlines()[0])}")
    print("\nNeither passes:")
    for entry, order, count, example in samples_with(results, False, False):
        print(f"  {entry}, {order} derivative, {count} samples: {' '.join(example.splitlines()[1:2])}")
    print_battery(results, reasons)
    return 1 if unexplained or errors else 0


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("run", "table"):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    if sys.argv[1] == "run":
        run(*sys.argv[2:])
    else:
        sys.exit(table(sys.argv[2]))
