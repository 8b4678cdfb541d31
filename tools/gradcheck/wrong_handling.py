"""Functions whose formula is right and whose handling of tensors is wrong, or that are no functions of their input."""

import torch

from case import Case, SineAndCosine, custom, tensors

D = torch.double
X, XY = tensors((3, 4)), tensors((3, 4), (3, 4))


class Undefined(SineAndCosine):
    """Uses both gradients, although either may be None."""

    @staticmethod
    def backward(ctx, g_sin, g_cos):
        (x,) = ctx.saved_tensors
        return g_sin * torch.cos(x) - g_cos * torch.sin(x)


def contiguous_backward(x, g):
    """Reads the memory of grad_output as if it were contiguous."""
    return torch.as_strided(g, g.shape, torch.empty(g.shape).stride()) * torch.cos(x)


def view_backward(x, g):
    return g.view(-1).view_as(x) * torch.cos(x)


def reads_memory(x):
    """Reads the memory of its input as if it were contiguous."""
    return torch.as_strided(x, x.shape, torch.empty(x.shape).stride(), 0).sin()


def noisy(x):
    return torch.sin(x) + 1e-4 * torch.randn_like(x)


def noisy_backward(x, g):
    return g * torch.cos(x) * (1 + 1e-2 * torch.randn_like(x))


def dropout(x):
    return torch.nn.functional.dropout(x, 0.5)


def drifting():
    calls = torch.zeros((), dtype=D)

    def function(x):
        calls.add_(1)
        return x * calls

    return function


def shared_buffer():
    """Saves its input in a buffer that the next forward overwrites."""
    buffer = torch.zeros(3, 4, dtype=D)

    class Function(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            buffer.copy_(x)
            return torch.sin(x)

        @staticmethod
        def backward(ctx, g):
            return g * torch.cos(buffer)

    return Function.apply


def consumed():
    """A backward that changes what it has saved."""

    class Function(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.factor = torch.cos(x.detach())
            return torch.sin(x)

        @staticmethod
        def backward(ctx, g):
            return ctx.factor.mul_(g).clone()

    return Function.apply


def writes_input(x):
    x.detach().mul_(0.5)
    return torch.sin(x)


def writes_grad(x, g):
    return g.mul_(torch.cos(x))


def raises(x, g):
    raise NotImplementedError("no backward")


WRONG_HANDLING = [
    Case("undefined gradients used", Undefined.apply, X),
    Case("grad_output read as contiguous", custom(torch.sin, contiguous_backward), X,
         why="PyTorch's passes contiguous gradients only; y.sum().backward() passes an expanded one"),
    Case("view of grad_output", custom(torch.sin, view_backward), X,
         why="PyTorch's passes contiguous gradients only; y.sum().backward() passes an expanded one"),
    Case("input read as contiguous", reads_memory, lambda: [torch.randn(4, 3, dtype=D).t().requires_grad_()],
         why="a consistent, but wrong function of this input: only the battery compares it with a contiguous one"),
    Case("noise in forward", noisy, X),
    Case("noise in backward", custom(torch.sin, noisy_backward), X),
    Case("dropout", dropout, X),
    Case("a factor that counts the calls", drifting(), X),
    Case("a buffer shared by all calls", shared_buffer(), X,
         why="PyTorch's runs no other forward between a forward and its backward"),
    Case("backward that consumes what was saved", consumed(), X),
    Case("input written to", writes_input, X),
    Case("grad_output written to", custom(torch.sin, writes_grad), X,
         why="the gradients that PyTorch's passes are its own, which it does not read again"),
    Case("backward raises", custom(torch.sin, raises), X),
    Case("forward raises", lambda x: torch.linalg.cholesky(x), X),
    Case("float32 inside", lambda x: torch.tanh(x.float()).double(), X),
    Case("float32 gradient", custom(torch.sin, lambda x, g: (g.float() * torch.cos(x).float())), X,
         options={"check_grad_dtypes": True},
         why="autograd converts the gradient before PyTorch's looks at it"),
    Case("NaN in the gradient at zero", lambda x: torch.where(x > 0, torch.sqrt(x), 0.0), X),
    Case("acosh below 1", torch.acosh, X),
    Case("log of zero", torch.log, lambda: [torch.zeros(2, dtype=D).requires_grad_()]),
    Case("sqrt of zero", torch.sqrt, lambda: [torch.zeros(2, dtype=D).requires_grad_()]),
    Case("relu at its kink", torch.relu, lambda: [torch.zeros(3, dtype=D).requires_grad_()]),
    Case("gradient of another shape", custom(lambda x: x.sum(0), lambda x, g: g), X),
    Case("no input requires grad", torch.sin, lambda: [torch.ones(3, dtype=D)]),
]
