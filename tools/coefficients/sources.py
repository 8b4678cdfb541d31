"""Finds the tables in the C++ sources: the numbers between a marker and the next semicolon.

    // tools/coefficients: NAME        or NAME.PART, where a table stands in several statements

If the statement has a list of three or more plain numbers, the first such list is the table. Otherwise the table is its
long numbers: those of seven or more significant digits that are no integers, and quotients by an integer of three or
more digits.
"""

from dataclasses import dataclass
import re

from tables import number

MEASURED = re.compile(r"ErrorBound bound\{[^;]*;")  # inputs that were found by measuring
MARKER = re.compile(r"// tools/coefficients: ([\w.]+)")
DECIMAL = re.compile(r"(?<![\w.])(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?[fF]?(?: / \d{3,}\b)?")
PLAIN = re.compile(r"[\s\d.eEfF+\-*/,{}]*")
DATA = ("src/catalogue/records/",)  # holds measurements and settings, no coefficients


@dataclass
class Marked:
    name: str
    file: str
    line: int
    texts: list[str]  # as they stand there


@dataclass
class Numbers:
    start: int
    end: int
    texts: list[str]


def read(root, folder="src"):
    """Every marker below the folder, and a list of complaints about numbers in src/catalogue that have none."""
    found, complaints = [], []
    for path in sorted((root / folder).rglob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        text, file = path.read_text(), str(path.relative_to(root))
        code = without_comments(text)
        covered = [measured.span() for measured in MEASURED.finditer(code)]
        for marker in MARKER.finditer(text):
            end = code.find(";", marker.end())
            line = text.count("\n", 0, marker.start()) + 1
            covered.append((marker.end(), end))
            lists = plain_lists(code, marker.end(), end)
            texts = lists[0].texts if lists else [n.texts[0] for n in long_numbers(code, marker.end(), end)]
            found.append(Marked(marker[1], file, line, texts))
        if not file.startswith("src/catalogue/") or file.startswith(DATA):
            continue
        lists = [n for n in plain_lists(code, 0, len(code)) if len(n.texts) > 3 and any("." in t for t in n.texts)]
        for n in lists + long_numbers(code, 0, len(code)):
            if not any(start <= n.start and n.end <= end for start, end in covered):
                line = text.count("\n", 0, n.start) + 1
                complaints.append(f"{file}:{line}: no marker says where {', '.join(n.texts)[:60]} comes from")
    return found, complaints


def without_comments(text):
    """The text with blanks for comments and for what is in quotes, everything else where it was."""
    blank = lambda match: re.sub(r"[^\n]", " ", match[0])
    return re.sub(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', blank, text, flags=re.S)


def plain_lists(code, start, end):
    """The lists of three or more numbers, in braces or parentheses; not those within another."""
    lists = []
    for opening in re.finditer(r"[{(]", code[start:end]):
        first = start + opening.end()
        if lists and first <= lists[-1].end:
            continue
        content = PLAIN.match(code, first, end)
        last = content.end() if code[content.end():content.end() + 1] == ")" else code.rfind("}", first, content.end())
        texts = [t.strip() for t in re.sub(r"[{}]", " ", code[first:last]).split(",")] if last > first else []
        if len(texts) >= 3 and all(re.search(r"\d", t) for t in texts if t or t is not texts[-1]):
            lists.append(Numbers(first, last, [t for t in texts if t]))
    return lists


def long_numbers(code, start, end):
    """The numbers that nobody knows by heart."""
    found = []
    for match in DECIMAL.finditer(code, start, end):
        digits = re.sub(r"[eE].*|\D", "", match[0]).strip("0")
        if "/" in match[0] or (len(digits) >= 7 and number(match[0]).denominator != 1):
            negative = re.search(r"[=({,]\s*-$", code[:match.start()])
            found.append(Numbers(match.start(), match.end(), ["-" * bool(negative) + match[0]]))
    return found
