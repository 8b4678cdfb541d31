"""log(1 + x) for 0 <= x <= 1."""

from mpmath import atanh, log1p, mpf, sqrt

from remez import Form, chebyshev_grid, chebyshev_interpolation, max_error, max_rounding, polynomial, remez
from tables import Coefficients, decimals, doubles, last_digits, moved, table


@table("log1p", "2 atanh(s) / s in z = s^2, where s = x / (2 + x)", "0 <= z <= 1/9",
       "interpolation in Chebyshev's points")
def log1p_series():
    f = lambda z: 2 * atanh(sqrt(z)) / sqrt(z) if z else mpf(2)
    texts = doubles(chebyshev_interpolation(f, mpf(0), mpf(1) / 9, 6))
    grid = chebyshev_grid(mpf(0), mpf(1) / 9, 600)
    return Coefficients({"": texts}, lambda parts: max_error(Form(6, polynomial), parts[""], f, grid))


@table("log1p_float64", "(2 atanh(s) / s - 2) / s^2 in z = s^2, where s = f / (2 + f)", "0 <= z <= 0.0295",
       "interpolation in Chebyshev's points")
def log1p_float64():
    end = mpf("0.0295")
    f = lambda z: (2 * atanh(sqrt(z)) / sqrt(z) - 2) / z if z else mpf(2) / 3
    texts = doubles(chebyshev_interpolation(f, mpf(0), end, 7))
    form = Form(7, lambda c, z: 2 + z * polynomial(c, z))
    whole = lambda z: 2 * atanh(sqrt(z)) / sqrt(z) if z else mpf(2)
    return Coefficients({"": texts}, lambda parts: max_error(form, parts[""], whole, chebyshev_grid(mpf(0), end, 600)))


@table("log1p_float32", "(log(1 + x) - x) / x^2", "0 <= x <= 1",
       "Remez, relative error of log(1 + x), on a grid of Chebyshev's points; 9 digits")
def log1p_float32():
    f = lambda x: log1p(x) / x if x else mpf(1)
    form, grid = Form(9, lambda c, x: 1 + x * polynomial(c, x)), chebyshev_grid(mpf(0), mpf(1), 500)
    best = remez(form, f, grid[1:])
    texts = decimals(best, 9)
    # With 9 digits the error may be above that of the best fit by as much as rounding does.
    most = max_error(form, best, f, grid) + max_rounding(form, best, last_digits(texts), f, grid[1:])
    texts = moved(texts, [0, -1, 3, -12, 24, -33, 274, -128, 259])
    return Coefficients({"": texts}, lambda parts: max_error(form, parts[""], f, grid), most)
