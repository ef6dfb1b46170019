"""The difference between two texts as a patch that `git apply` and `patch -p1` take."""

from __future__ import annotations

import re
from difflib import unified_diff

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")


def patch(path: str, before: str, after: str) -> str:
    """Return the patch that turns the text `before` of a file into `after`; empty when they are the same.

    Lines end at line feeds, as these tools count them, whatever else stands at their ends.
    """
    if before == after:
        return ""
    name = path.lstrip("/")
    lines = unified_diff(_LINE.findall(before), _LINE.findall(after), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
