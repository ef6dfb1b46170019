"""`kratom-lint repo`: what only a look at the whole repository can tell."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from kratom_lint.arguments import one_of, rule_options
from kratom_lint.policy import own
from kratom_lint.settings import PRODUCTS, layer_of
from kratom_lint.values import replace

if TYPE_CHECKING:
    from kratom_lint.report.run import FileReport


@click.command()
@one_of(PRODUCTS, "--product", help="What the copy is about; default: found in it.")
@click.option("--no-prune", is_flag=True, help="Tell what the baseline could forget; do not rewrite it.")
@rule_options
def repo(no_prune: bool, **options: Any) -> int:
    """Check all files that git tracks here: which waivers expire or excuse nothing, what the baseline can forget,
    which files no longer make a disclosure that `provided_by` counts on, and which say of the same product what another
    one says otherwise (serving, strength, age).

    Fixed findings are taken out of the baseline, so that they count when they come back. Other findings in copy are
    left to `check`. Exit code 0: all is in order. 1: waivers need someone, a disclosure is not provided, files
    contradict each other, or the baseline was shortened. 2: something could not be checked, and the baseline is as it
    was.
    """
    from kratom_lint import changed
    from kratom_lint.check import Options, Watch, check
    from kratom_lint.policy.contradictions import Statement, contradictions, statements
    from kratom_lint.policy.provided import unmet
    from kratom_lint.report.concise import render
    from kratom_lint.report.summary import incomplete_lines, only

    asked = Options(layer_of(options), options["config"], changes=changed.tracked(), use_baseline=False)
    said: list[Statement] = []
    run = check(["."], asked, Watch(opened=lambda path, _, document: said.extend(statements(document, path))))
    for line in incomplete_lines(run):
        click.echo(line, err=True)
    waivers = own.nearest(own.WAIVERS)
    about = only(run, own.shown(waivers)) if waivers else None
    if about:
        sys.stdout.write(render(about))
    lacking = unmet(run.files)
    sys.stdout.write(render(replace(run, files=lacking)))
    apart = _levelled(contradictions(said, {file.path: file.source for file in run.files}), options)
    sys.stdout.write(render(replace(run, files=apart)))
    if run.incomplete:
        return 2
    untidy = _prune(run.files, write=not no_prune)
    return int(untidy or bool(apart or lacking) or any(file.findings for file in (about.files if about else ())))


def _levelled(files: Iterable[FileReport], options: dict[str, Any]) -> tuple[FileReport, ...]:
    """Return the reports with their findings at the levels that the settings of each file give them."""
    from kratom_lint.books import levelled
    from kratom_lint.config import Configs

    configs = Configs(layer_of(options), options["config"])
    kept = []
    for file in files:
        settings = configs.settings_for(file.path)
        findings = tuple(each for finding in file.findings if (each := levelled(finding, settings)))
        kept += [replace(file, findings=findings)] if findings else []
    return tuple(kept)


def _prune(files: Any, *, write: bool) -> bool:
    """Take what is fixed out of the baseline, and say so; return whether there was anything."""
    from kratom_lint.output import write_file
    from kratom_lint.policy import baseline as lists

    path = own.nearest(own.BASELINE)
    if path is None:
        return False
    old = lists.load(path)
    outcome = old.apply(files)
    if not outcome.fixed:
        return False
    if write:
        write_file(path, lists.written(outcome.kept))
    fixed, left = (sum(entry.count for entry in entries) for entries in (outcome.fixed, outcome.kept))
    did = "taken out" if write else "to be taken out with `kratom-lint baseline prune`"
    click.echo(f"{own.shown(path)}: {fixed} fixed, {did}; {left} left" + ("; add it to the commit" if write else ""))
    return True
