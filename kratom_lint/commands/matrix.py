"""`kratom-lint matrix`: which file can be shown in which place."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from kratom_lint.arguments import one_of, rule_options
from kratom_lint.settings import PRODUCTS, Layer, Placed, layer_of
from kratom_lint.values import replace

if TYPE_CHECKING:
    from kratom_lint.report.run import Run


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@one_of(("table", "json"), "--format", default="table", help="How to print it; default table.")
@rule_options
@one_of(PRODUCTS, "--product", help="What the copy is about; default: found in it.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out what folders hold of this; repeatable.")
def matrix(paths: tuple[str, ...], format: str, **options: Any) -> int:
    """Show for files and places whether the copy is clean, needs a change, or offers what cannot be sold there.

    Places: those of --jurisdiction or of the configuration; without them, all places that shipped packs know. Exit code
    0, or 2 when something could not be checked.
    """
    from kratom_lint.output import wants_color
    from kratom_lint.report.matrix import as_json, as_table, cells
    from kratom_lint.report.summary import incomplete_lines, stale_lines

    runs = _runs(paths, options)
    lines = [line for run in runs.values() for line in (*stale_lines(run), *incomplete_lines(run))]
    for line in dict.fromkeys(lines):
        click.echo(line, err=True)
    found = cells(runs)
    color = wants_color(sys.stdout, os.environ)
    sys.stdout.write(as_json(found, runs) if format == "json" else as_table(found, list(runs), color=color))
    return 2 if any(run.incomplete for run in runs.values()) else 0


def _runs(paths: tuple[str, ...], options: Mapping[str, Any]) -> dict[str, Run]:
    """Return what checking `paths` under the law of each place amounts to."""
    from kratom_lint.books import Books
    from kratom_lint.check import Options, check

    books = Books()
    runs = {}
    for place in _places(options):
        layer = layer_of(options)
        asked = {**layer.values, "jurisdictions": (place,)}
        given = Options(Layer(asked, layer.severity, layer.places), options["config"], options["exclude"])
        runs[str(place)] = check(paths, replace(given, use_baseline=False), books=books)
    return runs


def _places(options: Mapping[str, Any]) -> tuple[Placed, ...]:
    """Return the places asked for, with sets taken apart, sorted; a name that no pack has is told of when checking."""
    from kratom_lint.books import known_packs
    from kratom_lint.config import Configs

    settings = Configs(layer_of(options), options["config"]).settings_for(None)
    packs = known_packs(settings)
    sets = {name: members for pack in packs for name, members in pack.sets}
    everywhere = {place for pack in packs for place in (pack.jurisdiction, *dict(pack.places))}
    named = settings.jurisdictions or tuple(Placed(place, "default") for place in everywhere)
    found = {member: name.place for name in named for member in sets.get(name, (str(name),))}
    return tuple(Placed(name, place) for name, place in sorted(found.items()))
