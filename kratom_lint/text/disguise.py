"""Words that copy writes so that a filter would miss them, put back into plain spelling; with the map kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from itertools import product

from kratom_lint.expressions import late
from kratom_lint.text.fold import ELLIPSIS, EM_DASH, EN_DASH, Folded, fold
from kratom_lint.text.words import runs_of

_SUSPECT = late(r"[a-z0-9@$!]*(?:(?<=[a-z])[0-9@$!*]|[0-9@$!*](?=[a-z]))[a-z0-9@$!*]*[a-z0-9@$]|[a-z]+(?:-[a-z]+)+")
_DISGUISED = re.compile(r"[0-9@$!*-][a-z]")  # a sign before a letter: quick to look for, and in nearly all disguises
_AROUND = ".,;:!?()[]'\"" + EM_DASH + EN_DASH + ELLIPSIS
_LETTERS = {
    "0": "o",
    "1": "il",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "@": "a",
    "$": "s",
    "!": "i",
    "*": "aeiou",
}
_LONGEST = 24
"""Longer runs of letters are no glued words but names of files and the like."""


class Viewer:
    """Shows texts as rules see them: folded, and with disguised words of the vocabulary spelled plainly.

    It remembers the last few thousand texts: sites repeat them from page to page.
    """

    def __init__(self, vocabulary: Callable[[], frozenset[str]], spellings: Mapping[str, str]) -> None:
        """Start with what returns the words to look for, asked when a text may disguise one, and misspellings."""
        self.spellings = spellings
        self._vocabulary = vocabulary
        self.view = lru_cache(maxsize=4096)(self._view)

    def _view(self, text: str, glued: bool) -> Folded:
        """Return the view of a text; `glued` as in `reveal`."""
        return reveal(fold(text), self._vocabulary, self.spellings, glued)


def reveal(
    folded: Folded,
    vocabulary: Callable[[], frozenset[str]],
    spellings: Mapping[str, str],
    glued: bool,
) -> Folded:
    """Return folded text with disguised words of the vocabulary spelled plainly: p@in, opi0id, sei-zures, anxeity.

    `spellings` are common misspellings and what they stand for. With `glued`, as
    in hashtags and addresses, a run of letters that is words of the vocabulary written together is taken apart.
    """
    text = folded.text
    words = runs_of(text)
    plain = {word: spellings[word] for word in spellings.keys() & words}
    for token in text.split() if _DISGUISED.search(text) else ():
        if not token.isalpha():
            core = token.strip(_AROUND)
            if not core.isalpha() and _DISGUISED.search(core):
                plain |= {m[0]: found for m in _SUSPECT.finditer(core) if (found := _plain(m[0], vocabulary()))}
    if glued:
        known = vocabulary()
        runs = [word for word in words if len(word) > 5 and word.isalpha() and word not in known]
        plain |= {run: " ".join(parts) for run in runs if (parts := _taken_apart(run, known))}
    if not plain:
        return folded
    disguised = re.compile("|".join(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])" for word in sorted(plain)))
    return _changed(folded, {m.span(): plain[m[0]] for m in disguised.finditer(text)})


def _plain(word: str, vocabulary: Collection[str]) -> str:
    """Return the word of the vocabulary that a disguised one stands for, "" when it stands for none."""
    if "-" in word:
        joined = word.replace("-", "")
        known = any(part in vocabulary for part in word.split("-") if len(part) > 2)
        return joined if joined in vocabulary and not known else ""
    options = [_LETTERS.get(letter, letter) for letter in word]
    if (
        word.isdigit()
        or sum(len(option) > 1 or option != letter for letter, option in zip(word, options, strict=True)) > 4
    ):
        return ""
    return next((found for letters in product(*options) if (found := "".join(letters)) in vocabulary), "")


def _taken_apart(run: str, vocabulary: Collection[str]) -> list[str]:
    """Return the fewest words of the vocabulary that the run is made of; none when it is not made of words."""
    if len(run) > _LONGEST:
        return []
    best: dict[int, list[str]] = {0: []}
    for end in range(1, len(run) + 1):
        for start in range(end):
            word = run[start:end]
            if start in best and (len(word) > 2 or word in ("to", "of", "no", "my", "up", "in")) and word in vocabulary:
                parts = [*best[start], word]
                if end not in best or len(parts) < len(best[end]):
                    best[end] = parts
    return best.get(len(run), [])


def _changed(folded: Folded, changes: Mapping[tuple[int, int], str]) -> Folded:
    origin = folded.origin or tuple(range(len(folded.text) + 1))
    text: list[str] = []
    places: list[int] = []
    at = 0
    for (start, end), plain in sorted(changes.items()):
        if start < at:
            continue
        text.append(folded.text[at:start] + plain)
        places += origin[at:start]
        # The last letter of the plain word stands for the last of the disguised one, so that a span covers all of it.
        places += [origin[min(start + i * (end - start) // len(plain), end - 1)] for i in range(len(plain) - 1)]
        places.append(origin[end - 1])
        at = end
    return Folded("".join((*text, folded.text[at:])), (*places, *origin[at:]))
