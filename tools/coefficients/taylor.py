"""Simple roots, and Taylor series there."""

from mpmath import findroot, mpf, taylor

from remez import polynomial
from tables import Coefficients, doubles


def root_series(f, near, terms, radius):
    """A Root<terms> of C++: the root in two parts, the radius in which the series is used, and the series over the
    distance from the root."""
    root = findroot(f, mpf(near))
    at = mpf(float(root))

    def error(part):
        low, within, series = root - part[0], part[2], part[3:]
        assert abs(low - part[1]) < abs(low) * mpf(2) ** -52
        distances = [within * k / 20 for k in range(-20, 21) if k != 0]
        return max(abs(d * polynomial(series, d) / f(root + d) - 1) for d in distances)

    texts = doubles([at, root - at]) + [str(radius)] + doubles(taylor(f, root, terms)[1:])
    return Coefficients({"": texts}, lambda parts: error(parts[""]))
