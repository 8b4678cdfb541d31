"""Approximations: interpolation in Chebyshev's points, and minimax fits by Remez's exchange."""

from mpmath import cos, lu_solve, matrix, mpf, pi


def polynomial(coefficients, x):
    """c0 + c1 x + c2 x^2 …"""
    total = mpf(0)
    for c in reversed(coefficients):
        total = total * x + c
    return total


def chebyshev_interpolation(f, a, b, terms):
    """The polynomial of so many terms that equals f in Chebyshev's points of [a, b]."""
    points = [(a + b) / 2 + (b - a) / 2 * cos(pi * (2 * i + 1) / (2 * terms)) for i in range(terms)]
    return list(lu_solve(matrix([[x**k for k in range(terms)] for x in points]), matrix([f(x) for x in points])))


def chebyshev_grid(a, b, intervals):
    """Points of [a, b], both ends among them, which crowd towards the ends as a fit's extrema do."""
    return [(a + b) / 2 - (b - a) / 2 * cos(pi * i / intervals) for i in range(intervals + 1)]


def half_line(end, middle, intervals):
    """Such points, in (x - middle) / (x + middle), from 0 to an end far off."""
    grid = chebyshev_grid(mpf(-1), (end - middle) / (end + middle), intervals)
    return [middle * (1 + u) / (1 - u) for u in grid]


class Form:
    """numerator(c, x) / denominator(c, x), each a constant plus a linear function of the `size` coefficients c."""

    def __init__(self, size, numerator, denominator=lambda c, x: mpf(1)):
        self.size, self.numerator, self.denominator = size, numerator, denominator

    def __call__(self, c, x):
        return self.numerator(c, x) / self.denominator(c, x)

    def error(self, c, x, target):
        return self(c, x) / target - 1


def max_error(form, c, f, grid):
    """The largest relative error of the form with the coefficients c as f."""
    return max(abs(form.error(c, x, f(x))) for x in grid)


def max_rounding(form, c, units, f, grid):
    """How much the error can grow, to first order, where each coefficient is off by as much as its unit."""
    steps = [[value + unit * (j == k) for k, value in enumerate(c)] for j, unit in enumerate(units)]
    return max(sum(abs(form(step, x) - form(c, x)) for step in steps) / abs(f(x)) for x in grid)


def remez(form, f, grid):
    """The coefficients with which the form's largest relative error as f is least in the points of the grid.

    With one error more than there are coefficients, equally large and of alternating signs, it is (Chebyshev). The
    coefficients for which it is so in some points are found from linear equations, and then points where the error is
    larger are exchanged for them, until there are none.
    """
    values = [f(x) for x in grid]
    n = form.size
    points = [round((len(grid) - 1) * i / n) for i in range(n + 1)]
    while True:
        c, level = _levelled(form, [(grid[i], values[i]) for i in points])
        errors = [form.error(c, x, value) for x, value in zip(grid, values)]
        points = _extrema(errors, n + 1)
        if max(abs(errors[i]) for i in points) <= abs(level) * (1 + mpf(10) ** -12):
            return c


def _levelled(form, references):
    """c and e for which form(c, x) = f(x) (1 ± e) in the points x, the sign alternating."""
    n = form.size
    zero, units = [mpf(0)] * n, [[mpf(j == k) for k in range(n)] for j in range(n)]
    c, level = None, mpf(0)
    while True:
        # e times the denominator is a product of unknowns: one of the two is taken from the step before.
        rows, right = matrix(n + 1), matrix(n + 1, 1)
        for i, (x, value) in enumerate(references):
            sign = (-1) ** i
            residue = lambda c: form.numerator(c, x) - value * (1 + sign * level) * form.denominator(c, x)
            slope = sign * value * (form.denominator(c, x) if c else 1)
            constant = residue(zero)
            for j in range(n):
                rows[i, j] = residue(units[j]) - constant
            rows[i, n] = -slope
            right[i] = -constant - slope * level
        solution = list(lu_solve(rows, right))
        c, previous, level = solution[:n], level, solution[n]
        if abs(level - previous) <= abs(level) * mpf(10) ** -15:
            return c, level


def _extrema(errors, wanted):
    """Where errors of one sign, one after the other, are largest; of `wanted` such runs."""
    found = []
    for i, error in enumerate(errors):
        if found and (error > 0) == (errors[found[-1]] > 0):
            if abs(error) > abs(errors[found[-1]]):
                found[-1] = i
        else:
            found.append(i)
    if len(found) < wanted:
        raise ArithmeticError(f"the error alternates {len(found)} times, not {wanted}")
    while len(found) > wanted:
        found.pop(0 if abs(errors[found[0]]) < abs(errors[found[-1]]) else -1)
    return found
