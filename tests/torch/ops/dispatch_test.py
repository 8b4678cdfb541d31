"""How the operators of libactlab_ops.so behave in torch's dispatcher: dispatch_test.py LIBRARY."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

from operators import ACTIVATIONS, CASES, DTYPES, INF, IS_TORCH2, LIBRARY, WITH_LIMITS, over

import torch
import torch.nn.functional as F

ops = torch.ops.actlab


def of_name(name):
    return getattr(ops, name)


def dispatch_table(case):
    overload = case.schema.overload_name
    return torch._C._dispatch_dump(f"actlab::{case.name}" + (f".{overload}" if overload else ""))


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
    def test_calls_are_not_merged_by_torchscript(self):
        call = torch.jit.CompilationUnit(
            "def call(x):\n"
            "    return torch.ops.actlab.rrelu(x, 0.1, 0.9, True) - torch.ops.actlab.rrelu(x, 0.1, 0.9, True)\n"
        ).call
        for _ in range(3):  # the graph is optimised after the first calls
            self.assertGreater(call(-torch.ones(50)).abs().sum(), 0)

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
