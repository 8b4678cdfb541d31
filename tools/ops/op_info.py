"""PyTorch's generic tests of operators on ours: run op_info.py. Each operator is an OpInfo, as PyTorch's own operators
are in torch.testing._internal; the tests are those of PyTorch's test_ops.py, test_ops_gradients.py and functorch's
test_vmap.py and test_ops.py that apply to an operator without variants. Prints a table; exit code 1 if one fails."""

import collections
import sys
import unittest

from operators import CASES

import torch
from torch.func import grad, jvp, vjp, vmap
from torch.testing import make_tensor
from torch.testing._internal import composite_compliance
from torch.testing._internal.common_device_type import instantiate_device_type_tests, ops
from torch.testing._internal.common_utils import TestCase, TestGradients, clone_input_helper
from torch.testing._internal.opinfo.core import OpInfo, SampleInput
from torch.testing._internal.optests import aot_autograd_check, fake_check, make_fx_check

FLOATING = (torch.float64, torch.float32, torch.float16, torch.bfloat16)
SHAPES = [(), (4,), (4, 6), (2, 4, 2, 6), (0, 4)]

# What does not apply, with the reason.
NOT_APPLICABLE = {
    "test_out, test_out_warning": "the operators have no out= form",
    "test_variant_consistency_eager, test_inplace_*": "the operators are no methods and have no in-place form",
    "test_python_ref*": "there is no reference in Python; tests/torch/activations compares values with MPFR and torch",
    "test_compare_cpu, test_multiple_devices": "there is no second device",
    "test_cow_input": "the operators never write to an input",
}


def samples_of(case):
    def sample_inputs(_, device, dtype, requires_grad, **__):
        for shape in SHAPES:
            if not case.takes(shape):
                continue
            tensors = [
                make_tensor(case.shape_of(name, shape), device=device, dtype=dtype, low=-5, high=5,
                            requires_grad=requires_grad)
                for name in case.tensors
            ]
            yield SampleInput(tensors[0], args=tuple(tensors[1:]), kwargs=dict(case.parameters))

    return sample_inputs


def op_info(number, case):
    return OpInfo(
        f"actlab.{case.name}",
        op=case.op,
        variant_test_name=f"{case.schema.overload_name}{number}",
        dtypes=set(FLOATING),
        sample_inputs_func=samples_of(case),
        supports_out=False,
        supports_forward_ad=True,
        supports_fwgrad_bwgrad=True,
        check_batched_forward_grad=True,
    )


TESTED = [
    case
    for case in CASES
    # A surrogate is not its function's derivative, random numbers differ from call to call, and the gradient of softmax
    # is a function of a result of softmax only. tests/torch/ops tests them.
    if not (case.is_surrogate or case.is_random or case.name in ("softmax_backward", "softmin_backward"))
]
DATABASE = [op_info(number, case) for number, case in enumerate(TESTED)]


class Gradients(TestGradients):
    @ops(DATABASE, allowed_dtypes=(torch.float64,))
    def test_fn_grad(self, device, dtype, op):
        self._grad_test_helper(device, dtype, op, op.get_op())

    @ops(DATABASE, allowed_dtypes=(torch.float64,))
    def test_fn_gradgrad(self, device, dtype, op):
        self._check_helper(device, dtype, op, op.get_op(), "bwgrad_bwgrad")

    @ops(DATABASE, allowed_dtypes=(torch.float64,))
    def test_forward_mode_AD(self, device, dtype, op):
        self._grad_test_helper(device, dtype, op, op.get_op(), check_forward_ad=True, check_backward_ad=False,
                               check_batched_grad=False, check_batched_forward_grad=True)

    @ops(DATABASE, allowed_dtypes=(torch.float64,))
    def test_fn_fwgrad_bwgrad(self, device, dtype, op):
        self._check_helper(device, dtype, op, op.get_op(), "fwgrad_bwgrad")


