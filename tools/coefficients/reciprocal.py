"""1 / (1 + e), before the loss kernels' Newton step."""

from mpmath import mpf

from remez import Form, chebyshev_grid, max_error, polynomial
from tables import Coefficients, table


@table("reciprocal_of_1_plus", "1 / (1 + e) as a cubic, signs left out", "0 <= e <= 1",
       "(1 - T4(2 e - 1) / T4(3)) / (1 + e): minimax, and exact")
def reciprocal_of_1_plus():
    # T4(2 e - 1) = 1 - 32 e + 160 e^2 - 256 e^3 + 128 e^4, T4(3) = 577. Divided by 1 + e from the constant on:
    remainder, quotient = [577 - 1, 32, -160, 256, -128], []
    for k in range(4):
        quotient.append(remainder[k])
        remainder[k + 1] -= remainder[k]
    assert remainder[4] == 0
    texts = [f"{abs(c)}.0 / 577" for c in quotient]
    form = Form(4, lambda c, e: polynomial([c[0], -c[1], c[2], -c[3]], e))
    grid = chebyshev_grid(mpf(0), mpf(1), 100)
    return Coefficients({"": texts}, lambda parts: max_error(form, parts[""], lambda e: 1 / (1 + e), grid))
