"""`kratom-lint waiver`: signed, dated exceptions; add, list, check and renew them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from kratom_lint.arguments import book_of, one_of, rule_options
from kratom_lint.errors import KratomLintError
from kratom_lint.output import write_file
from kratom_lint.policy import own
from kratom_lint.settings import is_day, layer_of

_Command = TypeVar("_Command", bound=Callable[..., Any])


@click.group()
def waiver() -> None:
    """Sign exceptions from rules: who approved what, why, and until when."""


def _text(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter("takes a text; fill it in, or leave the option out.")
    return value


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_day(value):
        raise click.BadParameter(f"{value!r} is no day; write it as YYYY-MM-DD.")
    return value


def _signed(command: _Command) -> _Command:
    """Give a command the options of an approval."""
    for option in (
        click.option("--ticket", metavar="TEXT", callback=_text, help="Where the decision is on file."),
        click.option("--expires", metavar="DATE", required=True, callback=_day, help="First day it no longer holds."),
        click.option("--approved-on", metavar="DATE", callback=_day, help="When; default today."),
        click.option("--approved-by", metavar="NAME", callback=_text, required=True, help="Who answers for it."),
    ):
        command = option(command)
    return command


@waiver.command()
@click.argument("rule")
@click.option("--path", metavar="GLOB", callback=_text, help="Files it holds for, from the folder of the waiver file.")
@click.option(
    "--pointer", metavar="GLOB", callback=_text, help="Places in structured data, such as /products/*/description."
)
@click.option("--fingerprint", metavar="ID", callback=_text, help="The claim, as the JSON report knows it.")
@click.option("--reason", metavar="TEXT", callback=_text, required=True, help="Why it may stay.")
@_signed
@rule_options
def add(rule: str, **options: Any) -> int:
    """Add a waiver of a rule for a path, a pointer or a fingerprint; each given one narrows it."""
    from kratom_lint.policy.waiverfile import extended
    from kratom_lint.policy.waivers import KEYS

    if not (options["path"] or options["pointer"] or options["fingerprint"]):
        raise click.UsageError("say where it holds: --path, --pointer or --fingerprint.")
    signed = {"rule": rule, **_dated(options)}
    known = [each.id for each in book_of(options).rules]
    if rule not in known:
        from kratom_lint.rulebook.located import nearest

        raise KratomLintError(f"no rule {rule!r}; {nearest(rule, known)}")
    path = own.nearest(own.WAIVERS) or Path.cwd() / own.WAIVERS
    write_file(path, extended(path, {key: signed[key] for key in KEYS if signed[key]}))
    click.echo(f"{own.shown(path)}: waiver of {rule} added, until {options['expires']}")
    return 0


@waiver.command("list")
@click.option("--as-of", metavar="DATE", callback=_day, help="Tell what holds on this day; default today.")
@one_of(("human", "json"), "--format", default="human", help="How to print them; default human.")
def list_(as_of: str | None, format: str) -> int:
    """List the waivers, the first to expire first."""
    from kratom_lint.report.waivers import listing

    sys.stdout.write(listing(_there().entries, as_of or date.today().isoformat(), format))
    return 0


@waiver.command()
@rule_options
def check(**options: Any) -> int:
    """Check the folder of the waiver file, and tell which waivers expire, have expired or excuse nothing.

    Exit code 0: all are needed and hold. 1: some do not. 2: something could not be checked.
    """
    import os

    from kratom_lint.check import Options
    from kratom_lint.check import check as run_check
    from kratom_lint.report.concise import render
    from kratom_lint.report.summary import incomplete_lines, only

    there = _there()
    here = os.path.relpath(there.folder)
    run = run_check([here], Options(layer_of({**options, "product": None}), options["config"]))
    for line in incomplete_lines(run):
        click.echo(line, err=True)
    about = only(run, there.shown)
    sys.stdout.write(render(about))
    if run.incomplete:
        return 2
    count = len(there.entries)
    if not any(file.findings for file in about.files):
        click.echo(f"{there.shown}: {count} waiver{'' if count == 1 else 's'}, all needed and in time")
        return 0
    return 1


@waiver.command()
@click.argument("number", type=int)
@_signed
def renew(number: int, **options: Any) -> int:
    """Have a waiver, by its NUMBER in `waiver list`, approved anew."""
    from kratom_lint.policy.waiverfile import renewed

    there = _there()
    if not 1 <= number <= len(there.entries):
        raise KratomLintError(f"{there.shown}: it has no waiver {number}; `kratom-lint waiver list` numbers them")
    dated = _dated(options)
    signed = {key: dated[key] for key in ("approved_by", "approved_on", "expires", "ticket") if dated[key]}
    write_file(there.folder / own.WAIVERS, renewed(there, number - 1, signed))
    click.echo(f"{there.shown}: waiver of {there.entries[number - 1].rule} renewed, until {options['expires']}")
    return 0


def _dated(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options with the day of approval, today if none is given; raise BadParameter if it never holds."""
    dated = {**options, "approved_on": options["approved_on"] or date.today().isoformat()}
    if dated["expires"] <= dated["approved_on"]:
        raise click.BadParameter(
            f"{dated['expires']} is not after {dated['approved_on']}, the day of approval, so it would never hold.",
            param_hint="'--expires'",
        )
    return dated


def _there() -> Any:
    from kratom_lint.policy import waivers

    path = own.nearest(own.WAIVERS)
    if path is None:
        raise KratomLintError(f"{own.WAIVERS}: there is none here or above; make one with `kratom-lint waiver add`")
    return waivers.load(path)
