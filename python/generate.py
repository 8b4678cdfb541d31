"""Writes the modules actlab.functional, actlab.nn and actlab._build: generate.py CATALOGUE_JSON FOLDER.

The build calls it with the Python whose PyTorch it uses. Classes have the names of torch.nn, where it has the activation."""

import json
import pathlib
import sys
import textwrap

import torch

NOTE = "# Written by python/generate.py from the catalogue.\n"
# Gates and activations that torch lacks, as their papers write them.
OTHER_CLASSES = {"geglu": "GEGLU", "swiglu": "SwiGLU", "relu_squared": "ReLUSquared", "quick_gelu": "QuickGELU"}
TORCH_CLASSES = {name.lower(): name for name in dir(torch.nn) if not name.startswith("_")}


def class_name(entry):
    name = entry["name"]
    return TORCH_CLASSES.get(name.replace("_", "")) or OTHER_CLASSES.get(name) or entry["type"]


def type_of(parameter):
    return "str" if parameter["choices"] else "int" if parameter["required"] else "float"


def default_of(parameter):
    return repr(parameter["default"] if parameter["choices"] else float(parameter["default"]))


def parameters_of(entry):
    """(name, type, default or None, help) of each parameter of the function."""
    if entry["gate"]:
        return [("dim", "int", "-1", "the dimension that is split into halves; its size must be even")]
    if entry["always_learned"]:
        return []
    return [
        (p["name"], type_of(p), None if p["required"] else default_of(p), p["help"] + choices_of(p))
        for p in entry["parameters"]
    ]


def choices_of(parameter):
    return f" ({' or '.join(map(repr, parameter['choices']))})" if parameter["choices"] else ""


def signature(parameters):
    return "".join(f", {name}: {kind}" + (f" = {default}" if default else "") for name, kind, default, _ in parameters)


def wrapped(text, indent):
    return textwrap.fill(text, 118, initial_indent=indent, subsequent_indent=indent + "    ")


def docstring(entry, arguments, indent):
    facts = [
        ("Derivative", entry["derivative"]),
        ("Range", entry["range"]),
        ("Largest errors found", entry["errors"]),
        ("Source", entry["source"]),
        ("Note", entry["notes"]),
    ]
    lines = [wrapped(f"{entry['name']}(x) = {entry['formula']}", "").strip(), ""]
    lines += [wrapped(f"{label}: {text}", indent) for label, text in facts if text]
    if arguments:
        lines += [""] + [wrapped(f"{name}: {text}", indent) for name, text in arguments]
    return f'{indent}"""' + "\n".join(lines) + f'\n{indent}"""\n'


INPUT = ("input", "any shape and strides; float64, float32, float16 or bfloat16. The result has its shape and dtype, and is "
         "differentiable to any order")
GATE_INPUT = ("input", "any strides; float64, float32, float16 or bfloat16. The result has half of its size along dim")
TENSOR = "a tensor with the dtype of the input and one element, or one for each feature (dimension 1); it gets a gradient"


def function(entry):
    name, parameters, learned = entry["name"], parameters_of(entry), entry["learned"]
    arguments = [GATE_INPUT if entry["gate"] else INPUT] + [(p[0], p[3]) for p in parameters]
    if entry["random"]:
        parameters.append(("training", "bool", "False", "draw the random numbers of training"))
        arguments.append(("training", parameters[-1][3]))
    passed = "".join(f", {p[0]}={p[0]}" for p in parameters)
    given = signature(parameters)
    if learned and entry["always_learned"]:
        given, passed = f", {learned}: Tensor", f", {learned}"
        arguments.append((learned, TENSOR))
    elif learned:
        given = "".join(f", {p[0]}: Union[float, Tensor] = {p[2]}" for p in parameters)
        passed = "".join(f", {p[0]}" for p in parameters)
        arguments = [arguments[0]] + [(p[0], f"{p[3]}: a number, or {TENSOR}") for p in parameters]
    return (
        f"def {name}(input: Tensor{given}) -> Tensor:\n{docstring(entry, arguments, '    ')}"
        f"    result: Tensor = torch.ops.actlab.{name}(input{passed})\n    return result\n"
    )


