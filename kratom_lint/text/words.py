"""Folded text cut into words: contractions spelled out, possessives dropped, and where clauses end."""

from __future__ import annotations

import re
from bisect import bisect_left
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
_BREAKS = frozenset((".", "!", "?", ";", ":", "-", EN_DASH, EM_DASH, ELLIPSIS, BULLET))


class Words:
    """The words and punctuation of one folded text.

    `texts` are these in order, quotation marks left out; all else tells of them by their index. `signs` are what is no
    word, `breaks` what ends a clause, `numbers` the numbers. `vocabulary` holds each text once, NUMBER if there are
    numbers, and `"` if one stands in the text.
    """

    def __init__(self, text: str, texts: list[str], signs: list[int], clause_ends: frozenset[str]) -> None:
        self.text = text
        self.texts = texts
        self.signs = frozenset(signs)
        self.vocabulary = frozenset(texts)
        self.breaks = {at for at in signs if texts[at][0] in _BREAKS}
        if not clause_ends.isdisjoint(self.vocabulary):
            self.breaks.update(at for at, word in enumerate(texts) if word in clause_ends)
        self.numbers: list[int] = []
        if not text.isascii() or _DIGIT.search(text):
            self.numbers = [at for at, word in enumerate(texts) if word[0].isdigit()]
            if self.numbers:
                self.vocabulary |= {NUMBER}
        if '"' in text:
            self.vocabulary |= {'"'}

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
        if any(at in self.breaks for at in range(start, end)):
            return None
        return sum(at not in self.signs for at in range(start, end))


@lru_cache(maxsize=256)
def words_of(text: str, clause_ends: frozenset[str] = frozenset()) -> Words:
    """Cut folded text into words. `clause_ends` are words that, like `.` or a spaced dash, end a clause.

    The last few texts are remembered: whoever reads a sentence asks for its words, one after the other.
    """
    texts: list[str] = _TOKEN.findall(text)
    signs = [at for at, token in enumerate(texts) if not token.isalnum()]
    if "cannot" in text or any(len(texts[at]) > 1 for at in signs):
        texts = [word for token in texts for word in _spell_out(token)]
        signs = [at for at, word in enumerate(texts) if not word[0].isalnum()]
    return Words(text, texts, signs, clause_ends)


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
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_SPACED_OUT_WORD = re.compile(r"(?<![^\W_])[a-z](?:[ .*_-][a-z]){2}")


_CONTRACTION = re.compile(r"[^\W_]+'[^\W_]+")
_DIGIT = re.compile(r"[0-9]")
_JOINED = re.compile(r"\d[.,]\d+[^\W\d_]")  # 1.1a, 0.5mg: a number and a word


@lru_cache(maxsize=512)
def raw_words(text: str) -> frozenset[str]:
    """Return the distinct runs of ASCII letters and digits in folded text: fast, and enough to rule most patterns out.

    A word of `words_of` made only of these is among them, NUMBER where one may stand, and `"`. Contractions are spelled
    out as well; where letters stand spaced out ("p a i n") or a word against a number ("0.5mg"), the words themselves
    are added.
    """
    found = set(text.encode("ascii", "replace").translate(_VIEW).decode("ascii").split())
    if not text.isascii() or _DIGIT.search(text):
        found.add(NUMBER)
        if _JOINED.search(text):
            found.update(words_of(text).texts)
    if '"' in text:
        found.add('"')
    if "'" in text:
        for token in _CONTRACTION.findall(text):
            found.update(_spell_out(token))
    if "cannot" in found:
        found.update(_IRREGULAR["cannot"])
    if not _LETTERS.isdisjoint(found) and _SPACED_OUT_WORD.search(text):
        found.update(words_of(text).texts)
    return frozenset(found)
