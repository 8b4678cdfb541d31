"""The operators, and what the catalogue says of them."""

from __future__ import annotations

import functools
import json
import pathlib
from dataclasses import dataclass
from typing import Any

import torch

from actlab import _build

_FOLDER = pathlib.Path(__file__).parent


def load() -> None:
    """Registers the operators torch.ops.actlab. Raises ImportError for another PyTorch than that of the build: compiled code
    can be used with the version that it was compiled for."""
    if _version(torch.__version__) != _version(_build.TORCH_VERSION):
        raise ImportError(
            f"actlab was built for PyTorch {_build.TORCH_VERSION}, but this is PyTorch {torch.__version__}. Build it again: "
            "pip install --no-build-isolation --force-reinstall --no-deps <folder of actlab's sources>"
        )
    torch.ops.load_library(str(_FOLDER / "libactlab_ops.so"))


def _version(text: str) -> list[str]:
    return text.split(".")[:2]


@dataclass(frozen=True)
class Activation:
    """What the catalogue says of an activation or a gate. Texts are empty where nothing is known."""

    name: str
    aliases: list[str]
    formula: str
    derivative: str
    range: str
    source: str
    notes: str
    errors: str  #: the largest errors found, in units in the last place (ULP)
    parameters: dict[str, Any]  #: names and default values; None if there is no default
    learned: str  #: the name of the parameter that a module can learn


@functools.cache
def catalogue() -> tuple[Activation, ...]:
    """All activations and gates."""
    entries = json.loads((_FOLDER / "catalogue.json").read_text(encoding="utf-8"))
    return tuple(_activation(entry) for entry in entries)


def _activation(entry: dict[str, Any]) -> Activation:
    texts = ("name", "aliases", "formula", "derivative", "range", "source", "notes", "errors", "learned")
    parameters = {p["name"]: None if p["required"] else p["default"] for p in entry["parameters"]}
    return Activation(parameters=parameters, **{key: entry[key] for key in texts})
