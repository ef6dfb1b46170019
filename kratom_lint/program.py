"""The commands and their options, read by click; whatever is heavy is imported by the command that needs it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from kratom_lint import __version__, checking
from kratom_lint.arguments import Commands, book_of, days, one_of, pairs, rule_options, word
from kratom_lint.output import FORMATS, wants_color, width_of
from kratom_lint.plainly import COMPLETION
from kratom_lint.settings import FAIL_ON, PRODUCTS, layer_of

_NAME = "kratom-lint"


def run(arguments: list[str]) -> int:
    """Do what the arguments ask for, or complete words if the shell asks for that, and return the exit code."""
    if COMPLETION in os.environ:
        commands.main(prog_name=_NAME, complete_var=COMPLETION)
    try:
        # click's own `main` would take a closed pipe for findings and an interrupt for an occasion to print.
        with commands.make_context(_NAME, arguments) as context:
            code = commands.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        error.show()
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
    if fault := checking.fault_of(paths, options):
        raise click.UsageError(fault)
    return checking.run(paths, options)


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
    sys.stdout.write(complete(commands, {}, _NAME, COMPLETION).source() + "\n")