class Common(TestCase):
    def each(self, device, dtype, op, **kwargs):
        for sample in op.sample_inputs(device, dtype, **kwargs):
            yield sample, (sample.input, *sample.args), sample.kwargs

    @ops(DATABASE, allowed_dtypes=(torch.float32,))
    def test_dtypes(self, device, dtype, op):
        for one in FLOATING:
            for _, tensors, kwargs in self.each(device, one, op, requires_grad=True):
                op(*tensors, **kwargs).sum().backward()
        for one in (torch.int64, torch.bool, torch.complex64):
            for _, tensors, kwargs in self.each(device, torch.float32, op):
                with self.assertRaises(RuntimeError):
                    op(*(tensor.to(one) for tensor in tensors), **kwargs)

    @ops(DATABASE, allowed_dtypes=(torch.float32, torch.float64))
    def test_noncontiguous_samples(self, device, dtype, op):
        for sample, tensors, kwargs in self.each(device, dtype, op, requires_grad=True):
            other = sample.noncontiguous()
            strided = (other.input, *other.args)
            expected, actual = op(*tensors, **kwargs), op(*strided, **kwargs)
            self.assertEqual(actual, expected)
            direction = torch.randn_like(expected)
            self.assertEqual(torch.autograd.grad(actual, strided, direction),
                             torch.autograd.grad(expected, tensors, direction))

    @ops(DATABASE, allowed_dtypes=(torch.float64,))
    def test_neg_view(self, device, dtype, op):
        for _, tensors, kwargs in self.each(device, dtype, op):
            self.assertEqual(op(*(torch._neg_view(-tensor) for tensor in tensors), **kwargs), op(*tensors, **kwargs))

    @ops(DATABASE, allowed_dtypes=(torch.float32,))
    def test_composite_compliance(self, device, dtype, op):
        for _, tensors, kwargs in self.each(device, dtype, op, requires_grad=True):
            plain = [tensor.detach() for tensor in tensors]
            composite_compliance.check_with_mode(op, plain, kwargs, self.assertEqual)
            composite_compliance.check_all_permutations(op, plain, kwargs, self.assertEqual)

    @ops(DATABASE, allowed_dtypes=(torch.float32,))
    def test_backward_composite_compliance(self, device, dtype, op):
        for _, tensors, kwargs in self.each(device, dtype, op, requires_grad=True):
            composite_compliance.check_backward_formula(op.get_op(), tensors, kwargs, assert_equal_fn=self.assertEqual)

    @ops(DATABASE, allowed_dtypes=(torch.float32,))
    def test_forward_ad_composite_compliance(self, device, dtype, op):
        for _, tensors, kwargs in self.each(device, dtype, op, requires_grad=True):
            composite_compliance.check_forward_ad_formula(op.get_op(), tensors, kwargs,
                                                          assert_equal_fn=self.assertEqual)

    @ops(DATABASE, allowed_dtypes=(torch.float32,))
    def test_does_not_modify_inputs(self, device, dtype, op):
        for _, tensors, kwargs in self.each(device, dtype, op):
            before = [clone_input_helper(tensor) for tensor in tensors]
            op(*tensors, **kwargs)
            self.assertEqual(list(tensors), before)


class Traced(TestCase):
    @ops(DATABASE, allowed_dtypes=(torch.float32,))
    def test_fake(self, device, dtype, op):
        for sample in op.sample_inputs(device, dtype):
            fake_check(op, (sample.input, *sample.args), sample.kwargs)

    @ops(DATABASE, allowed_dtypes=(torch.float32,))
    def test_make_fx_symbolic(self, device, dtype, op):
        for sample in op.sample_inputs(device, dtype):
            make_fx_check(op, (sample.input, *sample.args), sample.kwargs, "symbolic", randomize_data=False)

    @ops(DATABASE, allowed_dtypes=(torch.float32,))
    def test_aot_autograd_symbolic(self, device, dtype, op):
        for sample in op.sample_inputs(device, dtype, requires_grad=True):
            aot_autograd_check(op, (sample.input, *sample.args), sample.kwargs, dynamic=True)


