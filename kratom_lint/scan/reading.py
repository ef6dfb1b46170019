"""Reads a unit into Arrow batches of documents; whatever cannot be read is a row that says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

import pyarrow as pa

from kratom_lint.errors import SourceError
from kratom_lint.scan.columns import Columns
from kratom_lint.scan.schema import DOCUMENTS
from kratom_lint.scan.units import Unit

_READERS = {"parquet": "read_parquet", "lines": "read_lines", "table": "read_table", "warc": "read_warc"}
"""By kind the function that reads it, in the module of that name; imported when it is needed."""
_ROWS = 64
_HELD = 1 << 18
"""The rows and the characters that a batch has when it is full."""
SPELLINGS = 6
"""The bytes that JSON may spell a character of a text with."""


def read(unit: Unit, columns: Columns, largest: int) -> Iterator[pa.RecordBatch]:
    """Return the documents of a unit in small batches, without texts of more than `largest` characters.

    Nothing in the file makes it fail, nor does a file that cannot be opened.
    """
    return _batches(unit, _rows(unit, columns, largest), largest)


def named(unit: Unit, columns: Columns, largest: int, reason: str, detail: str) -> Iterator[pa.RecordBatch]:
    """Return the documents of a unit without their texts, each with the reason why it was not scanned."""
    why = {"reason": reason, "detail": detail}
    rows = (why | row | {"text": None} for row in _rows(unit, columns, largest))
    return _batches(unit, rows, largest)


def lost(unit: Unit, reason: str, detail: str) -> pa.RecordBatch:
    """Return one row that stands for all of a unit, of which not even the keys could be read."""
    return _batch(unit, [{"reason": reason, "detail": detail}])


def unless_too_large(text: str | None, largest: int) -> dict[str, str | None]:
    """Return what makes a text of more than `largest` characters a row that is not scanned, nothing for any other."""
    if text is None or len(text) <= largest:
        return {}
    detail = f"{len(text):,} characters are more than --max-size allows; split the text"
    return {"text": None, "reason": "too-large", "detail": detail}


def _rows(unit: Unit, columns: Columns, largest: int) -> Iterator[dict[str, Any]]:
    reader = getattr(import_module(f"kratom_lint.scan.{unit.kind}"), _READERS[unit.kind])
    try:
        yield from reader(unit, columns, largest * SPELLINGS + (1 << 16))
    except SourceError as error:
        yield {"reason": "unreadable", "detail": str(error)}
    except (OSError, pa.ArrowException) as error:
        yield {"reason": "unreadable", "detail": str(error).splitlines()[0]}


def _batches(unit: Unit, rows: Iterable[dict[str, Any]], largest: int) -> Iterator[pa.RecordBatch]:
    held: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        row |= unless_too_large(row.get("text"), largest)
        held.append(row)
        size += len(row.get("text") or "")
        if len(held) == _ROWS or size > _HELD:
            yield _batch(unit, held)
            held, size = [], 0
    if held:
        yield _batch(unit, held)


def _batch(unit: Unit, rows: list[dict[str, Any]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([{"source": unit.source} | row for row in rows], schema=DOCUMENTS)
