"""What the operators of libactlab_ops.so compute, beside PyTorch's: ops_test.py LIBRARY."""

import io
import unittest

from operators import ACTIVATIONS, POINTS, SURROGATES, over

import torch
import torch.nn.functional as F

ops = torch.ops.actlab


def inputs():
    return torch.tensor(POINTS, dtype=torch.float64).reshape(3, 4).requires_grad_()


def builtin_of(case):
    return getattr(F, case.name, None) or getattr(torch, case.name, None)


class Operators(unittest.TestCase):
    def test_are_the_catalogue(self):
        self.assertGreater(len({case.name for case in ACTIVATIONS}), 38)

    def test_of_surrogates_pass_the_gradient_unchanged(self):
        for name in SURROGATES:
            x = inputs()
            (gradient,) = torch.autograd.grad(getattr(ops, name)(x).sum(), x)
            self.assertTrue(torch.equal(gradient, torch.ones_like(x)))

    # F.threshold has no defaults.
    COMPARED = [case for case in ACTIVATIONS if builtin_of(case) and not case.is_random and case.name != "threshold"]

    def test_are_compared_with_many_of_torch(self):
        self.assertGreater(len({case.name for case in self.COMPARED}), 24)

    @over(COMPARED)
    def test_agree_with_torch_nn_functional(self, case):
        tensors = case.inputs(shape=(4, 6), requires_grad=False)
        torch.testing.assert_close(case(*tensors), builtin_of(case)(*tensors, **case.parameters))

    def test_accept_the_argument_names_of_torch_nn_functional(self):
        x = inputs()
        torch.testing.assert_close(ops.gelu(x, approximate="tanh"), F.gelu(x, approximate="tanh"))
        torch.testing.assert_close(ops.leaky_relu(input=x, negative_slope=0.3), F.leaky_relu(x, negative_slope=0.3))
        torch.testing.assert_close(ops.leaky_relu(x, 0.3), F.leaky_relu(x, 0.3))
        torch.testing.assert_close(ops.softmax(x, dim=0), F.softmax(x, dim=0))
        torch.testing.assert_close(ops.softplus(x, beta=2.0, threshold=3.0), F.softplus(x, beta=2, threshold=3))
        torch.testing.assert_close(ops.threshold(x, 0.1, 20.0), F.threshold(x, 0.1, 20.0))

    def test_learn_parameters_given_as_tensors(self):
        x = inputs()
        for weight in (torch.tensor([0.3]), torch.tensor([0.1, 0.2, 0.3, 0.4])):
            ours, theirs = (weight.double().requires_grad_() for _ in range(2))
            ops.prelu(x, ours).square().sum().backward()
            F.prelu(x, theirs).square().sum().backward()
            torch.testing.assert_close(ours.grad, theirs.grad)
        for op in (ops.prelu, ops.swish, ops.snake):
            for count in (1, 4):
                parameter = torch.full((count,), 0.7, dtype=torch.float64, requires_grad=True)
                self.assertTrue(torch.autograd.gradcheck(op, (inputs(), parameter)))
                self.assertTrue(torch.autograd.gradgradcheck(op, (inputs(), parameter)))
        torch.testing.assert_close(ops.swish(x, beta=2.0), ops.swish(x, torch.tensor([2.0], dtype=torch.float64)))

    def test_draw_slopes_in_training_as_torch_does(self):
        torch.manual_seed(3)
        ours = ops.rrelu(inputs(), 0.1, 0.9, training=True)
        torch.manual_seed(3)
        torch.testing.assert_close(ours, F.rrelu(inputs(), 0.1, 0.9, training=True))
        torch.testing.assert_close(ops.rrelu(inputs()), F.rrelu(inputs()))

    @over([case for case in ACTIVATIONS if not case.is_random])
    def test_survive_a_round_trip_through_torchscript(self, case):
        names = ["x", "p"][: len(case.tensors)]
        given = names + [f"{name}={value!r}" for name, value in case.parameters.items()]
        module = torch.jit.CompilationUnit(
            f"def call({', '.join(names)}):\n    return torch.ops.actlab.{case.name}({', '.join(given)})\n"
        )
        traced = torch.jit.trace([lambda x: case(x), lambda x, p: case(x, p)][len(names) - 1], case.inputs(requires_grad=False))
        buffer = io.BytesIO()
        torch.jit.save(traced, buffer)
        buffer.seek(0)
        loaded = torch.jit.load(buffer)
        tensors = case.inputs()
        self.assertTrue(torch.equal(loaded(*tensors), case(*tensors)))
        self.assertTrue(torch.equal(module.call(*tensors), case(*tensors)))
        ours, theirs = (torch.autograd.grad(f(*tensors).sum(), tensors) for f in (case, loaded))
        self.assertTrue(all(map(torch.equal, ours, theirs)))


if __name__ == "__main__":
    unittest.main()
