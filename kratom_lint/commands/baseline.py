"""`kratom-lint baseline`: the findings accepted when the tool was adopted; make, renew, read and shorten the list."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kratom_lint.arguments import one_of, rule_options
from kratom_lint.errors import KratomLintError
from kratom_lint.policy import own
from kratom_lint.settings import PRODUCTS, is_day, layer_of

_Command = TypeVar("_Command", bound=Callable[..., Any])


@click.group()
def baseline() -> None:
    """Accept the findings that are there today, and count only new ones from now on."""


def _checks(command: _Command) -> _Command:
    """Give a command what it takes to check copy."""
    command = click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out what folders hold of this.")(
        command
    )
    command = one_of(PRODUCTS, "--product", help="What the copy is about; default: found in it.")(command)
    return click.argument("paths", nargs=-1, metavar="[PATH...]")(rule_options(command))


@baseline.command()
@_checks
def create(paths: tuple[str, ...], **options: Any) -> int:
    """Accept all findings in files and folders (default: the current folder) that count today."""
    from kratom_lint.policy import baseline as lists

    if there := own.nearest(own.BASELINE):
        raise KratomLintError(
            f"{own.shown(there)}: it is there already; use `kratom-lint baseline update`, or delete it"
        )
    path = Path.cwd() / own.BASELINE
    files, day = _checked(paths, options)
    entries = lists.accepted(files, path.parent, day)
    _write(path, entries)
    click.echo(f"{own.BASELINE}: {_findings(entries)} accepted")
    return 0


@baseline.command()
@_checks
def update(paths: tuple[str, ...], **options: Any) -> int:
    """Accept all findings that are new, forget what is fixed, and keep since when the others are known."""
    return _renew(paths, options, accept=True)


@baseline.command()
@_checks
def prune(paths: tuple[str, ...], **options: Any) -> int:
    """Forget what is fixed, so that it counts when it comes back; accept nothing."""
    return _renew(paths, options, accept=False)


@baseline.command()
@click.option("--as-of", metavar="DATE", help="Tell ages on this day; default today.")
@one_of(("human", "json"), "--format", default="human", help="How to print it; default human.")
def show(as_of: str | None, format: str) -> int:
    """List what is accepted and for how long, oldest first."""
    from datetime import date

    from kratom_lint.report.baseline import listing

    if as_of is not None and not is_day(as_of):
        raise click.BadParameter(f"{as_of!r} is no day; write it as YYYY-MM-DD.", param_hint="'--as-of'")
    day = date.fromisoformat(as_of) if as_of else date.today()
    sys.stdout.write(listing(_there()[1].entries, day, format))
    return 0


def _renew(paths: tuple[str, ...], options: dict[str, Any], *, accept: bool) -> int:
    from kratom_lint.policy import baseline as lists

    path, old = _there()
    files, day = _checked(paths, options)
    outcome = old.apply(files)
    new = lists.accepted(outcome.files, path.parent, day) if accept else ()
    entries = lists.joined(outcome.kept, new)
    if entries != old.entries:
        _write(path, entries)
    parts = [f"{_count(new)} added"] if accept else []
    click.echo(f"{own.shown(path)}: {', '.join([*parts, f'{_count(outcome.fixed)} fixed', f'{_count(entries)} left'])}")
    return 0


def _there() -> tuple[Path, Any]:
    from kratom_lint.policy import baseline as lists

    path = own.nearest(own.BASELINE)
    if path is None:
        raise KratomLintError(
            f"{own.BASELINE}: there is none here or above; make one with `kratom-lint baseline create`"
        )
    return path, lists.load(path)


def _checked(paths: tuple[str, ...], options: dict[str, Any]) -> tuple[Any, str]:
    """Return the reports of all files and the day; raise KratomLintError unless all could be checked."""
    from kratom_lint.check import Options, check
    from kratom_lint.report.summary import incomplete_lines

    asked = Options(layer_of(options), options["config"], options["exclude"], use_baseline=False)
    run = check(paths, asked)
    if run.incomplete:
        told = "\n".join(incomplete_lines(run))
        raise KratomLintError(f"{told}\nnothing written: a baseline needs all of it to be checked; mend or exclude it")
    return run.files, run.as_of


def _write(path: Path, entries: Any) -> None:
    from kratom_lint.output import write_file
    from kratom_lint.policy import baseline as lists

    write_file(path, lists.written(entries))


def _count(entries: Any) -> int:
    return sum(entry.count for entry in entries)


def _findings(entries: Any) -> str:
    count = _count(entries)
    return f"{count} finding" if count == 1 else f"{count} findings"
