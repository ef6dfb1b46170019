"""Reads tables of text with delimiters (CSV, TSV): cells with their row and column, feeds of shops among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.data import Tree
from kratom_lint.formats.outline import Outline, is_short
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.spelling import doubled
from kratom_lint.formats.tree import Place, escape

DELIMITERS = ",;\t|"
SAMPLE = 20
"""So many rows decide what the delimiter is."""
QUOTES = re.compile('""')
LETTER = re.compile(r"[^\W\d_]")


def read_csv(source: Prose, outline: Outline) -> None:
    """Read a table into the outline. What parts its cells (comma, semicolon, tab or bar) shows in its first rows.

    The pointer of a cell is its row, as a spreadsheet counts them from 1, and the name of its column, or the column's
    number from 1 where the first row is no header.
    """
    _read(source, outline, _delimiter(source.text, DELIMITERS))


def read_tsv(source: Prose, outline: Outline) -> None:
    """Read a table with tabs between its cells into the outline, as `read_csv` does."""
    _read(source, outline, _delimiter(source.text, "\t" + DELIMITERS))


def _read(source: Prose, outline: Outline, delimiter: str) -> None:
    def spell(place: Place) -> Prose:
        builder = Builder(source, doubled if place.style else None)
        if not place.style:
            builder.copy(place.low, place.high)
            return builder.done()
        tail = int(place.style) if place.style != "q" else place.high + 1
        builder.decode(place.low, tail - 1, QUOTES, lambda match: '"')
        builder.copy(tail, place.high)
        return builder.done()

    prefix = outline.pointer
    tree = Tree()
    root = Tree.root(False)
    names: list[str] = []
    labels: list[Place] = []
    for number, row in enumerate(_rows(source.text, delimiter), 1):
        if number == 1:
            heads = [spell(place) for place in row]
            if _is_header([head.text for head in heads]):
                names = [head.text.strip() for head in heads]
                labels = row
                for head, place in zip(heads, row, strict=True):
                    outline.pointer = f"{prefix}/1/{escape(head.text.strip())}"
                    tree.labels[place.low] = outline.place("table-head", head, source.span(place.low, place.high))
                outline.pointer = prefix
                continue
        node = tree.branch(root, str(number), True)
        for column, place in enumerate(row):
            known = column < len(names) and names[column]
            label = labels[column] if known else None
            tree.leaf(node, names[column] if known else str(column + 1), place, label)
    tree.read(source, outline, spell)


def _rows(text: str, delimiter: str) -> Iterator[list[Place]]:
    """Yield the rows of a table, each as the places of what is in its cells.

    The style of one in quotes is "q", or the offset of what follows the closing quote.
    """
    mark = re.escape(delimiter)
    cell = re.compile(
        rf'(?:"(?P<quoted>[^"]*+(?:""[^"]*+)*+)(?:"(?P<tail>[^{mark}\r\n]*+)|\Z)|(?P<bare>[^{mark}\r\n]*+))'
    )
    row: list[Place] = []
    at = 0
    while match := cell.match(text, at):
        start, at = match.span()
        if match["quoted"] is None:
            place = Place(start, at)
        elif match["tail"]:
            place = Place(start + 1, at, str(match.start("tail")))
        else:
            place = Place(*match.span("quoted"), "q")
        row.append(place)
        if text.startswith(delimiter, at):
            at += 1
            continue
        yield row
        if at == len(text):
            return
        row = []
        at += 2 if text.startswith("\r\n", at) else 1
        if at == len(text):
            return


def _is_header(names: list[str]) -> bool:
    """Say whether a row names columns: no name twice or long, and each has a letter; some may be missing."""
    given = [name.strip() for name in names if name.strip()]
    return (
        bool(given)
        and len(set(given)) == len(given)
        and all(is_short(name) and len(name) <= 60 and LETTER.search(name) for name in given)
    )


def _delimiter(text: str, known: str) -> str:
    """Return the delimiter that cuts the first row into most cells, and the others into as many; else the first one."""
    best, most = known[0], 1.0
    for delimiter in known:
        sizes = [len(row) for row in islice(_rows(text, delimiter), SAMPLE)]
        score = sizes[0] * sizes.count(sizes[0]) / len(sizes)
        if sizes[0] > 1 and score > most:
            best, most = delimiter, score
    return best
