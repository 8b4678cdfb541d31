"""sin(x) by the distance from its nearest root."""

from mpmath import mpf, pi, sin, sqrt

from remez import Form, chebyshev_grid, max_error, polynomial, remez
from tables import Coefficients, constants, doubles, table, truncated


@table("sine", "sin(r) / r in z = r^2", "|r| <= 1.0005 pi / 2",
       "Remez, relative error, on a grid of Chebyshev's points")
def sine_series():
    f = lambda z: sin(sqrt(z)) / sqrt(z) if z else mpf(1)
    form, grid = Form(5, polynomial), chebyshev_grid(mpf(0), (pi / 2 * mpf("1.0005")) ** 2, 600)
    return Coefficients({"": doubles(remez(form, f, grid))}, lambda parts: max_error(form, parts[""], f, grid))


@constants("pi_in_parts", "pi in three float64",
           "two of 30 binary digits, times which quarters up to 3e6 / pi are exact, and the rest")
def pi_in_parts():
    first = truncated(+pi, 30)
    second = truncated(pi - first, 30)
    return doubles([first, second, pi - first - second])


@constants("pi", "pi")
def pi_itself():
    return doubles([+pi])


@constants("one_over_pi", "1 / pi")
def one_over_pi():
    return doubles([1 / pi])
