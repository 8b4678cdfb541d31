"""Random compositions of PyTorch's operators: the checker must find nothing in right ones, and every planted fault.

    compositions.py [COUNT] [FIRST]    COUNT right and COUNT wrong ones (default 1000), of seeds from FIRST on (default 0);
                                       exit code 1 if something was found in a right one, a fault was missed (in fast
                                       mode: more than by PyTorch's), or less than 90 % of the causes are right
"""

import collections
import math
import random
import sys

import torch
import torch.nn.functional as F

from actlab import gradcheck, gradgradcheck

# Element-wise and increasing, so that an interval stays an interval; values and derivatives stay moderate.
MONOTONE = {
    "tanh": torch.tanh,
    "softsign": F.softsign,
    "asinh": torch.asinh,
    "atan": torch.atan,
    "x + x^3 / 9": lambda x: x + x**3 / 9,
    "elu": F.elu,
    "softplus": F.softplus,
    "leaky_relu": lambda x: F.leaky_relu(x, 0.3),
    "1.5 x - 0.2": lambda x: 1.5 * x - 0.2,
    "erf": lambda x: torch.erf(x / 2),
    "sinh": lambda x: torch.sinh(x / 2),
    "in-place mul": lambda x: x.clone().mul_(1.25).add_(0.1),
}
ELEMENTWISE = MONOTONE | {
    "sin": torch.sin,
    "cos": torch.cos,
    "gaussian": lambda x: torch.exp(-(x**2)),
    "log1p(x^2)": lambda x: torch.log1p(x**2),
    "sqrt(1 + x^2)": lambda x: torch.sqrt(1 + x**2),
    "gelu": F.gelu,
    "silu": F.silu,
    "mish": F.mish,
    "reciprocal": lambda x: torch.reciprocal(1.5 + x**2),
    "abs": torch.abs,
    "clamp": lambda x: x.clamp(-1.2, 1.3),
    "where": lambda x: torch.where(x > 0.2, x**2, torch.sin(x)),
    "sinc": torch.sinc,
    "digamma": lambda x: torch.digamma(2 + x**2),
    "lgamma": lambda x: torch.lgamma(2 + x**2),
    "hardswish": F.hardswish,
    "complex abs": lambda x: torch.abs(torch.complex(x, 0.5 + x**2)),
}
# Of a square matrix, with a square result.
MATRIX = {
    "transpose": lambda x: x.t(),
    "flip": lambda x: x.flip(0),
    "roll": lambda x: x.roll(1, 1),
    "cumsum": lambda x: x.cumsum(1),
    "softmax": lambda x: 3 * torch.softmax(x, 0),
    "log_softmax": lambda x: torch.log_softmax(x, 1),
    "layer_norm": lambda x: F.layer_norm(x, x.shape[1:]),
    "x x^T": lambda x: x @ x.t() / 3,
    "tril": lambda x: torch.tril(x) + 0.1 * x,
    "pad and slice": lambda x: F.pad(x, (1, 1, 0, 0))[:, 1:-1],
    "index": lambda x: x[:, torch.arange(x.shape[1] - 1, -1, -1)],
    "sort": lambda x: x.sort(1).values,
    "scatter": lambda x: torch.zeros_like(x).scatter_add(0, torch.zeros_like(x, dtype=torch.long), x) + x,
    "inverse": lambda x: torch.linalg.inv(x / 3 + 2 * torch.eye(x.shape[0], dtype=x.dtype)),
    "matrix_exp": lambda x: torch.matrix_exp(x / 4),
    "cholesky": lambda x: torch.linalg.cholesky(x @ x.t() / 4 + torch.eye(x.shape[0], dtype=x.dtype)),
    "conv1d": lambda x: F.conv1d(x[:, None], torch.tensor([[[0.5, 1.0, -0.5]]], dtype=x.dtype), padding=1)[:, 0],
    "normalize": lambda x: F.normalize(x + 0.3, dim=1),
    "cumprod": lambda x: (1 + x / 4).cumprod(0),
    "fft": lambda x: torch.view_as_real(torch.fft.rfft(x)).sum() / 4 + x,
    "stack and mean": lambda x: torch.stack([x, x.t()]).mean(0),
    "unfold": lambda x: x.unfold(1, 2, 1).sum(-1).sum(1, keepdim=True) / 3 + x,
}
BINARY = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - 0.7 * b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / (1.5 + b**2),
    "matmul": lambda a, b: a @ b / 2,
    "maximum": torch.maximum,
    "hypot": lambda a, b: torch.hypot(a + 2, b),
    "atan2": lambda a, b: torch.atan2(a, b**2 + 1),
    "logaddexp": torch.logaddexp,
    "lerp": lambda a, b: torch.lerp(a, b, 0.3),
    "pow": lambda a, b: (1.2 + torch.sigmoid(a)) ** b.clamp(-2, 2),
    "bilinear": lambda a, b: torch.einsum("ij,kj->ik", a, b) / 2,
    "solve": lambda a, b: torch.linalg.solve(a / 3 + 2 * torch.eye(a.shape[0], dtype=a.dtype), b),
}
LAST = {
    "sum": torch.sum,
    "mean": lambda x: x.mean(0),
    "logsumexp": lambda x: x.logsumexp(1),
    "norm": lambda x: torch.linalg.norm(x + 0.1),
    "var": lambda x: x.var(1),
    "two outputs": lambda x: (x.sum(0), torch.sin(x)),
    "nothing": lambda x: x,
    "prod": lambda x: (1 + x / 5).prod(),
    "max": lambda x: x.max(1).values,
}


