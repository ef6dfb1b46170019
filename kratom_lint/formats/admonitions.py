"""Finds the admonitions and tabs of MkDocs in Markdown: a line with a sign and a title, and an indented text below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kratom_lint.expressions import late

HEAD = late(
    r"""(?P<indent>[ \t]*+)(?:(?:!!!|\?\?\?\+?)[ \t]++[a-z][\w-]*+(?:[ \t]++(?:inline|end))*+|===[+!]?(?=[ \t]++"))
    (?:[ \t]++"(?P<title>[^"\r\n]*+)")?[ \t]*+(?=[\r\n]|\Z)""",
    re.X,
)
LINE = late(r"(?P<indent>[ \t]*+)(?P<text>[^\r\n]*+)(?:\r\n|[\r\n]|\Z)")
STEP = 4
"""So many columns further in stands what an admonition holds."""


def indents(text: str) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    """Yield where the lines stand that admonitions begin with, each with its match, and the indents that they cause."""
    opened: list[int] = []
    lines = [match for match in LINE.finditer(text) if match.end() > match.start()]
    for number, line in enumerate(lines):
        if not line["text"]:
            continue
        width = _width(line["indent"])
        while opened and width < opened[-1]:
            opened.pop()
        head = HEAD.match(text, line.start()) if line["text"][0] in "!?=" else None
        below = next((each for each in lines[number + 1 : number + 4] if each["text"]), None) if head else None
        if head and below and _width(below["indent"]) >= width + STEP:
            opened.append(width + STEP)
            yield *head.span(), head
        elif opened:
            yield line.start(), line.start() + _reach(line["indent"], STEP * len(opened)), None


def _width(indent: str) -> int:
    """Return how many columns an indent is wide."""
    return len(indent.expandtabs(STEP))


def _reach(indent: str, width: int) -> int:
    """Return how many characters of an indent make up that many columns."""
    return next((size for size in range(len(indent)) if _width(indent[:size]) >= width), len(indent))
