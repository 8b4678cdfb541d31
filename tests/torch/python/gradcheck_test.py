"""The Python package's gradient checker, as far as it is more than a call of the C++ library. Exit code 77: the package, which
scripts/python-package builds, is not there."""

import sys
import unittest

try:
    import torch
    from actlab import GradcheckError, battery, gradcheck, gradgradcheck
except ImportError as error:
    print(f"not tested: {error}")
    sys.exit(77)


class Square(torch.autograd.Function):
    factor = 2

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**2

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return Square.factor * grad * x


def point():
    return torch.linspace(0.5, 2, 6, dtype=torch.double).reshape(2, 3).requires_grad_()


class GradcheckTest(unittest.TestCase):
    def tearDown(self):
        Square.factor = 2

    def test_right_function_passes(self):
        report = gradcheck(Square.apply, point())
        self.assertTrue(report)
        self.assertIsNone(report.cause)
        self.assertEqual(report.data["compared"], 36)
        self.assertIn("gradcheck passed", str(report))
        self.assertTrue(gradgradcheck(Square.apply, (point(),)))
        self.assertTrue(gradgradcheck(Square.apply, [point()], [torch.ones(2, 3, dtype=torch.double)]))

    def test_wrong_function_has_a_cause_as_text_and_as_data(self):
        Square.factor = 4
        report = gradcheck(Square.apply, point(), raise_exception=False)
        self.assertFalse(report)
        self.assertEqual(report.cause, "constant factor")
        self.assertIn("2 times the numerical one", report.text)
        self.assertAlmostEqual(report.data["worst"]["analytical"], 8, places=6)
        with self.assertRaises(GradcheckError) as raised:
            gradcheck(Square.apply, point())
        self.assertEqual(str(raised.exception), raised.exception.report.text)

    def test_functions_take_and_return_several_tensors(self):
        def both(a, b):
            return [a * b, a.sum()]

        self.assertTrue(gradcheck(both, (point(), point())))

    def test_exceptions_of_the_function_are_findings(self):
        def broken(x):
            raise ValueError("as asked")

        report = gradcheck(broken, point(), raise_exception=False)
        self.assertEqual(report.cause, "exception")
        self.assertIn("ValueError: as asked", report.text)
        self.assertIn("<class 'int'>", gradcheck(lambda x: 3, point(), raise_exception=False).text)

    def test_an_error_caught_inside_is_forgotten(self):
        # backward refuses the overwritten tensor, as it should; the battery goes on.
        report = battery(Square.apply, lambda shape: (torch.randn(shape, dtype=torch.double),))
        self.assertTrue(report, report)
        self.assertEqual(sys.exc_info(), (None, None, None))

    def test_battery_has_rows_that_can_be_skipped(self):
        Square.factor = 3
        report = battery(Square.apply, lambda shape: (torch.randn(shape, dtype=torch.double),), skip=["0-d input"])
        rows = {row["pitfall"]: row for row in report.data["rows"]}
        self.assertFalse(report)
        self.assertEqual(rows["contiguous input"]["cause"], "constant factor")
        self.assertIn("constant factor", report.causes)
        self.assertNotEqual(rows.get("0-d input", {}).get("outcome"), "failed")

    def test_options_are_passed_on(self):
        Square.factor = 2.002
        self.assertFalse(gradcheck(Square.apply, point(), raise_exception=False, rtol=1e-4))
        self.assertTrue(gradcheck(Square.apply, point(), raise_exception=False, rtol=1e-2))
        with self.assertRaisesRegex(TypeError, "there is no option 'rtoll'.*fast_mode"):
            gradcheck(Square.apply, point(), rtoll=1)


if __name__ == "__main__":
    unittest.main()
