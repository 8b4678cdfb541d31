"""x - tanh(x)."""

from math import factorial

from mpmath import cosh, mpf, sinh, sqrt, tanh

from remez import Form, half_line, max_error, polynomial, remez
from tables import Allowed, Coefficients, decimals, numbers, table


@table("x_minus_tanh_series", "(x cosh(x) - sinh(x)) / x^3 in u = x^2", "|x| <= 2", "Taylor series at 0")
def x_minus_tanh_series():
    texts = [f"{2 * k}.0 / {factorial(2 * k + 1)}" + ".0" * (k > 8) for k in range(1, 14)]
    f = lambda u: (sqrt(u) * cosh(sqrt(u)) - sinh(sqrt(u))) / sqrt(u) ** 3
    grid = [mpf(k) / 50 for k in range(1, 201)]
    return Coefficients({"": texts}, lambda parts: max_error(Form(13, polynomial), parts[""], f, grid))


@table("x_minus_tanh", "(x - tanh(x)) / x^3 as P(z) / (h0 + z (H(z) + P(z))) in z = x^2, P(0) = 1", "0 <= z <= 82",
       "Remez, relative error, on a grid of Chebyshev's points in (x - 2.5) / (x + 2.5); 10 digits")
def x_minus_tanh():
    f = lambda x: (x - tanh(x)) / x**3 if x else mpf(1) / 3
    p = lambda c, z: 1 + z * polynomial(c[:3], z)
    form = Form(8, lambda c, x: p(c, x * x), lambda c, x: c[7] + x * x * (polynomial(c[3:7], x * x) + p(c, x * x)))
    grid = half_line(sqrt(mpf(82)))
    c = remez(form, f, grid)
    # Fitted was p0 x^3 P / (3 + z (p0 H + 1 + …)); what 1 / p0 is more than 1 was left out when p0 was divided out.
    c[3] -= c[7] / 3 - 1
    texts = decimals(c, 10)
    error = lambda parts: max_error(form, parts["p"] + parts["h"] + parts["h0"], f, grid)
    parts = {"p": texts[:3], "h": texts[3:7], "h0": texts[7:]}
    recomputed = {name: numbers(part) for name, part in parts.items()}
    return Coefficients(parts, error, Allowed(1e-6, error(recomputed) * mpf("1.01")))
