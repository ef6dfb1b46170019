"""`kratom-lint decisions`: carry out what was decided on the reviewers' page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kratom_lint.output import write_file
from kratom_lint.settings import layer_of

if TYPE_CHECKING:
    from kratom_lint.mending import Mended
    from kratom_lint.review.apply import Ready
    from kratom_lint.review.carry import Carried
    from kratom_lint.review.decisions import Decisions


@click.group()
def decisions() -> None:
    """Carry out what reviewers decided on the page of `kratom-lint report -o`."""


@decisions.command()
@click.argument("file", metavar="FILE")
@click.option("--diff", is_flag=True, help="Print what would change, and write no file.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")
def apply(file: str, diff: bool, quiet: bool) -> int:
    """Make the accepted edits and sign the waivers of the decisions in FILE; run it where the page was made.

    All or nothing: each edit is worked out anew and proved before the first file is written.

    Exit code 0: done. 1: done but for what no longer fits beside the rest. 2: nothing was written.
    """
    from kratom_lint.config import Configs
    from kratom_lint.report.terminal import printable
    from kratom_lint.review.apply import prepare
    from kratom_lint.review.decisions import load

    given = load(file)
    options = {"severity": (), **given.arguments}
    configs = Configs(layer_of(options), options.get("config"), tuple(options.get("exclude", ())))
    ready = prepare(given, configs)
    if diff:
        sys.stdout.write("".join(_patches(ready)))
    else:
        _write(ready)
    if not quiet:
        for line in (*_lines(given, ready), _summary(given, ready, diff=diff)):
            click.echo(printable(line), err=diff)
    return int(any(carried.outcome.left for _, carried in ready.files))


def _patches(ready: Ready) -> Iterator[str]:
    from kratom_lint.patch import patch
    from kratom_lint.policy import own

    for mended, _ in ready.files:
        yield patch(mended.name, mended.before, mended.text)
    if ready.waivers is not None:
        before = ready.waiver_file.read_text(encoding="utf-8") if ready.waiver_file.exists() else ""
        yield patch(own.shown(ready.waiver_file), before, ready.waivers)


def _write(ready: Ready) -> None:
    """Write all files, or leave all as they were."""
    from kratom_lint.rewriting import Original, store

    written: list[Mended] = []
    try:
        for mended, _ in ready.files:
            if mended.changed:
                store(mended.original, mended.data)
                written.append(mended)
        if ready.waivers is not None:
            write_file(ready.waiver_file, ready.waivers)
    except BaseException:
        for mended in reversed(written):
            store(Original(mended.original.path, mended.data, mended.text), mended.original.data)
        raise


def _lines(given: Decisions, ready: Ready) -> Iterator[str]:
    """Yield a line for everything that was decided, by file."""
    for mended, carried in ready.files:
        yield from _told(mended.name, carried)
    for decision in given.decisions:
        if decision.comment:
            yield f"{decision.path}: comment on {decision.rule}: {' '.join(decision.comment.split())}"


def _told(name: str, carried: Carried) -> Iterator[str]:
    for applied in carried.outcome.applied:
        words = f' "{" ".join(applied.finding.match.split())}"' if applied.finding.match else ""
        yield f"{name}: fixed {applied.finding.rule}{words}: {applied.suggestion.title}"
    for decision in carried.gone:
        yield f"{name}: gone {decision.rule}: another edit took it along"
    for finding, decision in carried.waived:
        signed = decision.waiver or {}
        yield f"{name}: waived {finding.rule} until {signed['expires']}, by {signed['approved_by']}"
    for left in carried.outcome.left:
        yield f"{name}: left {left.finding.rule}: {left.reason}"


def _summary(given: Decisions, ready: Ready, *, diff: bool) -> str:
    fixed = sum(len(carried.outcome.applied) for _, carried in ready.files)
    waived = sum(len(carried.waived) for _, carried in ready.files)
    comments = sum(bool(decision.comment) for decision in given.decisions)
    would = "would be " if diff else ""
    said = f"; {comments} comment{'' if comments == 1 else 's'}" if comments else ""
    return f"{Path(given.shown).name}: {would}{fixed} fixed, {waived} waived{said}"
