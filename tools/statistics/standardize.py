#!/usr/bin/env python3
"""Prints the numbers that tests/lab/data/numeric_columns_test.cpp and tests/torch/eager/standardize_test.cpp expect,
computed with scikit-learn (last with 1.9.1) and NumPy.

    python3 -m venv build/sklearn && build/sklearn/bin/pip install scikit-learn
    build/sklearn/bin/python tools/statistics/standardize.py
"""
import numpy as np
from sklearn.preprocessing import StandardScaler

from classes import numbers

# Small numbers, a Unix time with fractions (which float32 rounds to 128 seconds), and a constant.
draws = numbers(120, 3)
features = np.column_stack([draws[:60] / 1000, 1.7e9 + draws[60:] / 10, np.full(60, 0.1)])
targets = 5000 + 300 * features[:, 0] - 0.5 * (features[:, 1] - 1.7e9) + draws[:60] % 7

train, test = np.arange(0, 60, 2), np.arange(1, 60, 2)
scaler, target_scaler = StandardScaler().fit(features[train]), StandardScaler().fit(targets[train, None])
print("means:", scaler.mean_.tolist(), target_scaler.mean_.tolist())
print("deviations:", scaler.scale_.tolist(), target_scaler.scale_.tolist())
print("first training row:", scaler.transform(features[train])[0].tolist())
print("last held-out row:", scaler.transform(features[test])[-1].tolist(),
      target_scaler.transform(targets[test, None])[-1].tolist())

# A linear model of all rows, which starts with weights of 0: gradient descent on the standardized data, whose mean
# squared error is reported in the units of the targets.
x = StandardScaler().fit_transform(features[:, :2])
scaler = StandardScaler().fit(targets[:, None])
y = scaler.transform(targets[:, None])[:, 0]
weights, bias = np.zeros(2), 0.0
for _ in range(20):
    errors = x @ weights + bias - y
    weights -= 0.1 * 2 * (errors @ x) / len(y)
    bias -= 0.1 * 2 * errors.mean()
errors = scaler.scale_[0] * (x @ weights + bias - y)
print("weights:", weights.tolist(), "mean squared error in the targets' units:", float(np.mean(errors**2)))
predicted = scaler.inverse_transform((x @ weights + bias)[:, None])[0, 0]
print("prediction of the first row:", float(predicted))
