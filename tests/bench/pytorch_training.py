#!/usr/bin/env python3
"""The comparison as a PyTorch user writes it today: what actlab is timed against.

    pytorch_training.py circle|spiral SEEDS

trains LinearNN and NonLinearNN for each seed, one thread, and prints milliseconds a seed: the median, the import and the
first seed (which warms caches up) left out.
"""
import statistics
import sys
import time

import numpy as np
import torch
from torch import nn


def circle():
    X = np.random.uniform(-1.5, 1.5, (1000, 2))
    y = (X[:, 0] ** 2 + X[:, 1] ** 2 < 1).astype(int)
    return X, y


def spiral():
    X, y = np.zeros((300, 2)), np.zeros(300, dtype=int)
    for c in range(3):
        r = np.linspace(0, 1, 100)
        t = np.linspace(4 * c, 4 * (c + 1), 100) + 0.2 * np.random.randn(100)
        X[100 * c:100 * (c + 1)] = np.c_[r * np.sin(2.5 * t), r * np.cos(2.5 * t)]
        y[100 * c:100 * (c + 1)] = c
    return X, y


# As in configs/circle.yaml and configs/spiral.yaml.
SETTINGS = {
    "circle": dict(data=circle, hidden=10, classes=2, lr=0.01, epochs=100),
    "spiral": dict(data=spiral, hidden=64, classes=3, lr=0.05, epochs=1000),
}


def train(seed, activation, data, hidden, classes, lr, epochs):
    np.random.seed(seed)
    X, y = data()
    X, y = torch.tensor(X, dtype=torch.float32), torch.tensor(y)
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(2, hidden), activation(), nn.Linear(hidden, classes))
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    criterion = nn.CrossEntropyLoss()
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        return (model(X).argmax(1) == y).float().mean().item()


def main():
    settings, seeds = SETTINGS[sys.argv[1]], int(sys.argv[2])
    torch.set_num_threads(1)
    milliseconds = []
    for seed in range(seeds + 1):
        start = time.perf_counter()
        for activation in (nn.Identity, nn.ReLU):
            train(seed, activation, **settings)
        milliseconds.append(1e3 * (time.perf_counter() - start))
    print(f"{statistics.median(milliseconds[1:]):.3f}")


main()
