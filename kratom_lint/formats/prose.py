"""Visible text with an exact map back to the source it was read from.

A piece `(text_start, source_start, text_length, source_length)` says which stretch of the source spells a
stretch of the text. Equal lengths: character by character. Unequal: one atom (an entity, an escape, folded
white space). What lies in the source between two pieces is removed markup.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from sys import maxsize

from kratom_lint.model import Span
from kratom_lint.values import field, value

_LEAD_BYTES = bytes((byte & 0xC0) != 0x80 for byte in range(256))

Piece = tuple[int, int, int, int]
Spelling = Callable[[str], str]
"""Turns visible text into what a format writes for it: escapes, references, doubled quotes."""

HOLE = "\ufffc"
"""Stands in prose for something opaque: inline code, an address, the output of a template."""


@value
class Prose:
    """A visible text and the pieces that spell it, which tile the text in order.

    Offsets into the text and the source are code points, ranges half-open. `spelling` says how other text would be
    spelled in this place: one function for each format around it, the outermost first. It composes as the map does,
    since whatever is built over a prose inherits it.
    """

    text: str
    pieces: tuple[Piece, ...]
    spelling: tuple[Spelling, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, text: str, at: int = 0) -> Prose:
        """Return `text` as prose that the source spells letter by letter from its offset `at`."""
        size = len(text)
        return cls(text, ((0, at, size, size),) if size else ())

    @classmethod
    def join(cls, parts: Sequence[Prose], separator: str = " ") -> Prose:
        """Return the parts as one prose; a separator has a place in the text and no width in the source."""
        texts: list[str] = []
        pieces: list[Piece] = []
        length = source = 0
        for number, part in enumerate(parts):
            if number and separator:
                texts.append(separator)
                pieces.append((length, source, len(separator), 0))
                length += len(separator)
            texts.append(part.text)
            pieces += [(length + at, start, size, width) for at, start, size, width in part.pieces]
            length += len(part.text)
            if part.pieces:
                source = part.pieces[-1][1] + part.pieces[-1][3]
        return cls("".join(texts), tuple(pieces), parts[0].spelling if parts else ())

    def spell(self, text: str) -> str:
        """Return how `text` is written in the source where this prose stands."""
        for spelling in reversed(self.spelling):
            text = spelling(text)
        return text

    def plain(self, start: int, end: int) -> int | None:
        """Return where the source spells `text[start:end]` letter by letter in one piece, None if it does not."""
        pieces = self.pieces
        if pieces and start < end:
            at, source, size, width = pieces[bisect_right(pieces, (start, maxsize)) - 1]
            if size == width and end <= at + size:
                return source + start - at
        return None

    def clip(self, start: int, end: int) -> Iterator[Piece]:
        """Yield the pieces of `text[start:end]`; an atom touched at all keeps its whole source."""
        pieces = self.pieces
        for index in range(max(bisect_right(pieces, (start, maxsize)) - 1, 0), len(pieces)):
            at, source, size, width = pieces[index]
            if at >= end:
                return
            low = start if start > at else at
            high = at + size if at + size < end else end
            if low < high and size == width:
                yield low, source + low - at, high - low, high - low
            elif low < high:
                yield low, source, high - low, width

    def cut(self, start: int, end: int) -> Prose:
        """Return the prose of `text[start:end]`, with the same map into the source."""
        if start <= 0 and end >= len(self.text):
            return self
        start, end = max(start, 0), min(end, len(self.text))
        plain = self.plain(start, end)
        if plain is not None:
            return Prose(self.text[start:end], ((0, plain, end - start, end - start),), self.spelling)
        pieces = tuple((at - start, source, size, width) for at, source, size, width in self.clip(start, end))
        return Prose(self.text[start:end], pieces, self.spelling)

    def segments(self, start: int, end: int) -> tuple[Span, ...]:
        """Return the maximal contiguous source ranges that spell `text[start:end]`, none of them empty."""
        spans: list[tuple[int, int]] = []
        for _, source, _, width in self.clip(start, end):
            if not width:
                continue
            if spans and spans[-1][0] <= source <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(spans[-1][1], source + width))
            else:
                spans.append((source, source + width))
        return tuple(Span(low, high) for low, high in spans)

    def span(self, start: int, end: int) -> Span:
        """Return the smallest source range that covers `text[start:end]`; empty if nothing spells it."""
        at = self.insertion_point(start) if start >= end else self.plain(start, end)
        if at is not None:
            return Span(at, at + max(end - start, 0))
        low, high = maxsize, -1
        for _, source, _, width in self.clip(start, end):
            if width:
                low, high = min(low, source), max(high, source + width)
        if high < 0:
            low = high = self.insertion_point(start)
        return Span(low, high)

    def text_range(self, span: Span) -> tuple[int, int] | None:
        """Return the smallest range of the text that `span`, a range of the source, helps to spell; None if none."""
        low, high = maxsize, -1
        for at, source, size, width in self.pieces:
            start, end = max(source, span.start), min(source + width, span.end)
            if start >= end:
                continue
            letters = size == width
            low = min(low, at + (start - source if letters else 0))
            high = max(high, at + (end - source if letters else size))
        return (low, high) if high >= 0 else None

    def insertion_point(self, at: int) -> int:
        """Return the source offset where text put before `text[at]` belongs; for the end, after all pieces."""
        if not self.pieces:
            return 0
        start, source, size, width = self.pieces[max(bisect_right(self.pieces, (at, maxsize)) - 1, 0)]
        if size == width:
            return source + max(min(at - start, width), 0)
        return source if at <= start else source + width


def characters(text: str) -> Sequence[int]:
    """Return, for each offset into the UTF-8 bytes of `text`, the offset of the character there."""
    if text.isascii():
        return range(len(text) + 1)
    return array("I", accumulate(text.encode().translate(_LEAD_BYTES), initial=0))
