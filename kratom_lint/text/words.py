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
    r"[a-z]{2,}(?![^\W_]|')"  # nearly all words: tried first, since this is where the time goes
    r"|\d+(?:[.,]\d+)+"
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


class Words:
    """The words and punctuation of one folded text, in parallel lists.

    `starts[i]` and `ends[i]` are code points of the folded text; both words of a contraction cover all of it. `signs`
    are the indices of what is no word, `breaks` of what ends a clause. Quotation marks are left out; `quotes` lists
    where double ones stand.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.signs: set[int] = set()
        self.breaks: set[int] = set()
        self.quotes: list[int] = []

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands, and under NUMBER where numbers do."""
        places: dict[str, list[int]] = {}
        for at, text in enumerate(self.texts):
            if text in places:
                places[text].append(at)
            else:
                places[text] = [at]
        numbers = [at for text, found in places.items() if text[0].isdigit() for at in found]
        if numbers:
            places[NUMBER] = sorted(numbers)
        return places

    def first_from(self, place: int) -> int:
        """Return the index of the first word that starts at the code point `place` or after it."""
        return bisect_left(self.starts, place)

    def hyphenated(self, at: int) -> bool:
        """Say whether nothing but a hyphen stands between word `at` and the one before it."""
        return self.text[self.ends[at - 1] : self.starts[at]] in ("-", EN_DASH)

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
    found = Words(text)
    texts, starts, ends = found.texts, found.starts, found.ends
    add, add_start, add_end = texts.append, starts.append, ends.append
    for m in _TOKEN.finditer(text):
        token, start = m.group(), m.start()
        if token.isalnum() and token != "cannot":
            if token in clause_ends:
                found.breaks.add(len(texts))
            add(token)
            add_start(start)
            add_end(start + len(token))
        elif token not in _SILENT:
            _cut(found, token, start, m.end())
        elif token == '"':
            found.quotes.append(start)
    return found


def _cut(found: Words, token: str, start: int, end: int) -> None:
    """Add what is more, or less, than one plain word."""
    dash = token[0] in _DASHES
    if dash and not _is_dash(found.text, start, end):
        return
    for word in _spell_out(token):
        if not word[0].isalnum():
            found.signs.add(len(found.texts))
            if dash or word in _BREAKS:
                found.breaks.add(len(found.texts))
        found.texts.append(word)
        found.starts.append(start)
        found.ends.append(start + len(word) if token.endswith("'s") and token.startswith(word) else end)


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
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_SPACED_OUT_WORD = re.compile(r"(?<![^\W_])[a-z](?:[ .*_-][a-z]){2}")


_CONTRACTION = re.compile(r"[^\W_]+'[^\W_]+")
_DIGIT = re.compile(r"[0-9]")


@lru_cache(maxsize=16384)
def raw_words(text: str) -> frozenset[str]:
    """Return the distinct runs of ASCII letters and digits in folded text: fast, and enough to rule most patterns out.

    A word of `words_of` made only of these is among them, NUMBER where one may stand, and `"`. Contractions are spelled
    out as well; where letters stand spaced out ("p a i n"), the words themselves are added.
    """
    found = set(text.encode("ascii", "replace").translate(_VIEW).decode("ascii").split())
    if not text.isascii() or _DIGIT.search(text):
        found.add(NUMBER)
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
