"""A row of the table of functions (functions.py), and what its functions are made with."""

import dataclasses
from typing import Callable

import torch


@dataclasses.dataclass
class Case:
    name: str
    function: Callable
    inputs: Callable  # makes them
    order: int = 1  # 2: the second derivative is checked
    options: dict = dataclasses.field(default_factory=dict)
    why: str = ""  # where the two checkers differ: the reason


def tensors(*shapes, seed=7, dtype=torch.double, scale=1.0, shift=0.0):
    """A function that makes normally distributed inputs that require grad."""

    def make():
        generator = torch.Generator().manual_seed(seed)
        made = [torch.randn(shape, dtype=dtype, generator=generator) * scale + shift for shape in shapes]
        return [x.requires_grad_() for x in made]

    return make


def custom(forward, backward):
    """The function `forward` with the gradients backward(*inputs, *grad_outputs)."""

    class Custom(torch.autograd.Function):
        @staticmethod
        def forward(ctx, *inputs):
            ctx.save_for_backward(*inputs)
            return forward(*inputs)

        @staticmethod
        def backward(ctx, *grad_outputs):
            return backward(*ctx.saved_tensors, *grad_outputs)

    return Custom.apply


class SineAndCosine(torch.autograd.Function):
    """sin(x) and cos(x), whose gradients may be None; a subclass has the backward."""

    @staticmethod
    def forward(ctx, x):
        ctx.set_materialize_grads(False)
        ctx.save_for_backward(x)
        return torch.sin(x), torch.cos(x)
