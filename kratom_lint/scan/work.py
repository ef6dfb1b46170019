"""What becomes of a unit, in any process on any machine: its documents are read, scanned, and given back as results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import pyarrow as pa

from kratom_lint.books import Books
from kratom_lint.errors import RuleError
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.scan.batch import LARGEST, Scanner, scan_batch
from kratom_lint.scan.columns import Columns
from kratom_lint.scan.reading import named, read
from kratom_lint.scan.units import Unit
from kratom_lint.settings import Settings

_REMEMBERED = 1 << 20
"""The bytes of documents after which what the engine remembers of them is let go."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a scan is done: all that has to be the same in all its processes.

    `packs` are the ids and hashes of the packs that the scan was begun with.
    """

    settings: Settings
    packs: tuple[tuple[str, str], ...]
    columns: Columns = field(default_factory=Columns)
    format: str | None = None
    largest: int = LARGEST
    edits: bool = False
    containing: tuple[str, ...] = ()


def packs_of(book: Rulebook) -> tuple[tuple[str, str], ...]:
    """Return the ids and hashes of a book's packs."""
    return tuple((pack.id, pack.sha256) for pack in book.packs)


@lru_cache(maxsize=1)
def scanner_of(plan: Plan) -> Scanner:
    """Return the scanner that a plan asks for; raise RuleError if the rules here are not those it was made with."""
    book = Books().get(plan.settings)
    if packs_of(book) != plan.packs:
        raise RuleError(
            "the rules on this machine are not those that the scan was begun with; install the same version"
        )
    return Scanner(book, plan.settings, plan.format, plan.largest, plan.edits, plan.containing)


def scanned(unit: Unit, plan: Plan) -> Iterator[pa.RecordBatch]:
    """Return the results of all documents of a unit, in order."""
    scanner = scanner_of(plan)
    held = 0
    for batch in read(unit, plan.columns, plan.largest):
        yield scan_batch(batch, scanner)
        held += batch.nbytes
        if held > _REMEMBERED:
            scanner.forget()
            held = 0
    scanner.forget()


def given_up(unit: Unit, plan: Plan, detail: str) -> Iterator[pa.RecordBatch]:
    """Return results that name all documents of a unit as not scanned."""
    scanner = scanner_of(plan)
    for batch in named(unit, plan.columns, plan.largest, "crash", detail):
        yield scan_batch(batch, scanner)
