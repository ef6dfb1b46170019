"""What arguments may look like, and the settings they make; a wrong one is told with the nearest right one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kratom_lint.settings import LEVELS, is_day, layer_of

if TYPE_CHECKING:
    from kratom_lint.rulebook.book import Rulebook

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Commands(click.Group):
    """A group of commands; arguments that start with none of them are for `check`.

    A command of its own module, `kratom_lint.commands.NAME`, is imported when it is asked for: `later` names them.
    """

    def __init__(self, *args: Any, later: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._later = tuple(later)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, sorted."""
        return sorted({*self.commands, *self._later})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name, or None; its function has the name of its module."""
        if cmd_name in self._later:
            module = import_module(f"kratom_lint.commands.{cmd_name}")
            command: click.Command = getattr(module, cmd_name)
            return command
        return super().get_command(ctx, cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command in front where the user left it out."""
        known = self.list_commands(ctx)
        if args and args[0] not in known and args[0] not in ("-h", "--help", "--version"):
            is_word = not args[0].startswith("-") and not Path(args[0]).exists()
            if is_word and (near := _nearest(args[0], known)):
                ctx.fail(f"There is no command or file {args[0]!r}; did you mean {near!r}?")
            args = ["check", *args]
        return super().parse_args(ctx, args)


def one_of(
    known: Sequence[str], *declarations: str, help: str, default: str | None = None
) -> Callable[[_Command], _Command]:
    """Return an option that takes one of a few words."""

    def checked(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        return value if value is None else _known(value, known)

    return click.option(
        *declarations,
        default=default,
        metavar=f"[{'|'.join(known)}]",
        callback=checked,
        shell_complete=lambda ctx, param, start: [word for word in known if word.startswith(start)],
        help=help,
    )


def pairs(
    metavar: str, *declarations: str, help: str, first: Sequence[str] = (), second: Sequence[str] = ()
) -> Callable[[_Command], _Command]:
    """Return a repeatable option that takes two texts joined by "=", of which one is out of a few words."""

    def checked(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> tuple[tuple[str, str], ...]:
        found = []
        for value in values:
            left, _, right = value.partition("=")
            if not left or not right:
                raise click.BadParameter(f"{value!r} is not of the form {metavar}.")
            found.append((_known(left, first) if first else left, _known(right, second) if second else right))
        return tuple(found)

    return click.option(*declarations, multiple=True, metavar=metavar, callback=checked, help=help)


def days(*declarations: str, help: str) -> Callable[[_Command], _Command]:
    """Return an option that takes a time of 1 to 9999 days, written such as 90d."""

    def checked(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
        if value is None:
            return None
        number = value.removesuffix("d")
        if number == value or not number.isdecimal() or not 0 < int(number) < 10_000:
            raise click.BadParameter(f"{value!r} is no number of days; write it such as 90d.")
        return int(number)

    return click.option(*declarations, metavar="DAYS", callback=checked, help=help)


def share(*declarations: str, help: str) -> Callable[[_Command], _Command]:
    """Return an option that takes a number from 0 to 1."""

    def checked(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
        if value is None:
            return None
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if not 0 <= number <= 1:  # nor is NaN, which compares with nothing
            raise click.BadParameter(f"{value!r} is no share; write a number from 0 to 1, such as 0.95.")
        return number

    return click.option(*declarations, metavar="SHARE", callback=checked, help=help)


def word(known: Sequence[str], name: str) -> Callable[[_Command], _Command]:
    """Return an argument that is one of a few words."""

    def checked(ctx: click.Context, param: click.Parameter, value: str) -> str:
        return _known(value, known)

    return click.argument(name, metavar=f"[{'|'.join(known)}]", callback=checked)


def _known(value: str, known: Sequence[str]) -> str:
    if value in known:
        return value
    near = _nearest(value, known)
    advice = f"; did you mean {near!r}?" if near else "."
    raise click.BadParameter(f"{value!r} is none of {', '.join(known)}{advice}")


def _nearest(value: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    return "".join(get_close_matches(value, known, n=1))


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not is_day(value):
        raise click.BadParameter(f"{value!r} is no day; write it as YYYY-MM-DD.")
    return value


def _names(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _several(metavar: str, *declarations: str, help: str) -> Callable[[_Command], _Command]:
    return click.option(*declarations, multiple=True, callback=_names, metavar=metavar, help=help)


_RULE_OPTIONS = (
    click.option("--config", metavar="FILE", help="Use this configuration and look for no other."),
    click.option(
        "--pack",
        "packs",
        multiple=True,
        metavar="PACK",
        help="Use this pack, a name or a folder, instead of us; repeatable.",
    ),
    _several(
        "ID",
        "--jurisdiction",
        "jurisdictions",
        help="Ask about the law of this place or set of places, such as us-ny; repeatable.",
    ),
    click.option("--as-of", metavar="DATE", callback=_day, help="Ask about the law of this day; default today."),
    _several("RULE", "--select", help="Use only this rule or topic; repeatable."),
    _several("RULE", "--ignore", help="Leave out this rule or topic; repeatable."),
    pairs(
        "RULE=LEVEL",
        "--severity",
        second=LEVELS,
        help=f"Give a rule or topic a level ({', '.join(LEVELS)}); repeatable.",
    ),
)


def rule_options(command: _Command) -> _Command:
    """Give a command the options that decide which rules hold."""
    for option in reversed(_RULE_OPTIONS):
        command = option(command)
    return command


def book_of(options: dict[str, Any]) -> Rulebook:
    """Return the rule book that the options of a command make in the current folder."""
    from kratom_lint.books import Books
    from kratom_lint.config import Configs

    return Books().get(Configs(layer_of(options), options["config"]).settings_for(None))
