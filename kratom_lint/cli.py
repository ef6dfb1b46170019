"""Wiring and exit codes; one function per command. Whatever is heavy is imported by the command that needs it."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from kratom_lint import __version__
from kratom_lint.arguments import Commands, book_of, days, layer_of, one_of, pairs, rule_options, word
from kratom_lint.errors import KratomLintError
from kratom_lint.output import (
    CLEAR,
    EDITING,
    FORMATS,
    Look,
    Progress,
    render,
    unasked,
    wants_color,
    watched,
    width_of,
    write_file,
)
from kratom_lint.settings import FAIL_ON, PRODUCTS

if TYPE_CHECKING:
    from kratom_lint.changed import Changes
    from kratom_lint.check import Options
    from kratom_lint.report.run import Run

_NAME, _COMPLETION = "kratom-lint", "_KRATOM_LINT_COMPLETE"
_INTERRUPTED, _PIPE_CLOSED = 130, 141  # 128 and the signal's number, as shells tell it


def main() -> None:
    """Run the command line and exit.

    0: nothing to object to. 1: findings. 2: could not vouch for it. 130: interrupted. 141: nobody reads the output.
    """
    # A rule book is a hundred thousand values that stay: looking for garbage among them takes a tenth of a short run.
    gc.set_threshold(100_000, 20, 100)
    for stream in (sys.stdout, sys.stderr):
        # Names of files need not be UTF-8, nor need the terminal be.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(_run())


def _run() -> int:
    if _COMPLETION in os.environ:
        commands.main(prog_name=_NAME, complete_var=_COMPLETION)
    try:
        # click's own `main` would take a closed pipe for findings and an interrupt for an occasion to print.
        with commands.make_context(_NAME, sys.argv[1:]) as context:
            code = commands.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # What is left in the buffer would raise again when the stream is closed at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    except click.ClickException as error:
        error.show()
        return 2
    except KratomLintError as error:
        click.echo(str(error), err=True)
        return 2
    except Exception:
        import traceback

        traceback.print_exc()
        return 2
    return code if isinstance(code, int) else 0


LATER = ("baseline", "decisions", "fix", "lsp", "matrix", "repo", "report", "scan", "score", "serve", "waiver")
"""Commands in modules of their own, in `kratom_lint/commands/`."""


@click.group(
    cls=Commands, later=LATER, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def commands() -> None:
    """Find what a regulator would object to in marketing copy about kratom, 7-OH and other botanicals.

    Arguments that start with no command are for `check`.
    """


@commands.command()
@click.argument("paths", nargs=-1, metavar="[PATH...|-]")
@one_of(FORMATS, "--format", help="How to print findings; default human.")
@pairs("FORMAT=PATH", "--output", "outputs", first=FORMATS, help="Write a report to a file, too; repeatable.")
@rule_options
@one_of(FAIL_ON, "--fail-on", help="Least severity that makes the exit code 1; default error.")
@one_of(PRODUCTS, "--product", help="What the copy is about; default: found in it.")
@click.option("--stdin-filename", metavar="PATH", help="Name of `-`, which decides its format and configuration.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out what folders hold of this; repeatable.")
@click.option("--no-ignore", is_flag=True, help="Read what .gitignore and .ignore files leave out, too.")
@click.option("--staged", is_flag=True, help="Only what the next git commit changes, as it is staged.")
@click.option("--since", metavar="REF", help="Only what changed since the branch left this git commit.")
@click.option("--diff", metavar="FILE", help="Only what this unified diff has changed.")
@days("--upcoming", help="List what law will make a finding within so many days, such as 90d; it does not count yet.")
@click.option("--watch", is_flag=True, help="Check again whenever something changes, until Ctrl-C.")
@click.option("--no-baseline", is_flag=True, help="Count what the baseline has like the rest.")
@click.option("--jobs", default="auto", metavar="N", help="Check in up to N processes; default auto, as many as pay.")
@click.option("--no-cache", is_flag=True, help="Check every file anew, and keep nothing of it.")
@click.option("-q", "--quiet", is_flag=True, help="Print findings and what went wrong, nothing else.")
@click.option("-v", "--verbose", is_flag=True, help="Print what is left out and why, and the traceback of a crash.")
@click.option("--statistics", is_flag=True, help="Count the findings of each rule.")
@click.option(
    "--show-suppressed", is_flag=True, help="Print the findings that directives, waivers or the baseline excuse, too."
)
@click.option("--show-config", metavar="PATH", help="Print what holds for a file, and why; check nothing.")
def check(paths: tuple[str, ...], **options: Any) -> int:
    """Check files, folders or standard input (`-`); without any, the current folder.

    Exit code 0: nothing to object to. 1: findings. 2: something could not be checked.
    """
    if options["show_config"]:
        return _show_config(options)
    printed = [options["format"]] if options["format"] else list(unasked(os.environ))
    formats = {*printed, *(name for name, _ in options["outputs"])}
    if options["stdin_filename"] and "-" not in paths:
        raise click.UsageError("--stdin-filename names standard input, which is not read. Add `-`.")
    if options["statistics"] and "human" not in formats:
        raise click.UsageError("--statistics is part of the human format. Leave it out, or ask for that format.")
    if sum(map(bool, (options["staged"], options["since"], options["diff"]))) > 1:
        raise click.UsageError("--staged, --since and --diff exclude each other. Keep one.")
    if (options["staged"] or options["since"] or options["diff"]) and options["upcoming"]:
        raise click.UsageError("--upcoming is about all copy, not about what has changed in it. Leave one of them out.")
    if (options["staged"] or options["since"] or options["diff"]) and "-" in paths:
        raise click.UsageError("Standard input has no changed lines. Leave out `-`, or name files.")
    if options["watch"] and ("-" in paths or options["staged"] or options["since"] or options["diff"]):
        raise click.UsageError("--watch is about files as they lie there. Leave out `-`, --staged, --since and --diff.")
    asked = _asked(options, prove_edits=not EDITING.isdisjoint(formats))
    if options["watch"]:
        _watch(paths, asked, printed, options)
    run = _check(paths, asked, options)
    _report(run, printed, options)
    return run.exit_code


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
        jobs=_jobs(options["jobs"]),
        use_cache=not options["no_cache"],
        written=frozenset(Path(os.path.normpath(Path(path).absolute())) for _, path in options["outputs"]),
    )


def _jobs(asked: str) -> int | None:
    if asked == "auto":
        return None
    if not (asked.isdecimal() and int(asked)):
        raise click.UsageError(f"--jobs {asked}: not a number of processes. Write 1, 2, 3 ... or auto.")
    return int(asked)


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


def _watch(paths: tuple[str, ...], asked: Options, printed: list[str], options: dict[str, Any]) -> NoReturn:
    """Report again and again; only an interrupt ends it, or a reader of the output that goes away."""
    from kratom_lint.check import Watch
    from kratom_lint.watching import watch

    outcomes = watch(paths, asked, Watch(crashed=_print_crash if options["verbose"] else Watch().crashed))
    while True:
        outcome = next(outcomes)
        sys.stdout.write(CLEAR if sys.stdout.isatty() else "")
        sys.stdout.flush()
        if isinstance(outcome, KratomLintError):
            click.echo(str(outcome), err=True)
        else:
            _report(outcome, printed, options)
        sys.stdout.flush()
        if not options["quiet"]:
            click.echo("watching; Ctrl-C ends it", err=True)


def _changes(options: dict[str, Any]) -> Changes | None:
    """Return the changed copy that is asked for; None for all copy."""
    if not (options["staged"] or options["since"] or options["diff"]):
        return None
    from kratom_lint import changed

    if options["staged"]:
        return changed.staged()
    return changed.since(options["since"]) if options["since"] else changed.of_diff(options["diff"])


def _print_crash(path: str, traceback: str) -> None:
    click.echo(f"{path}: crash\n{traceback}", err=True, nl=False)


def _report(run: Run, printed: list[str], options: dict[str, Any]) -> None:
    """Write the files first: they must be complete even when nobody reads what is printed."""
    from kratom_lint.report.summary import incomplete_lines, stale_lines, unnamed_lines

    chosen = {name: options[name] for name in ("show_suppressed", "statistics", "quiet")}
    for name, path in options["outputs"]:
        write_file(Path(path), render(run, name, Look(**chosen)))
    for line in (*stale_lines(run), *incomplete_lines(run), *(() if options["quiet"] else unnamed_lines(run))):
        click.echo(line, err=True)
    for entry in run.skipped if options["verbose"] else ():
        click.echo(f"{entry.path}: left out: {entry.reason}", err=True)
    look = Look(color=wants_color(sys.stdout, os.environ), width=width_of(sys.stdout), **chosen)
    for name in printed:
        sys.stdout.write(render(run, name, look))


def _show_config(options: dict[str, Any]) -> int:
    from kratom_lint.config import Configs, describe

    configs = Configs(layer_of(options), options["config"], options["exclude"])
    sys.stdout.write(describe(configs, Path(options["show_config"]).as_posix()))
    return 0


@commands.command()
@click.argument("rule")
@rule_options
def explain(rule: str, **options: Any) -> None:
    """Say what a rule objects to, why, on what authority, and what to write instead."""
    from kratom_lint.report.rules import explanation

    color = wants_color(sys.stdout, os.environ)
    sys.stdout.write(explanation(book_of(options), rule, color=color, width=width_of(sys.stdout)))


@commands.command()
@one_of(("human", "json", "md"), "--format", default="human", help="How to print them; default human.")
@rule_options
def rules(format: str, **options: Any) -> None:
    """List the rules with severity, status, authority and pack."""
    from kratom_lint.report.rules import listing

    sys.stdout.write(listing(book_of(options), format))


@commands.command()
@click.argument("names", nargs=-1, metavar="[PACK|RULE|FILE]...")
def test(names: tuple[str, ...]) -> int:
    """Try rules on their own examples: packs by name or folder, rules by id or file; without any, the shipped ones."""
    from kratom_lint.testing import try_rules

    tried = try_rules(names)
    for fault in tried.faults:
        click.echo(fault, err=True)
    if names:
        for line in tried.unneeded:
            click.echo(line)
    elif tried.unneeded:
        click.echo(f"{len(tried.unneeded)} patterns or words that no example needs; name a rule or pack to list them")
    verdict = f"{len(tried.faults)} not as marked" if tried.faults else "all as marked"
    click.echo(f"{tried.examples} examples of {tried.rules} rule{'s' if tried.rules != 1 else ''}: {verdict}")
    return 2 if tried.faults else 0


@commands.command()
@word(("rule", "config", "output", "waivers", "decisions"), "name")
def schema(name: str) -> None:
    """Print the JSON Schema of rule files, configuration files, the JSON report, waiver files or decisions files."""
    sys.stdout.write((Path(__file__).parent / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


@commands.command()
@word(("bash", "zsh", "fish"), "shell")
def completion(shell: str) -> None:
    """Print a script that completes commands and options in a shell: eval "$(kratom-lint completion bash)"."""
    from click.shell_completion import get_completion_class

    complete = get_completion_class(shell)
    if complete is None:
        raise click.UsageError(f"{shell} cannot complete.")
    sys.stdout.write(complete(commands, {}, _NAME, _COMPLETION).source() + "\n")
