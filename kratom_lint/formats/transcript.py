"""The visible text of a file that is no text: written down line by line as it is read, with the blocks over it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kratom_lint.errors import SourceError
from kratom_lint.formats.builder import Builder
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.plain import BULLET
from kratom_lint.formats.prose import Prose
from kratom_lint.model import Span

MOST_LETTERS = 50_000_000
"""So long a transcript may be; a few strings that many cells share could make it endless."""

_LINE_ENDS = str.maketrans("\r\n", "  ")


class Transcript:
    """One line for each paragraph or cell, so that a line number and an offset in the line mean something to a person.

    A hard break inside a line is written as U+2028, which ends no line of a file.
    """

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.length = 0
        self._lines: list[str] = []
        self._lists: list[int] = []
        self._outer: list[tuple[int, list[int]]] = []

    @property
    def text(self) -> str:
        """All that was written so far."""
        return "".join(self._lines)

    def line(self, text: str) -> Prose:
        """Write a line and return it as prose; offsets in it are those in `text`."""
        return self.lines([text])

    def lines(self, texts: Iterable[str]) -> Prose:
        """Write several lines and return them as one prose, which has the line feeds between them too."""
        start = self.length
        text = "\n".join(text.translate(_LINE_ENDS) for text in texts)
        self._lines += (text, "\n")
        self.length += len(text) + 1
        if self.length > MOST_LETTERS:
            raise SourceError(f"it holds more than {MOST_LETTERS} letters; split it, or leave it out with --exclude")
        return Prose.of(text, start)

    @property
    def in_cell(self) -> bool:
        """Whether the next line stands directly in a cell of a table."""
        return self.outline.frame.kind in ("table-head", "table-cell")

    def enter(self, kind: str, column: int = 0) -> None:
        """Open a container of the outline, with lists of its own."""
        if kind == "table":
            self.item(0)
        self._outer.append((self.outline.height, self._lists))
        self._lists = []
        self.outline.enter(kind, self.length, column)

    def leave(self) -> None:
        """Close the innermost container, and the lists in it."""
        height, self._lists = self._outer.pop()
        self.outline.leave(height)

    def item(self, depth: int) -> None:
        """Make the next line an item of the list at `depth`, 1-based; 0 ends all lists."""
        depth = min(depth, len(self._lists) + 1)
        while len(self._lists) > depth:
            self.outline.leave(self._lists.pop())
        if depth > len(self._lists):
            self._lists.append(self.outline.height)
            self.outline.enter("list", self.length)
        if depth:
            self.outline.leave(self._lists[-1] + 1)
            self.outline.enter("item", self.length)

    def add(
        self,
        text: str,
        pointer: str,
        *,
        level: int = 0,
        depth: int = 0,
        rank: int = 0,
        hidden: Sequence[tuple[int, int]] = (),
    ) -> int | None:
        """Write a paragraph and return the index of its block, None if it shows no word.

        `level` makes it a heading, `depth` an item (-1: a further paragraph of the open item), without either a typed
        bullet does. `hidden` are the ranges of the text that no reader sees.
        """
        shown = bare = self.line(text)
        extent = Span(self.length - len(text) - 1, self.length)
        if hidden:
            shown, bare = _parted(bare, hidden)
            if bare.text.strip():
                self.outline.pointer = pointer
                self.outline.aside("hidden", bare, extent)
        bullet = None if level or depth else BULLET.match(shown.text)
        if level or depth >= 0:
            self.item(0 if level else depth or int(bullet is not None))
        self.outline.pointer = pointer
        if level:
            return self.outline.add(shown, extent, "heading", level, level)
        prose = shown.cut(bullet.end(), len(shown.text)) if bullet else shown
        return self.outline.add(prose, extent, rank=rank)

    def aside(self, kind: str, text: str, pointer: str) -> None:
        """Write a text outside the flow (alt, url, hidden ...) as a line of its own."""
        prose = self.line(text)
        self.outline.pointer = pointer
        self.outline.aside(kind, prose, Span(self.length - len(text) - 1, self.length))
        self.outline.flush()


def _parted(prose: Prose, hidden: Sequence[tuple[int, int]]) -> tuple[Prose, Prose]:
    """Return what is seen of a prose, and what is not."""
    shown, unseen = Builder(prose), Builder(prose)
    at = 0
    for start, end in hidden:
        shown.copy(at, start)
        unseen.copy(start, end)
        at = end
    shown.copy(at, len(prose.text))
    return shown.done(), unseen.done()