def pick(rng, table):
    return rng.choice(sorted(table.items()))


def right_composition(seed):
    """(name, function, inputs): a graph of up to eight operators of up to three inputs."""
    rng = random.Random(seed)
    size = rng.choice([2, 3, 4])
    count = rng.choice([1, 1, 2, 3])
    steps = []
    for _ in range(rng.randint(2, 8)):
        kind = rng.choice([ELEMENTWISE, ELEMENTWISE, MATRIX, BINARY])
        steps.append((*pick(rng, kind), rng.random(), rng.random(), kind is BINARY))
    last_name, last = pick(rng, LAST)

    def function(*inputs):
        values = list(inputs)
        for _, op, first, second, is_binary in steps:
            a, b = (values[-1 - int(r * min(len(values), 3))] for r in (first / 2, second))
            values.append(op(a, b) if is_binary else op(a))
        # Every input takes part.
        return last(values[-1] + sum(0.1 * x for x in inputs))

    generator = torch.Generator().manual_seed(seed)
    inputs = [torch.randn(size, size, dtype=torch.double, generator=generator).requires_grad_() for _ in range(count)]
    return ", ".join(step[0] for step in steps) + ", " + last_name, function, inputs


class Planted(torch.autograd.Function):
    """An operator whose backward changes its vector-Jacobian product: `change(x, grad_output, product)`."""

    @staticmethod
    def forward(ctx, x, op, change):
        ctx.save_for_backward(x)
        ctx.op, ctx.change = op, change
        return op(x)

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        with torch.enable_grad():
            again = x.detach().requires_grad_()
            (product,) = torch.autograd.grad(ctx.op(again), again, grad)
        return ctx.change(x, grad, product), None, None


def derivative(op, x):
    with torch.enable_grad():
        again = x.detach().requires_grad_()
        return torch.autograd.grad(op(again).sum(), again)[0]


def factor(rng):
    c = rng.choice([2, 0.5, 3, 1.1, math.pi])
    name, op = pick(rng, ELEMENTWISE | MATRIX)
    return f"{c} times {name}", op, lambda x, g, product: c * product, {"constant factor"}


def sign(rng):
    name, op = pick(rng, ELEMENTWISE | MATRIX)
    return f"-{name}", op, lambda x, g, product: -product, {"constant factor"}


def missing_term(rng):
    (u_name, u), (v_name, v) = pick(rng, ELEMENTWISE), pick(rng, ELEMENTWISE)
    if rng.random() < 0.5:
        op = lambda x: (u(x) + 1.5) * v(x)
        return f"({u_name} + 1.5) * {v_name}", op, lambda x, g, p: g * (u(x) + 1.5) * derivative(v, x), {"missing term"}
    return f"{u_name} + {v_name}", lambda x: u(x) + v(x), lambda x, g, p: g * derivative(u, x), {"missing term"}


def wrong_branch(rng):
    threshold, slope = rng.choice([-0.3, 0.0, 0.4]), rng.choice([0.05, 0.2, 0.3])
    below = rng.random() < 0.5
    op = lambda x: torch.where(x > threshold, x, threshold + slope * (x - threshold))

    def change(x, g, product):
        wrong = 1.0 if below else slope  # the other branch's derivative
        return torch.where((x > threshold) != below, g * wrong, product)

    return f"slopes 1 and {slope} at {threshold}, wrong {'below' if below else 'above'}", op, change, {"wrong branch"}


def wrong_axis(rng):
    name, op = rng.choice(
        [
            ("softmax", lambda x, d: 3 * torch.softmax(x, d)),
            ("cumsum", lambda x, d: x.cumsum(d)),
            ("log_softmax", torch.log_softmax),
            ("flip", lambda x, d: x.flip(d)),
            ("roll", lambda x, d: x.roll(1, d)),
            ("mean removed", lambda x, d: x - x.mean(d, keepdim=True)),
        ]
    )

    def change(x, g, product):
        with torch.enable_grad():
            again = x.detach().requires_grad_()
            return torch.autograd.grad(op(again, 1), again, g)[0]

    return f"{name} along the wrong axis", lambda x: op(x, 0), change, {"missing term"}


def lost_grad_output(rng):
    name, op = pick(rng, ELEMENTWISE)
    return f"{name} without grad_output", op, lambda x, g, p: derivative(op, x), {"ignored grad_output"}


