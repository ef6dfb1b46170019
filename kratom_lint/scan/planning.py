"""Finds the files of a data set and cuts them into units; what cannot be cut is a unit whose rows will say why."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kratom_lint.errors import KratomLintError, SourceError
from kratom_lint.scan.columns import Columns
from kratom_lint.scan.lines import BOM, lines
from kratom_lint.scan.streams import Fault, content
from kratom_lint.scan.table import header_of
from kratom_lint.scan.units import KINDS, Unit, kind_of
from kratom_lint.sources import as_shown

UNIT = 32 << 20
"""The bytes that a unit has when nobody says otherwise, where its file can be cut."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of a data set, and the state in which it was found: a changed one has another size or time (in ns)."""

    source: str
    size: int
    changed: int


def files_of(paths: Sequence[str], leave_out: Path) -> tuple[list[File], list[str]]:
    """Return the files of these paths, folders searched, in order of path; and those no scan reads.

    The folder `leave_out`, hidden files and those whose name begins with "_" are left out, as Spark does. Raises
    KratomLintError for a path that is not there, one that no scan reads, and when nothing is found.
    """
    found: dict[str, File] = {}
    others = []
    for path in paths:
        given = Path(path)
        if not given.exists():
            raise KratomLintError(f"{path}: there is no such file or folder; check the path")
        if not given.is_dir() and kind_of(path) is None:
            raise KratomLintError(f"{path}: no data set by its name; known are {', '.join(KINDS)}, plain, .gz or .zst")
        for each in sorted(_walked(given, leave_out)) if given.is_dir() else [given]:
            source = as_shown(str(each))
            if kind_of(source) is None:
                others.append(source)
            else:
                state = each.stat()
                found[source] = File(source, state.st_size, state.st_mtime_ns)
    if not found:
        raise KratomLintError(f"{', '.join(paths)}: no file that can be scanned; known are {', '.join(KINDS)}")
    return [found[source] for source in sorted(found)], others


def _walked(folder: Path, leave_out: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        folders[:] = [name for name in folders if (Path(place) / name).resolve() != leave_out.resolve()]
        yield from (Path(place) / name for name in names if not name.startswith((".", "_")))


def units_of(file: File, number: int, size: int) -> list[Unit]:
    """Return the units of a file, the `number`-th of its scan, of about `size` bytes; at least one."""
    path = str(Path(file.source).absolute())
    kind = kind_of(file.source) or ""
    spans: Iterable[tuple[int, int | None, int]] = [(0, None, file.size)]
    if kind == "parquet":
        with suppress(OSError, pa.ArrowException):
            spans = _row_groups(path, size)
    elif kind == "lines" and file.source.lower().endswith(("l", "n")):
        starts = range(0, max(file.size, 1), size)
        spans = [(start, min(start + size, file.size), min(size, file.size - start)) for start in starts]
    return [
        Unit(f"{number:06}-{index:05}", path, file.source, kind, bytes, start, end)
        for index, (start, end, bytes) in enumerate(spans)
    ]


def _row_groups(path: str, size: int) -> list[tuple[int, int | None, int]]:
    with pq.ParquetFile(path) as file:
        groups = [file.metadata.row_group(number).total_byte_size for number in range(file.metadata.num_row_groups)]
    spans: list[tuple[int, int | None, int]] = []
    start = held = 0
    for number, bytes in enumerate(groups):
        if held and held + bytes > size:
            spans.append((start, number, held))
            start, held = number, 0
        held += bytes
    return [*spans, (start, len(groups), held)]


def mismatch(file: File, columns: Columns) -> str | None:
    """Return why a file lacks the columns that a scan needs, None if it has them or something else is wrong with it."""
    kind = kind_of(file.source)
    try:
        if kind == "parquet":
            columns.among(pq.read_schema(file.source).names)
        elif kind == "table":
            columns.among(header_of(_decoded(file.source))[0])
        elif kind == "lines":
            record = json.loads(next(_decoded(file.source), "null"))
            if isinstance(record, dict):
                columns.among(record)
    except SourceError as error:
        return f"{file.source}: {error}"
    except (OSError, ValueError, RecursionError, pa.ArrowException):
        return None  # its rows will tell
    return None


def _decoded(path: str) -> Iterator[str]:
    for _, line in lines(content(path), UNIT):
        if isinstance(line, Fault):
            return
        if line.strip():
            yield line.removeprefix(BOM).decode()
