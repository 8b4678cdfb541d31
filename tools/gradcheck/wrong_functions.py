"""Functions whose derivatives are wrong at the given inputs, or that are none."""

import torch
import torch.nn.functional as F

from case import Case, custom, tensors
from wrong_handling import WRONG_HANDLING

D, C = torch.double, torch.cdouble
X, XY = tensors((3, 4)), tensors((3, 4), (3, 4))
SQUARE = tensors((3, 3))
COMPLEX = tensors((3,), dtype=C)
FLOAT = tensors((3, 4), dtype=torch.float)
LINE = lambda: [torch.linspace(-2, 2, 12, dtype=D).requires_grad_()]


def doubled(x):
    """tanh with a gradient twice too large, of any number of elements."""
    return 2 * torch.tanh(x) - torch.tanh(x).detach()


def negated(x):
    return 2 * torch.tanh(x).detach() - torch.tanh(x)


def second_without_graph(x, g):
    with torch.no_grad():
        return 3 * g


def softmax_diagonal(x, g):
    p = torch.softmax(x, 1)
    return g * p * (1 - p)


def normalised_backward(x, g):
    return (g - g.mean(1, keepdim=True)) / x.std(1, keepdim=True, unbiased=False)  # without the last term


def layer_norm(x):
    return (x - x.mean(1, keepdim=True)) / x.std(1, keepdim=True, unbiased=False)


def one_element(x, g):
    result = g * torch.cos(x)
    result[1, 2] *= 1.01
    return result


def float32_only(x):
    if x.dtype != torch.float:
        raise TypeError("float32 only")
    return torch.tanh(x)


