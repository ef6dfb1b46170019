"""A scan from its paths to its summary: what is to be done is planned and written down, then done by an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from kratom_lint import __version__
from kratom_lint.books import Books, day_of
from kratom_lint.errors import KratomLintError
from kratom_lint.output import write_file
from kratom_lint.scan import embedded, ledger
from kratom_lint.scan.batch import LARGEST
from kratom_lint.scan.columns import Columns
from kratom_lint.scan.ledger import Ledger
from kratom_lint.scan.outcome import render_json
from kratom_lint.scan.planning import UNIT, File, files_of, mismatch, units_of
from kratom_lint.scan.summary import Summary, summarise
from kratom_lint.scan.units import Unit
from kratom_lint.scan.work import Plan, packs_of
from kratom_lint.settings import Settings

try:
    import fcntl
except ImportError:  # Windows, where nobody keeps two runs apart
    fcntl = None  # type: ignore[assignment]

LOCK = ".lock"
ROWS = "rows"
"""The folder of the results inside that of the scan."""
ENGINES = ("embedded", "spark")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a scan. `unit` is in bytes of input, `largest` in characters of a text."""

    paths: Sequence[str]
    folder: Path
    settings: Settings
    columns: Columns = field(default_factory=Columns)
    format: str | None = None
    largest: int = LARGEST
    edits: bool = False
    containing: tuple[str, ...] = ()
    unit: int = UNIT
    engine: str = "embedded"
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Begun:
    """A scan that is written down: all its units, those that are left, and what was found beside data sets."""

    plan: Plan
    options: dict[str, Any]
    units: Sequence[Unit]
    others: Sequence[str]


def begin(asked: Asked) -> Begun:
    """Return what is to be done, new or begun earlier, and write it into the folder of the scan.

    Raises KratomLintError when there is nothing to scan, no file has the columns, the folder holds something else, or
    a scan of other options or of files that have changed since.
    """
    before = ledger.load(asked.folder)
    if before is not None and asked.settings.as_of is None:  # a scan that goes on is about the day it was begun
        asked = replace(asked, settings=replace(asked.settings, as_of=before.options.get("as_of")))
    day = day_of(asked.settings)
    asked = replace(asked, settings=replace(asked.settings, as_of=day))
    book = Books().get(asked.settings)
    plan = Plan(
        asked.settings, packs_of(book), asked.columns, asked.format, asked.largest, asked.edits, asked.containing
    )
    options = _options(asked, plan)
    files, others = files_of(asked.paths, asked.folder)
    known = before or Ledger(options)
    new = known.new(options, files)
    if before is None:
        _check_columns(new, asked.columns)
    units = list(known.units)
    for number, file in enumerate(new, len(known.files)):
        units += units_of(file, number, asked.unit)
    try:
        (asked.folder / ROWS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise KratomLintError(f"{asked.folder}: cannot be made: {reason}; choose another place for --output") from None
    Ledger(options, (*known.files, *new), tuple(units)).write(asked.folder)
    return Begun(plan, options, units, others)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other runs out of the folder of a scan; raise KratomLintError if there is one. A killed run is none."""
    if fcntl is None:
        yield
        return
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise KratomLintError(f"{folder}: another run is at work on this scan; wait for it to end") from None
        yield


def left_of(asked: Asked, begun: Begun) -> list[Unit]:
    """Return the units whose results are not written yet."""
    results = asked.folder / ROWS
    if asked.engine == "spark":
        from kratom_lint.scan import spark

        return spark.left(begun.units, asked.folder, results)
    return [unit for unit in begun.units if not embedded.is_done(unit, results)]


def carry_out(asked: Asked, begun: Begun, left: Sequence[Unit], done: Callable[[Unit, int], None]) -> None:
    """Do the units that are left; `done` is told of each, with the number of its documents."""
    if asked.engine == "spark":
        from kratom_lint.scan import spark

        spark.run(left, begun.plan, asked.folder, asked.folder / ROWS, asked.jobs, done)
    elif left:
        embedded.run(left, embedded.Job(begun.plan, asked.folder / ROWS), asked.jobs, done)


def finish(asked: Asked, begun: Begun) -> Summary:
    """Return what the results amount to, and write it beside them."""
    results = [path for path in (asked.folder / ROWS).rglob("*.parquet") if not path.name.startswith((".", "_"))]
    summary = summarise(sorted(results))
    write_file(asked.folder / "summary.json", render_json(summary, begun.options))
    aside = asked.folder / ".summary.parquet"
    pq.write_table(summary.cube, aside, compression="zstd")
    aside.replace(asked.folder / "summary.parquet")
    return summary


def _check_columns(files: Sequence[File], columns: Columns) -> None:
    """Raise KratomLintError if no file has the columns; if only some have not, their rows will tell."""
    why = ""
    for file in files:
        found = mismatch(file, columns)
        if found is None:
            return
        why = why or found
    raise KratomLintError(why)


def _options(asked: Asked, plan: Plan) -> dict[str, Any]:
    """Return all on which results depend, as plain data."""
    settings = asked.settings
    lists = ("packs", "jurisdictions", "select", "ignore", "fields", "languages")
    return {
        "version": __version__,
        "engine": asked.engine,
        "paths": [Path(path).as_posix() for path in asked.paths],
        "columns": asdict(asked.columns),
        "format": asked.format,
        "max_size": asked.largest,
        "unit_size": asked.unit,
        "edits": asked.edits,
        "containing": list(asked.containing),
        "product": settings.product,
        "as_of": settings.as_of,
        **{name: [str(value) for value in getattr(settings, name)] for name in lists},
        "severity": {str(name): str(level) for name, level in settings.severity},
        "hashes": dict(plan.packs),
    }
