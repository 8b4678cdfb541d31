"""The operators of libactlab_ops.so, with arguments to try them with. A test program gives the library as its first
argument and reads it from there when it imports this module."""

import functools
import sys

try:
    import torch
except ImportError:
    print("skipped: this needs Python's PyTorch (python3-torch)")
    sys.exit(77)

LIBRARY = sys.argv.pop(1)
torch.ops.load_library(LIBRARY)

IS_TORCH2 = int(torch.__version__.split(".")[0]) >= 2
# Not at a kink of any activation, nor within a finite-difference step of one.
POINTS = [-5.3, -2.7, -1.31, -0.77, -0.23, 0.37, 0.83, 1.73, 2.3, 4.1, 5.7, 7.9]
DTYPES = [torch.float64, torch.float32, torch.bfloat16, torch.float16]
INF = float("inf")
# Smooth activations whose formula gives NaN at an infinite input, or where a power of it overflows.
WITH_LIMITS = ["gelu", "silu", "mish", "swish", "quick_gelu", "squareplus", "softsign", "logsigmoid"]
# Surrogates: their gradient intentionally differs from the derivative.
SURROGATES = {"straight_through_step"}


class Case:
    """An operator and its parameters: a function of tensors."""

    def __init__(self, schema, parameters):
        self.name = schema.name[len("actlab::") :]
        self.schema = schema
        self.op = getattr(getattr(torch.ops.actlab, self.name), schema.overload_name or "default")
        self.parameters = parameters
        self.tensors = [argument.name for argument in schema.arguments if "Tensor" in str(argument.type)]
        self.is_gate = self.name.split("_")[0] in ("glu", "geglu", "swiglu")
        self.is_random = bool(parameters.get("training")) or self.name.endswith("_slopes")
        self.is_backward = self.name.endswith("_backward")
        self.is_surrogate = self.name in SURROGATES

    def __str__(self):
        shown = ", ".join(f"{name}={value}" for name, value in self.parameters.items())
        return f"{self.name}{'.' + self.schema.overload_name if self.schema.overload_name else ''}({shown})"

    def __call__(self, *tensors):
        return self.op(*tensors, **self.parameters)

    def takes(self, shape):
        """Whether tensors of this shape are valid inputs."""
        return not self.is_gate or (len(shape) > 0 and shape[self.parameters["dim"]] % 2 == 0)

    def shape_of(self, name, shape):
        """The shape of a tensor, for inputs of this shape."""
        if name not in ("input", "result", "grad_output"):  # a learnable parameter
            return [] if self.name.startswith("_") else [1]
        halved = list(shape)
        if name == "grad_output" and self.is_gate:
            halved[self.parameters["dim"]] //= 2
        return halved

    def _values(self, name, shape):
        shape = self.shape_of(name, shape)
        if name not in ("input", "result", "grad_output"):
            return torch.full(shape, 0.7, dtype=torch.float64)
        count = 1
        for size in shape:
            count *= size
        scale = 0.3 if name == "grad_output" else 1.0
        repeated = (POINTS * (count // len(POINTS) + 1))[:count]
        values = scale * torch.tensor(repeated, dtype=torch.float64).reshape(shape)
        return values.softmax(self.parameters["dim"]) if self._takes_probabilities(name) else values

    def _takes_probabilities(self, name):
        return name == "result" and self.name.startswith("softm")

    def inputs(self, dtype=torch.float64, shape=(2, 6), requires_grad=True):
        """A tensor for each argument that is one."""
        made = [self._values(name, shape).to(dtype) for name in self.tensors]
        return tuple(tensor.requires_grad_(requires_grad) for tensor in made)


def _other_value(argument):
    value = argument.default_value
    if isinstance(value, bool):
        return not value
    return "tanh" if isinstance(value, str) else 0.9 * value + 0.07


def _parameter_sets(schema):
    others = [argument for argument in schema.arguments if "Tensor" not in str(argument.type)]
    dimensions = [argument for argument in others if str(argument.type) == "int"]
    if dimensions:
        return [{"dim": -1}, {"dim": 0}]
    if not others:
        return [{}]
    changed = {argument.name: _other_value(argument) for argument in others}
    sets = [{argument.name: argument.default_value for argument in others}, changed]
    if "training" in changed:
        sets.insert(1, {**changed, "training": False})
    return sets


def schemas():
    found = [schema for schema in torch._C._jit_get_all_schemas() if schema.name.startswith("actlab::")]
    return sorted(found, key=lambda schema: (schema.name, schema.overload_name))


CASES = [Case(schema, parameters) for schema in schemas() for parameters in _parameter_sets(schema)]
# Those that users call.
ACTIVATIONS = [case for case in CASES if not case.name.startswith("_") and not case.is_backward]
# Those whose derivative can be compared with differences. The gradient of softmax is a function of a result of softmax,
# whose rows sum to 1, and is not defined for the neighbours of such a result.
DIFFERENTIABLE = [
    case for case in CASES if not (case.is_random or case.is_surrogate or case.name in ("softmax_backward", "softmin_backward"))
]


def over(cases):
    """A test of each of the cases: a decorator of a method that takes one."""

    def decorate(check):
        @functools.wraps(check)
        def test(self):
            self.assertTrue(cases)
            for case in cases:
                with self.subTest(str(case)):
                    check(self, case)

        return test

    return decorate