def one_element(rng):
    name, op = pick(rng, ELEMENTWISE)
    at, by = rng.randrange(9), rng.choice([0.0, 2.0, -1.0, 1.1])

    def change(x, g, product):
        scale = torch.ones(9, dtype=x.dtype)
        scale[at] = by
        return product * scale.reshape(3, 3)

    return f"{name} with element {at} times {by}", op, change, {"missing term", "constant factor"}, [at // 3, at % 3]


FAULTS = [factor, sign, missing_term, wrong_branch, wrong_axis, lost_grad_output, one_element]


def chain_with(seed, fault):
    """(name, wrong function, right function, input, causes, place) of one fault in a chain of right operators."""
    rng = random.Random(f"{fault.__name__} {seed}")
    name, op, change, causes, *place = fault(rng)
    before = [pick(rng, MONOTONE) for _ in range(rng.randint(0, 2))]
    is_branch = fault is wrong_branch
    after = [pick(rng, MONOTONE if is_branch else ELEMENTWISE | MATRIX) for _ in range(rng.randint(1, 3))]
    last = ("nothing", LAST["nothing"]) if is_branch else pick(rng, {k: LAST[k] for k in ("sum", "mean", "nothing")})

    def function(x, planted):
        for _, step in before:
            x = step(x)
        x = Planted.apply(x, op, change) if planted else op(x)
        for _, step in [*after, last]:
            x = step(x)
        return x

    generator = torch.Generator().manual_seed(rng.getrandbits(32))
    x = torch.randn(3, 3, dtype=torch.double, generator=generator).requires_grad_()
    parts = [n for n, _ in before] + [f"[{name}]"] + [n for n, _ in [*after, last]]
    return ", ".join(parts), lambda x: function(x, True), lambda x: function(x, False), x, causes, place[0] if place else None


def wrong_composition(seed, fault):
    """A chain in which the fault changes the Jacobian by clearly more than the tolerance."""
    for attempt in range(1000):
        name, wrong, right, x, causes, place = chain_with(f"{seed} {attempt}", fault)
        a, b = (torch.autograd.functional.jacobian(f, x).reshape(-1, 9) for f in (wrong, right))
        far = (a - b).abs() > 1e-3 + 2e-2 * b.abs()
        if not far.any():
            continue
        if fault is wrong_branch and not 2 <= far.any(0).sum() <= 7:
            continue  # fewer points show no interval
        return name, wrong, x, causes, place
    raise RuntimeError(f"no composition shows the fault {fault.__name__} of seed {seed}")


def torch_passes(check, function, inputs, **options):
    try:
        return check(function, inputs, **options)
    except Exception:
        return False


def check_right(seeds):
    false = 0
    for seed in seeds:
        name, function, inputs = right_composition(seed)
        for check, theirs in ((gradcheck, torch.autograd.gradcheck), (gradgradcheck, torch.autograd.gradgradcheck)):
            for fast in (False, True):
                report = check(function, inputs, raise_exception=False, fast_mode=fast)
                if report:
                    continue
                false += 1
                passes = torch_passes(theirs, function, inputs, fast_mode=fast)
                print(f"false finding in {seed} ({name}), {check.__name__}, fast_mode={fast}; PyTorch's "
                      f"{'passes' if passes else 'does not pass either'}: {report}")
    print(f"{len(seeds)} right compositions, first and second derivative, slow and fast: {false} false findings")
    return false


def check_wrong(seeds):
    counts = collections.defaultdict(collections.Counter)
    for seed in seeds:
        fault = FAULTS[seed % len(FAULTS)]
        count = counts[fault.__name__]
        name, function, x, causes, place = wrong_composition(seed, fault)
        report = gradcheck(function, x, raise_exception=False)
        count["all"] += 1
        count["found"] += not report
        count["found in fast mode"] += not gradcheck(function, x, raise_exception=False, fast_mode=True)
        for fast in (False, True):
            kind = "PyTorch's fast" if fast else "PyTorch's"
            count[kind] += not torch_passes(torch.autograd.gradcheck, function, x, fast_mode=fast)
        entry = report.data["failures"][0].get("entry") if not report else None
        right = report.cause in causes and (place is None or (entry and entry["input_index"] == place))
        count["cause"] += bool(right)
        if not right:
            print(f"{fault.__name__}, seed {seed} ({name}): {report.cause} {entry['input_index'] if entry else ''}")
    return counts


def main(count=1000, first=0):
    torch.set_num_threads(1)
    seeds = range(first, first + count)
    false = check_right(seeds)
    counts = check_wrong(seeds)
    columns = ["all", "found", "found in fast mode", "cause", "PyTorch's", "PyTorch's fast"]
    print(f"{'fault':18}" + "".join(f"{column:>20}" for column in columns))
    total = collections.Counter()
    for fault in FAULTS:
        total.update(counts[fault.__name__])
        print(f"{fault.__name__:18}" + "".join(f"{counts[fault.__name__][column]:>20}" for column in columns))
    print(f"{'total':18}" + "".join(f"{total[column]:>20}" for column in columns))
    missed = total["found"] < total["all"] or total["found in fast mode"] < total["PyTorch's fast"]
    return 1 if false or missed or total["cause"] < 0.9 * total["all"] else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
