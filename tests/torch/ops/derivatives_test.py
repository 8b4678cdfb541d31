"""The derivatives of the operators of libactlab_ops.so, and functorch's transforms of them: derivatives_test.py LIBRARY."""

import contextlib
import unittest

from operators import ACTIVATIONS, CASES, DIFFERENTIABLE, INF, IS_TORCH2, WITH_LIMITS, over

import torch
from torch._C._functorch import _set_vmap_fallback_enabled
from torch.utils.checkpoint import checkpoint

if IS_TORCH2:
    from torch.func import grad, hessian, jacfwd, jacrev, jvp, vjp, vmap
    from torch.fx.experimental.proxy_tensor import make_fx
else:
    from functorch import grad, hessian, jacfwd, jacrev, jvp, make_fx, vjp, vmap

ops = torch.ops.actlab


def of_name(name):
    return getattr(ops, name)


@contextlib.contextmanager
def without_loops():
    """vmap raises an error where it would call an operator for each element of the batch."""
    _set_vmap_fallback_enabled(False)
    try:
        yield
    finally:
        _set_vmap_fallback_enabled(True)


def total(case, dtype=torch.float64):
    """A number that depends on every element of the result, and its tensors."""
    tensors = case.inputs(dtype)
    weights = torch.linspace(0.5, 1.5, case(*tensors).numel(), dtype=dtype)
    return lambda *at: (case(*at).reshape(-1) * weights).sum(), tensors


class Derivatives(unittest.TestCase):
    @over(DIFFERENTIABLE)
    def test_are_right_in_both_modes_and_in_batches(self, case):
        self.assertTrue(
            torch.autograd.gradcheck(
                case,
                case.inputs(),
                check_batched_grad=True,
                check_forward_ad=True,
                check_batched_forward_grad=True,
            )
        )

    @over(DIFFERENTIABLE)
    def test_are_right_in_the_second_order(self, case):
        self.assertTrue(torch.autograd.gradgradcheck(case, case.inputs(), check_fwd_over_rev=True))

    @over([case for case in DIFFERENTIABLE if len(case.tensors) == 1])
    def test_have_a_tangent_in_forward_mode_that_autograd_functional_finds(self, case):
        (x,) = case.inputs(requires_grad=False)
        forward, reverse = (
            torch.autograd.functional.jacobian(case, x, strategy=strategy, vectorize=True)
            for strategy in ("forward-mode", "reverse-mode")
        )
        self.assertGreater(forward.abs().sum() + (case.name == "step"), 0)
        torch.testing.assert_close(forward, reverse)

    def test_are_the_same_with_and_without_a_graph_where_inputs_are_infinite_or_large(self):
        for name in WITH_LIMITS:
            for dtype in (torch.float32, torch.float64):
                with self.subTest(name, dtype=dtype):
                    x = torch.tensor([INF, -INF, 3e38, -3e38, 1e20, -1e20, 30.0, -30.0], dtype=dtype)
                    x.requires_grad_()
                    (plain,) = torch.autograd.grad(of_name(name)(x).sum(), x)
                    (recorded,) = torch.autograd.grad(of_name(name)(x).sum(), x, create_graph=True)
                    self.assertTrue(torch.equal(plain, recorded), (plain, recorded))
                    self.assertTrue(plain.isfinite().all())

    def test_of_higher_order_take_their_limits(self):
        for name in WITH_LIMITS + ["tanh", "sigmoid", "softplus", "elu", "gaussian"]:
            for dtype in (torch.float32, torch.float64):
                with self.subTest(name, dtype=dtype):
                    x = torch.tensor([INF, -INF, 3e38, -3e38, 1e25, -1e25], dtype=dtype, requires_grad=True)
                    (value,) = torch.autograd.grad(of_name(name)(x).sum(), x, create_graph=True)
                    for _ in range(2):
                        (value,) = torch.autograd.grad(value.sum(), x, create_graph=True)
                        torch.testing.assert_close(value, torch.zeros_like(value), rtol=0, atol=1e-30)

    def test_of_sine_have_no_limit(self):
        x = torch.tensor([INF], requires_grad=True)
        (first,) = torch.autograd.grad(ops.sine(x).sum(), x, create_graph=True)
        (second,) = torch.autograd.grad(first.sum(), x)
        self.assertTrue(first.isnan().all() and second.isnan().all())

    def test_of_half_precision_parameters_are_rounded_once(self):
        x = torch.linspace(-3, 3, 4000)
        for dtype in (torch.bfloat16, torch.float16):
            weight = torch.tensor(0.5, dtype=dtype, requires_grad=True)
            rounded = x.to(dtype)
            (ours,) = torch.autograd.grad(ops.prelu(rounded, weight).sum(), weight)
            exact = rounded[rounded < 0].double().sum()
            self.assertEqual(ours, exact.to(dtype))

    def test_name_their_nodes(self):
        x = torch.randn(4, requires_grad=True)
        for result, name in (
            (ops.gelu(x), "GeluBackward"),
            (ops.leaky_relu(x), "LeakyReluBackward"),
            (ops.glu(x), "GluBackward"),
            (ops.softmax(x, 0), "SoftmaxBackward"),
            (ops.gelu_backward(x, x), "GeluBackwardBackward"),
        ):
            self.assertEqual(result.grad_fn.name(), name)

    @over([case for case in ACTIVATIONS if not case.is_random])
    def test_survive_checkpoints_and_hooks_of_saved_tensors(self, case):
        f, tensors = total(case)
        expected = torch.autograd.grad(f(*tensors), tensors)
        actual = torch.autograd.grad(checkpoint(f, *tensors, use_reentrant=False), tensors)
        torch.testing.assert_close(actual, expected, rtol=0, atol=0)
        with torch.autograd.graph.save_on_cpu():
            y = f(*tensors)
        torch.testing.assert_close(torch.autograd.grad(y, tensors), expected, rtol=0, atol=0)

    def test_of_freed_graphs_raise_torchs_error(self):
        x = torch.randn(3, requires_grad=True)
        y = ops.gelu(x).sum()
        y.backward()
        with self.assertRaisesRegex(RuntimeError, "second time"):
            y.backward()

    def test_see_inputs_that_were_modified_in_place(self):
        for name in ("gelu", "prelu"):
            x = torch.randn(3, requires_grad=True)
            z = x * 1
            y = of_name(name)(z, *([torch.ones(1)] if name == "prelu" else []))
            z.add_(1)
            with self.assertRaisesRegex(RuntimeError, "modified by an inplace operation"):
                y.sum().backward()


