"""Offsets of a text as the positions that a client counts in, and back."""

from __future__ import annotations

from lsprotocol import types

from kratom_lint.model import Span
from kratom_lint.report.position import Positions

_WIDTHS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


class Places:
    """The places of one text, whose lines end as the protocol says: at LF, CR LF and CR (LSP 3.17, "Text Documents").

    `encoding` is utf-8, utf-16 or utf-32, the unit of a client's columns. Spans are of the text after its first
    `shift` characters, a byte order mark that is no part of the source.
    """

    def __init__(self, text: str, encoding: str, shift: int = 0) -> None:
        self._text = text
        self.encoding = encoding
        self._shift = shift
        self._positions = Positions(text)

    def position(self, offset: int) -> types.Position:
        """Return the place of an offset, in code points of the source."""
        offset += self._shift
        at = self._positions.at(offset)
        start = offset - at.column + 1
        if self.encoding == "utf-32":
            return types.Position(at.line - 1, at.column - 1)
        count = self._positions.byte if self.encoding == "utf-8" else self._positions.utf16
        return types.Position(at.line - 1, count(offset) - count(start))

    def range(self, span: Span) -> types.Range:
        """Return the place of a span."""
        return types.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: types.Position) -> int:
        """Return the offset of a place; one past the end of a line means its end, one past the last line the end."""
        if position.line >= self._positions.lines:
            return len(self._text) - self._shift
        text = self._positions.line_text(position.line + 1)
        codec, width = _WIDTHS[self.encoding]
        before = text.encode(codec, "surrogatepass")[: max(position.character, 0) * width].decode(codec, "ignore")
        return max(self._positions.line_start(position.line + 1) + len(before) - self._shift, 0)

    def span(self, range_: types.Range) -> Span:
        """Return the span that a client means."""
        start, end = self.offset(range_.start), self.offset(range_.end)
        return Span(min(start, end), max(start, end))

    def start(self, line: int, column: int) -> types.Range:
        """Return the empty range at a line and column, both 1-based and in code points, or at the nearest place."""
        line = min(max(line, 1), self._positions.lines)
        text = self._positions.line_text(line)
        at = self._positions.line_start(line) + min(max(column - 1, 0), len(text)) - self._shift
        return self.range(Span(max(at, -self._shift), max(at, -self._shift)))