def saved_intermediate():
    """sigmoid with a backward that uses a value of forward which autograd does not know."""

    class Function(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.y = torch.sigmoid(x).detach()
            return ctx.y.clone()

        @staticmethod
        def backward(ctx, g):
            return g * ctx.y * (1 - ctx.y)

    return Function.apply


WRONG = [
    Case("2 * tanh(x) - tanh(x).detach()", doubled, X),
    Case("wrong sign", negated, X),
    Case("factor 1.01", custom(torch.sin, lambda x, g: 1.01 * g * torch.cos(x)), X),
    Case("factor 0.5 in a reduction", custom(lambda x: (x**2).sum(), lambda x, g: g * x), X),
    Case("mean without its divisor", custom(torch.mean, lambda x, g: g * torch.ones_like(x)), X),
    Case("x^3 with 2 x^2", custom(lambda x: x**3, lambda x, g: 2 * g * x**2), X),
    Case("sin with sin", custom(torch.sin, lambda x, g: g * torch.sin(x)), X),
    Case("tanh with 1 - tanh", custom(torch.tanh, lambda x, g: g * (1 - torch.tanh(x))), X),
    Case("sqrt without 1/2", custom(torch.sqrt, lambda x, g: g / torch.sqrt(x)), tensors((3, 4), scale=0.1, shift=2)),
    Case("log2 without ln 2", custom(torch.log2, lambda x, g: g / x), tensors((3, 4), scale=0.1, shift=2)),
    Case("quotient without a sign", custom(lambda a, b: a / b, lambda a, b, g: (g / b, g * a / b**2)),
         tensors((3, 4), (3, 4), scale=0.1, shift=1)),
    Case("product with gradients exchanged", custom(torch.mul, lambda a, b, g: (g * a, g * b)), XY),
    Case("power without ln", custom(torch.pow, lambda a, b, g: (g * b * a ** (b - 1), g * a**b)),
         tensors((3, 4), (3, 4), scale=0.1, shift=2)),
    Case("x sin(x) without x cos(x)", custom(lambda x: x * torch.sin(x), lambda x, g: g * torch.sin(x)), X),
    Case("a constant added to the gradient", custom(torch.sin, lambda x, g: g * (torch.cos(x) + 1e-3)), X),
    Case("one element wrong by 1 %", custom(torch.sin, one_element), X,
         why="fast: PyTorch's compares one projection, in which the element's error is below the sum's tolerance"),
    Case("gradient rolled by one", custom(torch.sin, lambda x, g: (g * torch.cos(x)).roll(1, 1)), X),
    Case("gradient transposed", custom(lambda x: x.t() ** 2, lambda x, g: 2 * g * x), SQUARE),
    Case("lost grad_output", custom(torch.sin, lambda x, g: torch.cos(x)), X),
    Case("grad_output squared", custom(torch.sin, lambda x, g: g * g * torch.cos(x)), X,
         why="slow: PyTorch's passes gradients of zeros and ones only, which are their own squares"),
    Case("abs of grad_output", custom(torch.sin, lambda x, g: g.abs() * torch.cos(x)), X,
         why="PyTorch's passes no negative gradients"),
    Case("sum of grad_output", custom(torch.sin, lambda x, g: g.sum() * torch.cos(x)), X),
    Case("gradient clipped", custom(torch.sin, lambda x, g: (g * torch.cos(x)).clamp(-0.5, 0.5)), X,
         why="fast: the gradient that PyTorch's passes is small, so nothing is clipped"),
    Case("leaky relu with slope 1 below zero", custom(lambda x: F.leaky_relu(x, 0.1), lambda x, g: g), LINE),
    Case("clamp with a gradient outside", custom(lambda x: x.clamp(-1, 1), lambda x, g: g), LINE),
    Case("clamp at another value", custom(lambda x: x.clamp(-1, 1), lambda x, g: g * (x.abs() < 1.5)), LINE),
    Case("elu without exp", custom(F.elu, lambda x, g: g), LINE),
    Case("softmax by element", custom(lambda x: torch.softmax(x, 1), softmax_diagonal), X),
    Case("softmax along the other axis", custom(lambda x: torch.softmax(x, 1),
         lambda x, g: torch.softmax(x, 0) * (g - (g * torch.softmax(x, 0)).sum(0, keepdim=True))), X),
    Case("cumsum without reversal", custom(lambda x: x.cumsum(1), lambda x, g: g.cumsum(1)), X),
    Case("cumsum along the other axis",
         custom(lambda x: x.cumsum(1), lambda x, g: g.flip(0).cumsum(0).flip(0)), X),
    Case("normalisation without its last term", custom(layer_norm, normalised_backward), X),
    Case("matrix product without transposition", custom(torch.matmul, lambda a, b, g: (g @ b, a @ g)),
         tensors((3, 3), (3, 3))),
    Case("bias gradient of one sample", custom(lambda x, b: x + b, lambda x, b, g: (g, g[0])), tensors((3, 4), (4,))),
    Case("broadcast gradient averaged", custom(lambda x, b: x * b, lambda x, b, g: (g * b, (g * x).mean(0))),
         tensors((3, 4), (4,))),
    Case("index gradient overwritten", custom(lambda w: w[torch.tensor([0, 2, 2])],
         lambda w, g: torch.zeros_like(w).index_copy(0, torch.tensor([0, 2, 2]), g)), X),
    Case("max with a gradient for all", custom(lambda x: x.max(1).values, lambda x, g: g[:, None].expand_as(x)), X),
    Case("inverse without transposition",
         custom(torch.linalg.inv, lambda x, g: -torch.linalg.inv(x) @ g @ torch.linalg.inv(x)), tensors((3, 3), shift=0.3)),
    Case("determinant without transposition",
         custom(torch.linalg.det, lambda x, g: g * torch.linalg.det(x) * torch.linalg.inv(x)), SQUARE),
    Case("convolution with an unflipped kernel", custom(
        lambda x, w: F.conv1d(x, w, padding=1), lambda x, w, g: (F.conv1d(g, w, padding=1), None)),
        lambda: [tensors((1, 1, 6))()[0], tensors((1, 1, 3))()[0].detach()]),
    Case("detached", lambda x: torch.tanh(x.detach()) + 0 * x, X),
    Case("no gradient at all", lambda x: torch.tanh(x.detach()), X),
    Case("detached in one of two terms", lambda x: torch.sin(x) + torch.cos(x.detach()), X),
    Case("one of two inputs without gradient", custom(torch.mul, lambda a, b, g: (g * b, None)), XY),
    Case("second output ignored",
         custom(lambda x: (torch.sin(x), torch.cos(x)), lambda x, a, b: a * torch.cos(x)), X),
    Case("complex product without conj", custom(lambda z: z * z, lambda z, g: 2 * g * z), COMPLEX),
    Case("complex exp without conj", custom(torch.exp, lambda z, g: g * torch.exp(z)), COMPLEX),
    Case("complex abs with half its gradient", custom(torch.abs, lambda z, g: g * z / z.abs() / 2), COMPLEX),
    Case("conj with a plain gradient", custom(lambda z: z.conj() * 2, lambda z, g: 2 * g), COMPLEX),
    Case("real part of a complex function twice", custom(lambda z: (z * z).real, lambda z, g: 4 * g * z.conj()), COMPLEX),
    Case("float32, factor 2", custom(torch.tanh, lambda x, g: 2 * g * (1 - torch.tanh(x) ** 2)), FLOAT,
         options={"eps": 1e-2, "atol": 1e-2}),
    Case("float32 only, factor 2", custom(float32_only, lambda x, g: 2 * g * (1 - torch.tanh(x) ** 2)), FLOAT,
         options={"eps": 1e-2, "atol": 1e-2}),
    Case("2nd: backward without graph", custom(lambda x: 3 * x + 0 * x**2, second_without_graph), X, order=2),
    Case("2nd: value of forward saved", saved_intermediate(), X, order=2),
    Case("2nd: grad_output detached", custom(torch.sin, lambda x, g: g.detach() * torch.cos(x)), X, order=2),
    Case("2nd: input detached", custom(torch.sin, lambda x, g: g * torch.cos(x.detach())), X, order=2),
    Case("2nd: half of the derivative detached",
         custom(lambda x: x**3, lambda x, g: g * 3 * x * x.detach()), X, order=2),
    Case("2nd: wrong already in the first",
         custom(torch.sin, lambda x, g: g * torch.cos(x.detach()) * 2), X, order=2),
    Case("2nd: derivative of a product detached",
         custom(torch.mul, lambda a, b, g: (g * b, g * a.detach())), XY, order=2),
    *WRONG_HANDLING,
]
