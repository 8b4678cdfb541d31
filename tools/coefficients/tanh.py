"""x - tanh(x)."""

from math import factorial

from mpmath import cosh, mpf, sinh, sqrt, tanh

from remez import Form, half_line, max_error, polynomial, remez
from tables import Coefficients, decimals, moved, numbers, table


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
    # The fit had 3 for h0 and a factor p0 before P. Divided by p0, what stands beside H is 1 / p0, and was taken for 1.
    c[3] -= c[7] / 3 - 1
    error = lambda parts: max_error(form, parts["p"] + parts["h"] + parts["h0"], f, grid)
    split = lambda texts: {"p": texts[:3], "h": texts[3:7], "h0": texts[7:]}
    texts = decimals(c, 10)
    parts = split(moved(texts, [-109, -640, -495, -31, -36, -813, -1398, 0]))
    return Coefficients(parts, error, error(split(numbers(texts))) * mpf("1.01"))