class Functorch(unittest.TestCase):
    @over([case for case in CASES if not case.is_random])
    def test_traces_every_operator_as_itself(self, case):
        tensors = case.inputs(requires_grad=False)
        graph = make_fx(case)(*(torch.zeros_like(tensor) for tensor in tensors))
        torch.testing.assert_close(graph(*tensors), case(*tensors), rtol=0, atol=0)
        self.assertIn("actlab", graph.code)

    @over([case for case in ACTIVATIONS if not case.is_random])
    def test_transforms_agree_with_autograd(self, case):
        f, tensors = total(case)
        numbers = tuple(range(len(tensors)))
        expected = torch.autograd.grad(f(*tensors), tensors)
        plain = tuple(tensor.detach() for tensor in tensors)
        for transform in (grad, jacrev, jacfwd):
            torch.testing.assert_close(transform(f, argnums=numbers)(*plain), expected)
        torch.testing.assert_close(vjp(f, *plain)[1](torch.ones((), dtype=torch.float64)), expected)
        tangents = tuple(torch.ones_like(tensor) for tensor in plain)
        torch.testing.assert_close(jvp(f, plain, tangents)[1], sum(each.sum() for each in expected))

    @over([case for case in ACTIVATIONS if not case.is_random])
    def test_hessians_agree_with_autograd(self, case):
        f, tensors = total(case)
        plain = tuple(tensor.detach() for tensor in tensors)
        expected = torch.autograd.functional.hessian(f, plain)
        numbers = tuple(range(len(tensors)))
        for actual in (
            hessian(f, argnums=numbers)(*plain),
            jacrev(jacrev(f, argnums=numbers), argnums=numbers)(*plain),
        ):
            torch.testing.assert_close(actual, expected)

    @over([case for case in CASES if not case.is_random and "dim" not in case.parameters])
    def test_batches_are_one_call(self, case):
        with without_loops():
            samples = [tuple(t + i / 8 for t in case.inputs(requires_grad=False)) for i in range(3)]
            expected = torch.stack([case(*sample) for sample in samples])
            for dim in (0, -1):
                batch = tuple(torch.stack(each, dim) for each in zip(*samples))
                torch.testing.assert_close(vmap(case, in_dims=dim)(*batch), expected)

    @over([case for case in CASES if "dim" in case.parameters])
    def test_batches_keep_the_dimension(self, case):
        with without_loops():
            samples = [tuple(t + i / 8 for t in case.inputs(requires_grad=False)) for i in range(3)]
            expected = torch.stack([case(*sample) for sample in samples])
            batch = tuple(torch.stack(each, 1) for each in zip(*samples))
            torch.testing.assert_close(vmap(case, in_dims=1)(*batch), expected)

    @over([case for case in CASES if len(case.tensors) > 1 and not case.is_random])
    def test_batches_may_share_some_of_the_tensors(self, case):
        with without_loops():
            tensors = case.inputs(requires_grad=False)
            for i, one in enumerate(tensors):
                batch = torch.stack([one, one + 0.25])
                dims = tuple(0 if i == j else None for j in range(len(tensors)))
                given = [batch if i == j else other for j, other in enumerate(tensors)]
                expected = torch.stack([case(*tensors[:i], each, *tensors[i + 1 :]) for each in batch])
                torch.testing.assert_close(vmap(case, in_dims=dims)(*given), expected)

    def test_batches_of_batches(self):
        x = torch.randn(2, 3, 4, 6, dtype=torch.float64)
        with without_loops():
            for f in (ops.gelu, lambda v: ops.softmax(v, 0), lambda v: ops.glu(v, -1)):
                expected = torch.stack([torch.stack([f(v) for v in row]) for row in x])
                torch.testing.assert_close(vmap(vmap(f))(x), expected)

    def test_gives_gradients_for_each_sample_of_a_learnable_parameter(self):
        x, beta = torch.randn(5, 4, dtype=torch.float64), torch.rand(5, 1, dtype=torch.float64)
        for name in ("prelu", "swish", "snake"):
            f = of_name(name)
            with without_loops():
                actual = vmap(grad(lambda v, p: f(v, p).sum(), argnums=(0, 1)))(x, beta)
            for i in range(5):
                v, p = x[i].clone().requires_grad_(), beta[i].clone().requires_grad_()
                expected = torch.autograd.grad(f(v, p).sum(), (v, p))
                torch.testing.assert_close((actual[0][i], actual[1][i]), expected)

    @over([case for case in DIFFERENTIABLE if not case.is_backward])
    def test_differentiates_along_many_directions_at_once(self, case):
        tensors = case.inputs()
        y = case(*tensors)
        directions = torch.randn(3, *y.shape, dtype=y.dtype)
        batched = torch.autograd.grad(y, tensors, directions, retain_graph=True, is_grads_batched=True)
        for i in range(3):
            expected = torch.autograd.grad(y, tensors, directions[i], retain_graph=True)
            torch.testing.assert_close(tuple(each[i] for each in batched), expected)

    def test_draws_as_its_argument_randomness_says(self):
        x = -torch.ones(4, 100)

        def draw(v):
            return ops.rrelu(v, 0.1, 0.9, True)

        def draw_of_constant(v):
            return 0 * v + ops.rrelu(-torch.ones(100), 0.1, 0.9, True)

        for f in (draw, draw_of_constant):
            with without_loops():
                with self.assertRaisesRegex(RuntimeError, "randomness"):
                    vmap(f)(x)
                same, different = (vmap(f, randomness=kind)(x) for kind in ("same", "different"))
            self.assertTrue((same == same[0]).all())
            self.assertFalse((different == different[0]).all(dim=1)[1:].any())


if __name__ == "__main__":
    unittest.main()
