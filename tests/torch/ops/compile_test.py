"""The operators of libactlab_ops.so in what PyTorch 2 compiles: compile_test.py LIBRARY."""

import copy
import sys
import unittest

from operators import ACTIVATIONS, CASES, IS_TORCH2, over

import torch

if not IS_TORCH2:
    print("skipped: this needs PyTorch 2")
    sys.exit(77)
from functorch.compile import aot_function, nop
from torch.library import opcheck

ops = torch.ops.actlab
DETERMINISTIC = [case for case in ACTIVATIONS if not case.is_random]


def value_and_gradients(f, tensors):
    leaves = tuple(tensor.detach().clone().requires_grad_() for tensor in tensors)
    y = f(*leaves)
    weights = torch.linspace(0.5, 1.5, y.numel(), dtype=y.dtype).reshape(y.shape)
    return y.detach(), torch.autograd.grad(y, leaves, weights)


class AllActivations(torch.nn.Module):
    """A layer, and each activation of it."""

    def __init__(self, size):
        super().__init__()
        self.linear = torch.nn.Linear(size, size)
        self.beta = torch.nn.Parameter(torch.full((1,), 0.7))

    def forward(self, x):
        z = self.linear(x)
        results = [case(*(z if name == "input" else self.beta for name in case.tensors)) for case in DETERMINISTIC]
        return torch.cat([each.reshape(-1) for each in results])


class Compiled(unittest.TestCase):
    def setUp(self):
        torch._dynamo.reset()

    @over(CASES)
    def test_operators_pass_pytorchs_check(self, case):
        opcheck(case.op, case.inputs(torch.float32), case.parameters)

    @over([case for case in CASES if case.tensors == ["input"]])
    def test_operators_with_other_layouts_pass_pytorchs_check(self, case):
        x = torch.randn(4, 6, 8).transpose(0, 2)[::2]  # neither contiguous nor dense
        opcheck(case.op, (x.detach().requires_grad_(),), case.parameters)

    @over(DETERMINISTIC)
    def test_functions_equal_eager_ones_for_every_shape(self, case):
        torch._dynamo.reset()
        compiled = torch.compile(case, fullgraph=True, dynamic=True, backend="aot_eager")
        for shape in ((2, 6), (4, 12)):
            tensors = case.inputs(torch.float32, shape)
            expected, actual = value_and_gradients(case, tensors), value_and_gradients(compiled, tensors)
            torch.testing.assert_close(actual, expected, rtol=0, atol=0)

    def test_model_of_all_activations_has_one_graph_and_equals_the_eager_one(self):
        model = AllActivations(6)
        explained = torch._dynamo.explain(model)(torch.randn(4, 6))
        self.assertEqual((explained.graph_count, explained.graph_break_count), (1, 0))
        compiled = torch.compile(copy.deepcopy(model), fullgraph=True, dynamic=True)
        for rows in (4, 8):
            x = torch.randn(rows, 6)
            results = []
            for one in (model, compiled):
                one.zero_grad()
                y = one(x)
                y.sum().backward()
                results.append((y.detach(), *(parameter.grad for parameter in one.parameters())))
            torch.testing.assert_close(results[1], results[0], rtol=1e-4, atol=1e-4)

    def test_draws_of_compiled_functions_follow_the_seed(self):
        f = torch.compile(lambda x: ops.rrelu(x, 0.1, 0.9, True) + ops.rrelu(x, 0.1, 0.9, True), fullgraph=True,
                          backend="aot_eager")
        x = -torch.ones(40)
        torch.manual_seed(1)
        first, second = f(x), f(x)
        torch.manual_seed(1)
        torch.testing.assert_close(f(x), first)
        self.assertFalse(torch.equal(first, second))
        torch.manual_seed(1)
        torch.testing.assert_close(ops.rrelu(x, 0.1, 0.9, True) + ops.rrelu(x, 0.1, 0.9, True), first)

    @over(DETERMINISTIC)
    def test_backward_may_be_compiled(self, case):
        tensors = case.inputs(torch.float32)
        expected = value_and_gradients(case, tensors)[1]
        leaves = tuple(tensor.detach().clone().requires_grad_() for tensor in tensors)
        y = case(*leaves)
        weights = torch.linspace(0.5, 1.5, y.numel()).reshape(y.shape)
        compiler = torch.compile(backend="aot_eager", fullgraph=True)
        with torch._dynamo.compiled_autograd._enable(compiler):
            y.backward(weights)
        torch.testing.assert_close(tuple(leaf.grad for leaf in leaves), expected, rtol=0, atol=0)


class Exported(unittest.TestCase):
    def test_programs_survive_a_round_trip(self):
        import io

        model = AllActivations(6)
        rows = torch.export.Dim("rows", min=2, max=64)
        program = torch.export.export(model, (torch.randn(4, 6),), dynamic_shapes=({0: 2 * rows},))
        buffer = io.BytesIO()
        torch.export.save(program, buffer)
        buffer.seek(0)
        loaded = torch.export.load(buffer).module()
        for count in (4, 10):
            x = torch.randn(count, 6)
            torch.testing.assert_close(loaded(x), model(x), rtol=0, atol=0)

    @over(DETERMINISTIC)
    def test_graphs_have_the_operators(self, case):
        module = torch.nn.Module()
        module.forward = lambda *tensors, case=case: case(*tensors)
        program = torch.export.export(module, case.inputs(torch.float32, requires_grad=False))
        self.assertIn("actlab", program.graph_module.code)

    @over(DETERMINISTIC)
    def test_functions_are_traced_with_their_derivatives(self, case):
        graphs = []
        traced = aot_function(case, lambda graph, _: graphs.append(graph) or nop(graph, _))
        for scale in (1.0, 0.5):
            tensors = tuple(scale * tensor.detach() for tensor in case.inputs(torch.float32))
            expected, actual = value_and_gradients(case, tensors), value_and_gradients(traced, tensors)
            torch.testing.assert_close(actual, expected, rtol=0, atol=0)
        self.assertEqual(len(graphs), 2)


if __name__ == "__main__":
    unittest.main()
