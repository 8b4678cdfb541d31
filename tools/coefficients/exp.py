"""The exponential."""

from math import factorial

from mpmath import exp, expm1, log, mpf

from remez import Form, chebyshev_grid, chebyshev_interpolation, max_error, polynomial
from tables import Coefficients, constants, decimals, doubles, rounded, table


def exp_interpolated(terms):
    end = log(mpf(2)) / 2
    f = lambda x: (expm1(x) - x) / x**2 if abs(x) > mpf(10) ** -15 else mpf(1) / 2  # the middle of an odd number of points
    texts = doubles(chebyshev_interpolation(f, -end, end, terms))
    # Of exp, which 1 + x + x^2 times it is.
    form = Form(terms, lambda c, x: 1 + x + x**2 * polynomial(c, x))
    return Coefficients({"": texts}, lambda parts: max_error(form, parts[""], exp, chebyshev_grid(-end, end, 601)))


@table("exp", "(exp(x) - 1 - x) / x^2", "|x| <= log(2) / 2", "interpolation in Chebyshev's points")
def exp_series():
    return exp_interpolated(6)


@table("exp_float32", "(exp(x) - 1 - x) / x^2", "|x| <= log(2) / 2", "interpolation in Chebyshev's points")
def exp_float32():
    return exp_interpolated(5)


@table("exp_series", "(exp(x) - 1 - x) / x^2", "|x| <= log(2) / 2", "Taylor series at 0, even and odd terms")
def exp_taylor():
    texts = lambda first: [f"1.0 / {factorial(k)}" for k in range(first, 14, 2)]
    end = log(mpf(2)) / 2
    value = lambda parts, x: polynomial(parts["even"], x**2) + x * polynomial(parts["odd"], x**2)
    grid = chebyshev_grid(-end, end, 601)
    error = lambda parts: max(abs((1 + x + x**2 * value(parts, x)) / exp(x) - 1) for x in grid)
    return Coefficients({"even": texts(2), "odd": texts(3)}, error)


@constants("log_2_in_doubles", "log(2) in two float64", "33 binary digits, times which integers up to 2^20 are exact; the rest")
def log_2_in_doubles():
    high = rounded(log(mpf(2)), 33)
    return doubles([high, log(mpf(2)) - high])


@constants("log_2", "log(2)")
def log_2():
    return doubles([log(mpf(2))])


@constants("one_over_log_2", "1 / log(2)")
def one_over_log_2():
    return doubles([1 / log(mpf(2))])


@constants("log_2_in_parts", "log(2) in two float32, 1 / log(2)",
           "11 binary digits, times which integers up to 2^13 are exact; the rest and the inverse with 9 digits")
def log_2_in_parts():
    high = rounded(log(mpf(2)), 11)
    low, inverse = log(mpf(2)) - high, 1 / log(mpf(2))
    return doubles([high]) + decimals([low, inverse], 9)


@constants("powers_of_two", "2^(k / 16)", "k = 0 … 15")
def powers_of_two():
    return doubles([mpf(2) ** (mpf(k) / 16) for k in range(16)])


@constants("powers_of_two_low", "what float32 lacks of 2^(k / 16), relative to it", "k = 0 … 15, 7 digits")
def powers_of_two_low():
    powers = [mpf(2) ** (mpf(k) / 16) for k in range(16)]
    return decimals([(power - rounded(power, 24)) / power for power in powers], 7)
