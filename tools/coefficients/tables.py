"""What a table of coefficients is, and how its numbers are printed."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
import re
from typing import Callable

from mpmath import floor, frexp, ldexp, mp, mpf, nint, nstr

mp.dps = 40


@dataclass
class Allowed:
    """How a committed table may differ from the recomputed one. A fit so close to the best that its last digits hang on
    how the function was rounded cannot be had again digit for digit; that it is as good can be shown."""

    difference: float  # of each number, relative
    error: mpf  # the largest error


@dataclass
class Coefficients:
    """What a table's function computes."""

    parts: dict[str, list[str]]  # the C++ numbers of each part, by the name after the dot of its marker
    error: Callable | None = None  # the largest relative error, from the numbers of each part
    allowed: Allowed | None = None  # where None, nothing


@dataclass
class Table:
    name: str
    function: str
    interval: str
    method: str
    compute: Callable[[], Coefficients]


tables: dict[str, Table] = {}


def table(name, function, interval="", method=""):
    """Decorates the function that computes a table."""

    def add(compute):
        assert name not in tables, name
        tables[name] = Table(name, function, interval, method, compute)
        return compute

    return add


def constants(name, function, method=""):
    """Decorates a function that gives the C++ numbers of one marker."""
    return lambda compute: table(name, function, method=method)(lambda: Coefficients({"": compute()}))


# Numbers in C++


def doubles(values):
    """The nearest float64 of each, in as few digits as tell it apart."""
    return [repr(float(value)) for value in values]


def decimals(values, digits):
    """Each rounded to so many significant digits."""
    return [f"{Decimal(nstr(value, 38)):.{digits}g}" for value in values]


def rounded(value, bits):
    """The nearest number of so many binary digits."""
    exponent = frexp(value)[1]
    return ldexp(nint(ldexp(value, bits - exponent)), exponent - bits)


def truncated(value, bits):
    """The next such number towards 0, of a positive value."""
    exponent = frexp(value)[1]
    return ldexp(floor(ldexp(value, bits - exponent)), exponent - bits)


def number(text):
    """The value of a C++ number, or of a product or quotient of some, exactly."""
    value, operation = Fraction(1), "*"
    for token in re.findall(r"[*/]|[^\s*/]+", text):
        if token in "*/":
            operation = token
        else:
            factor = Fraction(token.rstrip("fF"))
            value = value * factor if operation == "*" else value / factor
    return value


def numbers(texts):
    """What float64 makes of each."""
    return [mpf(float(number(text))) for text in texts]


def last_digits(texts):
    """Half a unit in the last place of each."""
    return [mpf(10) ** Decimal(text).as_tuple().exponent / 2 for text in texts]
