"""Texts of which a reader sees one: branches of templates, marked where they stand and told apart in each block."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from kratom_lint.expressions import late
from kratom_lint.formats.builder import BREAK, Builder
from kratom_lint.formats.prose import Prose

WHEN = "\ufdd0"
"""Stands where a text begins that is shown or not, ELSE where another stands in its place, END where it ends."""
CHOICE = "\ufdd1"
"""Stands, like WHEN, where a text begins; one of those up to END is always shown."""
ELSE = "\ufdd2"
END = "\ufdd3"
MARK = late("[\ufdd0-\ufdd3]")
"""Characters that Unicode keeps for programs to use inside themselves."""
MOST = 16
"""So many ways to read a block are told apart; of more, only so many that each branch is read, or else none."""


class _Mark(NamedTuple):
    """A mark in a text: where it stands, and the option of a choice that begins there; no choice (-1) ends or parts."""

    at: int
    sign: str
    choice: int
    option: int


class _Choice(NamedTuple):
    """A choice: how many options there are, and how many choices it may be in."""

    options: int
    depth: int


def alternatives(prose: Prose) -> list[Prose]:
    """Return each way to read a prose with marks of branches in it, without the marks; there is one at least.

    An ELSE without a beginning or an end in the same prose parts two phrases.
    """
    marks, choices = _paired(prose.text)
    readings = _readings(choices)
    if not readings:
        marks, readings = [mark._replace(choice=-1) for mark in marks], [()]
    return list(dict.fromkeys(_reading(prose, marks, chosen) for chosen in readings))


def is_whole(text: str) -> bool:
    """Say whether each mark in a text is of a choice that begins and ends there."""
    return all(mark.choice >= 0 for mark in _paired(text)[0])


def _paired(text: str) -> tuple[list[_Mark], list[_Choice]]:
    """Return the marks in a text, each with its choice, and the choices."""
    marks: list[_Mark] = []
    choices: list[_Choice] = []
    opened: list[list[int]] = []
    for match in MARK.finditer(text):
        sign, choice = match[0], -1
        if sign in (WHEN, CHOICE):
            opened.append([len(marks)])
        elif sign == ELSE and opened:
            opened[-1].append(len(marks))
        elif sign == END and opened:
            parts, choice = opened.pop(), len(choices)
            for option, number in enumerate(parts):
                marks[number] = marks[number]._replace(choice=choice, option=option)
            lone = len(parts) == 1 and marks[parts[0]].sign == WHEN
            choices.append(_Choice(len(parts) + lone, len(opened)))
        marks.append(_Mark(match.start(), sign, choice, -1))
    return marks, choices


def _readings(choices: Sequence[_Choice]) -> list[Sequence[int]]:
    """Return lists of an option for each choice: all there are or, where these are many, so that each option is in one.

    Where these are still too many, there are none.
    """
    if prod(choice.options for choice in choices) <= MOST:
        return list(product(*(range(choice.options) for choice in choices)))
    most = max(choice.options for choice in choices)
    count = most ** (1 + max(choice.depth for choice in choices))
    if count > MOST:
        return []
    return [[min(way // most**each.depth % most, each.options - 1) for each in choices] for way in range(count)]


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
