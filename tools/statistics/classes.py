#!/usr/bin/env python3
"""Prints the numbers that tests/lab/record/confusion_test.cpp and tests/lab/training/baseline_test.cpp expect, computed
with scikit-learn (last with 1.9.1).

    python3 -m venv build/sklearn && build/sklearn/bin/pip install scikit-learn
    build/sklearn/bin/python tools/statistics/classes.py
"""
import numpy as np
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.metrics import accuracy_score, balanced_accuracy_score, confusion_matrix, mean_squared_error


def numbers(count, seed):
    """The high bits of a linear congruential generator, which the tests compute too."""
    state, found = seed, []
    for _ in range(count):
        state = (1103515245 * state + 12345) % 2**31
        found.append(state >> 16)
    return np.array(found)


def main():
    # Four classes of very different sizes; three of four predictions are right.
    draws = numbers(600, 1)
    labels = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1, 2])[draws[:300] % 10]
    labels[:5] = 3
    predictions = np.where(draws[300:] % 4 < 3, labels, draws[300:] % 5 % 4)
    print("confusion matrix:", confusion_matrix(labels, predictions).tolist())
    print("balanced accuracy:", repr(balanced_accuracy_score(labels, predictions)))
    some = labels != 1
    print("without samples of class 1:", repr(balanced_accuracy_score(labels[some], predictions[some])))

    train, test = labels[:200], labels[200:]
    dummy = DummyClassifier(strategy="most_frequent").fit(np.zeros((200, 1)), train)
    for name, sample in (("training", train), ("held-out", test)):
        found = dummy.predict(np.zeros((len(sample), 1)))
        print(f"most frequent class, {name}: accuracy {accuracy_score(sample, found)!r}, balanced "
              f"{balanced_accuracy_score(sample, found)!r}")

    targets = (numbers(300, 2) / 1000.0).astype(np.float32).astype(float)
    mean = DummyRegressor().fit(np.zeros((200, 1)), targets[:200])
    for name, sample in (("training", targets[:200]), ("held-out", targets[200:])):
        print(f"mean, {name}: squared error {mean_squared_error(sample, mean.predict(np.zeros((len(sample), 1))))!r}")


if __name__ == "__main__":
    main()
