"""Checks the operators of libactlab_ops.so with PyTorch's own tools: ops_test.py LIBRARY."""

import io
import sys
import unittest

try:
    import torch
except ImportError:
    print("skipped: this needs Python's PyTorch (python3-torch)")
    sys.exit(77)
import torch.nn.functional as F

torch.ops.load_library(sys.argv.pop(1))
SCHEMAS = [schema for schema in torch._C._jit_get_all_schemas() if schema.name.startswith("actlab::")]
# Not at a kink of any activation, nor within a finite-difference step of one.
POINTS = [-5.3, -2.7, -1.31, -0.77, -0.23, 0.37, 0.83, 1.73, 2.3, 4.1, 5.7, 7.9]
# Surrogates: their gradient intentionally differs from the derivative.
SURROGATES = {"straight_through_step"}


def arguments(schema):
    """A tensor for each tensor parameter, and a dimension for each other parameter without a default."""
    return [
        torch.tensor([0.4], dtype=torch.float64) if str(argument.type) == "Tensor" else -1
        for argument in schema.arguments[1:]
        if not argument.has_default_value()
    ]


def inputs():
    return torch.tensor(POINTS, dtype=torch.float64).reshape(3, 4).requires_grad_()


class Operators(unittest.TestCase):
    def each(self):
        for schema in SCHEMAS:
            name = schema.name.removeprefix("actlab::")
            with self.subTest(f"{name}.{schema.overload_name}"):
                op = getattr(torch.ops.actlab, name)
                yield name, schema, lambda x: op(x, *arguments(schema))

    def test_are_the_catalogue(self):
        self.assertGreater(len({schema.name for schema in SCHEMAS}), 35)

    def test_pass_gradcheck_and_gradgradcheck(self):
        for name, _, f in self.each():
            if name in SURROGATES:
                (gradient,) = torch.autograd.grad(f(x := inputs()).sum(), x)
                self.assertTrue(torch.equal(gradient, torch.ones_like(x)))
                continue
            self.assertTrue(torch.autograd.gradcheck(f, inputs()))
            self.assertTrue(torch.autograd.gradgradcheck(f, inputs()))

    def test_agree_with_torch_nn_functional(self):
        compared = 0
        for name, schema, f in self.each():
            builtin = getattr(F, name, None) or getattr(torch, name, None)
            if builtin is None or name == "threshold":
                continue
            compared += 1
            torch.testing.assert_close(f(inputs()), builtin(inputs(), *arguments(schema)))
        self.assertGreater(compared, 20)

    def test_accept_the_argument_names_of_torch_nn_functional(self):
        ops, x = torch.ops.actlab, inputs()
        torch.testing.assert_close(ops.gelu(x, approximate="tanh"), F.gelu(x, approximate="tanh"))
        torch.testing.assert_close(ops.leaky_relu(x, negative_slope=0.3), F.leaky_relu(x, negative_slope=0.3))
        torch.testing.assert_close(ops.leaky_relu(x, 0.3), F.leaky_relu(x, 0.3))
        torch.testing.assert_close(ops.softmax(x, dim=0), F.softmax(x, dim=0))
        torch.testing.assert_close(ops.softplus(x, beta=2.0, threshold=3.0), F.softplus(x, beta=2, threshold=3))
        torch.testing.assert_close(ops.threshold(x, 0.1, 20.0), F.threshold(x, 0.1, 20.0))
        with self.assertRaisesRegex(RuntimeError, "must be one of none, tanh"):
            ops.gelu(x, approximate="tan")

    def test_learn_parameters_given_as_tensors(self):
        ops, x = torch.ops.actlab, inputs()
        for weight in (torch.tensor([0.3]), torch.tensor([0.1, 0.2, 0.3, 0.4])):
            ours, theirs = (weight.double().requires_grad_() for _ in range(2))
            ops.prelu(x, ours).square().sum().backward()
            F.prelu(x, theirs).square().sum().backward()
            torch.testing.assert_close(ours.grad, theirs.grad)
        for op in (ops.prelu, ops.swish, ops.snake):
            parameter = torch.tensor([0.7], dtype=torch.float64, requires_grad=True)
            self.assertTrue(torch.autograd.gradcheck(op, (inputs(), parameter)))
            self.assertTrue(torch.autograd.gradgradcheck(op, (inputs(), parameter)))
        torch.testing.assert_close(ops.swish(x, beta=2.0), ops.swish(x, torch.tensor([2.0], dtype=torch.float64)))

    def test_draw_slopes_in_training_as_torch_does(self):
        torch.manual_seed(3)
        ours = torch.ops.actlab.rrelu(inputs(), 0.1, 0.9, training=True)
        torch.manual_seed(3)
        torch.testing.assert_close(ours, F.rrelu(inputs(), 0.1, 0.9, training=True))
        torch.testing.assert_close(torch.ops.actlab.rrelu(inputs()), F.rrelu(inputs()))

    def test_survive_a_round_trip_through_torchscript(self):
        for name, schema, f in self.each():
            given = arguments(schema)
            tensors = any(isinstance(argument, torch.Tensor) for argument in given)
            text = ", p" if tensors else "".join(f", {argument}" for argument in given)
            module = torch.jit.CompilationUnit(
                f"def call(x{', p' if tensors else ''}):\n    return torch.ops.actlab.{name}(x{text})\n"
            )

            scripted = torch.jit.trace(f, inputs().detach())
            buffer = io.BytesIO()
            torch.jit.save(scripted, buffer)
            buffer.seek(0)
            loaded = torch.jit.load(buffer)
            x = inputs()
            self.assertTrue(torch.equal(loaded(x), f(x)))
            self.assertTrue(torch.equal(module.call(x, *(given if tensors else [])), f(x)))
            (ours,) = torch.autograd.grad(f(x).sum(), x)
            (theirs,) = torch.autograd.grad(loaded(x).sum(), x)
            self.assertTrue(torch.equal(ours, theirs))


if __name__ == "__main__":
    unittest.main()
