"""The folded view of a text on which rules match: one case, plain quotes and hyphens, no disguises; with a map back."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left

from kratom_lint.expressions import late
from kratom_lint.values import value

EM_DASH, EN_DASH, ELLIPSIS, BULLET, HOLE = "\x01", "\x02", "\x03", "\x04", "\x05"
"""What these signs become: control characters (none of them white space), so that ordinary copy is ASCII and fast."""

_ONE_FOR_ONE = (
    ("\u2019", "'"),
    ("\u2018", "'"),
    ("\u201c", '"'),
    ("\u201d", '"'),
    ("\u00a0", " "),
    ("\u2014", EM_DASH),
    ("\u2013", EN_DASH),
    ("\u2011", "-"),
    ("\u2010", "-"),
    ("\u2026", ELLIPSIS),
    ("\u2022", BULLET),
    ("\ufffc", HOLE),
    ("\u00ae", " "),
    ("\u2122", " "),
)
"""What most copy has beyond ASCII. `str.replace` is some fifty times faster than `str.translate` on non-ASCII text."""

_SIGNS = (
    dict.fromkeys("\u02bc\u02b9\u2032\u201a\u201b\uff07\u00b4`", "'")
    | dict.fromkeys("\u201e\u201f\u2033\u00ab\u00bb", '"')
    | dict.fromkeys("\u2012\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("\u2015", EM_DASH)
    | dict.fromkeys("\u00a9\u2120", " ")
    | dict(
        zip(
            "\u0261\u1d00\u1d04\u1d05\u1d07\u026a\u1d0b\u1d0d\u0274\u1d0f\u1d18\u0280\u1d1b\u1d1c\u1d20\u1d21\u1d22"
            "\u029f\u0262\u029c\u0299",
            "gacdeikmnoprtuvwzlghb",
            strict=True,
        )
    )
)
_LOOKALIKES = dict(
    zip(
        "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u0432\u043a\u043c\u043d\u0442"
        "\u03bf\u03b1\u03b9\u03ba\u03bd\u03c1\u03c4\u03c5\u03c7\u0131",
        "aeopcyxijshdqbkmhtoaikvptuxi",
        strict=True,
    )
)
"""Cyrillic and Greek letters that read as Latin ones (from Unicode's confusables data)."""

_INVISIBLE = frozenset({"Cf", "Mn", "Me"})
_WORD = late(r"[^\W\d_]+")
_LATIN = late(r"[a-z]")


@value
class Folded:
    """A folded text. `origin[i]` is the code point of the original that folded character i came from.

    `origin` has one entry more than the text, the original's length; None means every position is its own.
    """

    text: str
    origin: tuple[int, ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of the original that the folded range [start, end), not empty, came from."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1

    def folded(self, at: int) -> int:
        """Return the first folded position that came from original position `at` or one behind it."""
        return at if self.origin is None else bisect_left(self.origin, at)


def fold(text: str) -> Folded:
    """Fold case, quotes, dashes, compatibility forms and look-alike letters. Plain ASCII pays for lower-casing only."""
    if not text.isascii():
        for sign, plain in _ONE_FOR_ONE:
            text = text.replace(sign, plain)
        if not text.isascii():
            return _fold_each(text)
    return Folded(text.lower())


def _fold_each(text: str) -> Folded:
    characters: list[str] = []
    origin: list[int] = []
    for at, character in enumerate(text):
        folded = character.lower() if character.isascii() else _fold_character(character)
        characters.append(folded)
        origin.extend([at] * len(folded))
    exact = len(origin) == len(text) and all(at == i for i, at in enumerate(origin))
    origin.append(len(text))
    return Folded(_WORD.sub(_unmask, "".join(characters)), None if exact else tuple(origin))


def _fold_character(character: str) -> str:
    sign = _SIGNS.get(character)
    if sign is not None:
        return sign
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    return unicodedata.normalize("NFKC", character).lower()


def _unmask(word: re.Match[str]) -> str:
    """Read look-alike letters as Latin ones, but only in a word that mixes them with Latin letters."""
    found = word[0]
    if found.isascii() or not _LATIN.search(found):
        return found
    return "".join(_LOOKALIKES.get(letter, letter) for letter in found)
