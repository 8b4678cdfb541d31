"""The Python package as it is installed: functions and modules of every activation, pickling, help, experiments, types."""

import copy
import inspect
import os
import pathlib
import pickle
import pydoc
import subprocess
import sys
import tempfile
import unittest

import torch

import actlab

CONFIGS = pathlib.Path(__file__).parents[3] / "configs"
ENTRIES = actlab.catalogue()
# Arguments of those that need some.
MODULE_ARGUMENTS = {"softmax": (-1,), "softmin": (-1,), "log_softmax": (-1,)}
FUNCTION_ARGUMENTS = {**MODULE_ARGUMENTS, "prelu": (torch.tensor([0.25], dtype=torch.double),)}
SURROGATES = {"straight_through_step"}
# torch needs arguments where actlab has defaults, or has an argument for what changes its input.
NOT_OURS = {"inplace", "max_value", "min_value", "args", "kwargs"}


def inputs():
    return torch.linspace(-6.13, 6.37, 24, dtype=torch.double).reshape(6, 4).requires_grad_()


def letters(text):
    """The text without its lines, of which pydoc makes others."""
    return "".join(text.replace("|", "").split())


def modules():
    """(entry, class, module) of every activation."""
    for entry, name in zip(ENTRIES, actlab.nn.__all__):
        cls = getattr(actlab.nn, name)
        yield entry, cls, cls(*MODULE_ARGUMENTS.get(entry.name, ())).double()


class Functions(unittest.TestCase):
    def test_are_the_catalogue(self):
        self.assertGreater(len(ENTRIES), 35)
        self.assertEqual(actlab.functional.__all__, [entry.name for entry in ENTRIES])
        self.assertEqual(len(actlab.nn.__all__), len(ENTRIES))

    def test_pass_our_gradcheck(self):
        for entry in ENTRIES:
            with self.subTest(entry.name):
                f = getattr(actlab.functional, entry.name)
                if entry.name not in SURROGATES:
                    self.assertTrue(actlab.gradcheck(lambda x: f(x, *FUNCTION_ARGUMENTS.get(entry.name, ())), inputs()))

    def test_agree_with_torch_nn_functional(self):
        compared = 0
        for entry in ENTRIES:
            theirs = getattr(torch.nn.functional, entry.name, None)
            if theirs is None or entry.name in ("threshold", "tanh", "sigmoid"):
                continue
            with self.subTest(entry.name):
                given = FUNCTION_ARGUMENTS.get(entry.name, ())
                ours = getattr(actlab.functional, entry.name)
                torch.testing.assert_close(ours(inputs(), *given), theirs(inputs(), *given))
                compared += 1
        self.assertGreater(compared, 20)

    def test_take_the_parameters_of_the_catalogue(self):
        x = inputs()
        torch.testing.assert_close(
            actlab.functional.gelu(x, approximate="tanh"), torch.nn.functional.gelu(x, approximate="tanh")
        )
        torch.testing.assert_close(actlab.functional.glu(x, dim=0), torch.nn.functional.glu(x, dim=0))
        with self.assertRaises(RuntimeError):
            actlab.functional.gelu(x, approximate="tan")
        for entry in ENTRIES:
            with self.subTest(entry.name):
                names = list(inspect.signature(getattr(actlab.functional, entry.name)).parameters)
                if not entry.learned:
                    self.assertEqual([n for n in names if n not in ("input", "training", "dim")],
                                     [n for n in entry.parameters if n != "dim"])

    def test_learn_a_parameter_that_is_a_tensor(self):
        beta = torch.tensor([1.5], dtype=torch.double, requires_grad=True)
        y = actlab.functional.swish(inputs(), beta)
        torch.testing.assert_close(y, actlab.functional.swish(inputs(), 1.5))
        y.sum().backward()
        self.assertNotEqual(beta.grad.item(), 0)

    def test_explain_themselves(self):
        for entry in ENTRIES:
            with self.subTest(entry.name):
                for thing in (getattr(actlab.functional, entry.name), actlab.nn.__dict__[actlab.nn.__all__[ENTRIES.index(entry)]]):
                    text = letters(pydoc.plain(pydoc.render_doc(thing)))
                    for fact in (entry.formula, entry.derivative, entry.range, entry.source, entry.errors):
                        self.assertIn(letters(fact), text)


