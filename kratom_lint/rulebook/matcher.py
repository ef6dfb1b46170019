"""Where patterns match: gate on trigger words, look words up, follow sequences. Runs on the standard library alone."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import Any, Final

from kratom_lint.rulebook.pattern import Slot
from kratom_lint.rulebook.rows import Rows
from kratom_lint.text.words import NUMBER, Words, words_of
from kratom_lint.values import record, value

REGEX_SECONDS = 0.1
"""Time budget of one `regex:` pattern on one sentence."""

GATES = 3
"""How many of its labels, the rarest, a sequence asks for before anyone looks closer."""

Seconds = dict[str, tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]]
"""Second word -> ((further words, hyphens), ...) of one first word and one label; see `compiler`."""

Opening = dict[int, Seconds | list[Seconds | None] | None]
"""What one word begins, by label; None when it is never more than itself. A list is a union still to be joined."""

_ALONE: Final[Seconds] = {"": (((), ()),)}
"""Stands for the None of an opening: its word by itself."""

Edges = dict[int, dict[int, list[int]]]
"""Label -> first word -> ends (index after the last word), longest first."""


@value
class Match:
    """A pattern of `slot` matched the words [start, end); `steps` are the word ranges of its parts."""

    slot: Slot
    start: int
    end: int
    steps: tuple[tuple[int, int], ...]


@record
class Found:
    """What a text holds: its words, the first after the lead-in, the matches, and whose patterns took too long.

    Each is equal to itself alone.
    """

    words: Words
    inner: int
    matches: tuple[Match, ...]
    timed_out: frozenset[Slot]


class Matcher:
    """Finds the matches of all patterns of one compiled index (see `compiler` for its shape).

    `look_up` and `look_again` remember the last few thousand texts: sites repeat their sentences from page to page.
    """

    def __init__(self, index: Mapping[str, Any]) -> None:
        self.look_up = lru_cache(maxsize=4096)(self._look_up)
        self.look_again = lru_cache(maxsize=4096)(self._look_again)
        self.index = index
        self._triggers = Rows(index["triggers"], self._trigger)
        self._openings = Rows(index["entries"], self._opening)
        self._unions = index["unions"]
        self._known_bits: dict[tuple[int, ...], int] = {}
        self._sequences: dict[int, Any] = {}
        self._size = len(index["sequences"])
        self._all = (1 << self._size) - 1
        self._expressions = [
            (number, frozenset(needs), quoted)
            for number, (_, _, needs, quoted) in enumerate(index["regexes"], self._size)
        ]

    @cached_property
    def _open(self) -> int:
        return self._number_of(self.index["open"])

    def _trigger(self, row: Any) -> tuple[int, frozenset[str], dict[str, list[tuple[tuple[str, ...], int]]], Any]:
        """Return the gates that a word opens by itself, its second words, the gates it opens together with these and
        others, for those that have been asked, and the labels of all."""
        alone, further = row
        return self._bits(alone), frozenset(further), {}, further

    def _ways(self, known: dict[str, list[tuple[tuple[str, ...], int]]], further: Any, second: str) -> Any:
        """Return which other words open which gates, once a word and its second word are there."""
        ways = known[second] = [(others, self._bits(labels)) for others, labels in further[second]]
        return ways

    def _opening(self, opening: dict[int, Any]) -> Opening:
        """Return what a word begins, and what unions of it are made of."""
        for union in {union for label in opening for union in self._holders.get(label, ())}:
            opening[union] = [opening[part] for part in self._unions[union] if part in opening]
        return opening

    @cached_property
    def _holders(self) -> dict[int, list[int]]:
        """The unions that each label is part of."""
        holders: dict[int, list[int]] = {}
        for union, parts in self._unions.items():
            for part in parts:
                holders.setdefault(part, []).append(union)
        return holders

    def _sequence(self, number: int) -> Any:
        """Return a sequence as `compiler` lays it out."""
        sequence = self._sequences[number] = marshal.loads(self.index["sequences"][number])
        return sequence

    def _bits(self, labels: tuple[int, ...]) -> int:
        """Return as a number the gates that labels open."""
        bits = self._known_bits.get(labels)
        if bits is None:
            gates = self.index["gates"]
            bits = self._known_bits[labels] = self._number_of(bit for label in labels for bit in gates[label])
        return bits

    def _number_of(self, bits: Iterable[int]) -> int:
        row = bytearray(self._size * GATES // 8 + 1)
        for bit in bits:
            row[bit >> 3] |= 1 << (bit & 7)
        return int.from_bytes(row, "little")

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All words that some pattern looks for."""
        found: frozenset[str] = marshal.loads(self.index["vocabulary"])
        return found

    def patterns(self) -> Iterator[tuple[Slot, list[tuple[str, set[tuple[str, ...]]]]]]:
        """Yield whose each pattern is, with the name and the entries of each of its parts."""
        words: dict[int, set[tuple[str, ...]]] = {}
        for first, opening in self._openings.all():
            for label, found in opening.items():
                seconds = (_together(found) if isinstance(found, list) else found) or _ALONE
                words.setdefault(label, set()).update(
                    (first, second, *rest) if second else (first,)
                    for second, ways in seconds.items()
                    for rest, _ in ways
                )
        names = marshal.loads(self.index["labels"])
        for slot, steps, _, _ in map(self._sequence, range(self._size)):
            yield slot, [(names[label], words[label]) for label, _, _ in steps]
        for slot, *_ in self.index["regexes"]:
            yield slot, []

    def _look_up(self, text: str, clause_ends: frozenset[str], boundary: int) -> Found | None:
        """Return what a folded text holds, None when no pattern can match it.

        `boundary` is the code point where the sentence starts after its lead-in, 0 without one.
        """
        words = words_of(text, clause_ends)
        candidates = self.candidates(words.vocabulary)
        if not candidates:
            return None
        inner = words.first_from(boundary)
        timed_out: set[Slot] = set()
        matches = self.find(words, candidates, timed_out, inner)
        return Found(words, inner, tuple(matches), frozenset(timed_out)) if matches or timed_out else None

    def _look_again(self, found: Found) -> tuple[Match, ...]:
        """Return what a text that another matcher has looked up holds for this one."""
        candidates = self.candidates(found.words.vocabulary)
        return tuple(self.find(found.words, candidates, set(), found.inner)) if candidates else ()

    def candidates(self, words: frozenset[str]) -> list[int]:
        """Return the patterns that may match a text with these words: all that do, and few others."""
        rows = [row for row in map(self._triggers.__getitem__, words) if row]
        if not rows and not self._expressions:
            return []
        opened = self._open
        for alone, seconds, known, further in rows:
            if alone:
                opened |= alone
            if seconds and not seconds.isdisjoint(words):
                for second in seconds & words:
                    for others, bits in known.get(second) or self._ways(known, further, second):
                        if not others or words.issuperset(others):
                            opened |= bits
        size = self._size
        ready = opened & self._all
        for _ in range(1, GATES):
            opened >>= size
            ready &= opened
        found = []
        while ready:
            lowest = ready & -ready
            found.append(lowest.bit_length() - 1)
            ready ^= lowest
        for number, needs, quoted in self._expressions:
            if (not quoted or '"' in words) and (not needs or not words.isdisjoint(needs)):
                found.append(number)
        return found

    def find(self, words: Words, candidates: Iterable[int], timed_out: set[Slot], inner: int = 0) -> list[Match]:
        """Return the matches of the candidates, in no particular order.

        `inner` is the first word after a lead-in, where a sentence starts as well. The slots of `regex:` patterns that
        ran out of time are added to `timed_out`.
        """
        begun = map(self._openings.__getitem__, words.texts)
        openings = [(at, opening) for at, opening in enumerate(begun) if opening]
        if NUMBER in words.vocabulary and (opening := self._openings[NUMBER]):
            openings += [(at, opening) for at in words.numbers]
        known = self._sequences
        edges: Edges = {}
        found: list[Match] = []
        for number in candidates:
            if number >= self._size:
                continue
            slot, steps, at_start, at_end = known.get(number) or self._sequence(number)
            for label, _, _ in steps:
                if label not in edges:
                    edges[label] = _places(label, words, openings)
                if not edges[label]:
                    break
            else:
                starts = sorted(edges[steps[0][0]])
                if at_start:
                    firsts = (_first_word(words, 0), _first_word(words, inner))
                    starts = [start for start in starts if start in firsts]
                found += nearest_matches(slot, steps, starts, at_end, edges, words)
        for number in candidates:
            if number >= self._size:
                slot, expression, *_ = self.index["regexes"][number - self._size]
                found += _matches_of_expression(slot, expression, words, timed_out)
        return found


