"""A gradient checker for functions of tensors, which says what is wrong and where.

    from actlab import gradcheck, gradgradcheck, battery

    x = torch.randn(3, 4, dtype=torch.double, requires_grad=True)
    report = gradcheck(MyFunction.apply, x)      # raises GradcheckError if the gradient is wrong
    report = gradcheck(MyFunction.apply, x, raise_exception=False)
    print(report, report.cause, report.data)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Union

import torch
from torch import Tensor

from actlab import _gradcheck

Tensors = Union[Tensor, Sequence[Tensor]]


class Report:
    """The result of a check. True if it passed; its text is for people, `data` is the same as lists and dicts."""

    def __init__(self, texts: _gradcheck.Texts) -> None:
        self.passed = texts.passed
        self.text = texts.text
        self.data: dict[str, Any] = json.loads(texts.json)

    @property
    def cause(self) -> str | None:
        """The cause of the first failure, such as "constant factor"; None if the check passed."""
        return next(iter(self.causes), None)

    @property
    def causes(self) -> list[str]:
        """The causes of all failures."""
        failures = self.data.get("failures") or self.data.get("rows", [])
        failed = [failure for failure in failures if failure.get("outcome", "failed") == "failed"]
        return [failure["cause"] for failure in failed if "cause" in failure]

    def __bool__(self) -> bool:
        return self.passed

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__


class GradcheckError(RuntimeError):
    """A failed check; the message is the report's text."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.text)
        self.report = report


def gradcheck(
    function: Callable[..., Any], inputs: Tensors, raise_exception: bool = True, **options: Any
) -> Report:
    """Compares the Jacobian that backward gives with central differences.

    function: takes the inputs as separate tensors, and returns a tensor or a tuple of tensors
    inputs: a tensor or a sequence of tensors; those that require grad are checked, and should be float64
    options: those of actlab::GradcheckOptions, which are those of torch.autograd.gradcheck
    """
    return _finish(_gradcheck.gradcheck(function, _tensors(inputs), _options(options)), raise_exception)


def gradgradcheck(
    function: Callable[..., Any],
    inputs: Tensors,
    grad_outputs: Tensors | None = None,
    raise_exception: bool = True,
    **options: Any,
) -> Report:
    """The same for the second derivative. grad_outputs: one for each output; random ones if None."""
    given = [] if grad_outputs is None else _tensors(grad_outputs)
    return _finish(_gradcheck.gradgradcheck(function, _tensors(inputs), given, _options(options)), raise_exception)


def battery(
    function: Callable[..., Any],
    make_inputs: Callable[[tuple[int, ...]], Sequence[Tensor]],
    shape: Sequence[int] = (3, 4),
    double_backward: bool = True,
    skip: Sequence[str] = (),
    **options: Any,
) -> Report:
    """Checks a function for the common mistakes in derivatives. Never raises; returns a Report with a row for each.

    make_inputs: takes a shape, and returns a tuple of float64 inputs for it, which is empty if there are none
    skip: names of rows that are not checked
    """
    all_options = _gradcheck.BatteryOptions()
    all_options.gradcheck = _options(options)
    all_options.shape = list(shape)
    all_options.skip = list(skip)
    all_options.double_backward = double_backward
    return Report(_gradcheck.battery(function, make_inputs, all_options))


def _tensors(inputs: Tensors) -> list[Tensor]:
    return [inputs] if isinstance(inputs, torch.Tensor) else list(inputs)


def _options(values: dict[str, Any]) -> _gradcheck.Options:
    options = _gradcheck.Options()
    for name, value in values.items():
        if not hasattr(options, name):
            known = ", ".join(name for name in dir(options) if not name.startswith("_"))
            raise TypeError(f"there is no option '{name}'; there are: raise_exception, {known}")
        setattr(options, name, value)
    return options


def _finish(texts: _gradcheck.Texts, raise_exception: bool) -> Report:
    report = Report(texts)
    if raise_exception and not report:
        raise GradcheckError(report)
    return report
