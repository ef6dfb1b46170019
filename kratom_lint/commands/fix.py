"""`kratom-lint fix`: repair drafts with suggestions that are proved to do no harm."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kratom_lint.arguments import one_of, rule_options
from kratom_lint.errors import SourceError
from kratom_lint.output import wants_color, width_of, write_file
from kratom_lint.settings import FAIL_ON, PRODUCTS, layer_of

if TYPE_CHECKING:
    from kratom_lint.formats.document import Document
    from kratom_lint.mending import Mended
    from kratom_lint.model import Finding
    from kratom_lint.rounds import Outcome
    from kratom_lint.rulebook.book import Rulebook


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH...|-]")
@one_of(("safe", "review"), "--apply", "level", default="safe", help="Which suggestions to make; default safe.")
@click.option("-i", "--interactive", is_flag=True, help="Show each finding and ask what to do.")
@click.option("--diff", is_flag=True, help="Print what would change, and write no file.")
@click.option("--patch", "patch_file", metavar="FILE", help="Write what would change to a patch, and no other file.")
@rule_options
@one_of(FAIL_ON, "--fail-on", help="Least severity of what is left that makes the exit code 1; default error.")
@one_of(PRODUCTS, "--product", help="What the copy is about; default: found in it.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out what folders hold of this; repeatable.")
@click.option("--no-ignore", is_flag=True, help="Read what .gitignore and .ignore files leave out, too.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")
def fix(paths: tuple[str, ...], **options: Any) -> int:
    """Repair files or folders; without any, the current folder.

    Each suggestion made was proved on a copy to do no harm; there are rounds until nothing more can be. Standard input
    (`-`) goes to standard output. `--apply safe` adds required texts and takes useless directives out; `--apply review`
    makes the first suggestion of every finding, and a person must read the result.

    Exit code 0: nothing is left to object to. 1: findings are left, or would change. 2: a file could not be fixed.
    """
    if options["interactive"] and "-" in paths:
        raise click.UsageError("--interactive reads its answers from standard input, so `-` cannot be a file.")
    from kratom_lint.config import Configs
    from kratom_lint.mending import Mended, mend

    failed = changed = broken = False
    clean = 0
    patches: list[str] = []
    aside = options["diff"] or "-" in paths
    configs = Configs(layer_of(options), options["config"], options["exclude"])
    for result in mend(paths, configs, _repairer(options), no_ignore=options["no_ignore"]):
        if not isinstance(result, Mended):
            click.echo(f"{result.path}: {result.reason}: {result.detail}", err=True)
            broken = True
            continue
        try:
            _deliver(result, options, patches)
        except SourceError as error:
            click.echo(str(error), err=True)
            broken = True
            continue
        changed |= result.changed
        failed |= any(_counts(left.finding, result.fail_on) for left in result.outcome.left)
        clean += not (result.outcome.applied or result.outcome.left)
        if not options["quiet"]:
            _tell(_report(result, options["diff"] or bool(options["patch_file"])), aside=aside)
    if clean and not options["quiet"]:
        _tell([f"nothing to fix in {clean} file{'s' if clean != 1 else ''}"], aside=aside)
    if options["diff"]:
        sys.stdout.write("".join(patches))
    if options["patch_file"]:
        write_file(Path(options["patch_file"]), "".join(patches))
    would_change = changed and (options["diff"] or bool(options["patch_file"]))
    return 2 if broken else int(failed or would_change)


def _counts(finding: Finding, fail_on: str) -> bool:
    from kratom_lint.model import Severity

    return fail_on != "never" and finding.severity.rank >= Severity(fail_on).rank


def _deliver(mended: Mended, options: dict[str, Any], patches: list[str]) -> None:
    """Write a file, or put what would change among the patches."""
    from kratom_lint.patch import patch
    from kratom_lint.rewriting import store

    if options["diff"] or options["patch_file"]:
        if mended.changed and not mended.original.is_utf8:
            raise SourceError(f"{mended.name}: is not UTF-8, so no patch can hold it; fix it without --diff or --patch")
        if mended.changed and options["patch_file"] and not mended.is_text:
            raise SourceError(f"{mended.name}: is no text, so no patch can hold it; fix it without --patch")
        mark = "\ufeff" if mended.original.data.startswith("\ufeff".encode()) else ""
        patches.append(patch(mended.name, mark + mended.before, mark + mended.text))
    elif mended.original.path == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(mended.data)
    elif mended.changed:
        store(mended.original, mended.data)


def _report(mended: Mended, kept: bool) -> Iterable[str]:
    """Yield a line for each finding that is gone or left, and one that sums up; none for a clean file.

    `kept` says that the file itself stays as it is.
    """
    from kratom_lint.report.position import Positions
    from kratom_lint.report.terminal import printable
    from kratom_lint.rounds import NEEDS_REVIEW

    outcome = mended.outcome
    done, left_be = ("would fix", "would leave") if kept else ("fixed", "left")
    positions = Positions(outcome.document.source)
    name = printable(mended.name)
    for each in outcome.applied:
        what = f' "{" ".join(each.finding.match.split())}"' if each.finding.match else ""
        yield f"{name}: {done} {each.finding.rule}{what}: {each.suggestion.title}"
    for left in outcome.left:
        place = positions.at(left.finding.span.start)
        what = f"{left.finding.severity} {left.finding.rule}"
        yield f"{name}:{place.line}:{place.column}: {left_be} {what}: {left.reason}"
    if outcome.applied or outcome.left:
        more = sum(left.reason.startswith(NEEDS_REVIEW) for left in outcome.left)
        advice = f"; `--apply review` mends {more} of them, for you to read" if more else ""
        count = f"would fix {len(outcome.applied)}" if kept else f"{len(outcome.applied)} fixed"
        yield f"{name}: {count}, {len(outcome.left)} left{advice}"


def _tell(lines: Iterable[str], *, aside: bool) -> None:
    for line in lines:
        click.echo(line, err=aside)


def _repairer(options: dict[str, Any]) -> Callable[..., Outcome]:
    """Return what repairs one document: round by round, or as the answers say."""
    from kratom_lint.rounds import repair

    def alone(
        name: str, document: Document, book: Rulebook, findings_of: Callable[[Document], list[Finding]]
    ) -> Outcome:
        return repair(document, book, findings_of, options["level"])

    def together(
        name: str, document: Document, book: Rulebook, findings_of: Callable[[Document], list[Finding]]
    ) -> Outcome:
        from kratom_lint.commands.asking import asker
        from kratom_lint.dialogue import converse

        color = wants_color(sys.stdout, os.environ)
        return converse(document, book, findings_of, asker(name, color, width_of(sys.stdout)), click.echo)

    return together if options["interactive"] else alone
