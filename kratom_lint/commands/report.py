"""`kratom-lint report`: what reviewers and lawyers keep."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kratom_lint.arguments import one_of, rule_options
from kratom_lint.settings import FAIL_ON, LISTS, PRODUCTS, SINGLES, layer_of
from kratom_lint.values import replace

if TYPE_CHECKING:
    from kratom_lint.check import Options

_KEPT = (*SINGLES, *LISTS, "severity", "config", "exclude", "no_baseline")


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option("-o", "--output", "page", metavar="FILE", help="Write a page to review the copy on: one HTML file.")
@click.option("--audit", metavar="DIR", help="Write a bundle that shows what was checked, how, and what came of it.")
@click.option("--with-texts", is_flag=True, help="Put the texts into the bundle, so that it can be replayed anywhere.")
@click.option("--replay", metavar="DIR", help="Make a bundle again and compare it byte by byte.")
@one_of(FAIL_ON, "--fail-on", help="Least severity that makes the recorded exit code 1; default error.")
@one_of(PRODUCTS, "--product", help="What the copy is about; default: found in it.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out what folders hold of this; repeatable.")
@click.option("--no-baseline", is_flag=True, help="Count what the baseline has like the rest.")
@rule_options
def report(
    paths: tuple[str, ...], page: str | None, audit: str | None, with_texts: bool, replay: str | None, **options: Any
) -> int:
    """Write a page for reviewers or an audit of files and folders (default: the current folder), or replay an audit.

    Exit code 0: written, or the same again. 1: the replay differs. 2: something could not be checked, or is no longer
    as it was.
    """
    if sum(map(bool, (page, audit, replay))) != 1:
        raise click.UsageError(
            "Say what to do: -o FILE for a page, --audit DIR for an audit, --replay DIR to repeat one."
        )
    if with_texts and not audit:
        raise click.UsageError("--with-texts is about --audit. Leave it out.")
    if replay:
        if paths:
            raise click.UsageError("--replay takes files and options from the audit. Leave the paths out.")
        return _replay(Path(replay))
    return _page(paths, Path(page), options) if page else _audit(paths, Path(str(audit)), options, with_texts)


def _page(paths: tuple[str, ...], target: Path, options: dict[str, Any]) -> int:
    from kratom_lint import audit
    from kratom_lint.output import write_file
    from kratom_lint.policy import own
    from kratom_lint.report.summary import incomplete_lines
    from kratom_lint.review.gather import gather
    from kratom_lint.review.page import render

    if "-" in paths:
        raise click.UsageError("A decision about standard input cannot be carried out. Name files.")
    asked = replace(_asked(options), written=frozenset({own.absolute(str(target))}))
    about = audit.subject(paths, asked, texts=False)
    options["as_of"] = options["as_of"] or audit.day(about, asked)
    asked = replace(asked, command_line=_asked(options).command_line)
    made = gather(paths, asked, {key: options[key] for key in _KEPT if options.get(key)})
    write_file(target, render(made))
    for line in incomplete_lines(made.run):
        click.echo(line, err=True)
    number = sum(len(file.report.findings) for file in made.files)
    findings = f"{number} finding{'' if number == 1 else 's'}"
    click.echo(f"{target.as_posix()}: {findings} in {_told(len(made.run.files))} to review, as of {made.run.as_of}")
    return 2 if made.run.incomplete else 0


def _audit(paths: tuple[str, ...], folder: Path, options: dict[str, Any], texts: bool) -> int:
    from kratom_lint import audit
    from kratom_lint.report.summary import incomplete_lines

    about = audit.subject(paths, _asked(options), texts=texts)
    options["as_of"] = options["as_of"] or audit.day(about, _asked(options))
    arguments = {key: options[key] for key in _KEPT if options.get(key)}
    made = audit.bundle(about, _asked(options), arguments)
    audit.write(made, folder)
    for line in incomplete_lines(made.run):
        click.echo(line, err=True)
    click.echo(f"{folder.as_posix()}: {_told(len(about.inputs))} checked as of {made.run.as_of}")
    return 2 if made.run.incomplete else 0


def _replay(folder: Path) -> int:
    from kratom_lint import audit

    manifest = audit.load(folder)
    folder = folder.absolute()
    with contextlib.chdir(folder / audit.FILES) if manifest["texts"] else contextlib.nullcontext():
        if changed := list(audit.changed_since(manifest)):
            for line in changed:
                click.echo(line, err=True)
            click.echo("no replay: what it is about is no longer as it was", err=True)
            return 2
        inputs = tuple(entry["path"] for entry in manifest["inputs"])
        about = audit.Subject(inputs, manifest["whole"], manifest["texts"])
        made = audit.bundle(about, _asked(manifest["arguments"]), manifest["arguments"])
    differing = list(audit.differences(made, folder))
    for path in differing:
        click.echo(f"{path}: differs")
    if not differing:
        click.echo(f"the same again, byte by byte: {_told(len(inputs))} as of {made.run.as_of}")
    return 1 if differing else 0


def _asked(options: Mapping[str, Any]) -> Options:
    from kratom_lint.check import Options

    return Options(
        layer_of({"severity": (), **options}),
        options.get("config"),
        tuple(options.get("exclude", ())),
        use_baseline=not options.get("no_baseline"),
        prove_edits=True,
    )


def _told(count: int) -> str:
    return f"{count} file" if count == 1 else f"{count} files"
