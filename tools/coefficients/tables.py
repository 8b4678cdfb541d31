"""What a table of coefficients is, and how its numbers are printed."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
import re
from typing import Callable

from mpmath import floor, frexp, ldexp, mp, mpf, nint, nstr

mp.dps = 40


@dataclass
class Coefficients:
    """What a table's function computes."""

    parts: dict[str, list[str]]  # the C++ numbers of each part, by the name after the dot of its marker
    error: Callable | None = None  # the largest relative error, from the numbers of each part
    most: mpf | None = None  # which it may be


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


def moved(texts, units):
    """Each moved by so many units in its last place.

    The coefficients of a fit are less certain than its error: what was rounded in finding them, in the function too,
    shows in their last digits, and where it is not known how that was done they cannot be had again. Then the tool says
    by how much the committed ones differ from those that it finds, and shows that their error is no larger.
    """
    results = []
    for text, unit in zip(texts, units, strict=True):
        value = Decimal(text)
        results.append(str(value + Decimal(unit).scaleb(value.as_tuple().exponent)))
    return results


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


def exactly(texts):
    """The values of decimal numbers."""
    return [mpf(text) for text in texts]


def numbers(texts):
    """What float64 makes of each."""
    return [mpf(float(number(text))) for text in texts]


def last_digits(texts):
    """Half a unit in the last place of each."""
    return [mpf(10) ** Decimal(text).as_tuple().exponent / 2 for text in texts]
