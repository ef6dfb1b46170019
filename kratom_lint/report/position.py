"""Where an offset of a source stands: line and column, bytes, UTF-16 units. Linear over a file's findings."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, chain

from kratom_lint.values import value

_LINE_END = re.compile(r"\r\n|\r|\n")
_STRIDE = 1024


def _ends(source: str) -> Iterator[int]:
    """Yield where lines end."""
    if "\r" in source:
        yield from (m.end() for m in _LINE_END.finditer(source))
        return
    end = source.find("\n") + 1
    while end:
        yield end
        end = source.find("\n", end) + 1


@value(order=True)
class Position:
    """A line and a column, both 1-based, the column in code points."""

    line: int
    column: int


class Positions:
    """All positions of one source. Offsets are 0-based code points, 0 to len(source) inclusive.

    Lines end at LF, CR LF and CR and nowhere else, as in editors (LSP 3.17, "Text Documents"): U+2028, form
    feeds and their like, which pasted copy is full of, stay inside their line.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._starts = array("q", chain((0,), _ends(source)))
        self._ascii = source.isascii()
        self._bytes = self._checkpoints("utf-8", 1)
        self._units = self._checkpoints("utf-16-le", 2)

    def at(self, offset: int) -> Position:
        """Return the line and column of `offset`; between CR and LF it is still on the line they end."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def byte(self, offset: int) -> int:
        """Return how many UTF-8 bytes stand before `offset`."""
        return offset if self._ascii else self._measure(offset, self._bytes, "utf-8", 1)

    def utf16(self, offset: int) -> int:
        """Return how many UTF-16 code units stand before `offset`."""
        return offset if self._ascii else self._measure(offset, self._units, "utf-16-le", 2)

    @property
    def lines(self) -> int:
        """Return how many lines there are; the last may be empty."""
        return len(self._starts)

    def line_start(self, line: int) -> int:
        """Return the offset at which the 1-based `line` starts."""
        return self._starts[line - 1]

    def line_text(self, line: int) -> str:
        """Return the text of the 1-based `line` without its line ending."""
        end = self._starts[line] if line < len(self._starts) else len(self._source)
        return self._source[self._starts[line - 1] : end].rstrip("\r\n")

    def _checkpoints(self, encoding: str, unit: int) -> list[int]:
        # One entry a stride: a look-up stays bounded, without two integers for each character.
        if self._ascii:
            return []
        strides = range(0, len(self._source), _STRIDE)
        sizes = (len(self._encode(start, start + _STRIDE, encoding)) // unit for start in strides)
        return list(accumulate(sizes, initial=0))

    def _measure(self, offset: int, checkpoints: list[int], encoding: str, unit: int) -> int:
        stride = offset // _STRIDE
        return checkpoints[stride] + len(self._encode(stride * _STRIDE, offset, encoding)) // unit

    def _encode(self, start: int, end: int, encoding: str) -> bytes:
        return self._source[start:end].encode(encoding, "surrogatepass")
