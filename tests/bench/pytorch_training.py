#!/usr/bin/env python3
"""Trains the same models in plain PyTorch, as the baseline for the speed of actlab.

    pytorch_training.py circle|spiral SEEDS

trains LinearNN and NonLinearNN for each seed on one thread and prints the median time per seed in milliseconds, without
the import and the first seed (warm-up).

    pytorch_training.py fashion_mnist EPOCHS

trains NonLinearNN of configs/fashion_mnist.yaml on one thread and prints the seconds per epoch, including a test but not
the reading of files.
"""
import gzip
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


def fashion_mnist(part):
    folder = "/usr/share/datasets/fashion-mnist"
    with gzip.open(f"{folder}/{part}-images-idx3-ubyte.gz") as images, \
            gzip.open(f"{folder}/{part}-labels-idx1-ubyte.gz") as labels:
        X = np.frombuffer(images.read(), np.uint8, offset=16).reshape(-1, 784)
        y = np.frombuffer(labels.read(), np.uint8, offset=8)
    return torch.tensor(X, dtype=torch.float32) / 255, torch.tensor(y.astype(np.int64))


def train_fashion_mnist(epochs):
    (X, y), (test_X, test_y) = fashion_mnist("train"), fashion_mnist("t10k")
    model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    criterion = nn.CrossEntropyLoss()
    start = time.perf_counter()
    for _ in range(epochs):
        for rows in torch.randperm(len(X)).split(128):
            optimizer.zero_grad()
            loss = criterion(model(X[rows]), y[rows])
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            (model(test_X).argmax(1) == test_y).float().mean().item()
    return (time.perf_counter() - start) / epochs


def main():
    if sys.argv[1] == "fashion_mnist":
        torch.set_num_threads(1)
        print(f"{train_fashion_mnist(int(sys.argv[2])):.3f}")
        return
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
