"""Trains and evaluates the same in actlab, PyTorch and JAX, in turn, and prints one table: see `scripts/bench peers`.

    compare.py RUNNER OPERATOR_LIBRARY ROUNDS
"""
import csv
import json
import math
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

import jax
import torch

from work import CIRCLE, WIDTHS

HERE = pathlib.Path(__file__).parent
CORES = sorted(os.sched_getaffinity(0))
CIRCLE_SEEDS = dict(ours=1000, eager=10, jit=20, vmap=100, compiled=100)
WIDTH_SEEDS = 3
SIZES, DTYPES = (10, 1000, 100_000, 10_000_000), ("float32", "float64", "bfloat16", "float16")


def on_cores(count, command):
    """Runs a command on the first `count` cores, with as many threads. Returns its output."""
    environment = dict(os.environ, OMP_NUM_THREADS=str(count), OPENBLAS_NUM_THREADS=str(count))
    if count == 1:
        environment["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    result = subprocess.run([str(part) for part in command], env=environment, stdout=subprocess.PIPE, text=True,
                            preexec_fn=lambda: os.sched_setaffinity(0, CORES[:count]))
    if result.returncode != 0:
        sys.exit(f"failed: {' '.join(str(part) for part in command)}")
    return result.stdout


def jax_ms(cores, work, mode, seeds):
    return float(on_cores(cores, [sys.executable, HERE / "jax_trials.py", work, mode, seeds]))


def torch_ms(cores, work, mode, seeds):
    return float(on_cores(cores, [sys.executable, HERE / "torch_trials.py", work, mode, seeds, cores]))


def config_of(work, seeds):
    models = ", ".join(f"{name.title()}: {{hidden: {list(work.hidden)}, activation: {name}}}" for name in work.activations)
    batch = f", batch_size: {work.batch}" if work.batch else ""
    return (f"name: peers\ndata: {{kind: circle, samples: 1000, test_samples: 1000}}\nmodels: {{{models}}}\n"
            f"training: {{epochs: {work.epochs}, optimizer: {{kind: adam, lr: {work.rate}}}{batch}}}\nseeds: {seeds}\n")


def our_ms(runner, cores, work, seeds, page):
    """Of a seed: the whole process if `page`, else its trials as the runner times them, divided by the jobs."""
    with tempfile.TemporaryDirectory() as folder:
        config, out = pathlib.Path(folder, "config.yaml"), pathlib.Path(folder, "run")
        config.write_text(config_of(work, seeds))
        start = time.perf_counter()
        on_cores(cores, [runner, config, "--jobs", cores, "--quiet", "--out", out] +
                 ([] if page else ["--no-report", "record.snapshots.count=0"]))
        seconds = time.perf_counter() - start
        if page:
            return 1e3 * seconds / seeds
        with open(out / "trials.csv", newline="") as file:
            times = [float(row["seconds"]) for row in csv.DictReader(file)]
        return 1e3 * statistics.median(times) * len(work.activations) / cores


def median_ratio(values, others):
    return statistics.median(a / b for a, b in zip(values, others))


def print_rows(title, lines, rounds):
    """`lines`: functions by name, of which the first is ours. All are measured in turn, `rounds` times."""
    measured = {name: [] for name in lines}
    for _ in range(rounds):
        for name, measure in lines.items():
            measured[name].append(measure())
    ours = next(iter(measured.values()))
    print(f"\n{title}")
    for name, values in measured.items():
        print(f"  {name:<44} {statistics.median(values):10.3f} ms {median_ratio(values, ours):9.2f}x", flush=True)


def compare_circle(runner, cores, rounds):
    seeds = CIRCLE_SEEDS
    print_rows(f"circle, {CIRCLE.name}, a seed, {cores} core(s)", {
        "actlab, from YAML to page": lambda: our_ms(runner, cores, CIRCLE, seeds["ours"], page=True),
        "actlab, its trials alone": lambda: our_ms(runner, cores, CIRCLE, seeds["ours"], page=False),
        "JAX, jit": lambda: jax_ms(cores, "circle", "jit", seeds["jit"]),
        "JAX, jit and vmap": lambda: jax_ms(cores, "circle", "vmap", seeds["vmap"]),
        "PyTorch, eager": lambda: torch_ms(cores, "circle", "eager", seeds["eager"]),
        "PyTorch, vmap": lambda: torch_ms(cores, "circle", "vmap", seeds["vmap"]),
        "PyTorch, compiled vmap": lambda: torch_ms(cores, "circle", "compiled", seeds["compiled"]),
    }, rounds)


def compare_widths(runner, cores, rounds):
    for index, work in enumerate(WIDTHS):
        lines = {"actlab": lambda w=work: our_ms(runner, cores, w, WIDTH_SEEDS * cores, page=False)}
        if not work.batch:  # JAX compiles for one shape, and the last batch has another
            lines["JAX, jit"] = lambda i=index: jax_ms(cores, i, "jit", WIDTH_SEEDS)
        lines["PyTorch, eager"] = lambda i=index: torch_ms(cores, i, "eager", WIDTH_SEEDS)
        print_rows(f"{work.name}, a trial, {cores} core(s)", lines, rounds)


def summary(ratios):
    mean = math.exp(statistics.fmean(math.log(ratio) for ratio in ratios.values()))
    worst = sorted(ratios.items(), key=lambda item: -item[1])[:3]
    return f"{mean:5.2f}  ({', '.join(f'{name} {ratio:.1f}' for name, ratio in worst)})"


def compare_operators(library, cores):
    print(f"\noperators, time relative to torch's built-in, {cores} thread(s): geometric mean (and the slowest)")
    for dtype in DTYPES:
        for elements in SIZES if cores == 1 else SIZES[2:]:
            found = json.loads(on_cores(cores, [sys.executable, HERE / "operators.py", library, cores, dtype, elements]))
            print(f"  {dtype:<9} {elements:>9}  forward {summary(found['forward']):<60}  "
                  f"backward {summary(found['backward'])}", flush=True)


def processor():
    with open("/proc/cpuinfo") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return names[0] if names else platform.processor()


def main():
    runner, library, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    described = subprocess.run([runner, "--version"], stdout=subprocess.PIPE, text=True).stdout.splitlines()
    print(f"{processor()}, {len(CORES)} cores; {'; '.join(described)}; PyTorch {torch.__version__}, JAX {jax.__version__}")
    print("x: the time relative to the first line of its group, the median of the ratios within each round")
    for cores in sorted({1, min(2, len(CORES))}):
        compare_circle(runner, cores, rounds)
        compare_widths(runner, cores, rounds)
        compare_operators(library, cores)


main()
