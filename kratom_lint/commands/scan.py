"""`kratom-lint scan`: the rules over millions of documents."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kratom_lint.arguments import one_of, rule_options
from kratom_lint.errors import KratomLintError
from kratom_lint.formats import BINARY, FORMATS
from kratom_lint.model import Severity
from kratom_lint.output import watched
from kratom_lint.settings import FAIL_ON, PRODUCTS, layer_of

if TYPE_CHECKING:
    from kratom_lint.scan.run import Asked
    from kratom_lint.scan.summary import Summary
    from kratom_lint.scan.units import Unit

_TEXTS = tuple(name for name in FORMATS if name not in BINARY)
_MILLION = 1_000_000


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="DATASET...")
@click.option("-o", "--output", required=True, metavar="DIR", help="Write results and summary into this folder.")
@click.option("--text-column", metavar="NAME", help="The column of the text; default text, description, body ...")
@click.option("--format-column", metavar="NAME", help="That of its format (html, text/html ...); default format ...")
@click.option("--id-column", metavar="NAME", help="That of the document's own key; default id, sku, handle ...")
@click.option("--url-column", metavar="NAME", help="That of its address, which tells the site; default url, link ...")
@click.option("--date-column", metavar="NAME", help="That of the day that tells the month; default date, timestamp ...")
@click.option("--site-column", metavar="NAME", help="That of the site; default site, domain ..., else by the address.")
@one_of(_TEXTS, "--format", help="Format of the texts that no column tells; default: each text tells.")
@rule_options
@one_of(PRODUCTS, "--product", help="What the copy is about; default: found in each text.")
@one_of(FAIL_ON, "--fail-on", default="never", help="Least severity that makes the exit code 1; default never.")
@click.option("--containing", multiple=True, metavar="WORD", help="Skip texts with none of these words; repeatable.")
@click.option("--edits", is_flag=True, help="Give suggestions their edits, each proved on a copy; takes longer.")
@click.option(
    "--max-size",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    metavar="MB",
    help="Largest text, in millions of characters; default 10.",
)
@click.option(
    "--unit-size",
    type=click.FloatRange(min=0, min_open=True),
    default=32.0,
    metavar="MB",
    help="What is done, and done again, as a whole; default 32.",
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes; default: one a core.")
@one_of(("embedded", "spark"), "--engine", default="embedded", help="What runs it: this machine, or Apache Spark.")
@click.option("-q", "--quiet", is_flag=True, help="Tell nothing while it runs.")
def scan(paths: tuple[str, ...], output: str, **options: Any) -> int:
    """Scan Parquet, JSON lines, CSV and web archives: one row of results a document, and a summary.

    Run it again to go on after it was stopped, or with files that have come since.

    Exit code 0: all scanned. 1: findings at or above --fail-on. 2: something could not be scanned; its rows say why.
    """
    engine = options["engine"]
    try:
        from kratom_lint.scan.run import alone, begin, carry_out, finish, left_of

        if engine == "spark":
            import_module("kratom_lint.scan.spark")
    except ImportError as error:
        extra = "spark" if engine == "spark" else "scan"
        advice = f'pip install "kratom-lint[{extra}]"'
        raise KratomLintError(f"this takes optional libraries ({error.name}); {advice}") from None
    from kratom_lint.scan.outcome import render
    from kratom_lint.scan.progress import Progress

    asked = _asked(paths, output, options)
    begun = begin(asked)
    if begun.others:
        click.echo(f"{_files(len(begun.others))} left out, {begun.others[0]} first: no data set by name", err=True)
    with alone(asked.folder):
        left = left_of(asked, begun)
        progress = Progress(sys.stderr, sum(unit.size for unit in left), terminal=watched(os.environ))
        try:
            carry_out(asked, begun, left, _untold if options["quiet"] else progress)
        finally:
            progress.end()
        summary = finish(asked, begun)
    sys.stdout.write(render(summary))
    return _exit_code(summary, options["fail_on"])


def _asked(paths: tuple[str, ...], output: str, options: dict[str, Any]) -> Asked:
    from kratom_lint.config import Configs
    from kratom_lint.pool import cores
    from kratom_lint.scan.columns import Columns
    from kratom_lint.scan.run import Asked

    settings = Configs(layer_of(options), options["config"]).settings_for(None)
    names = ("text", "format", "id", "url", "date", "site")
    return Asked(
        paths=paths,
        folder=Path(output),
        settings=settings,
        columns=Columns(**{name: options[f"{name}_column"] for name in names}),
        format=options["format"],
        largest=max(round(options["max_size"] * _MILLION), 1),
        edits=options["edits"],
        containing=options["containing"],
        unit=max(round(options["unit_size"] * _MILLION), 1),
        engine=options["engine"],
        jobs=options["jobs"] or cores(),
    )


def _untold(unit: Unit, documents: int) -> None:
    """Tell nothing."""


def _exit_code(summary: Summary, fail_on: str) -> int:
    if summary.statuses["incomplete"]:
        return 2
    least = Severity(fail_on).rank if fail_on != "never" else len(Severity)
    return int(any(count and Severity(level).rank >= least for level, count in summary.severities.items()))


def _files(count: int) -> str:
    return f"{count:,} file" if count == 1 else f"{count:,} files"
