"""How much a sentence sounds like a claim: the weights of its words, learned from labelled texts, and their sum."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from kratom_lint.text.words import words_of

PLACES = 1 << 17
"""How many weights there are. A part of a text has the place that its checksum says: no list of parts is kept."""
_SHORTEST, _LONGEST = 3, 5
"""How many letters the pieces of a word have, by which it is known in forms that nobody has labelled."""


class Voice:
    """Weights of words, of pieces of words and of pairs of words, as a logistic regression has them.

    `weights` holds PLACES signed bytes, a step of `step` each; `bias` is the log odds of a text of no known words.
    """

    def __init__(self, weights: bytes, step: float, bias: float) -> None:
        self.weights, self.step, self.bias = weights, step, bias
        self._table = memoryview(weights).cast("b")
        self._of_word = lru_cache(maxsize=16384)(self._weigh)
        self.percent = lru_cache(maxsize=4096)(self._percent)

    def _percent(self, text: str, clause_ends: frozenset[str] = frozenset()) -> int:
        """Return how likely folded text is a claim, in percent; 50 for one that says nothing.

        `clause_ends` make no difference but that the text may have been cut with them already; see `words_of`.
        """
        words = words_of(text, clause_ends).texts
        if not words:
            return 50
        table, mask = self._table, PLACES - 1
        total, size, before = 0, 0, crc32(b"^ ")
        for word in words:
            weight, parts, code, after = self._of_word(word)
            total += weight + table[crc32(code, before) & mask]  # the place of the pair, as `places_of_pairs` has it
            size += parts
            before = after
        total += table[crc32(b"$", before) & mask]
        odds = self.bias + total * self.step / math.sqrt(size + len(words) + 1)
        return int(100 / (1 + math.exp(-max(-30.0, min(30.0, odds)))))

    def telling(self, text: str, count: int = 3) -> list[str]:
        """Return the words of folded text that speak most for its being a claim, the most telling first."""
        words = dict.fromkeys(words_of(text).texts)
        return sorted(words, key=lambda word: -self._of_word(word)[0])[:count]

    def _weigh(self, word: str) -> tuple[int, int, bytes, int]:
        """Return the sum of the weights of a word and its pieces, how many these are, the word as bytes, and the
        checksum of these with a space."""
        places = places_of_word(word)
        code = b"#" if word[0].isdigit() else word.encode()
        return sum(self._table[place] for place in places), len(places), code, crc32(code + b" ")


def places_of_word(word: str) -> list[int]:
    """Return the places of a word and of its pieces; all numbers are alike."""
    if word[0].isdigit():
        return [_place("#")]
    parts = [f"{word} "]
    if word[0].isalpha():
        whole = f"<{word}>"
        parts += [whole[i : i + n] for n in range(_SHORTEST, _LONGEST + 1) for i in range(len(whole) - n + 1)]
    return [_place(part) for part in parts]


def places_of_pairs(words: Sequence[str]) -> Iterator[int]:
    """Yield the places of the pairs of neighbours, the start and the end of the text among them."""
    for one, other in pairwise(("^", *("#" if word[0].isdigit() else word for word in words), "$")):
        yield _place(f"{one} {other}")


def _place(part: str) -> int:
    return crc32(part.encode()) & (PLACES - 1)
