"""Folded text cut into words: contractions spelled out, possessives dropped, and where clauses end."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Final

from kratom_lint.text.fold import BULLET, ELLIPSIS, EM_DASH, EN_DASH

NUMBER: Final = "\0number"
"""Stands among raw words for any number, which patterns ask for by `{number}`."""

_TOKEN = re.compile(
    r"[a-z]{2,}+(?![^\W_]|')"  # nearly all words: tried first, since this is where the time goes
    r"|\d+(?:[.,]\d+)+"
    r"|(?<![^\W_])[a-z](?:[ .*_-][a-z]){2,}(?![^\W_])"  # p a i n, p.a.i.n, f.d.a
    r"|[a-z]\.[a-z]\.?(?![^\W_])"  # e.g., u.s.
    r"|[^\W_]+(?:'[^\W_]+)?"
    rf"|--+|(?<=\s)[-{EN_DASH}](?=\s)"  # dashes between clauses, no hyphens inside words or ranges
    rf"|[^\w\s'\"*\\~{EN_DASH}-]"
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
_SPACED_LETTERS, _DIGITS = b"abcdefghijklmnopqrstuvwxyz ", b"0123456789"
_MARKS, _GLUED = b"!(),.:;?", re.compile(r"[.,][^ ]")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_RUNS = bytes(byte if chr(byte).isalnum() else 32 for byte in range(128)) + b" " * 128
_BREAKS = frozenset((".", "!", "?", ";", ":", "-", EN_DASH, EM_DASH, ELLIPSIS, BULLET))


class Words:
    """The words and punctuation of one folded text.

    `texts` are these in order, quotation marks left out; all else tells of them by their index. `vocabulary` holds each
    text once, NUMBER if a digit and `"` if a quotation mark stands in the text.
    """

    def __init__(self, text: str, texts: list[str], clause_ends: frozenset[str], more: Iterable[str]) -> None:
        """Keep what a text was cut into, and what `more` is in its vocabulary."""
        self.text = text
        self.texts = texts
        self.vocabulary = frozenset((*texts, *more))
        self._clause_ends = clause_ends

    @cached_property
    def signs(self) -> set[int]:
        """What is no word."""
        return {at for at, word in enumerate(self.texts) if not word.isalnum() and not word[0].isalnum()}

    @cached_property
    def breaks(self) -> set[int]:
        """What ends a clause."""
        texts, ends = self.texts, self._clause_ends
        found = {at for at in self.signs if texts[at][0] in _BREAKS}
        if not ends.isdisjoint(self.vocabulary):
            found.update(at for at, word in enumerate(texts) if word in ends)
        return found

    @property
    def numbers(self) -> list[int]:
        """The numbers."""
        return [at for at, word in enumerate(self.texts) if word[0].isdigit()] if NUMBER in self.vocabulary else []

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def starts(self) -> list[int]:
        """Where each begins, a code point of the folded text; both words of a contraction cover all of it."""
        return self._ranges[0]

    @property
    def ends(self) -> list[int]:
        """Where each ends, a code point of the folded text."""
        return self._ranges[1]

    @cached_property
    def _ranges(self) -> tuple[list[int], list[int]]:
        starts, ends = [], []
        for m in _TOKEN.finditer(self.text):
            token, start, end = m.group(), m.start(), m.end()
            for word in (token,) if token.isalpha() and token != "cannot" else _spell_out(token):
                starts.append(start)
                ends.append(start + len(word) if token.endswith("'s") and token.startswith(word) else end)
        return starts, ends

    @property
    def quotes(self) -> list[int]:
        """Where double quotation marks stand in the folded text."""
        return [at for at, sign in enumerate(self.text) if sign == '"'] if '"' in self.text else []

    def first_from(self, place: int) -> int:
        """Return the index of the first word that starts at the code point `place` or after it."""
        return bisect_left(self.starts, place) if place else 0

    def hyphenated(self, at: int) -> bool:
        """Say whether nothing but a hyphen stands between word `at` and the one before it."""
        starts, ends = self._ranges
        return self.text[ends[at - 1] : starts[at]] in ("-", EN_DASH)

    def reach(self, start: int, end: int) -> int | None:
        """Return how many words stand in [start, end), None when a clause ends among them."""
        if not self.breaks.isdisjoint(range(start, end)):
            return None
        return end - start - len(self.signs.intersection(range(start, end)))


@lru_cache(maxsize=256)
def words_of(text: str, clause_ends: frozenset[str] = frozenset()) -> Words:
    """Cut folded text into words. `clause_ends` are words that, like `.` or a spaced dash, end a clause.

    The last few texts are remembered: whoever reads a sentence asks for its words, one after the other.
    """
    rest = text.encode("ascii", "replace").translate(None, _SPACED_LETTERS)
    marks = rest.translate(None, _DIGITS)
    texts = _split(text, marks)
    if texts is None:
        texts = _TOKEN.findall(text)
        if "cannot" in text or any([len(token) > 1 and not token.isalnum() for token in texts]):  # noqa: C419 - faster
            texts = [word for token in texts for word in _spell_out(token)]
    more = (NUMBER,) if len(marks) < len(rest) or not text.isascii() else ()
    return Words(text, texts, clause_ends, (*more, '"') if b'"' in marks else more)


def _split(text: str, marks: bytes) -> list[str] | None:
    """Return the words of a text with these `marks`, six times as fast as otherwise; None if it takes a closer look."""
    if marks.translate(None, _MARKS) or _GLUED.search(text) or "cannot" in text or not text.isascii():
        return None
    for mark in {*marks.decode()}:
        text = text.replace(mark, f" {mark} ")
    texts = text.split()
    lone = _LETTERS.intersection(texts)
    return None if lone and sum(map(texts.count, lone)) > 2 else texts  # it may be p a i n


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


def runs_of(text: str) -> list[str]:
    """Return the runs of ASCII letters and digits in folded text: fast, and enough to rule most of it out."""
    return text.encode("ascii", "replace").translate(_RUNS).decode("ascii").split()
