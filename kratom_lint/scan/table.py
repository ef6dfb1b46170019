"""Reads CSV and TSV files with a header, plain or compressed, record by record (RFC 4180)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kratom_lint.errors import SourceError
from kratom_lint.scan.columns import Columns
from kratom_lint.scan.lines import BOM, lines
from kratom_lint.scan.streams import Fault, content
from kratom_lint.scan.units import Unit

_DELIMITERS = (",", ";", "\t", "|")


class _Damaged(Exception):
    """The lines end here, and go on after what cannot be read."""


@dataclass(slots=True)
class _Lines:
    """The lines of a file for `csv`, which asks for as many as a record has; remembers what was wrong with them."""

    source: Iterator[tuple[int, bytes | Fault]]
    fault: Fault | None = None
    ended: bool = False
    record: list[str] = field(default_factory=list)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        try:
            at, line = next(self.source)
        except StopIteration:
            self.ended = True
            raise
        if isinstance(line, Fault):
            self.fault = line
            raise _Damaged
        try:
            return (line.removeprefix(BOM) if at == 0 else line).decode()
        except UnicodeDecodeError:
            self.fault = Fault("undecodable", "the record is not valid UTF-8; save the file as UTF-8")
            return line.decode(errors="replace")


def read_table(unit: Unit, columns: Columns, longest: int) -> Iterator[dict[str, Any]]:
    """Return a row of `DOCUMENTS` for each record after the header; `longest` is in bytes."""
    # The limit belongs to the module, and lines are held to one of ours already.
    csv.field_size_limit(max(csv.field_size_limit(), longest))
    source = _Lines(lines(content(unit.path), longest))
    header, delimiter = header_of(source)
    columns = columns.among(header)
    position = 0
    while not source.ended:
        reader = csv.reader(source, delimiter=delimiter)
        for record in _records(reader, source):
            if record or source.fault:
                yield {"position": position} | _row(record, header, columns, source.fault)
                position += 1
            source.fault = None


def header_of(source: Iterator[str]) -> tuple[list[str], str]:
    """Return the names of the columns and the delimiter between them; raise SourceError if there is no header."""
    try:
        first = next(source)
        delimiter = max(_DELIMITERS, key=first.count)
        return next(csv.reader([first], delimiter=delimiter)), delimiter
    except (StopIteration, _Damaged, csv.Error):
        raise SourceError("there is no header to read; the first line has to name the columns") from None


def _records(reader: Iterator[list[str]], source: _Lines) -> Iterator[list[str]]:
    """Return records until the lines end or are damaged; one that is no CSV is empty."""
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except _Damaged:
            yield []
            return
        except csv.Error as error:
            source.fault = Fault("unreadable", f"the record is no CSV: {error}")
            yield []


def _row(record: list[str], header: list[str], columns: Columns, fault: Fault | None) -> dict[str, Any]:
    found = columns.document_of(dict(zip(header, record, strict=False)))
    if fault is None and len(record) > len(header):
        detail = (
            f"the record has {len(record)} values, the header {len(header)} names; put quotes around what has commas"
        )
        fault = Fault("unreadable", detail)
    return found | {"reason": fault.reason, "detail": fault.detail} if fault else found
