"""How the operators of libactlab_ops.so behave in torch's dispatcher: dispatch_test.py LIBRARY."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

from operators import ACTIVATIONS, CASES, DIFFERENTIABLE, DTYPES, IS_TORCH2, LIBRARY, over

import torch
import torch.nn.functional as F
from torch.utils.checkpoint import checkpoint

if IS_TORCH2:
    from torch._C._functorch import _set_vmap_fallback_enabled
    from torch.func import grad, hessian, jacfwd, jacrev, jvp, vjp, vmap
    from torch.fx.experimental.proxy_tensor import make_fx
else:
    from functorch import grad, hessian, jacfwd, jacrev, jvp, make_fx, vjp, vmap
    from torch._C._functorch import _set_vmap_fallback_enabled

ops = torch.ops.actlab
INF = float("inf")
# Smooth activations whose formula gives NaN at an infinite input, or where a power of it overflows.
WITH_LIMITS = ["gelu", "silu", "mish", "swish", "quick_gelu", "squareplus", "softsign", "logsigmoid"]


def of_name(name):
    return getattr(ops, name)


def dispatch_table(case):
    overload = case.schema.overload_name
    return torch._C._dispatch_dump(f"actlab::{case.name}" + (f".{overload}" if overload else ""))


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


class Devices(unittest.TestCase):
    def layouts(self, tensor):
        yield tensor
        yield tensor.t().contiguous().t()
        yield tensor[:, ::2]
        yield tensor.t().contiguous()[::2].t()
        yield tensor.unsqueeze(0).expand(2, *tensor.shape)
        yield torch.stack([tensor] * 8).reshape(2, 4, *tensor.shape).contiguous(memory_format=torch.channels_last)
        yield tensor[:0]
        yield torch.stack([tensor] * 2).as_strided((2, 1, 12), (12, 100, 1))

    @over([case for case in CASES if case.tensors == ["input"]])
    def test_without_data_have_the_strides_of_the_cpu(self, case):
        for dtype in DTYPES:
            (x,) = case.inputs(dtype, shape=(4, 12), requires_grad=False)
            for tensor in self.layouts(x):
                expected, actual = case(tensor), case(tensor.to("meta"))
                self.assertEqual(actual.device.type, "meta")
                self.assertEqual((actual.shape, actual.stride(), actual.dtype),
                                 (expected.shape, expected.stride(), expected.dtype))

    @over([case for case in CASES if len(case.tensors) > 1])
    def test_without_data_have_the_strides_of_the_cpu_for_several_tensors(self, case):
        tensors = case.inputs(torch.float32, shape=(4, 12), requires_grad=False)
        for other in (False, True):
            given = [t.t().contiguous().t() if other and t.dim() == 2 else t for t in tensors]
            expected, actual = case(*given), case(*(tensor.to("meta") for tensor in given))
            self.assertEqual((actual.shape, actual.stride(), actual.dtype),
                             (expected.shape, expected.stride(), expected.dtype))

    @unittest.skipUnless(IS_TORCH2, "PyTorch 1.13 cannot call the kernel of another device")
    @over([case for case in CASES if not case.is_random])
    def test_other_than_the_cpu_compute_the_definition_on_tensors(self, case):
        other_device = torch._C.DispatchKeySet(torch._C.DispatchKey.CUDA)
        if "Implicit" in dispatch_table(case):
            return  # composed of others
        for dtype in DTYPES:
            tensors = case.inputs(dtype, requires_grad=False)
            actual = case.op.redispatch(other_device, *tensors, **case.parameters)
            torch.testing.assert_close(actual, case(*tensors))

    @unittest.skipUnless(IS_TORCH2, "PyTorch 1.13 cannot call the kernel of another device")
    def test_other_than_the_cpu_take_limits_too(self):
        other_device = torch._C.DispatchKeySet(torch._C.DispatchKey.CUDA)
        x = torch.tensor([INF, -INF])
        for name in WITH_LIMITS:
            case = next(case for case in CASES if case.name == name and case.schema.arguments[-1].name != "beta"
                        or case.name == name and case.schema.overload_name == "Scalar")
            actual = case.op.redispatch(other_device, x, **case.parameters)
            torch.testing.assert_close(actual, case(x), msg=name)


class Views(unittest.TestCase):
    @over([case for case in CASES if not case.is_random])
    def test_that_are_negative_or_conjugate_are_read_as_such(self, case):
        tensors = case.inputs(requires_grad=False)
        negative = tuple(torch._neg_view(-tensor) for tensor in tensors)
        conjugate = tuple(torch.complex(0 * tensor, -tensor).conj().imag for tensor in tensors)
        for views in (negative, conjugate):
            self.assertTrue(all(view.is_neg() for view in views))
            torch.testing.assert_close(case(*views), case(*tensors), rtol=0, atol=0)

    @over([case for case in ACTIVATIONS if not case.is_random])
    def test_of_negative_gradients_are_read_as_such(self, case):
        tensors = case.inputs()
        y = case(*tensors)
        gradient = torch.linspace(0.5, 1.5, y.numel(), dtype=y.dtype).reshape(y.shape)
        expected = torch.autograd.grad(y, tensors, gradient, retain_graph=True)
        actual = torch.autograd.grad(y, tensors, torch._neg_view(-gradient), retain_graph=True)
        torch.testing.assert_close(actual, expected, rtol=0, atol=0)


class Autocast(unittest.TestCase):
    def dtype_of(self, f, *tensors):
        try:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                return f(*tensors).dtype
        except RuntimeError:
            return "refused"

    def test_treats_learned_parameters_as_torchs_prelu(self):
        weight = torch.full((3,), 0.25)
        for dtype in (torch.bfloat16, torch.float32):
            x = torch.randn(4, 3).to(dtype)
            expected = self.dtype_of(F.prelu, x, weight)
            self.assertNotEqual(expected, "refused")
            for name in ("prelu", "swish", "snake"):
                self.assertEqual(self.dtype_of(of_name(name), x, weight), expected)

    def test_trains_learned_parameters(self):
        weight = torch.full((3,), 0.25, requires_grad=True)
        x = torch.randn(4, 3).to(torch.bfloat16)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            y = ops.prelu(x, weight)
        y.float().sum().backward()
        torch.testing.assert_close(weight.grad, x.float().clamp_max(0).sum(0), rtol=1e-2, atol=1e-2)

    @over([case for case in ACTIVATIONS if case.tensors == ["input"]])
    def test_leaves_the_others_in_the_dtype_of_their_input(self, case):
        for dtype in (torch.bfloat16, torch.float32):
            self.assertEqual(self.dtype_of(case, *case.inputs(dtype, requires_grad=False)), dtype)

    @unittest.skipUnless(IS_TORCH2, "PyTorch 1.13 cannot call the kernel of another device")
    def test_on_accelerators_has_rules_for_what_torch_computes_in_float32(self):
        for name in ("softplus", "softmax", "softmin", "log_softmax", "prelu", "swish", "snake"):
            self.assertIn("AutocastCUDA", torch._C._dispatch_dump(f"actlab::{name}"))
        self.assertNotIn("AutocastCUDA", torch._C._dispatch_dump("actlab::gelu"))


class Random(unittest.TestCase):
    CODE = "def call(x):\n    return {op}(x, 0.1, 0.9, True), {op}(x, 0.1, 0.9, True)\n"

    def test_calls_are_not_merged_by_torchscript(self):
        call = torch.jit.CompilationUnit(self.CODE.format(op="torch.ops.actlab.rrelu")).call
        for _ in range(3):  # the graph is optimised after the first calls
            first, second = call(-torch.ones(50))
            self.assertFalse(torch.equal(first, second))

    def test_draws_are_not_folded_into_a_frozen_module(self):
        class Module(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.register_buffer("x", -torch.ones(50))

            def forward(self):
                return torch.ops.actlab.rrelu(self.x, 0.1, 0.9, True)

        frozen = torch.jit.freeze(torch.jit.script(Module()).eval())
        self.assertFalse(torch.equal(frozen(), frozen()))

    @unittest.skipUnless(IS_TORCH2, "PyTorch 1.13 has no tags in Python")
    @over(CASES)
    def test_operators_are_tagged_and_no_others(self, case):
        is_seeded = torch.Tag.nondeterministic_seeded in case.op.tags
        self.assertEqual(is_seeded, case.name in ("rrelu", "_rrelu_slopes"))
        self.assertIn(torch.Tag.pt2_compliant_tag, case.op.tags)
        self.assertEqual(torch.Tag.pointwise in case.op.tags, not is_seeded and "dim" not in case.parameters)

    def test_draws_are_those_of_torch(self):
        for dtype in DTYPES:
            x = torch.linspace(-3, 2, 40).to(dtype).reshape(5, 8)
            torch.manual_seed(3)
            ours = ops.rrelu(x, 0.1, 0.9, training=True)
            torch.manual_seed(3)
            theirs = F.rrelu(x.float(), 0.1, 0.9, training=True)
            torch.testing.assert_close(ours, theirs.to(dtype), rtol=1e-2, atol=1e-2)


class Loading(unittest.TestCase):
    def test_a_second_copy_changes_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = shutil.copy(LIBRARY, os.path.join(folder, "copy.so"))
            code = (
                "import sys, torch\n"
                "for path in sys.argv[1:]: torch.ops.load_library(path)\n"
                "x = torch.tensor([-1.0, 2.0], requires_grad=True)\n"
                "torch.ops.actlab.relu(x).sum().backward()\n"
                "print(x.grad.tolist())\n"
            )
            done = subprocess.run([sys.executable, "-c", code, LIBRARY, copy], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, "[0.0, 1.0]\n"), done.stderr)


class Schemas(unittest.TestCase):
    @over(ACTIVATIONS)
    def test_name_their_first_argument_as_torch_does(self, case):
        self.assertEqual(case.schema.arguments[0].name, "input")
        torch.testing.assert_close(ops.relu(input=torch.ones(2)), torch.ones(2))

    def test_of_learnable_activations_are_found_at_once_without_a_parameter(self):
        for name in ("swish", "snake"):
            _, overloads = torch._C._jit_get_operation(f"actlab::{name}")
            self.assertEqual(overloads[0], "")  # tried first
            torch.testing.assert_close(of_name(name).default(torch.ones(2)), of_name(name)(torch.ones(2), 1.0))


# Calls that torch refuses or accepts.
PARAMETERS = """
celu(x, 0.0)  celu(x, -1.0)  softshrink(x, -1.0)  softshrink(x, nan)  softshrink(x, 0.0)  hardtanh(x, 1.0, -1.0)
rrelu(x, 0.9, 0.1)  rrelu(x, 0.9, 0.1, True)  rrelu(x, -0.5, 0.1, True)  rrelu(x, 0.1, inf, True)
gelu(x, approximate="tan")  leaky_relu(x, nan)  elu(x, -1.0)  softplus(x, 0.0, 20.0)  softplus(x, -1.0, 20.0)
hardshrink(x, -1.0)  threshold(x, nan, 1.0)  softmax(x, 3)  softmax(x, -2)  softmax(x, 0)  log_softmax(x, 1)
softmin(x, 1)  glu(x)  glu(x, 2)  glu(zero_dim)  prelu(zero_dim, ones(2))  prelu(x, ones(3))  prelu(x, ones(1, 1))
prelu(matrix, ones(2))  prelu(x, ones(1).double())  prelu(x, ones(0))  softmax(zero_dim, 0)
"""


class Parameters(unittest.TestCase):
    def outcome(self, module, call):
        names = {"x": torch.tensor([-1.0, 0.5, 2.0]), "zero_dim": torch.tensor(1.0), "matrix": torch.ones(2, 3)}
        names.update(ones=torch.ones, nan=float("nan"), inf=INF, module=module)
        try:
            return eval("module." + call, names)
        except (RuntimeError, IndexError, ValueError, NotImplementedError) as error:
            return str(error).splitlines()[0]

    def test_are_refused_where_torch_refuses_them(self):
        calls = [call for line in PARAMETERS.splitlines() for call in line.split("  ") if call]
        self.assertGreater(len(calls), 30)
        for call in calls:
            with self.subTest(call):
                ours, theirs = self.outcome(ops, call), self.outcome(F, call)
                self.assertEqual(type(ours), type(theirs), (ours, theirs))

    def test_are_refused_in_the_words_of_torch(self):
        for call in ("celu(x, 0.0)", 'gelu(x, approximate="tan")', "glu(x)", "softmax(x, 3)", "rrelu(x, 0.9, 0.1)"):
            self.assertEqual(self.outcome(ops, call), self.outcome(F, call))


if __name__ == "__main__":
    unittest.main()
