"""Models compiled with torch.compile, with our activations, beside the same models with torch's in eager mode and
compiled: run compile_speed.py. Each round times a training step of all three in turn, on one thread, in seconds of the
processor, which other programs do not change much. Prints the median of the times and of the ratio in a round, and the
number of graphs. Exit code 1 if a graph breaks, or if ours takes over 5 % longer than torch's in eager mode."""

import statistics
import sys
import time

from operators import torch
import torch.nn.functional as F

ops = torch.ops.actlab
PAIRS = {name: (getattr(ops, name), getattr(F, name)) for name in ("relu", "gelu", "silu", "mish", "elu", "softplus")}
PAIRS["tanh"] = (ops.tanh, torch.tanh)
# A step takes so long that the half millisecond of a compiled step itself does not count.
WIDTH, ROWS, LAYERS, ROUNDS, NOISE = 128, 8192, 4, 31, 1.05


class Model(torch.nn.Module):
    def __init__(self, activation):
        super().__init__()
        self.layers = torch.nn.ModuleList(torch.nn.Linear(WIDTH, WIDTH) for _ in range(LAYERS))
        self.activation = activation

    def forward(self, x):
        for layer in self.layers:
            x = self.activation(layer(x))
        return x.sum()


def step(model, x):
    start = time.process_time()
    model(x).backward()
    return time.process_time() - start


def medians(models, x):
    for model in models:  # warm-up: compiles
        for _ in range(5):
            step(model, x)
    times = [[] for _ in models]
    for _ in range(ROUNDS):
        for model, taken in zip(models, times):
            taken.append(step(model, x))
    ratio = statistics.median(mine / eager for mine, eager, _ in zip(*times))
    return ratio, [1000 * statistics.median(taken) for taken in times]


def main():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    x, slower = torch.randn(ROWS, WIDTH), []
    print("| activation | ours, compiled: ms | torch's, eager: ms | torch's, compiled: ms |"
          " ours / torch's eager | graphs | breaks |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, (ours, theirs) in PAIRS.items():
        torch._dynamo.reset()
        explained = torch._dynamo.explain(Model(ours))(x)
        models = [torch.compile(Model(ours), fullgraph=True), Model(theirs), torch.compile(Model(theirs))]
        ratio, (mine, eager, compiled) = medians(models, x)
        print(f"| {name} | {mine:.2f} | {eager:.2f} | {compiled:.2f} | {ratio:.2f} | {explained.graph_count} |"
              f" {explained.graph_break_count} |", flush=True)
        if ratio > NOISE or explained.graph_break_count:
            slower.append(name)
    print("slower, or with a break:", ", ".join(slower) or "none")
    return 1 if slower else 0


if __name__ == "__main__":
    sys.exit(main())
