"""Texts of which a reader sees one: branches of templates, marked where they stand and told apart in each block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from kratom_lint.formats.builder import BREAK, Builder
from kratom_lint.formats.prose import Prose

WHEN = "\ufdd0"
"""Stands where a text begins that is shown or not, ELSE where another stands in its place, END where it ends."""
CHOICE = "\ufdd1"
"""Stands, like WHEN, where a text begins; one of those up to END is always shown."""
ELSE = "\ufdd2"
END = "\ufdd3"
MARK = re.compile("[\ufdd0-\ufdd3]")
"""Characters that Unicode keeps for programs to use inside themselves."""
MOST = 16
"""So many ways to read a block are told apart; of more, each branch is read in one. More branches are only parted."""


class _Mark(NamedTuple):
    """A mark in a text: where it stands, and the option of a choice that begins there; no choice (-1) ends or parts."""

    at: int
    sign: str
    choice: int
    option: int


def alternatives(prose: Prose) -> list[Prose]:
    """Return each way to read a prose with marks of branches in it, without the marks; there is one at least.

    An ELSE without a beginning or an end in the same prose parts two phrases.
    """
    marks, options = _paired(prose.text)
    found: dict[Prose, None] = {}
    for chosen in _readings(options):
        found.setdefault(_reading(prose, marks, chosen))
    return list(found)


def _paired(text: str) -> tuple[list[_Mark], list[int]]:
    """Return the marks in a text, each with its choice, and how many options each choice has."""
    marks: list[_Mark] = []
    options: list[int] = []
    opened: list[list[int]] = []
    for match in MARK.finditer(text):
        sign = match[0]
        if sign in (WHEN, CHOICE):
            opened.append([len(marks)])
        elif sign == ELSE and opened:
            opened[-1].append(len(marks))
        elif sign == END and opened:
            parts = opened.pop()
            choice = len(options)
            for option, number in enumerate(parts):
                marks[number] = marks[number]._replace(choice=choice, option=option)
            options.append(len(parts) + (len(parts) == 1 and marks[parts[0]].sign == WHEN))
            marks.append(_Mark(match.start(), sign, choice, -1))
            continue
        marks.append(_Mark(match.start(), sign, -1, -1))
    if max(options, default=0) > MOST:
        return [mark._replace(choice=-1) for mark in marks], []
    return marks, options


def _readings(options: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield an option for each choice, in all ways or, where these are many, in as few as have every option."""
    if prod(options) <= MOST:
        yield from product(*map(range, options))
    else:
        for number in range(max(options)):
            yield [min(number, count - 1) for count in options]


def _reading(prose: Prose, marks: Sequence[_Mark], chosen: Sequence[int]) -> Prose:
    """Return the prose with one option of each choice."""
    builder = Builder(prose)
    at = unseen = 0
    shown: list[bool] = []
    for mark in marks:
        if not unseen:
            builder.copy(at, mark.at)
        at = mark.at + 1
        if mark.choice < 0:
            if mark.sign == ELSE and not unseen:
                builder.atom(BREAK, mark.at, mark.at)
            continue
        if mark.option != 0:
            unseen -= not shown.pop()
        if mark.option >= 0:
            shown.append(chosen[mark.choice] == mark.option)
            unseen += not shown[-1]
    if not unseen:
        builder.copy(at, len(prose.text))
    return builder.done()