class Functorch(TestCase):
    def setUp(self):
        super().setUp()
        torch._C._functorch._set_vmap_fallback_enabled(False)

    def tearDown(self):
        torch._C._functorch._set_vmap_fallback_enabled(True)
        super().tearDown()

    def batches(self, device, dtype, op):
        """Every choice of which tensors are batched, and along which dimension."""
        for sample in op.sample_inputs(device, dtype):
            tensors = (sample.input, *sample.args)
            for mask in range(1, 2 ** len(tensors)):
                for dim in (0, -1):
                    dims = tuple(dim if mask >> i & 1 else None for i in range(len(tensors)))
                    given = [t if d is None else torch.stack([t, 0.5 * t, -t], d) for t, d in zip(tensors, dims)]
                    singles = [
                        [t if d is None else t.select(d, i) for t, d in zip(given, dims)] for i in range(3)
                    ]
                    yield lambda *t, kwargs=sample.kwargs: op(*t, **kwargs), given, dims, singles

    @ops(DATABASE, allowed_dtypes=(torch.float64,))
    def test_vmap_exhaustive(self, device, dtype, op):
        for f, given, dims, singles in self.batches(device, dtype, op):
            self.assertEqual(vmap(f, in_dims=dims)(*given), torch.stack([f(*each) for each in singles]))

    @ops(DATABASE, allowed_dtypes=(torch.float64,))
    def test_vmapvjp(self, device, dtype, op):
        for f, given, dims, singles in self.batches(device, dtype, op):
            def gradient(*t):
                return grad(lambda *at: f(*at).sin().sum(), argnums=tuple(range(len(t))))(*t)

            expected = [torch.stack(each) for each in zip(*(gradient(*each) for each in singles))]
            self.assertEqual(list(vmap(gradient, in_dims=dims)(*given)), expected)

    @ops(DATABASE, allowed_dtypes=(torch.float64,))
    def test_vmapjvp(self, device, dtype, op):
        for f, given, dims, singles in self.batches(device, dtype, op):
            def tangent(*t):
                return jvp(f, t, tuple(at.cos() for at in t))[1]

            self.assertEqual(vmap(tangent, in_dims=dims)(*given), torch.stack([tangent(*each) for each in singles]))

    @ops(DATABASE, allowed_dtypes=(torch.float64,))
    def test_vjpvjp_and_jvpvjp(self, device, dtype, op):
        for sample in op.sample_inputs(device, dtype):
            tensors = (sample.input, *sample.args)
            def f(*t):
                return op(*t, **sample.kwargs).sin().sum()

            def gradient(*t):
                return grad(f, argnums=tuple(range(len(t))))(*t)

            leaves = tuple(tensor.clone().requires_grad_() for tensor in tensors)
            first = torch.autograd.grad(f(*leaves), leaves, create_graph=True)
            directions = tuple(torch.ones_like(tensor) for tensor in tensors)
            expected = torch.autograd.grad(first, leaves, directions)
            self.assertEqual(vjp(gradient, *tensors)[1](directions), expected)
            # The second derivative is symmetric.
            self.assertEqual(jvp(gradient, tensors, directions)[1], expected)


for tests in (Gradients, Common, Traced, Functorch):
    instantiate_device_type_tests(tests, globals(), only_for="cpu")


class Table(unittest.TextTestResult):
    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **more)
        self.counts = collections.defaultdict(collections.Counter)

    def stopTest(self, test):
        super().stopTest(test)
        problems = {id(one) for one, _ in self.failures + self.errors + self.skipped}
        name = test.id().split(".")[-1].split("_actlab_")[0]
        self.counts[name]["failed" if id(test) in problems else "passed"] += 1


def main():
    result = unittest.main(exit=False, verbosity=0, testRunner=unittest.TextTestRunner(resultclass=Table)).result
    print("| test of PyTorch | operators and parameters | passed |\n| --- | --- | --- |")
    for name, counts in sorted(result.counts.items()):
        print(f"| {name} | {sum(counts.values())} | {counts['passed']} |")
    print("\n| does not apply | why |\n| --- | --- |")
    for name, why in NOT_APPLICABLE.items():
        print(f"| {name} | {why} |")
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
