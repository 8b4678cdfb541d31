"""Milliseconds of a seed's trials in PyTorch, without compilation and data.

    torch_trials.py WIDTH_INDEX|circle eager|vmap|compiled SEEDS THREADS

eager trains one seed after another with torch.nn and torch.optim, as a script would; vmap (torch.func) trains all at
once; compiled is vmap under torch.compile. The last two are for full batches only.
"""
import statistics
import sys
import time

import torch
from torch import nn

from work import CIRCLE, WIDTHS, circle

MODULES = {"identity": nn.Identity, "relu": nn.ReLU, "gelu": nn.GELU}
FUNCTIONS = {"identity": lambda z: z, "relu": torch.relu, "gelu": nn.functional.gelu}


def tensors(seed):
    x, y, held_out_x, held_out_y = (torch.from_numpy(part) for part in circle(seed))
    return x, y.long(), held_out_x, held_out_y.long()


def layers_of(work):
    sizes = (2, *work.hidden, 2)
    return [nn.Linear(inputs, outputs) for inputs, outputs in zip(sizes, sizes[1:])]


def train_eager(work, activation, seed, data):
    x, y, held_out_x, held_out_y = data
    torch.manual_seed(seed)
    parts = []
    for layer in layers_of(work):
        parts += [layer, MODULES[activation]()]
    model = nn.Sequential(*parts[:-1])
    optimizer = torch.optim.Adam(model.parameters(), lr=work.rate)
    criterion = nn.CrossEntropyLoss()
    batch = work.batch or len(x)
    for _ in range(work.epochs):
        for rows in torch.randperm(len(x)).split(batch) if work.batch else [slice(None)]:
            optimizer.zero_grad()
            criterion(model(x[rows]), y[rows]).backward()
            optimizer.step()
        with torch.no_grad():
            (model(held_out_x).argmax(1) == held_out_y).float().mean()


def train_all(work, activation, data, seeds, compile_step):
    f = FUNCTIONS[activation]
    x, y, held_out_x, held_out_y = data

    def outputs(parameters, points):
        for i in range(0, len(parameters) - 2, 2):
            points = f(nn.functional.linear(points, parameters[i], parameters[i + 1]))
        return nn.functional.linear(points, parameters[-2], parameters[-1])

    def loss(parameters, points, classes):
        return nn.functional.cross_entropy(outputs(parameters, points), classes)

    def step(p, m, v, t):
        g = torch.func.vmap(torch.func.grad(loss))(p, x, y)
        m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
        v = [0.999 * a + 0.001 * b * b for a, b in zip(v, g)]
        p = [a - work.rate * (b / (1 - 0.9**t)) / ((c / (1 - 0.999**t)).sqrt() + 1e-8) for a, b, c in zip(p, m, v)]
        accuracy = (torch.func.vmap(outputs)(p, held_out_x).argmax(2) == held_out_y).float().mean(1)
        return p, m, v, accuracy

    run = torch.compile(step) if compile_step else step

    def train():
        drawn = []
        for seed in range(seeds):
            torch.manual_seed(seed)
            drawn.append([p.detach() for layer in layers_of(work) for p in layer.parameters()])
        p = [torch.stack(values) for values in zip(*drawn)]
        m = [torch.zeros_like(values) for values in p]
        v = [torch.zeros_like(values) for values in p]
        for t in range(1, work.epochs + 1):
            p, m, v, _ = run(p, m, v, torch.tensor(float(t)))

    return train


def main():
    work = CIRCLE if sys.argv[1] == "circle" else WIDTHS[int(sys.argv[1])]
    mode, seeds = sys.argv[2], int(sys.argv[3])
    torch.set_num_threads(int(sys.argv[4]))
    data = [tensors(seed) for seed in range(seeds)]
    total = 0.0
    for activation in work.activations:
        if mode == "eager":
            runs = [lambda s=s: train_eager(work, activation, s, data[s]) for s in range(seeds)]
            share = 1
        else:
            stacked = [torch.stack(part) for part in zip(*data)]
            runs, share = [train_all(work, activation, stacked, seeds, mode == "compiled")], seeds
        runs[0]()  # warms up, and compiles
        milliseconds = []
        for run in runs:
            start = time.perf_counter()
            run()
            milliseconds.append(1e3 * (time.perf_counter() - start))
        total += statistics.median(milliseconds) / share
    print(total)


main()
