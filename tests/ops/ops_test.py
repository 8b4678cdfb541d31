"""Checks the operators of libactlab_ops.so with PyTorch's own tools: ops_test.py LIBRARY."""

import io
import sys
import unittest

try:
    import torch
except ImportError:
    print("skipped: this needs PyTorch for Python (python3-torch)")
    sys.exit(77)
import torch.nn.functional as F

torch.ops.load_library(sys.argv.pop(1))
SCHEMAS = {
    schema.name.removeprefix("actlab::"): schema
    for schema in torch._C._jit_get_all_schemas()
    if schema.name.startswith("actlab::")
}
# Neither on a kink of any activation nor within a step of finite differences.
POINTS = [-5.3, -2.7, -1.31, -0.77, -0.23, 0.37, 0.83, 1.73, 2.3, 4.1, 5.7, 7.9]
# Their gradient is meant not to be the derivative.
SURROGATES = {"straight_through_step"}


def arguments(schema):
    """A dimension for each parameter that has no default."""
    return [-1 for argument in schema.arguments[1:] if not argument.has_default_value()]


def inputs():
    return torch.tensor(POINTS, dtype=torch.float64).reshape(3, 4).requires_grad_()


class Operators(unittest.TestCase):
    def each(self):
        for name, schema in SCHEMAS.items():
            with self.subTest(name):
                op = getattr(torch.ops.actlab, name)
                yield name, schema, lambda x: op(x, *arguments(schema))

    def test_are_the_catalogue(self):
        self.assertGreater(len(SCHEMAS), 30)

    def test_pass_gradcheck_and_gradgradcheck(self):
        for name, _, f in self.each():
            if name in SURROGATES:
                (gradient,) = torch.autograd.grad(f(x := inputs()).sum(), x)
                self.assertTrue(torch.equal(gradient, torch.ones_like(x)))
                continue
            self.assertTrue(torch.autograd.gradcheck(f, inputs()))
            self.assertTrue(torch.autograd.gradgradcheck(f, inputs()))

    def test_give_what_torch_nn_functional_gives(self):
        compared = 0
        for name, schema, f in self.each():
            builtin = getattr(F, name, None) or getattr(torch, name, None)
            if builtin is None or name == "threshold":
                continue
            compared += 1
            torch.testing.assert_close(f(inputs()), builtin(inputs(), *arguments(schema)))
        self.assertGreater(compared, 20)

    def test_take_arguments_by_their_names_in_torch_nn_functional(self):
        ops, x = torch.ops.actlab, inputs()
        torch.testing.assert_close(ops.gelu(x, approximate="tanh"), F.gelu(x, approximate="tanh"))
        torch.testing.assert_close(ops.leaky_relu(x, negative_slope=0.3), F.leaky_relu(x, negative_slope=0.3))
        torch.testing.assert_close(ops.leaky_relu(x, 0.3), F.leaky_relu(x, 0.3))
        torch.testing.assert_close(ops.softmax(x, dim=0), F.softmax(x, dim=0))
        torch.testing.assert_close(ops.softplus(x, beta=2.0, threshold=3.0), F.softplus(x, beta=2, threshold=3))
        torch.testing.assert_close(ops.threshold(x, 0.1, 20.0), F.threshold(x, 0.1, 20.0))
        with self.assertRaisesRegex(RuntimeError, "must be one of none, tanh"):
            ops.gelu(x, approximate="tan")

    def test_survive_a_round_trip_through_torchscript(self):
        for name, schema, f in self.each():
            given = "".join(f", {argument}" for argument in arguments(schema))
            module = torch.jit.CompilationUnit(f"def call(x):\n    return torch.ops.actlab.{name}(x{given})\n")

            scripted = torch.jit.trace(f, inputs().detach())
            buffer = io.BytesIO()
            torch.jit.save(scripted, buffer)
            buffer.seek(0)
            loaded = torch.jit.load(buffer)
            x = inputs()
            self.assertTrue(torch.equal(loaded(x), f(x)))
            self.assertTrue(torch.equal(module.call(x), f(x)))
            (ours,) = torch.autograd.grad(f(x).sum(), x)
            (theirs,) = torch.autograd.grad(loaded(x).sum(), x)
            self.assertTrue(torch.equal(ours, theirs))


if __name__ == "__main__":
    unittest.main()
