"""Writes the cells of a sheet into a transcript: which row heads the columns, what is copy, what stands in a cell."""

from __future__ import annotations

import re

from kratom_lint.formats.builder import BREAK
from kratom_lint.formats.data import MARKUP
from kratom_lint.formats.html import HtmlReader
from kratom_lint.formats.looks import kind_of
from kratom_lint.formats.outline import is_short
from kratom_lint.formats.plain import read_plain
from kratom_lint.formats.transcript import Transcript
from kratom_lint.model import Span

_BREAKS = re.compile(r"\r\n|[\r\n]")


class Cells:
    """The cells of one sheet, added row by row. `end` it after the last."""

    def __init__(self, sheet: str, transcript: Transcript, *, hidden: bool = False) -> None:
        self._sheet = sheet
        self._transcript = transcript
        self._all_hidden = hidden
        self._row_hidden = False
        self._columns: list[tuple[int, int]] = []
        self._heads: dict[int, str] | None = None
        self._heading = False
        transcript.enter("table")

    def hide_columns(self, low: int, high: int) -> None:
        """Let the columns [low, high), 0-based, be hidden."""
        self._columns.append((low, high))

    def start_row(self, *, hidden: bool = False) -> None:
        """Begin a row; the first one with a text in it heads the columns."""
        self._row_hidden = hidden
        self._heading = False

    def add(self, text: str, row: int, column: int) -> None:
        """Add the text of the cell in a row, 1-based, and a column, 0-based. Columns past the 1000th have no head."""
        text = _BREAKS.sub(BREAK, text)
        if not text.strip():
            return
        pointer = f"{self._sheet}!{_letters(column)}{row}"
        if self._heads is None:
            self._heads, self._heading = {}, True
        if self._all_hidden or self._row_hidden or any(low <= column < high for low, high in self._columns):
            self._transcript.add(text, pointer, hidden=[(0, len(text))])
            return
        kind = "value" if self._heading else kind_of(self._heads.get(column, ""), text)
        if self._heading:
            self._heads[column] = text.strip()
        if kind in ("url", "slug", "keyword"):
            self._transcript.aside(kind, text, pointer)
        elif kind:
            self._transcript.enter("table-head" if self._heading else "table-cell", min(column, 1000))
            self._write(text, pointer, min(column, 1000))
            self._transcript.leave()

    def end(self) -> None:
        """Close the sheet."""
        self._transcript.leave()

    def _write(self, text: str, pointer: str, column: int) -> None:
        """Write a cell: a text of one line, or what is HTML or a plain text of several lines."""
        outline = self._transcript.outline
        outline.pointer = pointer
        if MARKUP.search(text):
            reader = HtmlReader(outline)
            reader.read(self._transcript.line(text))
            reader.flush(None)
        elif BREAK in text.strip():
            read_plain(self._transcript.line(text), outline)
        else:
            prose = self._transcript.line(text)
            end = self._transcript.length
            index = outline.add(prose, Span(end - len(text) - 1, end))
            if self._heading and index is not None and column < 1000 and is_short(text.strip()):
                outline.set_head(column, index)


def _letters(column: int) -> str:
    """Return the name of a 0-based column: "A", "B" ... "AA"."""
    name = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(ord("A") + digit) + name
    return name
