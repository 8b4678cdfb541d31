from collections.abc import Callable, Sequence
from typing import Any

from torch import Tensor

class Options:
    eps: float
    atol: float
    rtol: float
    nondet_tol: float
    check_undefined_grad: bool
    check_grad_dtypes: bool
    fast_mode: bool
    gen_non_contig_grad_outputs: bool
    check_backward_ad: bool
    check_forward_ad: bool
    check_batched_grad: bool
    check_batched_forward_grad: bool
    check_rev_over_rev: bool
    check_fwd_over_rev: bool
    masked: bool
    check_grad_layouts: bool
    allow_contiguity_errors: bool
    sample_columns: int
    max_seconds: float

class BatteryOptions:
    gradcheck: Options
    shape: Sequence[int]
    skip: Sequence[str]
    double_backward: bool

class Texts:
    passed: bool
    text: str
    json: str

def gradcheck(f: Callable[..., Any], inputs: Sequence[Tensor], options: Options) -> Texts: ...
def gradgradcheck(
    f: Callable[..., Any], inputs: Sequence[Tensor], grad_outputs: Sequence[Tensor], options: Options
) -> Texts: ...
def battery(f: Callable[..., Any], make_inputs: Callable[..., Any], options: BatteryOptions) -> Texts: ...