def functional(entries):
    head = f'''{NOTE}"""The activations as functions, with the names and arguments of torch.nn.functional."""

from typing import Union

import torch
from torch import Tensor

__all__ = {json.dumps([entry["name"] for entry in entries], indent=4)}
'''
    return "\n\n".join([head] + [function(entry) for entry in entries])


def plain_class(entry):
    parameters = parameters_of(entry)
    names = [p[0] for p in parameters]
    passed = "".join(f", {name}=self.{name}" for name in names)
    if entry["random"]:
        passed += ", training=self.training"
    body = ""
    if names:
        body += f"    def __init__(self{signature(parameters)}) -> None:\n        super().__init__()\n"
        body += "".join(f"        self.{name} = {name}\n" for name in names)
        if not entry["gate"]:
            checked = "".join(f", {name}={name}" for name in names)
            body += f"        F.{entry['name']}(torch.empty(1, 1){checked})  # raises for values that are not allowed\n"
        body += "\n"
    body += f"    def forward(self, input: Tensor) -> Tensor:\n        return F.{entry['name']}(input{passed})\n"
    if names:
        shown = ", ".join(f"{name}={{self.{name}!r}}" for name in names)
        body += f'\n    def extra_repr(self) -> str:\n        return f"{shown}"\n'
    return body


LEARNING_CLASS = '''    {learned}: {annotation}

    def __init__(self, {parameters}num_parameters: int = 1{initial}, device: Any = None, dtype: Any = None) -> None:
        super().__init__()
        self.num_parameters = num_parameters
        self.init = {start}
{set_parameter}
    def reset_parameters(self) -> None:
        if isinstance(self.{learned}, torch.nn.Parameter):
            torch.nn.init.constant_(self.{learned}, self.init)

    def forward(self, input: Tensor) -> Tensor:
        return F.{name}(input, self.{learned})

    def extra_repr(self) -> str:
        return {shown}
'''
SET = "torch.nn.Parameter(torch.full((num_parameters,), self.init, device=device, dtype=dtype))"


def learning_class(entry):
    learned = entry["learned"]
    (start,) = entry["parameters"]
    default = default_of(start)
    if entry["always_learned"]:
        values = {
            "parameters": "",
            "initial": f", {start['name']}: float = {default}",
            "set_parameter": f"        self.{learned} = {SET}\n",
            "annotation": "torch.nn.Parameter",
            "shown": f'f"num_parameters={{self.num_parameters}}, {start["name"]}={{self.init!r}}"',
        }
    else:
        values = {
            "parameters": f"{start['name']}: float = {default}, learnable: bool = False, ",
            "initial": "",
            "set_parameter": f"        self.learnable = learnable\n        if learnable:\n            self.{learned} = {SET}\n"
            f"        else:\n            self.{learned} = self.init\n",
            "annotation": "Union[float, torch.nn.Parameter]",
            "shown": f'f"{start["name"]}={{self.init!r}}, learnable={{self.learnable}}, num_parameters={{self.num_parameters}}"',
        }
    return LEARNING_CLASS.format(learned=learned, name=entry["name"], start=start["name"], **values)


def module_arguments(entry):
    if not entry["learned"]:
        return [(p[0], p[3]) for p in parameters_of(entry)]
    arguments = [(p["name"], p["help"]) for p in entry["parameters"]]
    if not entry["always_learned"]:
        arguments.append(("learnable", f"learn {entry['learned']}, starting from the given value"))
    return arguments + [("num_parameters", f"of {entry['learned']} that are learned: 1, or the number of features (dimension 1)")]


def module(entry):
    body = learning_class(entry) if entry["learned"] else plain_class(entry)
    doc = docstring(entry, module_arguments(entry), "    ")
    return f"class {class_name(entry)}(torch.nn.Module):\n{doc}\n{body}"


def modules(entries):
    head = f'''{NOTE}"""The activations as modules, with the names and arguments of torch.nn."""

from typing import Any, Union

import torch
from torch import Tensor

from actlab import functional as F

__all__ = {json.dumps([class_name(entry) for entry in entries], indent=4)}
'''
    return "\n\n".join([head] + [module(entry) for entry in entries])


def main():
    entries = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    folder = pathlib.Path(sys.argv[2])
    for name, text in {
        "functional.py": functional(entries),
        "nn.py": modules(entries),
        "_build.py": f'{NOTE}"""How this package was built."""\n\nTORCH_VERSION = {torch.__version__!r}\n',
    }.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