class Modules(unittest.TestCase):
    def test_compute_the_function(self):
        for entry, _, module in modules():
            with self.subTest(entry.name):
                module.eval()
                expected = getattr(actlab.functional, entry.name)(inputs(), *FUNCTION_ARGUMENTS.get(entry.name, ()))
                self.assertTrue(torch.equal(module(inputs()), expected))

    def test_are_those_of_torch_nn(self):
        compared = 0
        for entry, cls, module in modules():
            theirs = getattr(torch.nn, cls.__name__, None)
            if theirs is None or entry.name == "threshold":
                continue
            with self.subTest(entry.name):
                compared += 1
                same = theirs(*MODULE_ARGUMENTS.get(entry.name, ())).double().eval()
                torch.testing.assert_close(module.eval()(inputs()), same(inputs()))
                self.assertEqual(list(module.state_dict()), list(same.state_dict()))
                module.load_state_dict(same.state_dict())
                if entry.name != "identity":
                    accepted = set(inspect.signature(theirs).parameters) - NOT_OURS
                    self.assertEqual(set(inspect.signature(cls).parameters) - NOT_OURS, accepted)
        self.assertGreater(compared, 20)

    def test_are_pickled_and_copied(self):
        for entry, _, module in modules():
            with self.subTest(entry.name):
                module.eval()
                for other in (pickle.loads(pickle.dumps(module)), copy.deepcopy(module)):
                    self.assertEqual(repr(other), repr(module))
                    self.assertTrue(torch.equal(other(inputs()), module(inputs())))

    def test_show_their_parameters(self):
        self.assertEqual(repr(actlab.nn.GELU("tanh")), "GELU(approximate='tanh')")
        self.assertEqual(repr(actlab.nn.PReLU(3, init=0.1)), "PReLU(num_parameters=3, init=0.1)")
        for entry, _, module in modules():
            with self.subTest(entry.name):
                for name in entry.parameters:
                    self.assertIn(f"{name}=", repr(module))

    def test_refuse_values_that_make_no_sense(self):
        with self.assertRaises(RuntimeError):
            actlab.nn.GELU("tan")

    def test_have_one_parameter_or_one_for_each_feature(self):
        self.assertEqual(list(actlab.nn.Swish().parameters()), [])
        swish = actlab.nn.Swish(1.5, learnable=True, num_parameters=4).double()
        self.assertEqual(swish.state_dict().keys(), {"beta"})
        swish(inputs()).sum().backward()
        self.assertEqual(swish.beta.grad.shape, (4,))
        torch.testing.assert_close(swish(inputs()), actlab.functional.swish(inputs(), 1.5))

    def test_draw_in_training_only(self):
        rrelu = actlab.nn.RReLU()
        x = inputs()
        self.assertFalse(torch.equal(rrelu(x), rrelu(x)))
        self.assertTrue(torch.equal(rrelu.eval()(x), rrelu(x)))

    def test_train_a_network(self):
        torch.manual_seed(0)
        x = torch.rand(1000, 2) * 2 - 1
        y = (x.square().sum(1) < 0.6).long()
        net = torch.nn.Sequential(
            torch.nn.Linear(2, 16), actlab.nn.Snake(learnable=True), torch.nn.Linear(16, 16), actlab.nn.GELU(),
            torch.nn.Linear(16, 2)
        )
        adam = torch.optim.Adam(net.parameters(), 0.01)
        for _ in range(200):
            adam.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            adam.step()
        self.assertGreater((net(x).argmax(1) == y).double().mean().item(), 0.97)
        self.assertNotEqual(net[1].alpha.item(), 1)


class Checker(unittest.TestCase):
    def test_says_what_is_wrong(self):
        report = actlab.gradcheck(lambda x: x.detach() * x, inputs(), raise_exception=False)
        self.assertFalse(report)
        self.assertIn("constant factor", str(report))
        with self.assertRaises(actlab.GradcheckError):
            actlab.gradcheck(lambda x: x.detach() * x, inputs())


class Experiments(unittest.TestCase):
    def setUp(self):
        if "ACTLAB_RUNNER" not in os.environ:
            self.skipTest("ACTLAB_RUNNER is not set")

    def test_open_as_pandas(self):
        with tempfile.TemporaryDirectory() as folder:
            run = actlab.run(CONFIGS / "circle.yaml", out=f"{folder}/run", seeds=3, training__epochs=5)
            self.assertEqual(len(run.trials), 6)
            self.assertEqual(set(run.trials["model"]), {"LinearNN", "NonLinearNN"})
            self.assertEqual(run.curves["epoch"].nunique(), 5)
            self.assertEqual(run.sql("select count(*) as n from trials")["n"][0], 6)
            self.assertTrue(run.report.exists())
            self.assertIn("models", str(run.summary))

    def test_with_a_mistake_raise(self):
        with self.assertRaisesRegex(ValueError, "unknown activation 'rleu'; did you mean 'relu'"):
            actlab.run(CONFIGS / "circle.yaml", models__LinearNN__activation="rleu")

    def test_without_the_program_say_how_to_get_it(self):
        runner, path = os.environ.pop("ACTLAB_RUNNER"), os.environ["PATH"]
        try:
            os.environ["PATH"] = "/nowhere"
            with self.assertRaisesRegex(actlab.RunnerNotFoundError, "cmake --install"):
                actlab.run(CONFIGS / "circle.yaml")
        finally:
            os.environ.update(ACTLAB_RUNNER=runner, PATH=path)


TYPED = """
import actlab
import torch

x: torch.Tensor = actlab.functional.gelu(torch.ones(3), approximate="tanh")
net: torch.nn.Module = actlab.nn.PReLU(num_parameters=3, init=0.1)
passed: bool = actlab.gradcheck(lambda x: x, torch.ones(3)).passed
"""
WRONG = """
import actlab
import torch

actlab.functional.gelu(torch.ones(3), approximate=1)
actlab.nn.PReLU(slope=0.1)
"""


class Types(unittest.TestCase):
    def mypy(self, *arguments, user=""):
        package = pathlib.Path(actlab.__file__).parents[1]
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "user.py").write_text(user, encoding="utf-8")
            # Not through MYPYPATH: an installed package is typed because it has py.typed.
            done = subprocess.run(
                [sys.executable, "-m", "mypy", "--no-incremental", *arguments],
                cwd=folder, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(package)}
            )
            return done.stdout + done.stderr

    def setUp(self):
        try:
            import mypy  # noqa: F401
        except ImportError:
            self.skipTest("there is no mypy")

    def test_of_the_package_are_right(self):
        self.assertIn("Success", self.mypy("--strict", "--ignore-missing-imports", "--allow-untyped-calls", "-p", "actlab"))

    def test_of_a_user_are_checked(self):
        self.assertIn("Success", self.mypy("user.py", user=TYPED))
        self.assertIn("Found 2 errors", self.mypy("user.py", user=WRONG))


if __name__ == "__main__":
    unittest.main()
