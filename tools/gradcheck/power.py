"""How often fast mode finds a wrong gradient, of 1e2 to 1e6 elements: ours beside PyTorch's.

    power.py [SEEDS]    so many inputs for each function and size (default 10); exit code 1 if ours finds fewer in any row, or
                        finds something in a right function
"""

import sys

import torch

from actlab import gradcheck
from case import custom
from wrong_functions import doubled, negated

SIZES = [10**2, 10**3, 10**4, 10**5, 10**6]


def signs(x):
    """1 and -1 in turn."""
    return 1 - 2 * (torch.arange(x.numel(), dtype=x.dtype) % 2)


def one_in(count):
    """sin with a gradient twice too large for one of so many elements."""

    def backward(x, g):
        return g * torch.cos(x) * (1 + (torch.arange(x.numel()) % count == 0))

    return custom(torch.sin, backward)


RIGHT = {
    "right: tanh": torch.tanh,
    "right: sum of squares": lambda x: (x**2).sum(),
    "right: softmax": lambda x: torch.softmax(x, 0),
    "right: cumsum": lambda x: x.cumsum(0) / x.numel(),
    "right: sin(50 x)": lambda x: torch.sin(50 * x),
    "right: relu": torch.relu,
}
WRONG = {
    "twice too large": doubled,
    "wrong sign": negated,
    "factor 1.01": custom(torch.sin, lambda x, g: 1.01 * g * torch.cos(x)),
    "missing term": custom(lambda x: x * torch.sin(x), lambda x, g: g * torch.sin(x)),
    "wrong below zero": custom(torch.relu, lambda x, g: g),
    "wrong above 2": custom(lambda x: x.clamp(max=2), lambda x, g: g),
    "wrong in turn by +1 and -1": custom(torch.sin, lambda x, g: g * (torch.cos(x) + signs(x))),
    "one of 10 twice too large": one_in(10),
    "one of 100 twice too large": one_in(100),
    "one of 1000 twice too large": one_in(1000),
    "rolled by one": custom(torch.sin, lambda x, g: (g * torch.cos(x)).roll(1)),
    "sum, sign wrong in turn": custom(lambda x: (x**2).sum(), lambda x, g: 2 * g * x * signs(x)),
    "sum, factor 2": custom(lambda x: (x**2).sum(), lambda x, g: 4 * g * x),
    "mean, factor 2": custom(lambda x: torch.sin(x).mean(), lambda x, g: 2 * g * torch.cos(x) / x.numel()),
    "cumsum without reversal": custom(lambda x: x.cumsum(0) / x.numel(), lambda x, g: g.cumsum(0) / x.numel()),
    "softmax by element": custom(
        lambda x: torch.softmax(x, 0), lambda x, g: g * torch.softmax(x, 0) * (1 - torch.softmax(x, 0))
    ),
    "detached": lambda x: torch.tanh(x.detach()) + 0 * x,
}


def rejected(check, function, size, seed):
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(size, dtype=torch.double, generator=generator).requires_grad_()
    torch.manual_seed(seed)
    return not check(function, x)


def theirs(function, x):
    try:
        return torch.autograd.gradcheck(function, x, fast_mode=True)
    except Exception:  # its verdict
        return False


def ours(function, x):
    return gradcheck(function, x, fast_mode=True, raise_exception=False)


def main(seeds=10):
    # After a mismatch PyTorch's computes all of both Jacobians for its message, which takes hours and changes no verdict.
    sys.modules["torch.autograd.gradcheck"]._run_slow_mode_and_get_error = lambda *arguments: ""
    weaker = 0
    print(f"{'found of ' + str(seeds) + ', PyTorch / ours':30}" + "".join(f"{size:>12.0e}" for size in SIZES))
    for name, function in (RIGHT | WRONG).items():
        cells = []
        for size in SIZES:
            found = [sum(rejected(check, function, size, seed) for seed in range(seeds)) for check in (theirs, ours)]
            weaker += found[1] > 0 if name in RIGHT else found[1] < found[0]
            cells.append(f"{found[0]:>9}/{found[1]:<2}")
        print(f"{name:30}" + "".join(cells), flush=True)
    return 1 if weaker else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
