"""Trains on real tables with the shortest config: the file, one model, one seed. A refusal proposes keys of `data`; they
are set as they are proposed, at most three times. Started by `scripts/tables train`.

    train.py RUNNER SCRATCH [TEXT]      # TEXT: only the tables whose name has it, with what was proposed

Exit code 1 if less than 95 % of the tables train, or if a network learns from a column without a name or from one that
counts the rows although no `types` asked for it.
"""
import json
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from files import tables

PROPOSAL = "To use it, set in data:"
MOST_PROPOSALS = 3
SECONDS = 120


@dataclass
class Result:
    name: str
    data: dict
    proposals: list = field(default_factory=list)
    reason: str = ""  # why it does not train
    asked: list = field(default_factory=list)  # columns that count rows, and were asked for
    leaks: list = field(default_factory=list)  # and that were not

    @property
    def trains(self):
        return not self.reason


def proposal_in(message):
    """The keys that a refusal proposes; None if it proposes nothing."""
    _, found, rest = message.partition(PROPOSAL)
    if not found:
        return None
    lines = []
    for line in rest.splitlines()[1:]:
        if not line.startswith(" "):
            break
        lines.append(line)
    return yaml.safe_load(textwrap.dedent("\n".join(lines)))


def run(runner, data, folder):
    """The exit code and the messages of a run in `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    config = {"data": data, "models": {"A": {"hidden": [8]}}, "training": {"epochs": 5}, "seeds": 1}
    (folder / "table.yaml").write_text(yaml.safe_dump(config, allow_unicode=True))
    command = [runner, str(folder / "table.yaml"), "--out", str(folder / "run"), "--no-report", "--quiet", "--jobs", "1"]
    try:
        process = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return -1, f"not done after {SECONDS} s"
    if process.returncode == 2 and (folder / "run").exists():
        return -1, "refused, but left a folder"
    return process.returncode, process.stderr


def features(folder):
    """(index, name) of the columns that the network learns from, as the record has them."""
    record = sqlite3.connect(folder / "run/run.sqlite")
    [(document,)] = record.execute("SELECT json FROM documents WHERE name = 'data'").fetchall()
    [data] = json.loads(document)["sets"]
    return [(feature["column"], feature["name"]) for feature in data["features"]]


def counts_rows(values):
    return (pd.api.types.is_numeric_dtype(values) and values.dtype != bool and len(values) > 2
            and bool((np.diff(values.to_numpy(dtype=float)) == 1).all()))


def find_row_numbers(result, folder):
    """Looks at the columns with pandas."""
    data = result.data
    frame = pd.read_csv(data["file"], skiprows=data.get("skip", 0), low_memory=False, float_precision="round_trip",
                        header="infer" if data.get("header", True) else None,
                        sep=r"\s+" if data.get("delimiter") == "space" else ",")
    types = {str(key): kind for key, kind in data.get("types", {}).items()}
    for index, name in features(folder):
        if not counts_rows(frame.iloc[:, index]) and name != "":
            continue
        asked = types.get(name) or types.get(str(index))
        (result.asked if asked in ("number", "date") else result.leaks).append(name or f"column {index}")


def try_table(runner, table, folder):
    result = Result(table.name, {"kind": "csv", "file": str(table.path)})
    while True:
        code, message = run(runner, result.data, folder)
        if code == 0:
            find_row_numbers(result, folder)
            return result
        proposal = proposal_in(message) if code == 2 else None
        if proposal is None or len(result.proposals) == MOST_PROPOSALS:
            result.reason = message.strip().replace(str(table.path), table.path.name)
            return result
        result.proposals.append((message.strip(), proposal))
        result.data |= proposal


def show(result):
    for message, proposal in result.proposals:
        print(f"{message}\n-> {proposal}\n")
    print(f"{result.name}: {result.reason or 'trains'}\n")


def report(results):
    kinds = Counter(f"trains after {len(each.proposals)} proposals" if each.proposals else "trains as it is"
                    for each in results if each.trains)
    trained = sum(kinds.values())
    for kind, count in sorted(kinds.items(), key=lambda item: item[0] != "trains as it is"):
        print(f"{count:5}  {kind}")
    print(f"{len(results) - trained:5}  never")
    print(f"{100 * trained / len(results):5.1f}  % of {len(results)} tables train")
    print("\nnever, because:")
    for each in results:
        if not each.trains:
            reason = " ".join(each.reason.split(PROPOSAL)[0].split())
            print(f"{each.name} (after {len(each.proposals)}): {reason}")
    print("\ntrain on a column that counts rows because the proposal asked for its type:")
    print("; ".join(f"{each.name} ({', '.join(each.asked)})" for each in results if each.asked) or "none")
    leaking = [each for each in results if each.leaks]
    for each in leaking:
        print(f"{each.name} learns from the row number: {', '.join(each.leaks)}")
    return trained >= 0.95 * len(results) and not leaking


def main():
    runner, scratch = sys.argv[1], Path(sys.argv[2]).resolve()
    wanted = sys.argv[3] if len(sys.argv) > 3 else ""
    chosen = [table for table in tables(scratch) if wanted in table.name]
    with ThreadPoolExecutor() as pool:
        results = list(pool.map(lambda each: try_table(runner, each[1], scratch / "runs" / str(each[0])),
                                enumerate(chosen)))
    if wanted:
        for result in results:
            show(result)
    sys.exit(0 if report(results) else 1)


main()
