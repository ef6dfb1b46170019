"""Reads JSON lines: those of a whole file, or those that begin in a range of its bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from kratom_lint.errors import SourceError
from kratom_lint.scan.columns import Columns
from kratom_lint.scan.streams import Fault, content
from kratom_lint.scan.units import Unit

BOM = b"\xef\xbb\xbf"


def lines(
    stream: Iterable[bytes | Fault], longest: int, at: int = 0, end: int | None = None
) -> Iterator[tuple[int, bytes | Fault]]:
    """Return each line with its line feed, or what keeps it from being read, and the byte where it begins.

    `at` is where the stream begins; no line is returned that begins at `end` or later. Of a line of more than
    `longest` bytes nothing is kept.
    """
    rest, dropped = b"", 0
    for piece in stream:
        if isinstance(piece, Fault):
            yield at, piece
            at += max(len(rest) + dropped, 1)
            rest, dropped = b"", 0
            continue
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            size = len(line) + 1 + dropped
            yield at, _too_long(size) if dropped else line + b"\n"
            at += size
            dropped = 0
            if end is not None and at >= end:
                return
        if len(rest) + dropped > longest:
            dropped += len(rest)
            rest = b""
    if rest or dropped:
        yield at, _too_long(len(rest) + dropped) if dropped else rest


def read_lines(unit: Unit, columns: Columns, longest: int) -> Iterator[dict[str, Any]]:
    """Return a row of `DOCUMENTS` for each line that is not blank; `longest` is in bytes."""
    start = unit.start - 1 if unit.start else 0
    found = lines(content(unit.path, start), longest, start, unit.end)
    if unit.start:
        next(found, None)  # the end of a line of the unit before
    for at, line in found:
        if isinstance(line, Fault):
            yield {"position": at, "reason": line.reason, "detail": line.detail}
        elif line.strip():
            yield {"position": at} | _row(line.removeprefix(BOM) if at == 0 else line, columns)


def _too_long(size: int) -> Fault:
    return Fault("too-large", f"a line of {size:,} bytes is longer than --max-size allows for; split the text")


def _row(line: bytes, columns: Columns) -> dict[str, Any]:
    try:
        record = json.loads(line.decode())
    except UnicodeDecodeError as error:
        return {"reason": "undecodable", "detail": f"byte {error.start} of the line is not valid UTF-8; write it anew"}
    except (ValueError, RecursionError) as error:
        return {"reason": "unreadable", "detail": f"the line is no JSON: {error}"}
    if not isinstance(record, dict):
        return {"reason": "unreadable", "detail": "the line is no JSON object, so it has no columns"}
    try:
        # What a line leaves out is null to it: only the text is missed.
        return columns.among(chain(record, columns.names)).document_of(record)
    except SourceError as error:
        return {"reason": "missing-column", "detail": str(error)}
