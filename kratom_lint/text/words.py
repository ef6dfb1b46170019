"""Folded text cut into words: contractions spelled out, possessives dropped, and where clauses end."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from kratom_lint.text.fold import BULLET, ELLIPSIS, EM_DASH, EN_DASH

HIDDEN_IN_CONTRACTIONS: Final = frozenset(
    """am are can could dare did do does had has have is might must need not ought shall should us was were will
    would""".split()  # noqa: SIM905
)
"""Words that may stand in a text only as part of a contraction, so that a look at its raw words would miss them."""

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)+"
    r"|(?<![^\W_])[a-z](?:[ .*_-][a-z]){2,}(?![^\W_])"  # p a i n, p.a.i.n, f.d.a
    r"|[a-z]\.[a-z]\.?(?![^\W_])"  # e.g., u.s.
    r"|[^\W_]+(?:'[^\W_]+)?"
    r"|-+|[^\w\s]|_"
)
_SPACED_OUT = re.compile(r"[ .*_-]")
_IRREGULAR = {
    "won't": ("will", "not"),
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "let's": ("let", "us"),
}
_ENDINGS = {"re": "are", "ll": "will", "ve": "have", "d": "would", "m": "am"}
_CAN_BE_SUBJECT = frozenset(
    [
        "it",
        "that",
        "there",
        "here",
        "what",
        "who",
        "he",
        "she",
        "how",
        "where",
        "this",
        "everything",
        "nothing",
        "nobody",
    ]
)
_SILENT = frozenset("'\"*_\\~")
_DASHES = frozenset(("-", EN_DASH))
_BREAKS = frozenset((".", "!", "?", ";", ":", EM_DASH, ELLIPSIS, BULLET))


@dataclass(frozen=True, slots=True)
class Words:
    """The words and punctuation of one folded text, in parallel lists.

    `starts[i]` and `ends[i]` are code points of the folded text; both words of a contraction cover all of it.
    `counted[i]` is how many of the first i are words, `broken[i]` how many of them end a clause: these two lists have
    one entry more. Quotation marks are no words; `quotes` lists where double ones stand.
    """

    text: str
    texts: list[str]
    starts: list[int]
    ends: list[int]
    counted: list[int]
    broken: list[int]
    quotes: list[int]

    def __len__(self) -> int:
        return len(self.texts)

    def hyphenated(self, at: int) -> bool:
        """Say whether nothing but a hyphen stands between word `at` and the one before it."""
        return self.text[self.ends[at - 1] : self.starts[at]] in ("-", EN_DASH)


def words_of(text: str, clause_ends: Collection[str] = ()) -> Words:
    """Cut folded text into words. `clause_ends` are words that, like `.` or a spaced dash, end a clause."""
    found = Words(text, [], [], [], [0], [0], [])
    texts, starts, ends, counted, broken = found.texts, found.starts, found.ends, found.counted, found.broken
    for m in _TOKEN.finditer(text):
        token = m[0]
        start, end = m.span()
        if token.isalnum() and token != "cannot":
            # Nearly all of them: kept apart, since this loop is where the time goes.
            texts.append(token)
            starts.append(start)
            ends.append(end)
            counted.append(counted[-1] + 1)
            broken.append(broken[-1] + (token in clause_ends))
            continue
        if token in _SILENT:
            if token == '"':
                found.quotes.append(start)
            continue
        dash = token[0] in _DASHES
        if dash and not _is_dash(text, start, end):
            continue
        for word in _spell_out(token):
            texts.append(word)
            starts.append(start)
            ends.append(start + len(word) if token.endswith("'s") and token.startswith(word) else end)
            counted.append(counted[-1] + word[0].isalnum())
            broken.append(broken[-1] + (dash or word in _BREAKS))
    return found


def _is_dash(text: str, start: int, end: int) -> bool:
    """Tell a dash between clauses from a hyphen inside a word or a range."""
    return end - start > 1 or (text[start - 1 : start].isspace() and text[end : end + 1].isspace())


def _spell_out(token: str) -> tuple[str, ...]:
    if len(token) > 2 and token[1] in " .-*_" and token[0].isalpha():
        return (token,) if len(token) < 5 else (_SPACED_OUT.sub("", token),)
    if "'" not in token:
        return _IRREGULAR[token] if token == "cannot" else (token,)
    if token in _IRREGULAR:
        return _IRREGULAR[token]
    stem, _, ending = token.partition("'")
    if ending == "t" and stem.endswith("n"):
        return stem[:-1], "not"
    if ending == "s":
        return (stem, "is") if stem in _CAN_BE_SUBJECT else (stem,)
    return (stem, _ENDINGS[ending]) if ending in _ENDINGS else (token,)


_VIEW = bytes(byte if chr(byte).isalnum() else 32 for byte in range(128)) + b" " * 128
_LONE_LETTERS = frozenset("bcdefghjklmnopqrstuvwxyz") - {"s", "t", "d", "m", "g"}


def raw_words(text: str) -> frozenset[str]:
    """Return the distinct runs of ASCII letters and digits in folded text: fast, and enough to rule most patterns out.

    A word of `words_of` made only of these is among them, unless it came out of a contraction; where letters stand
    spaced out ("p a i n"), the words themselves are returned.
    """
    found = frozenset(text.encode("ascii", "replace").translate(_VIEW).decode("ascii").split())
    if len(found & _LONE_LETTERS) < 2:
        return found
    return found | frozenset(words_of(text).texts)