def _together(rows: Sequence[Seconds | None]) -> Seconds | None:
    """Return what some labels hold of what a word begins as one label has it, longest first."""
    if len(rows) == 1 or not any(rows):
        return rows[0]
    found: dict[str, tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]] = {}
    for seconds in rows:
        for second, ways in (seconds or _ALONE).items():
            found[second] = (*found.get(second, ()), *ways)
    return {second: tuple(sorted(ways, key=lambda way: -len(way[0]))) for second, ways in found.items()}


def _places(label: int, words: Words, openings: Iterable[tuple[int, Opening]]) -> dict[int, list[int]]:
    """Return where the entries of a label stand, first word -> ends, longest first.

    `openings` are the words that begin anything, each with what it begins.
    """
    found: dict[int, list[int]] = {}
    for at, opening in openings:
        if label in opening:
            seconds = opening[label]
            if isinstance(seconds, list):
                seconds = opening[label] = _together(seconds)
            ends = _ends(words, at, seconds) if seconds else [at + 1]
            if ends:
                found[at] = ends if at not in found else sorted((*found[at], *ends), reverse=True)
    return found


def _ends(words: Words, at: int, seconds: Seconds) -> list[int]:
    """Return where the entries end that go on from word `at`, longest first."""
    texts = words.texts
    ends = []
    if at + 1 < len(texts):
        for rest, hyphens in seconds.get(texts[at + 1], ()):
            end = at + 2 + len(rest)
            if tuple(texts[at + 2 : end]) == rest and all(words.hyphenated(at + i) for i in hyphens):
                ends.append(end)
    if "" in seconds:
        ends.append(at + 1)
    return ends


