"""Times a `runner --dry-run` of a large CSV file beside pandas.read_csv: `scripts/bench csv`.

    csv_reading.py RUNNER FOLDER [ROUNDS [ROWS]]
"""
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

READ = """
import sys, time
import pandas
start, cpu = time.perf_counter(), time.process_time()
pandas.read_csv(sys.argv[1])
print(time.perf_counter() - start, time.process_time() - cpu)
"""


def write_table(path, rows):
    """Ten normal numbers with six digits after the point, and a class."""
    random = np.random.default_rng(0)
    line = ",".join(["%.6f"] * 10) + ",%s\n"
    with open(path, "w") as file:
        file.write(",".join(f"x{i}" for i in range(10)) + ",label\n")
        for start in range(0, rows, 10000):
            numbers = random.standard_normal((min(10000, rows - start), 10))
            classes = np.where(numbers[:, 0] > 0, "yes", "no")
            file.writelines(line % (*row, label) for row, label in zip(numbers.tolist(), classes))


def costs(command):
    """Of a process: seconds, seconds of processors, peak resident megabytes; and its output."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {' '.join(command)}")
    return (time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), output


def main():
    runner, folder = sys.argv[1], Path(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    rows = int(sys.argv[4]) if len(sys.argv) > 4 else 1_000_000
    table, config = folder / "table.csv", folder / "table.yaml"
    write_table(table, rows)
    config.write_text("data: {kind: csv, file: table.csv}\nmodels: {A: {hidden: [8]}}\nseeds: 1\n")
    results = {"runner --dry-run": [], "pandas.read_csv": [], "python with pandas.read_csv": []}
    for _ in range(rounds):
        results["runner --dry-run"].append(costs([runner, str(config), "--dry-run"])[0])
        process, output = costs([sys.executable, "-c", READ, str(table)])
        results["pandas.read_csv"].append((*map(float, output.split()), process[2]))
        results["python with pandas.read_csv"].append(process)
    print(f"{rows} rows of 10 numbers and a class, {table.stat().st_size / 1e6:.0f} MB; median of {rounds} rounds")
    print(f"pandas {pd.__version__}, Python {platform.python_version()}, {os.cpu_count()} processors")
    print(f"{'':<30}{'seconds':>9}{'of processors':>15}{'peak MB':>9}")
    for name, measured in results.items():
        seconds, processors, megabytes = (statistics.median(values) for values in zip(*measured))
        print(f"{name:<30}{seconds:>9.2f}{processors:>15.2f}{megabytes:>9.0f}")


main()
