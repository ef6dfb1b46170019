"""How much a sentence sounds like a claim: the weights of its words, learned from labelled texts, and their sum."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from kratom_lint.text.words import words_of

KINDS = {
    "health": ("disease",),
    "effect": ("benefit", "audience", "dose", "impression"),
    "safety": ("safety", "drug"),
    "proof": ("evidence", "endorsement", "mechanism", "quality", "status"),
}
"""What a claim may sound like, each with the topics of the rules against it. They do not sound alike, so each kind has
weights of its own, and a text is as much like a claim as it is like one of its kinds."""
FEWEST = 3
"""Of fewer words nobody can tell what they sound like."""
BRIEF, BRIEF_PERCENT = 5, 88
"""Of fewer words than BRIEF each tells much, so they must be this likely a claim, whatever the rule asks for."""
PLACES = 1 << 17
"""How many weights a kind has. A part of a text has the place that its checksum says: no list of parts is kept."""
LEVELS = 15
"""How many steps the largest weight is."""
_SHORTEST, _LONGEST = 3, 5
"""How many letters the pieces of a word have, by which it is known in forms that nobody has labelled."""
PAIR = 3
"""How many parts a pair of words counts for: there are many more pieces of words than pairs, and pairs tell more."""
_ENDINGS = ("ing", "ed", "es", "s", "ly", "e")
"""What is cut from words in pairs, so that "eases pain" and "eased pains" are one."""
_LANE = 16
_HALF, _MASK = 1 << _LANE - 1, (1 << _LANE) - 1
_MOST = _HALF // LEVELS - 2 * PAIR
"""Of how many parts the weights are summed at most, for their sum to stay in its lane."""


class Voice:
    """For each of KINDS weights of words, of pieces of words and of pairs of words, as a logistic regression has them.

    `lanes` holds PLACES integers of 64 bits, the weights of a place side by side: one sum is the sum of all kinds.
    A weight counts `steps` of its kind; `biases` are the log odds of a text of no known words.
    """

    def __init__(self, lanes: bytes, steps: Sequence[float], biases: Sequence[float]) -> None:
        self.lanes, self.steps, self.biases = lanes, tuple(steps), tuple(biases)
        self._kinds = tuple(zip(self.biases, self.steps, KINDS, strict=True))
        self._table = memoryview(lanes).cast("q")
        self._of_word = lru_cache(maxsize=16384)(self._weigh)
        self.loudest = lru_cache(maxsize=4096)(self._loudest)

    @classmethod
    def of(cls, weights: Sequence[bytes], steps: Sequence[float], biases: Sequence[float]) -> Voice:
        """Return the voice with these weights, PLACES signed bytes for each kind."""
        table = array("q", bytes(8 * PLACES))
        for lane, column in enumerate(weights):
            for place, weight in enumerate(memoryview(column).cast("b")):
                table[place] += weight << lane * _LANE
        return cls(table.tobytes(), steps, biases)

    def columns(self) -> list[bytes]:
        """Return the weights as `of` takes them."""
        rows = [_apart(place) for place in self._table]
        return [array("b", column).tobytes() for column in zip(*rows, strict=True)]

    def percent(self, text: str, clause_ends: frozenset[str] = frozenset()) -> int:
        """Return how likely folded text is a claim, in percent; 50 for one that says nothing.

        `clause_ends` make no difference but that the text may have been cut with them already; see `words_of`.
        """
        return self.loudest(text, clause_ends)[0]

    def _loudest(self, text: str, clause_ends: frozenset[str] = frozenset()) -> tuple[int, str]:
        """Return how likely folded text is a claim, in percent, and of which kind; see `percent`."""
        words = words_of(text, clause_ends).texts
        if not words:
            return 50, next(iter(KINDS))
        table, mask = self._table, PLACES - 1
        total, size, before = 0, 0, crc32(b"^ ")
        for word in words:
            weight, parts, code, after = self._of_word(word)
            if size + parts > _MOST:
                break
            pair = table[crc32(code, before) & mask]  # the place that `places_of_pairs` tells
            total += weight + PAIR * pair
            size += parts + PAIR
            before = after
        total += PAIR * table[crc32(b"$", before) & mask]
        scale, odds, kind = 1 / math.sqrt(size + PAIR), -math.inf, ""
        for (bias, step, name), weight in zip(self._kinds, _apart(total), strict=True):
            if bias + step * weight * scale > odds:
                odds, kind = bias + step * weight * scale, name
        return int(100 / (1 + math.exp(-max(-30.0, min(30.0, odds))))), kind

    def telling(self, text: str, count: int = 3) -> list[str]:
        """Return the words of folded text that speak most for its being a claim, the most telling first."""
        lane = list(KINDS).index(self.loudest(text)[1])
        words = dict.fromkeys(words_of(text).texts)
        return sorted(words, key=lambda word: -_apart(self._of_word(word)[0])[lane])[:count]

    def _weigh(self, word: str) -> tuple[int, int, bytes, int]:
        """Return the sum of the weights of a word and its pieces, how many these are, the word as it stands in pairs,
        in bytes, and the checksum of these with a space."""
        places = places_of_word(word)
        code = _paired(word).encode()
        return sum(self._table[place] for place in places), len(places), code, crc32(code + b" ")


def _apart(total: int) -> list[int]:
    """Return the sums of the kinds that `total` holds side by side."""
    sums = []
    for _ in KINDS:
        sums.append((total + _HALF & _MASK) - _HALF)
        total = total - sums[-1] >> _LANE
    return sums


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
    for one, other in pairwise(("^", *map(_paired, words), "$")):
        yield _place(f"{one} {other}")


def _paired(word: str) -> str:
    """Return a word as it stands in pairs, without its ending."""
    if word[0].isdigit():
        return "#"
    ending = next((ending for ending in _ENDINGS if word.endswith(ending) and len(word) - len(ending) >= 3), "")
    return word.removesuffix(ending)


def _place(part: str) -> int:
    return crc32(part.encode()) & (PLACES - 1)
