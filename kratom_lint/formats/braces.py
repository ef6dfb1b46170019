"""Finds where JavaScript in braces ends, and what it says when it is only a string."""

from __future__ import annotations

import re

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.syntax import ESCAPE, meaning

_TOKEN = re.compile(
    r"""\\.|"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\$]|\\.|\$(?!\{))*+`|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)
    |(?P<open>\{)|(?P<close>\})""",
    re.X | re.S,
)
_QUOTED = r"""(?:"((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)'|`((?:[^`\\$]|\\.|\$(?!\{))*+)`)"""
_STRING = re.compile(rf"\s*{_QUOTED}\s*", re.S)
_CHOICE = re.compile(rf"""(?:[^?"'`]|\?[.?]|"[^"\n]*+"|'[^'\n]*+')*+\?\s*{_QUOTED}\s*:\s*{_QUOTED}\s*""", re.S)
REMARK = re.compile(r"\s*(?:/\*((?:[^*]|\*(?!/))*+)\*/|//([^\r\n]*+))\s*")
PATIENCE = 100
"""So many searches to the end of a text in vain, and no brace in it is looked for any more."""


class Braces:
    """The braces of one text. What a search finds is remembered, so that all of them take linear time."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: dict[int, int] = {}
        self._vain = 0

    def end(self, at: int) -> int:
        """Return the offset after the brace that closes the one at `at`, or -1 if none does."""
        if at not in self._ends and self._vain < PATIENCE:
            self._search(at)
        return self._ends.get(at, -1)

    def _search(self, at: int) -> None:
        opened: list[int] = []
        for match in _TOKEN.finditer(self._text, at):
            if match["open"]:
                opened.append(match.start())
            elif match["close"]:
                self._ends[opened.pop()] = match.end()
                if not opened:
                    return
        self._ends |= dict.fromkeys(opened, -1)
        self._vain += 1


def spoken(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a string stands, without its quotes, if code at [start, end) is nothing else."""
    match = _STRING.fullmatch(text, start, end)
    return match.span(match.lastindex or 0) if match else None


def choice(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where two strings stand, without their quotes, if code at [start, end) says the one or the other."""
    match = _CHOICE.fullmatch(text, start, end)
    return [match.span(group) for group in range(1, 7) if match[group] is not None] if match else []


def put_string(builder: Builder, start: int, end: int, special: re.Pattern[str]) -> None:
    """Add what a string at [start, end) says, with a reference for each character that is `special` to a format."""
    text = re.compile(f"{ESCAPE.pattern}|{special.pattern}", re.S)
    builder.decode(start, end, text, _reference)


def _reference(match: re.Match[str]) -> str:
    letter = meaning(match) if match[0].startswith("\\") and len(match[0]) > 1 else match[0]
    return "".join(f"&#{ord(each)};" if each in '&<"*_`[]~#|>\\' else each for each in letter)
