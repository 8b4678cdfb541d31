#!/usr/bin/env python3
"""Prints the numbers that tests/lab/statistics/comparison_test.cpp expects, computed with SciPy (last with 1.17.1).

    python3 -m venv build/scipy && build/scipy/bin/pip install scipy && build/scipy/bin/python tools/statistics/compare.py
"""
import numpy as np
from scipy import optimize, stats

index40, index25 = np.arange(40), np.arange(25)
skewed = np.exp(np.sin(1.7 * index40))
near_one = np.minimum(1, 0.9 + 0.15 * np.abs(np.sin(2.3 * index25)))
around = 0.02 * np.sin(1.7 * index40) + 0.005
sleep = np.array([-1.2, -2.4, -1.3, -1.3, 0, -1, -1.8, -0.8, -4.6, -1.4])


def bca(values):
    """The interval with many resamples, and its standard deviation over random states with 10 000."""

    def intervals(resamples, states):
        found = [stats.bootstrap((values,), np.mean, n_resamples=resamples, method="BCa", random_state=state, batch=10000)
                 .confidence_interval for state in range(states)]
        return np.array(found)

    return intervals(200000, 5).mean(axis=0), intervals(10000, 20).std(axis=0)


def sign_flip(differences, resamples, state=None):
    return stats.permutation_test((differences,), np.mean, permutation_type="samples", n_resamples=resamples, batch=10000,
                                  vectorized=True, random_state=state).pvalue


def detectable(differences):
    n = len(differences)
    critical = stats.t.ppf(0.975, n - 1)
    missing = lambda c: stats.nct.sf(critical, n - 1, c) + stats.nct.cdf(-critical, n - 1, c) - 0.8
    return optimize.brentq(missing, 0.01, 2 * critical + 2) * differences.std(ddof=1) / np.sqrt(n)


for name, values in (("skewed", skewed), ("near_one", near_one)):
    mean, deviation = bca(values)
    print(f"BCa {name}: {mean} with a standard deviation of {deviation}")
print("sign flip, sleep:", sign_flip(sleep, np.inf))
print("sign flip, eight differences:", sign_flip(np.array([0.02, 0.01, -0.005, 0.03, 0.02, 0.015, 0, 0.01]), np.inf))
print("sign flip, sampled:", np.mean([sign_flip(around, 999999, state) for state in (1, 2)]))
print("Wilson 7 of 10:", stats.binomtest(7, 10).proportion_ci(method="wilson"))
print("detectable, sleep:", repr(detectable(sleep)), "around:", repr(detectable(around)))
