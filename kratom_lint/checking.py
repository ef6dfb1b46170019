"""What the command `check` does with its options. Hooks run it all day, so nothing here needs click."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from kratom_lint.errors import KratomLintError
from kratom_lint.output import (
    CLEAR,
    EDITING,
    Look,
    Progress,
    render,
    tell,
    unasked,
    wants_color,
    watched,
    width_of,
    write_file,
)
from kratom_lint.settings import layer_of

if TYPE_CHECKING:
    from kratom_lint.changed import Changes
    from kratom_lint.check import Options
    from kratom_lint.report.run import Run


def fault_of(paths: tuple[str, ...], options: dict[str, Any]) -> str:
    """Return what keeps options from being used together, "" if nothing does."""
    changes = sum(map(bool, (options["staged"], options["since"], options["diff"])))
    if options["stdin_filename"] and "-" not in paths:
        return "--stdin-filename names standard input, which is not read. Add `-`."
    if options["statistics"] and "human" not in _formats(options):
        return "--statistics is part of the human format. Leave it out, or ask for that format."
    if changes > 1:
        return "--staged, --since and --diff exclude each other. Keep one."
    if changes and options["upcoming"]:
        return "--upcoming is about all copy, not about what has changed in it. Leave one of them out."
    if changes and "-" in paths:
        return "Standard input has no changed lines. Leave out `-`, or name files."
    if options["watch"] and ("-" in paths or changes):
        return "--watch is about files as they lie there. Leave out `-`, --staged, --since and --diff."
    if options["jobs"] != "auto" and not (options["jobs"].isdecimal() and int(options["jobs"])):
        return f"--jobs {options['jobs']}: not a number of processes. Write 1, 2, 3 ... or auto."
    return ""


def run(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Check the paths, report, and return the exit code. There must be no fault in the options."""
    asked = _asked(options, prove_edits=not EDITING.isdisjoint(_formats(options)))
    if options["watch"]:
        _watch(paths, asked, options)
    run = _check(paths, asked, options)
    _report(run, options)
    return run.exit_code


def _printed(options: dict[str, Any]) -> list[str]:
    return [options["format"]] if options["format"] else list(unasked(os.environ))


def _formats(options: dict[str, Any]) -> set[str]:
    return {*_printed(options), *(name for name, _ in options["outputs"])}


def _asked(options: dict[str, Any], *, prove_edits: bool) -> Options:
    from kratom_lint.check import Options

    return Options(
        command_line=layer_of(options),
        config=options["config"],
        exclude=options["exclude"],
        no_ignore=options["no_ignore"],
        stdin_filename=options["stdin_filename"],
        prove_edits=prove_edits,
        changes=_changes(options),
        use_baseline=not options["no_baseline"],
        upcoming=options["upcoming"] or 0,
        jobs=None if options["jobs"] == "auto" else int(options["jobs"]),
        use_cache=not options["no_cache"],
        written=frozenset(Path(os.path.normpath(Path(path).absolute())) for _, path in options["outputs"]),
    )


def _check(paths: tuple[str, ...], asked: Options, options: dict[str, Any]) -> Run:
    from kratom_lint.check import Watch
    from kratom_lint.check import check as run_check

    progress = Progress(sys.stderr)
    told = Watch(
        progress=progress if watched(os.environ) and not options["quiet"] else Watch().progress,
        crashed=_print_crash if options["verbose"] else Watch().crashed,
    )
    try:
        return run_check(paths, asked, told)
    finally:
        progress.clear()


def _watch(paths: tuple[str, ...], asked: Options, options: dict[str, Any]) -> NoReturn:
    """Report again and again; only an interrupt ends it, or a reader of the output that goes away."""
    from kratom_lint.check import Watch
    from kratom_lint.watching import watch

    outcomes = watch(paths, asked, Watch(crashed=_print_crash if options["verbose"] else Watch().crashed))
    while True:
        outcome = next(outcomes)
        sys.stdout.write(CLEAR if sys.stdout.isatty() else "")
        sys.stdout.flush()
        if isinstance(outcome, KratomLintError):
            tell(str(outcome))
        else:
            _report(outcome, options)
        sys.stdout.flush()
        if not options["quiet"]:
            tell("watching; Ctrl-C ends it")


def _changes(options: dict[str, Any]) -> Changes | None:
    """Return the changed copy that is asked for; None for all copy."""
    if not (options["staged"] or options["since"] or options["diff"]):
        return None
    from kratom_lint import changed

    if options["staged"]:
        return changed.staged()
    return changed.since(options["since"]) if options["since"] else changed.of_diff(options["diff"])


def _print_crash(path: str, traceback: str) -> None:
    tell(f"{path}: crash\n{traceback}".rstrip("\n"))


def _report(run: Run, options: dict[str, Any]) -> None:
    """Write the files first: they must be complete even when nobody reads what is printed."""
    from kratom_lint.report.summary import incomplete_lines, stale_lines, unnamed_lines

    chosen = {name: options[name] for name in ("show_suppressed", "statistics", "quiet")}
    for name, path in options["outputs"]:
        write_file(Path(path), render(run, name, Look(**chosen)))
    for line in (*stale_lines(run), *incomplete_lines(run), *(() if options["quiet"] else unnamed_lines(run))):
        tell(line)
    for entry in run.skipped if options["verbose"] else ():
        tell(f"{entry.path}: left out: {entry.reason}")
    look = Look(color=wants_color(sys.stdout, os.environ), width=width_of(sys.stdout), **chosen)
    for name in _printed(options):
        sys.stdout.write(render(run, name, look))
