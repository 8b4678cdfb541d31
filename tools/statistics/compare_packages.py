#!/usr/bin/env python3
"""Compares almost stochastic order with deepsig, and the interquartile mean and performance profiles with rliable.

    python3 -m venv build/packages
    build/packages/bin/pip install scipy deepsig absl-py 'arch<8' 'pandas<3'
    build/packages/bin/pip install --no-deps rliable
    build/packages/bin/python tools/statistics/compare_packages.py [RUN...]

Without arguments: prints the numbers that tests/lab/statistics/package_comparison_test.cpp expects, each with its
standard deviation over random states. With directories of runs: computes epsilon_min of every pair and every
interquartile mean of their summary.json again from trials.csv, and exits with 1 if one is farther away than four standard
deviations. Last with deepsig 1.2.8, rliable 1.2.0, arch 7.2.0.
"""
import csv
import json
import math
import pathlib
import sys

import numpy as np
from deepsig import multi_aso
from rliable import library, metrics

# deepsig sums over a grid of this width, and leaves out its first point. Ours is the integral.
GRID = 0.0025


def left_out(first, second):
    """The largest share of the squared distance that a point of the grid can have. In a resample, which lacks the
    extremes of the sample, any point can be the one that deepsig leaves out."""
    distances = (np.sort(first) - np.sort(second)) ** 2
    return GRID * distances.max() / distances.mean() if distances.any() else 0


def epsilon_min(first, second, states=4):
    """epsilon_min of the first over the second, and of the second over the first: means and standard deviations."""
    found = np.array([multi_aso(np.array([first, second]), use_bonferroni=False, dt=GRID, seed=10000 * state, show_progress=False)
                      for state in range(states)])
    return [(found[:, i, j].mean(), found[:, i, j].std(ddof=1)) for i, j in ((0, 1), (1, 0))]


def interval(scores, function, reps, state):
    np.random.seed(state)  # StratifiedBootstrap draws from the global generator
    return library.get_interval_estimates({"model": scores}, function, reps=reps)[1]["model"]


def iqm(scores, states=12):
    """The value, the interval with many resamples, and the standard deviation of its ends with 2000."""
    function = lambda x: np.array([metrics.aggregate_iqm(x)])
    few = np.array([interval(scores, function, 2000, state)[:, 0] for state in range(states)])
    return metrics.aggregate_iqm(scores), few.mean(axis=0), few.std(axis=0, ddof=1)


def recorded():
    i20, i25 = np.arange(20), np.arange(25)
    pairs = {
        "overlapping": (0.9 + 0.05 * np.sin(1.7 * i20), 0.88 + 0.06 * np.sin(2.3 * i20)),
        "bounded": (np.minimum(1, 0.9 + 0.15 * np.abs(np.sin(2.3 * i25))),
                    np.minimum(1, 0.85 + 0.17 * np.abs(np.sin(3.1 * i25)))),
        "apart": (0.9 + 0.02 * np.sin(1.7 * i20), 0.8 + 0.03 * np.sin(2.3 * i20)),
    }
    for name, (first, second) in pairs.items():
        print(f"epsilon_min {name}, and reversed:", *epsilon_min(first, second), flush=True)
    tasks = np.array([[0.5 + 0.1 * m + 0.2 * math.sin(1.7 * (n + 12 * m)) for m in range(4)] for n in range(12)])
    print("IQM of 12 x 4:", *iqm(tasks))
    print("IQM of bounded:", *iqm(pairs["bounded"][0][:, None]))
    taus = np.array([0.4, 0.5, 0.6, 0.7, 0.8, 0.9])
    profile = library.score_distributions(tasks, taus)
    ends = [interval(tasks, lambda x: library.score_distributions(x, taus), 2000, state) for state in range(12)]
    print("profile:", profile, "\n  low, high:", np.mean(ends, axis=0), "\n  deviations:", np.std(ends, axis=0, ddof=1))


def results(run):
    """{(sweep values, model): {sample: {seed: metric}}} of the finished trials."""
    found = {}
    summary = json.loads((run / "summary.json").read_text())
    with open(run / "trials.csv", newline="") as file:
        for row in csv.DictReader(file):
            if row["status"] != "finished":
                continue
            swept = tuple(list(row.values())[10:])
            of_model = found.setdefault((swept, row["model"]), {"train": {}, "test": {}})
            for sample, seeds in of_model.items():
                value = row[f"{sample}_accuracy"] if summary["metric"] == "accuracy" else row[f"{sample}_loss"]
                if value:
                    seeds[row["seed"]] = float(value) if summary["metric"] == "accuracy" else math.sqrt(float(value))
    return summary, found


class Check:
    def __init__(self):
        self.count = self.wrong = 0

    def near(self, name, ours, theirs, deviation, systematic=0.0):
        # Two values that each vary. The other points of the grid and the digits of trials.csv have a part, too.
        allowed = 4 * math.sqrt(2) * deviation + 2e-3 * max(abs(theirs), 0.05) + systematic
        self.count += 1
        if ours is None or abs(ours - theirs) > allowed:
            self.wrong += 1
            print(f"{name}: {ours} is not {theirs} within {allowed}", flush=True)


def compare_run(run, check):
    summary, found = results(run)
    sign = 1 if summary["metric"] == "accuracy" else -1
    swept = lambda entry: tuple(str(value) for value in entry.get("sweep", {}).values())
    for pair in summary["differences"]:
        for sample in ("train", "test"):
            if pair[sample] is None or pair[sample]["epsilon_min"] is None:
                continue
            first, second = (found[swept(pair), pair[key]][sample] for key in ("model", "minus"))
            seeds = sorted(set(first) & set(second))
            both = [sign * np.array([values[seed] for seed in seeds]) for values in (first, second)]
            name = f"{run} {pair['model']} − {pair['minus']} {sample}"
            forward, reverse = epsilon_min(*both)
            check.near(name, pair[sample]["epsilon_min"], *forward, systematic=left_out(*both))
            check.near(name + " reversed", pair[sample]["epsilon_min_reversed"], *reverse, systematic=left_out(*both))
    for model in summary["models"]:
        for sample in ("train", "test"):
            values = np.array(list(found.get((swept(model), model["model"]), {"train": {}, "test": {}})[sample].values()))
            if len(values) < 5 or model[sample]["interquartile_mean"]["low"] is None:
                continue
            value, ends, deviations = iqm(values[:, None])
            ours = model[sample]["interquartile_mean"]
            check.near(f"{run} IQM {model['model']} {sample}", ours["value"], value, 0)
            for key, end, deviation in zip(("low", "high"), ends, deviations):
                check.near(f"{run} IQM {model['model']} {sample} {key}", ours[key], end, deviation)


if len(sys.argv) == 1:
    recorded()
else:
    checked = Check()
    for path in sys.argv[1:]:
        compare_run(pathlib.Path(path), checked)
    print(f"{checked.count} values compared, {checked.wrong} differ")
    sys.exit(checked.wrong > 0)
