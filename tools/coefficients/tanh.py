"""x - tanh(x)."""

from math import factorial

from mpmath import cosh, mpf, sinh, sqrt, tanh

from remez import Form, half_line, max_error, polynomial, remez
from tables import Coefficients, decimals, exactly, moved, numbers, table


@table("x_minus_tanh_series", "(x cosh(x) - sinh(x)) / x^3 in u = x^2", "|x| <= 2", "Taylor series at 0")
def x_minus_tanh_series():
    texts = [f"{2 * k}.0 / {factorial(2 * k + 1)}" + ".0" * (k > 8) for k in range(1, 14)]
    f = lambda u: (sqrt(u) * cosh(sqrt(u)) - sinh(sqrt(u))) / sqrt(u) ** 3
    grid = [mpf(k) / 50 for k in range(1, 201)]
    return Coefficients({"": texts}, lambda parts: max_error(Form(13, polynomial), parts[""], f, grid))


@table("cosh_series", "cosh(x) in u = x^2", "|x| <= 2", "Taylor series at 0")
def cosh_series():
    texts = ["1.0"] + [f"1.0 / {factorial(2 * k)}" + ".0" * (k > 10) for k in range(1, 14)]
    grid = [mpf(k) / 50 for k in range(1, 201)]
    return Coefficients({"": texts}, lambda parts: max_error(Form(14, polynomial), parts[""], lambda u: cosh(sqrt(u)), grid))


@table("x_minus_tanh", "(x - tanh(x)) / x^3 as P(z) / (h0 + z (H(z) + P(z))) in z = x^2, P(0) = 1", "0 <= z <= 82",
       "Remez, relative error, on a grid of Chebyshev's points in (z - 4) / (z + 4); 10 digits")
def x_minus_tanh():
    f = lambda z: (sqrt(z) - tanh(sqrt(z))) / sqrt(z) ** 3 if z else mpf(1) / 3
    ratio = Form(8, lambda c, z: polynomial(c[:4], z), lambda c, z: 1 + z * polynomial(c[4:], z))
    grid = half_line(mpf(82), mpf(4), 800)
    fit = decimals(remez(ratio, f, grid), 10)

    def parts(fit):
        """The ratio a(z) / (1 + z b(z)) over a0; but beside H stands 1, for which 1/3 is taken from b, not a0."""
        a, b = exactly(fit[:4]), exactly(fit[4:])
        third = exactly(["0.3333333333"])
        h = [y - x for x, y in zip(third + a[1:], b)]
        over_a0 = lambda values: decimals([value / a[0] for value in values], 10)
        return {"p": over_a0(a[1:]), "h": over_a0(h), "h0": over_a0([1])}

    p = lambda c, z: 1 + z * polynomial(c["p"], z)
    form = Form(8, p, lambda c, z: c["h0"][0] + z * (polynomial(c["h"], z) + p(c, z)))
    error = lambda parts: max_error(form, parts, f, grid)
    recomputed = {name: numbers(texts) for name, texts in parts(fit).items()}
    return Coefficients(parts(moved(fit, [0, 0, 0, 0, 0, 1, 0, 0])), error, error(recomputed) * mpf("1.01"))
