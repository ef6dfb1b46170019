"""Foreign text on a terminal: made harmless, measured in cells, styled. Knows nothing of findings."""

from __future__ import annotations

import unicodedata
from functools import cache

TAB = "    "
_STYLES = {"error": "1;31", "warning": "1;33", "info": "1;36", "bold": "1", "faint": "2", "frame": "34"}


def printable(text: str) -> str:
    """Return `text` with each character as a terminal may show it.

    Tabs become four spaces. Control characters, lone surrogates and separators of lines become U+FFFD, so
    no text can send escape sequences or break a line of the report. Format characters and variation selectors
    vanish: they have no width of their own, and those that turn the direction of writing scramble the line.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def cells(text: str) -> int:
    """Return the width in terminal cells of `text` once it has gone through `printable`."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(cell, text))


@cache
def cell(character: str) -> int:
    """Return the cells a character takes once printed: 2 if East Asian wide, 0 if combining, 4 for a tab."""
    visible = _shown(character)
    if len(visible) != 1:
        return len(visible)
    if unicodedata.category(visible) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(visible) in {"W", "F"} else 1


@cache
def _shown(character: str) -> str:
    if character == "\t":
        return TAB
    category = unicodedata.category(character)
    if category == "Cf" or "\ufe00" <= character <= "\ufe0f":
        return ""
    return "\ufffd" if category in {"Cc", "Cs", "Zl", "Zp"} else character


class Style:
    """ANSI styles and OSC 8 links, or nothing at all when `color` is off."""

    def __init__(self, color: bool) -> None:
        self._color = color

    def paint(self, style: str, text: str) -> str:
        """Return `text` in `style`: error, warning, info, bold, faint or frame."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self._color and text else text

    def link(self, url: str, text: str) -> str:
        """Return `text` that opens `url` when clicked (OSC 8)."""
        return f"\x1b]8;;{printable(url)}\x1b\\{text}\x1b]8;;\x1b\\" if self._color and url else text
