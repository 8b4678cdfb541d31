"""actlab: activation functions of neural networks for PyTorch, with derivatives of any order that are exact to a few units in
the last place; a gradient checker that says what is wrong; and experiments.

    import actlab

    actlab.functional.gelu(x, approximate="tanh")     # as torch.nn.functional
    actlab.nn.GELU(approximate="tanh")                # as torch.nn
    actlab.gradcheck(f, inputs)                       # as torch.autograd.gradcheck, with a diagnosis
    actlab.run("circle.yaml").trials                  # an experiment; its results as a pandas.DataFrame
    actlab.catalogue()                                # what is there
"""

from actlab import _library

_library.load()

from actlab import functional, nn  # noqa: E402 (need the operators)
from actlab._library import Activation, catalogue  # noqa: E402
from actlab.checking import GradcheckError, Report, battery, gradcheck, gradgradcheck  # noqa: E402
from actlab.experiments import Run, RunnerNotFoundError, run  # noqa: E402

__all__ = [
    "Activation",
    "GradcheckError",
    "Report",
    "Run",
    "RunnerNotFoundError",
    "battery",
    "catalogue",
    "functional",
    "gradcheck",
    "gradgradcheck",
    "nn",
    "run",
]
