"""The judge of the engine: every pattern on every sentence, word by word, with no index.

It takes patterns apart with the same parser, and then only ever compares words with words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kratom_lint.rulebook.matcher import Found, Match
from kratom_lint.rulebook.pattern import Entry, Sequence, Slot
from kratom_lint.text.words import Words, words_of


@dataclass
class ReferenceMatcher:
    """Stands in for `Matcher`: the same questions, answered the slow way."""

    patterns: list[tuple[Slot, Sequence]]
    vocabulary: frozenset[str]

    def candidates(self, words: frozenset[str]) -> list[int]:
        return list(range(len(self.patterns)))

    def slot(self, number: int) -> Slot:
        return self.patterns[number][0]

    def find(self, words: Words, candidates: Iterable[int], timed_out: set[Slot], inner: int = 0) -> list[Match]:
        return [match for number in candidates for match in self._matches(*self.patterns[number], words, inner)]

    def look_up(self, text: str, clause_ends: frozenset[str], boundary: int) -> Found:
        words = words_of(text, clause_ends)
        inner = sum(start < boundary for start in words.starts)
        return Found(words, inner, tuple(self.find(words, range(len(self.patterns)), set(), inner)), frozenset())

    def look_again(self, found: Found) -> tuple[Match, ...]:
        return tuple(self.find(found.words, range(len(self.patterns)), set(), found.inner))

    def _matches(self, slot: Slot, sequence: Sequence, words: Words, inner: int) -> list[Match]:
        present = {*words.texts, *("\0number" for text in words.texts if text[0].isdigit())}
        if any(present.isdisjoint(_firsts(step.entries)) for step in sequence.steps):
            return []  # a part of it starts with no word that is there
        found = []
        for start in range(len(words)):
            if sequence.at_start and start not in (_first(words, 0), _first(words, inner)):
                continue
            ranges = _ways(sequence, 0, start, words)
            if ranges:
                found.append(Match(slot, start, ranges[-1][1], tuple(ranges)))
        return [m for m in found if not any(m.steps[0][1] <= o.start and o.end <= m.end for o in found)]


def _first(words: Words, at: int) -> int:
    return next((i for i in range(at, len(words)) if words.texts[i][0].isalnum()), at)


def _ways(sequence: Sequence, number: int, start: int, words: Words) -> list[tuple[int, int]]:
    for end in _ends(sequence.steps[number].entries, start, words):
        if number + 1 == len(sequence.steps):
            if not sequence.at_end or not any(text[0].isalnum() for text in words.texts[end:]):
                return [(start, end)]
            continue
        following = sequence.steps[number + 1]
        for at in range(end, len(words)):
            between = words.texts[end:at]
            skipped = sum(1 for text in between if text[0].isalnum())
            broken = any(i in words.breaks for i in range(end, at))
            if (between and not following.gap) or skipped > following.gap or broken:
                break
            if following.hyphen and not words.hyphenated(at):
                continue
            rest = _ways(sequence, number + 1, at, words)
            if rest:
                return [(start, end), *rest]
    return []


def _ends(entries: frozenset[Entry], start: int, words: Words) -> list[int]:
    """Return where the entries that stand at word `start` end, longest first."""
    spelled = _spelled(entries)
    found = set()
    for size in range(1, _longest(entries) + 1):
        here = tuple(words.texts[start : start + size])
        number = ("\0number",) if size == 1 and here and here[0][0].isdigit() else here
        for hyphens in (*spelled.get(here, ()), *(spelled.get(number, ()) if number != here else ())):
            if len(here) == size and all(words.hyphenated(start + i) for i in hyphens):
                found.add(start + size)
    return sorted(found, reverse=True)


@cache
def _spelled(entries: frozenset[Entry]) -> dict[tuple[str, ...], list[tuple[int, ...]]]:
    table: dict[tuple[str, ...], list[tuple[int, ...]]] = {}
    for entry in entries:
        table.setdefault(entry.words, []).append(entry.hyphens)
    return table


@cache
def _firsts(entries: frozenset[Entry]) -> frozenset[str]:
    return frozenset(entry.words[0] for entry in entries)


@cache
def _longest(entries: frozenset[Entry]) -> int:
    return max(len(entry.words) for entry in entries)
