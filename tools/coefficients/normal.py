"""The normal distribution, and gelu."""

from mpmath import erfc, exp, findroot, mpf, pi, sqrt

from remez import Form, chebyshev_grid, chebyshev_interpolation, half_line, max_error, polynomial, remez
from tables import Coefficients, constants, decimals, doubles, moved, numbers, rounded, table


def distribution(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def density(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


def gelu_derivative_root():
    return findroot(lambda x: distribution(x) + x * density(x), mpf(-0.75))


@table("normal", "exp(t^2 / 2) Phi(-t) in u = (t - 3.5) / (t + 3.5)", "0 <= t <= 15",
       "interpolation in Chebyshev's points")
def normal_series():
    t = lambda u: mpf(3.5) * (1 + u) / (1 - u)
    f = lambda u: exp(t(u) ** 2 / 2) * distribution(-t(u))
    end = (mpf(15) - 3.5) / (mpf(15) + 3.5)
    texts = doubles(chebyshev_interpolation(f, mpf(-1), end, 12))
    grid = chebyshev_grid(mpf(-1), end, 600)
    return Coefficients({"": texts}, lambda parts: max_error(Form(12, polynomial), parts[""], f, grid))


@constants("one_over_sqrt_2_pi", "1 / sqrt(2 pi)")
def one_over_sqrt_2_pi():
    return doubles([1 / sqrt(2 * pi)])


@constants("one_over_sqrt_2_pi_in_parts", "1 / sqrt(2 pi), and what float64 lacks of it")
def one_over_sqrt_2_pi_in_parts():
    value = 1 / sqrt(2 * pi)
    return doubles([value, value - mpf(float(value))])


@constants("sqrt_2_pi", "sqrt(2 pi)", "from float64's pi, which is a unit in the last place below; float32 takes it")
def sqrt_2_pi():
    return doubles([sqrt(2 * mpf(float(pi)))])


@constants("sqrt_half", "sqrt(1/2)")
def sqrt_half():
    return doubles([sqrt(mpf(1) / 2)])


@constants("sqrt_half_in_parts", "sqrt(1/2), and what float64 lacks of it")
def sqrt_half_in_parts():
    value = sqrt(mpf(1) / 2)
    return doubles([value, value - mpf(float(value))])


@constants("sqrt_2", "sqrt(2)")
def sqrt_2():
    return doubles([sqrt(mpf(2))])


@table("times_normal", "exp(t^2 / 2) Phi(-t) as N(t) / (1 + t (H(t) + sqrt(2 pi) N(t))), N(t) = 1/2 + t n(t)",
       "0 <= t <= 14.5", "Remez, relative error, on a grid of Chebyshev's points in (t - 2.5) / (t + 2.5); 10 digits")
def times_normal():
    f = lambda t: exp(t * t / 2) * distribution(-t)
    n = lambda c, t: polynomial(c[:5], t)
    form = Form(9, n, lambda c, t: 1 + t * (polynomial(c[5:], t) + sqrt(2 * pi) * n(c, t)))
    grid = half_line(mpf(14.5), mpf(2.5), 1200)
    half = [mpf(1) / 2]  # in the place of N(0), which was fitted
    error = lambda parts: max_error(form, half + [value / 2 for value in parts["n"]] + parts["h"], f, grid)
    split = lambda texts: {"n": [f"2 * {text}" for text in texts[:4]], "h": texts[4:]}
    texts = decimals(remez(form, f, grid)[1:], 10)
    parts = split(moved(texts, [-9, -7, -24, -38, -18, -6, -10, 122]))
    most = error({part: numbers(texts) for part, texts in split(texts).items()}) * mpf("1.01")
    return Coefficients(parts, error, most)


@table("times_normal_derivative",
       "exp(t^2 / 2) (Phi(-t) - t phi(t)) / (t0 - t), t0 its root, as 1 / sqrt(2 pi) + G(t) / D(t)", "0 <= t <= 14.5",
       "Remez, relative error, on a grid of Chebyshev's points in (t - 2.5) / (t + 2.5); 10 digits")
def times_normal_derivative():
    root = -gelu_derivative_root()
    f = lambda t: exp(t * t / 2) * (distribution(-t) - t * density(t)) / (root - t)
    d = lambda c, t: 1 + t * polynomial(c[4:], t)
    form = Form(8, lambda c, t: d(c, t) / sqrt(2 * pi) + polynomial(c[:4], t), d)
    grid = half_line(mpf(14.5), mpf(2.5), 1200)
    texts = decimals(remez(form, f, grid), 10)
    return Coefficients({"g": texts[:4], "d": ["1.0"] + texts[4:]},
                        lambda parts: max_error(form, parts["g"] + parts["d"][1:], f, grid))


@table("times_normal_derivative_root", "the root of gelu', negated", method="a float32, and the rest with 9 digits")
def times_normal_derivative_root():
    root = -gelu_derivative_root()
    high = rounded(root, 24)
    return Coefficients({"high": doubles([high]), "low": decimals([root - high], 9)})
