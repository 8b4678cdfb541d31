"""Compares what actlab's reader of CSV files has of a table with what pandas.read_csv has: rows, columns, names, numbers
to the last bit, missing cells, and texts. Started by `scripts/tables read`.

    compare.py DUMP_CSV SCRATCH      # the program that prints a table, and a folder for unpacked files
"""
import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from files import tables

# How a file must be read. The other files are read with the defaults.
SKLEARN = {"skip": 1, "header": False}  # the first line has numbers of rows and columns
READING = {
    "sklearn/iris": SKLEARN, "sklearn/wine_data": SKLEARN, "sklearn/breast_cancer": SKLEARN,
    "sklearn/boston_house_prices": {"skip": 1},  # the names are on the second line
    "sklearn/linnerud_exercise": {"delimiter": " "}, "sklearn/linnerud_physiological": {"delimiter": " "},
}
# The difference that is meant.
NO_ROWS = "no rows: pandas has an empty table, actlab refuses it"


class Dump:
    """The program that prints tables."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def read(self, path, reading):
        request = {"file": str(path), "delimiter": ",", "header": True, "skip": 0} | reading
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def pandas_reads(path, reading, **options):
    blanks = reading.get("delimiter") == " "
    return pd.read_csv(path, float_precision="round_trip", low_memory=False, sep=r"\s+" if blanks else ",",
                       skiprows=reading.get("skip", 0), header="infer" if reading.get("header", True) else None, **options)


def names_in(path, reading):
    """The first line, read by Python. (pandas renames columns without a name, and equal names.)"""
    with open(path, newline="", encoding="utf-8-sig") as file:
        lines = csv.reader(file, delimiter=reading.get("delimiter", ","), skipinitialspace=True)
        for _ in range(reading.get("skip", 0)):
            next(lines)
        return [cell.strip(" \t") for cell in next(lines)]


def differing_numbers(ours, typed, texts):
    """Counts cells whose number is another one than that of pandas, or of Python in columns that have text too."""
    bits = np.array(ours["bits"], dtype=np.uint64)
    if pd.api.types.is_numeric_dtype(typed) and typed.dtype != bool:
        theirs = typed.to_numpy(dtype=np.float64, na_value=np.nan)
        is_text = ours["texts"] != 0
    else:
        theirs = texts.map(as_number).to_numpy(dtype=np.float64)
        is_text = False
    theirs_bits = np.where(np.isnan(theirs), np.float64("nan"), theirs).view(np.uint64)
    ours_bits = np.where(np.isnan(bits.view(np.float64)), np.float64("nan"), bits.view(np.float64)).view(np.uint64)
    return int((theirs_bits != ours_bits).sum()) + int(is_text)


def as_number(text):
    try:
        return float(text) if isinstance(text, str) and "_" not in text else float("nan")
    except ValueError:
        return float("nan")


def differing_texts(ours, texts):
    levels = ours["levels"] + [None]  # -1 is the last one
    return sum(levels[code] != (None if pd.isna(text) else text) for code, text in zip(ours["codes"], texts, strict=True))


def differences(path, reading, ours):
    """Kinds of differences with their numbers."""
    typed = pandas_reads(path, reading)
    texts = pandas_reads(path, reading, dtype=str)
    found = Counter()
    if typed.shape != (ours["rows"], len(ours["names"])):
        return Counter({f"{typed.shape} instead of {(ours['rows'], len(ours['names']))} rows and columns": 1})
    if reading.get("header", True):
        found["names"] += ours["names"] != names_in(path, reading)
    for i, column in enumerate(ours["columns"]):
        missing = np.zeros(ours["rows"], dtype=bool)
        missing[column["missing"]] = True
        found["missing cells"] += int((missing != texts.iloc[:, i].isna().to_numpy()).sum())
        found["numbers"] += differing_numbers(column, typed.iloc[:, i], texts.iloc[:, i])
        found["texts"] += differing_texts(column, texts.iloc[:, i])
    return +found


def verdict(dump, table):
    """(kind, what): "equal" and the shape, the exception, or "different"."""
    reading = READING.get(table.name, {})
    ours = dump.read(table.path, reading)
    if "refused" in ours:
        if "no rows" in ours["refused"] and pandas_reads(table.path, reading).empty:
            return NO_ROWS, ours["refused"]
        return "different", ours["refused"]
    found = differences(table.path, reading, ours)
    if found:
        return "different", ", ".join(f"{count} {kind}" for kind, count in found.items())
    return "equal", (ours["rows"], len(ours["names"]))


def main():
    program, scratch = sys.argv[1:]
    dump = Dump(program)
    kinds, cells = Counter(), 0
    for table in tables(Path(scratch).resolve()):
        kind, what = verdict(dump, table)
        kinds[kind] += 1
        if kind == "equal":
            cells += what[0] * what[1]
        else:
            print(f"{table.name}: {kind} ({what})")
    print(f"pandas {pd.__version__}, {sum(kinds.values())} files, {cells} equal cells")
    for kind, count in kinds.most_common():
        print(f"{count:5}  {kind}")
    sys.exit(1 if kinds["different"] else 0)


main()
