"""Where patterns match: gate on trigger words, look words up, follow sequences. Runs on the standard library alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from kratom_lint.rulebook.pattern import Slot
from kratom_lint.text.words import Words, raw_words, words_of

REGEX_SECONDS = 0.1
"""Time budget of one `regex:` pattern on one sentence."""

Edges = dict[int, dict[int, list[int]]]
"""Label -> first word -> ends (index after the last word), longest first."""


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern of `slot` matched the words [start, end); `steps` are the word ranges of its parts."""

    slot: Slot
    start: int
    end: int
    steps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a text holds: its words, the first after the lead-in, the matches, and whose patterns took too long."""

    words: Words
    inner: int
    matches: tuple[Match, ...]
    timed_out: frozenset[Slot]


class Matcher:
    """Finds the matches of all patterns of one compiled index (see `compiler` for its shape).

    `look_up` remembers the last few thousand texts: sites repeat their sentences from page to page.
    """

    def __init__(self, index: Mapping[str, Any]) -> None:
        self.look_up = lru_cache(maxsize=16384)(self._look_up)
        self.index = index
        self._triggers = index["triggers"]
        self._single = index["single"]
        self._multi = index["multi"]
        self._primary = index["primary"]
        self._unions = index["unions"]

    @cached_property
    def _patterns(self) -> list[Any]:
        return [*self.index["sequences"], *self.index["regexes"]]

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(self._triggers)

    @property
    def vocabulary(self) -> frozenset[str]:
        """All words that some pattern looks for."""
        found: frozenset[str] = self.index["vocabulary"]
        return found

    @cached_property
    def _whole(self) -> dict[int, list[int]]:
        """Return for each part of unions the unions it is a part of."""
        whole: dict[int, list[int]] = {}
        for union, parts in self._unions.items():
            for part in parts:
                whole.setdefault(part, []).append(union)
        return whole

    @cached_property
    def _hard_labels(self) -> frozenset[int]:
        return frozenset(self._primary)

    def patterns(self) -> Iterator[tuple[Slot, list[tuple[str, set[tuple[str, ...]]]]]]:
        """Yield whose each pattern is, with the name and the entries of each of its parts."""
        words: dict[int, set[tuple[str, ...]]] = {}
        for word, labels in self._single.items():
            for label in labels:
                words.setdefault(label, set()).add((word,))
        for first, seconds in self._multi.items():
            for second, found in seconds.items():
                for rest, _, labels in found:
                    for label in labels:
                        words.setdefault(label, set()).add((first, second, *rest))
        for union, parts in self._unions.items():
            words[union] = set().union(*(words[part] for part in parts))
        for slot, steps, _, _ in self.index["sequences"]:
            yield slot, [(self.index["labels"][label], words[label]) for label, _, _ in steps]
        for slot, _, _ in self.index["regexes"]:
            yield slot, []

    def _look_up(self, text: str, clause_ends: frozenset[str], boundary: int) -> Found | None:
        """Return what a folded text holds, None when no pattern can match it.

        `boundary` is the code point where the sentence starts after its lead-in, 0 without one.
        """
        candidates = self.candidates(raw_words(text))
        if not candidates:
            return None
        words = words_of(text, clause_ends)
        inner = sum(start < boundary for start in words.starts) if boundary else 0
        timed_out: set[Slot] = set()
        matches = self.find(words, candidates, timed_out, inner)
        return Found(words, inner, tuple(matches), frozenset(timed_out)) if matches or timed_out else None

    def slot(self, number: int) -> Slot:
        """Return whose pattern a candidate is."""
        slot: Slot = self._patterns[number][0]
        return slot

    def candidates(self, words: frozenset[str]) -> list[int]:
        """Return the patterns that may match a text with these words: all that do, and few others."""
        triggers = self._triggers
        labels: set[int] = set()
        for word in self._words & words:
            alone, further = triggers[word]
            labels.update(alone)
            for second in further.keys() & words:
                for others, announced in further[second]:
                    if not others or words.issuperset(others):
                        labels.update(announced)
        for part in self._whole.keys() & labels:
            labels.update(self._whole[part])
        found = list(self.index["always"])
        for label in self._hard_labels & labels:
            for needed, numbers in self._primary[label]:
                if needed <= labels:
                    found += numbers
        for number, (_, _, needs) in enumerate(self.index["regexes"], len(self.index["sequences"])):
            if not needs or not words.isdisjoint(needs):
                found.append(number)
        return found

    def find(self, words: Words, candidates: Iterable[int], timed_out: set[Slot], inner: int = 0) -> list[Match]:
        """Return the matches of the candidates, in no particular order.

        `inner` is the first word after a lead-in, where a sentence starts as well. The slots of `regex:` patterns that
        ran out of time are added to `timed_out`.
        """
        sequences = self.index["sequences"]
        chosen = [sequences[number] for number in candidates if number < len(sequences)]
        edges = self._edges(words, {label for _, steps, _, _ in chosen for label, _, _ in steps}) if chosen else {}
        found: list[Match] = []
        for slot, steps, at_start, at_end in chosen:
            if all(label in edges for label, _, _ in steps):
                starts = sorted(edges[steps[0][0]])
                if at_start:
                    openings = (_first_word(words, 0), _first_word(words, inner))
                    starts = [start for start in starts if start in openings]
                found += nearest_matches(slot, steps, starts, at_end, edges, words)
        for number in candidates:
            if number >= len(sequences):
                slot, expression, _ = self._patterns[number]
                found += _matches_of_expression(slot, expression, words, timed_out)
        return found

    def has_word(self, number: int, words: frozenset[str]) -> bool:
        """Say whether one of the words by itself is a match of a sequence of one step."""
        label = self.index["sequences"][number][1][0][0]
        labels = self._unions.get(label, (label,))
        return any(not set(labels).isdisjoint(self._single.get(word, ())) for word in words & self._words)

    def _edges(self, words: Words, wanted: set[int]) -> Edges:
        """Look up every word and phrase of the wanted labels."""
        unions = self._unions.keys() & wanted
        wanted = wanted.union(*(self._unions[union] for union in unions))
        edges: Edges = {}
        single, multi, texts = self._single, self._multi, words.texts
        numbers = wanted.intersection(single.get("\0number", ()))
        for at, text in enumerate(texts):
            if text in multi and at + 1 < len(texts):
                for rest, hyphens, labels in multi[text].get(texts[at + 1], ()):
                    end = at + 2 + len(rest)
                    if tuple(texts[at + 2 : end]) == rest and all(words.hyphenated(at + i) for i in hyphens):
                        for label in wanted.intersection(labels):
                            edges.setdefault(label, {}).setdefault(at, []).append(end)
            if text in single:
                for label in wanted.intersection(single[text]):
                    edges.setdefault(label, {}).setdefault(at, []).append(at + 1)
            if numbers and text[0].isdigit():
                for label in numbers:
                    edges.setdefault(label, {}).setdefault(at, []).append(at + 1)
        for union in unions:
            for part in self._unions[union]:
                for start, ends in edges.get(part, {}).items():
                    merged = edges.setdefault(union, {}).setdefault(start, [])
                    merged += ends
                    merged.sort(reverse=True)
        return edges


def _matches_of_expression(slot: Slot, expression: str, words: Words, timed_out: set[Slot]) -> Iterator[Match]:
    import regex

    try:
        spans = [m.span() for m in regex.finditer(expression, words.text, timeout=REGEX_SECONDS)]
    except TimeoutError:
        timed_out.add(slot)
        return
    for start, end in spans:
        inside = [i for i in range(len(words)) if words.starts[i] < end and words.ends[i] > start]
        if inside:
            span = (inside[0], inside[-1] + 1)
            yield Match(slot, *span, (span,))


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
    for at in range(end, len(words)):
        if at in starts:
            yield at
        if at in words.breaks:
            return
        gap -= at not in words.signs
        if gap < 0:
            return


def _first_word(words: Words, at: int) -> int:
    return next((i for i in range(at, len(words)) if words.texts[i][0].isalnum()), at)
