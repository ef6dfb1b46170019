"""Lines of the formats in which the shape of lines tells what is what, and inline markup told by patterns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import Prose, Spelling

LINE = re.compile(r"([^\r\n]*?)[ \t\f\v]*(\r\n|\r|\n|\Z)")
INDENT = re.compile(r"[ \t]*")
TAB = 8


class Line(NamedTuple):
    """A line, or the part of one that belongs to a container: its words stand at [low, high), `indent` columns in."""

    low: int
    high: int
    indent: int

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return self.low >= self.high

    def after(self, count: int) -> Line:
        """Return what is left of the line after `count` characters."""
        return Line(self.low + count, self.high, self.indent + count)


def cut(text: str) -> list[Line]:
    """Return the lines of a text without the white space at their ends."""
    lines = []
    for match in LINE.finditer(text):
        low, high = match.span(1)
        indent = INDENT.match(text, low, high)
        spaces = indent[0] if indent else ""
        lines.append(Line(low + len(spaces), high, len(spaces.expandtabs(TAB))))
    return lines


def join(source: Prose, lines: Iterable[Line], mark: str = " ") -> Prose:
    """Return lines as one prose, with `mark` for what stands between them."""
    builder = Builder(source)
    at: int | None = None
    for line in lines:
        if at is not None:
            builder.atom(mark, at, line.low)
        builder.copy(line.low, line.high)
        at = line.high
    return builder.done()


def verbatim(source: Prose, lines: Iterable[Line]) -> Prose:
    """Return lines as one prose in which line feeds part them."""
    return join(source, lines, "\n")


Meaning = Callable[[re.Match[str], Builder, Outline], None]
"""Adds to the builder what an inline construct shows, and to the outline what stands outside the flow."""


def inline(
    prose: Prose, outline: Outline, pattern: re.Pattern[str], meanings: dict[str, Meaning], spelling: Spelling
) -> Prose:
    """Return a prose with its inline markup taken away; `meanings` are by the last named group of `pattern`.

    `spelling` is how visible text is written there.
    """
    builder = Builder(prose, spelling)
    spell(builder, 0, len(prose.text), outline, pattern, meanings)
    return builder.done()


def spell(
    builder: Builder,
    low: int,
    high: int,
    outline: Outline,
    pattern: re.Pattern[str],
    meanings: dict[str, Meaning],
) -> None:
    """Add what the base's text[low:high] shows, its inline markup taken away."""
    for match in pattern.finditer(builder.base.text, low, high):
        builder.copy(low, match.start())
        meanings[match.lastgroup or ""](match, builder, outline)
        low = match.end()
    builder.copy(low, high)


def address(outline: Outline, prose: Prose, low: int, high: int, kind: str = "url") -> None:
    """Add the address, or another text outside the flow, that stands at [low, high) of a prose."""
    part = prose.cut(low, high)
    outline.aside(kind, part, part.span(0, len(part.text)))
