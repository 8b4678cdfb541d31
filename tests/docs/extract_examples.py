"""Makes a test of the C++ in docs/gradcheck.md: extract_examples.py DOCUMENT TEST.cpp. Each block below a heading "###
name" is a function that must be found to be wrong with the cause of that name; the first block of the document is what
stands before all of them."""

import pathlib
import re
import sys

START = """// Made from {document} by tests/docs/extract_examples.py.
#include <gtest/gtest.h>

#include "docs/expect_cause.h"

{prelude}
namespace actlab::documented {{
namespace {{
"""

EXAMPLE = """
TEST(DocumentedFinding, {name}) {{
  const ExpectCause expect("{cause}");
#line {line} "{document}"
{code}
}}
"""

END = """
TEST(DocumentedFinding, EveryCauseHasOne) {
  expect_every_cause_is_in({%s});
}

}  // namespace
}  // namespace actlab::documented
"""


def blocks(text):
    """Heading, line and code of each C++ block."""
    heading, code, start = None, None, 0
    for number, line in enumerate(text.splitlines(), 1):
        if code is None and line.startswith("### "):
            heading = line[4:]
        elif code is None and line == "```cpp":
            code, start = [], number + 1
        elif code is not None and line == "```":
            yield heading, start, "\n".join(code)
            code = None
        elif code is not None:
            code.append(line)
        elif line.startswith("## "):
            heading = None


def main():
    document = pathlib.Path(sys.argv[1])
    all_blocks = list(blocks(document.read_text(encoding="utf-8")))
    prelude = next(code for heading, _, code in all_blocks if heading is None and "#include" in code)
    examples = [block for block in all_blocks if block[0] is not None]
    text = START.format(document=document.name, prelude=prelude)
    for heading, line, code in examples:
        name = "".join(word.capitalize() for word in re.findall(r"[A-Za-z]+", heading))
        text += EXAMPLE.format(name=name, cause=heading, line=line, document=document, code=code)
    text += END % ", ".join(f'"{heading}"' for heading, _, _ in examples)
    pathlib.Path(sys.argv[2]).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
