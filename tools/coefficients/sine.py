"""sin(x) by the distance from its nearest root."""

from mpmath import cos, mpf, pi, sin, sqrt

from remez import Form, chebyshev_grid, max_error, polynomial, remez
from tables import Coefficients, constants, decimals, doubles, table, truncated


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


@table("sine_float32", "(sin(r) / r - 1) / z in z = r^2", "|r| <= 1.0005 pi / 4",
       "Remez, relative error of the sine, on a grid of Chebyshev's points; 10 digits")
def sine_float32():
    f = lambda z: sin(sqrt(z)) / sqrt(z) if z else mpf(1)
    form, grid = Form(3, lambda c, z: 1 + z * polynomial(c, z)), quarter_turn(mpf(0))
    return Coefficients({"": decimals(remez(form, f, grid), 10)}, lambda parts: max_error(form, parts[""], f, grid))


@table("cosine_float32", "(cos(r) - 1 + z / 2) / z^2 in z = r^2", "|r| <= 1.0005 pi / 4",
       "Remez, relative error of the cosine, on a grid of Chebyshev's points from z = 0.02 on; 10 digits")
def cosine_float32():
    f = lambda z: cos(sqrt(z))
    form, grid = Form(3, lambda c, z: 1 - z / 2 + z * z * polynomial(c, z)), quarter_turn(mpf("0.02"))
    return Coefficients({"": decimals(remez(form, f, grid), 10)}, lambda parts: max_error(form, parts[""], f, grid))


def quarter_turn(start):
    return chebyshev_grid(start, (pi / 4 * mpf("1.0005")) ** 2, 600)


@constants("half_pi_in_parts", "pi / 2 in three float32",
           "24 binary digits, 12, times which integers up to 2^12 are exact, and the rest, which are all positive")
def half_pi_in_parts():
    first = truncated(pi / 2, 24)
    second = truncated(pi / 2 - first, 12)
    return doubles([first, second, pi / 2 - first - second])


@constants("two_over_pi", "2 / pi")
def two_over_pi():
    return doubles([2 / pi])