def _matches_of_expression(slot: Slot, expression: str, words: Words, timed_out: set[Slot]) -> Iterator[Match]:
    try:
        spans = [m.span() for m in _expression(expression).finditer(words.text, timeout=REGEX_SECONDS)]
    except TimeoutError:
        timed_out.add(slot)
        return
    for start, end in spans:
        inside = [i for i in range(len(words)) if words.starts[i] < end and words.ends[i] > start]
        if inside:
            span = (inside[0], inside[-1] + 1)
            yield Match(slot, *span, (span,))


@cache
def _expression(expression: str) -> Any:
    import regex

    return regex.compile(expression)


def nearest_matches(
    slot: Slot, steps: Sequence[tuple[int, int, bool]], starts: Iterable[int], at_end: bool, edges: Edges, words: Words
) -> list[Match]:
    """Return one match for each of the starts (ascending) that has any, less those that hold a nearer one.

    From a first word the next part is taken as near as it comes, and each part as long as it comes. A match goes when
    another of the same sequence starts behind its first part and ends no later: in "relieves stress and eases pain" it
    is *eases* that takes *pain*.
    """
    found: list[Match] = []
    for start in starts:
        ranges = _follow(steps, 0, start, at_end, edges, words)
        if ranges:
            found.append(Match(slot, start, ranges[-1][1], tuple(ranges)))
    if len(found) < 2:
        return found
    return [m for m in found if not any(m.steps[0][1] <= other.start and other.end <= m.end for other in found)]


def _follow(
    steps: Sequence[tuple[int, int, bool]], number: int, start: int, at_end: bool, edges: Edges, words: Words
) -> list[tuple[int, int]]:
    """Return the word ranges of the steps from `number` on, which must start at word `start`; [] when they fail."""
    for end in edges[steps[number][0]].get(start, ()):
        if number + 1 == len(steps):
            if not at_end or not any(text[0].isalnum() for text in words.texts[end:]):
                return [(start, end)]
            continue
        for following in _next_starts(steps[number + 1], end, edges, words):
            rest = _follow(steps, number + 1, following, at_end, edges, words)
            if rest:
                return [(start, end), *rest]
    return []


def _next_starts(step: tuple[int, int, bool], end: int, edges: Edges, words: Words) -> Iterator[int]:
    """Yield where a step may start after word `end`, nearest first: right there, or past a gap inside the clause."""
    label, gap, hyphen = step
    starts = edges[label]
    if not gap:
        if end in starts and (not hyphen or words.hyphenated(end)):
            yield end
        return
    breaks, signs = words.breaks, words.signs
    for at in range(end, len(words)):
        if at in starts:
            yield at
        if at in breaks:
            return
        gap -= at not in signs
        if gap < 0:
            return


def _first_word(words: Words, at: int) -> int:
    return next((i for i in range(at, len(words)) if words.texts[i][0].isalnum()), at)
