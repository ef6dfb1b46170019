"""Scans on this machine: units in processes, one file of results each, written aside and then renamed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kratom_lint.errors import KratomLintError
from kratom_lint.pool import Pool
from kratom_lint.scan.batch import scan_batch
from kratom_lint.scan.reading import lost
from kratom_lint.scan.schema import RESULTS
from kratom_lint.scan.units import Unit
from kratom_lint.scan.work import Plan, given_up, scanned, scanner_of

SUFFIX = ".parquet"
_ASIDE = ".part"
_GROUP = 4 << 20
"""The bytes of results that make a row group."""


@dataclass(frozen=True, slots=True)
class Job:
    """What the processes share: the plan, and the folder of the results."""

    plan: Plan
    folder: Path

    def scan(self, unit: Unit) -> int:
        """Scan a unit, write its results, and return how many documents it has."""
        return self._write(unit, scanned(unit, self.plan))

    def give_up(self, unit: Unit, /, *, why: str) -> int:
        """Write results that name all documents of a unit as not scanned."""
        return self._write(unit, given_up(unit, self.plan, why))

    def lose(self, unit: Unit, why: str) -> int:
        """Write one result that stands for a unit of which not even the keys can be read."""
        return self._write(unit, iter([scan_batch(lost(unit, "crash", why), scanner_of(self.plan))]))

    def _write(self, unit: Unit, batches: Iterator[pa.RecordBatch]) -> int:
        # A reader finds the whole file or none, even after the power has failed.
        aside = self.folder / f".{unit.name}.{os.getpid()}{_ASIDE}"
        try:
            with _told(self.folder), aside.open("wb") as file:
                with pq.ParquetWriter(file, RESULTS, compression="zstd") as writer:
                    rows = sum(_write_group(writer, group) for group in _groups(batches))
                file.flush()
                os.fsync(file.fileno())
            with _told(self.folder):
                aside.replace(self.folder / f"{unit.name}{SUFFIX}")
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        return rows


def run(units: Sequence[Unit], job: Job, jobs: int, done: Callable[[Unit, int], None]) -> None:
    """Scan units in `jobs` processes; `done` is told of each with the number of its documents.

    Raises KratomLintError when results cannot be written. What is written by then stays.
    """
    _clear(job.folder)
    try:
        Pool(jobs, job.scan, job.give_up, done, lambda unit, why: done(unit, job.lose(unit, why))).run(units)
    finally:
        _clear(job.folder)


def _clear(folder: Path) -> None:
    """Take away what killed processes have begun to write."""
    for path in folder.glob(f".*{_ASIDE}"):
        path.unlink(missing_ok=True)


def is_done(unit: Unit, folder: Path) -> bool:
    """Say whether the results of a unit are written."""
    return (folder / f"{unit.name}{SUFFIX}").exists()


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(each.nbytes for each in held) > _GROUP:
            yield held
            held = []
    if held:
        yield held


def _write_group(writer: pq.ParquetWriter, batches: list[pa.RecordBatch]) -> int:
    table = pa.Table.from_batches(batches)
    writer.write_table(table, row_group_size=max(table.num_rows, 1))
    return int(table.num_rows)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno).lower() if error.errno else str(error).splitlines()[0]
        raise KratomLintError(
            f"{folder}: results cannot be written: {reason}; make room and run it again: what is done stays"
        ) from None
