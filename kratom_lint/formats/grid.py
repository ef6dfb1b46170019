"""Counts the rows and columns of an HTML table, cells that span several of them included."""

from __future__ import annotations

from kratom_lint.values import field, record

WIDEST = 100
"""No cell spans more columns, and cells further to the right are not told apart; it bounds the work."""


@record
class Grid:
    """An open table: its row (1-based), the columns [column, end) of its cell (0-based), and the head of the row."""

    row: int = 0
    column: int = 0
    end: int = 0
    head: int | None = None
    height: int = 1
    _headed: int = 0
    _taken: dict[int, int] = field(default_factory=dict)

    def start_row(self) -> None:
        """Begin the next row."""
        self.row += 1
        self.column = self.end = 0
        if self.row > self._headed:
            self.head = None

    def start_cell(self, attributes: dict[str, str]) -> None:
        """Place the next cell of the row in the first columns that are free.

        Source: WHATWG HTML, 4.9.12.1 "Forming a table".
        """
        self.column = self.end
        while self.column < WIDEST and self._taken.get(self.column, 0) >= self.row > 0:
            self.column += 1
        self.height = _span(attributes.get("rowspan"))
        self.end = min(self.column + _span(attributes.get("colspan")), WIDEST)
        if self.height > 1:
            for column in range(self.column, self.end):
                self._taken[column] = self.row + self.height - 1

    def head_row(self, index: int) -> None:
        """Let the block at `index`, in the current cell, head the rows that the cell stands in."""
        self.head = index
        self._headed = self.row + self.height - 1


def _span(value: str | None) -> int:
    digits = (value or "").strip()
    return min(max(int(digits), 1), WIDEST) if digits.isdecimal() and len(digits) < 6 else 1
