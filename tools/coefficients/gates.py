"""Roots of the derivatives of gates, and what their float32 kernels are made of."""

from mpmath import erfc, exp, findroot, log1p, mpf, pi, sqrt, tanh

from normal import density, distribution
from tables import Coefficients, constants, decimals, doubles, rounded, table
from taylor import root_series

TANH_GELU_CUBIC = mpf(0.044715)  # as float64 has it


def sigmoid(x):
    return 1 / (1 + exp(-x))


def silu_derivative(x):
    return sigmoid(x) * (1 + x * sigmoid(-x))


def mish_derivative(x):
    inner = tanh(log1p(exp(x)))
    return inner + x * (1 - inner**2) * sigmoid(x)


def tanh_gelu_derivative(x):
    factor = 2 * sqrt(2 / pi)
    u, du = factor * (x + TANH_GELU_CUBIC * x**3), factor * (1 + 3 * TANH_GELU_CUBIC * x**2)
    return sigmoid(u) * (1 + x * du * sigmoid(-u))


def selu():
    """alpha and scale: arXiv:1706.02515, equation 14."""
    a, b = erfc(1 / sqrt(mpf(2))) * exp(mpf(1) / 2), erfc(sqrt(mpf(2))) * exp(mpf(2))
    return sqrt(2 / pi) / (1 - a), (1 - a) * sqrt(2 * pi) / sqrt(2 * b + pi * a**2 - 2 * (2 + pi) * a + pi + 2)


SERIES = "root, radius, Taylor series at the root"


@table("silu_derivative_root", "silu'(x) = sigmoid(x) (1 + x sigmoid(-x))", "1/4 around the root", SERIES)
def silu_derivative_root():
    return root_series(silu_derivative, -1.28, 17, 0.25)


@table("mish_derivative_root", "mish'(x), mish(x) = x tanh(log(1 + exp(x)))", "1/4 around the root", SERIES)
def mish_derivative_root():
    return root_series(mish_derivative, -1.19, 17, 0.25)


@table("gelu_derivative_root", "gelu'(x) = Phi(x) + x phi(x)", "1/2 around the root", SERIES)
def gelu_derivative_root():
    return root_series(lambda x: distribution(x) + x * density(x), -0.75, 20, 0.5)


@table("tanh_gelu_derivative_root", "the derivative of x sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3))",
       "1/2 around the root", SERIES)
def tanh_gelu_derivative_root():
    return root_series(tanh_gelu_derivative, -0.75, 24, 0.5)


@constants("tanh_gelu_factor", "2 sqrt(2 / pi), and what float64 lacks of it")
def tanh_gelu_factor():
    factor = 2 * sqrt(2 / pi)
    return doubles([factor, factor - mpf(float(factor))])


@constants("tanh_gelu_linear_in_parts", "2 sqrt(2 / pi)", "22 binary digits, and the rest with 12 decimal ones")
def tanh_gelu_linear_in_parts():
    factor = 2 * sqrt(2 / pi)
    return doubles([rounded(factor, 22)]) + decimals([factor - rounded(factor, 22)], 12)


@constants("tanh_gelu_cubic_in_parts", "2 sqrt(2 / pi) 0.044715", "a float32, and the rest with 9 decimal digits")
def tanh_gelu_cubic_in_parts():
    factor = 2 * sqrt(2 / pi) * TANH_GELU_CUBIC
    return doubles([rounded(factor, 24)]) + decimals([factor - rounded(factor, 24)], 9)


@constants("selu_alpha", "selu's alpha, with which a standard normal input keeps mean 0 and variance 1", "32 digits")
def selu_alpha():
    return decimals([selu()[0]], 32)


@constants("selu_scale", "selu's scale, from the same", "32 digits")
def selu_scale():
    return decimals([selu()[1]], 32)
