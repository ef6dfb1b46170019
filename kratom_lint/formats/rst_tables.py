"""Cuts the tables of reStructuredText, grids and simple ones, into the lines of their cells."""

from __future__ import annotations

import re
from collections.abc import Callable

from kratom_lint.formats.lines import Line

RULE = re.compile(r"\+(?:[-=]+\+)+")
BORDER = re.compile(r"=+(?: +=+)+")
COLUMN = re.compile("=+")
LINED = re.compile(r"-+(?: +-+)*")

Cell = tuple[int, bool, list[Line]]
"""Column, whether it stands in the head, and its lines."""
Cutter = Callable[[str, list[Line], int], tuple[list[Cell], int]]


def is_grid(text: str) -> bool:
    """Say whether a line is a rule of a grid table."""
    return RULE.fullmatch(text) is not None


def is_simple(text: str) -> bool:
    """Say whether a line is the border of a simple table."""
    return BORDER.fullmatch(text) is not None


def grid_cells(text: str, lines: list[Line], at: int) -> tuple[list[Cell], int]:
    """Return the cells of the grid that begins at a line, and where it ends."""
    end = at
    while end < len(lines) and text[lines[end].low : lines[end].high].startswith(("+", "|")):
        end += 1
    rows = [text[line.low : line.high] for line in lines[at:end]]
    heads = next((number for number, row in enumerate(rows) if is_grid(row) and "=" in row), 0)
    columns = [match.start() for match in re.finditer(r"\+", rows[0])]
    cells: list[Cell] = []
    first = 0
    for number, row in enumerate(rows):
        if is_grid(row) and number > first:
            cells += _row(rows, lines[at:end], first + 1, number, columns, number <= heads)
            first = number
    return cells, end


def _row(rows: list[str], lines: list[Line], low: int, high: int, columns: list[int], head: bool) -> list[Cell]:
    """Return the cells of the lines [low, high); one that spans columns stands in its first.

    The last cell goes to the end of each line, for nothing is to be lost where a row is drawn a little askew.
    """
    cells: list[Cell] = []
    start = 0
    for number, column in enumerate(columns[1:], 1):
        last = number == len(columns) - 1
        if not last and not all(rows[i][column : column + 1] in ("|", "+") for i in range(low, high)):
            continue
        ends = [len(rows[i].rstrip("|")) if last else column for i in range(low, high)]
        parts = [_part(rows[i], lines[i], columns[start] + 1, ends[i - low]) for i in range(low, high)]
        parts = [part for part in parts if part]
        if any(not part.blank for part in parts):
            cells.append((start, head, parts))
        start = number
    return cells


def simple_cells(text: str, lines: list[Line], at: int) -> tuple[list[Cell], int]:
    """Return the cells of the simple table that begins at a line, and where it ends."""
    border = text[lines[at].low : lines[at].high]
    columns = [match.start() for match in COLUMN.finditer(border)]
    borders = [at]
    end = at + 1
    while end < len(lines):
        row = text[lines[end].low : lines[end].high]
        end += 1
        if is_simple(row):
            borders.append(end - 1)
            if end >= len(lines) or lines[end].blank:
                break
    cells: list[Cell] = []
    starts: list[Cell] = []
    for line in lines[at + 1 : borders[-1]]:
        row = text[line.low : line.high]
        if line.blank or LINED.fullmatch(row) or is_simple(row):
            starts = []
            continue
        indent = line.indent - lines[at].indent
        full = " " * indent + row
        moved = Line(line.low - indent, line.high, lines[at].indent)
        goes_on = bool(starts) and indent >= (columns[1] if len(columns) > 1 else 1)
        head = len(borders) > 2 and line.low < lines[borders[1]].low
        parts = [_part(full, moved, low, high) for low, high in zip(columns, [*columns[1:], len(full)], strict=True)]
        if not goes_on:
            starts = [(number, head, []) for number in range(len(columns))]
            cells += starts
        for (_, _, found), part in zip(starts, parts, strict=True):
            if part and not part.blank:
                found.append(part)
    return [cell for cell in cells if cell[2]], max(borders[-1] + 1, at + 1)


def _part(row: str, line: Line, low: int, high: int) -> Line:
    """Return the part of a line at the columns [low, high), without the white space around it."""
    part = row[low:high]
    spaces = len(part) - len(part.lstrip())
    start = line.low + low + spaces
    return Line(start, start + len(part.strip()), line.indent + low + spaces)
