"""Time of actlab's operators relative to torch's built-in ones, forward and backward.

    operators.py LIBRARY THREADS DTYPE ELEMENTS

prints a JSON object with the ratio of each operator: the median of three rounds, in each of which both are timed.
"""
import json
import statistics
import sys
import time

import torch
import torch.nn.functional as F

ELEMENTWISE = dict(
    celu=F.celu, elu=F.elu, gelu=F.gelu, hardshrink=F.hardshrink, hardsigmoid=F.hardsigmoid, hardswish=F.hardswish,
    hardtanh=F.hardtanh, leaky_relu=F.leaky_relu, logsigmoid=F.logsigmoid, mish=F.mish, relu=F.relu, relu6=F.relu6,
    selu=F.selu, sigmoid=torch.sigmoid, silu=F.silu, softplus=F.softplus, softshrink=F.softshrink, softsign=F.softsign,
    tanh=torch.tanh, tanhshrink=F.tanhshrink)
ROW_WISE = dict(log_softmax=F.log_softmax, softmax=F.softmax, softmin=F.softmin)
ROW = 100  # elements
SECONDS = 0.05  # of a measurement


def median_time(call):
    call()
    times = []
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end or len(times) < 5:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def pairs():
    """The name, our operator and torch's, as functions of a matrix."""
    for name, builtin in ELEMENTWISE.items():
        yield name, getattr(torch.ops.actlab, name).default, builtin
    for name, builtin in ROW_WISE.items():
        ours = getattr(torch.ops.actlab, name).default
        yield name, lambda x, ours=ours: ours(x, 1), lambda x, builtin=builtin: builtin(x, 1)


def ratios(ours, builtin, x, grad_y):
    leaf = x.clone().requires_grad_()
    forward, backward = [], []
    for _ in range(3):
        forward.append(median_time(lambda: ours(x)) / median_time(lambda: builtin(x)))
        results = ours(leaf), builtin(leaf)
        times = [median_time(lambda y=y: torch.autograd.grad(y, leaf, grad_y, retain_graph=True)) for y in results]
        backward.append(times[0] / times[1])
    return statistics.median(forward), statistics.median(backward)


def main():
    torch.ops.load_library(sys.argv[1])
    torch.set_num_threads(int(sys.argv[2]))
    dtype, elements = getattr(torch, sys.argv[3]), int(sys.argv[4])
    row = min(ROW, elements)
    x = torch.randn(elements // row, row).to(dtype)
    grad_y = torch.randn(elements // row, row).to(dtype)
    found = {name: ratios(ours, builtin, x, grad_y) for name, ours, builtin in pairs()}
    print(json.dumps({"forward": {name: r[0] for name, r in found.items()},
                      "backward": {name: r[1] for name, r in found.items()}}))


main()
