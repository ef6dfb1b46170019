"""The pattern language: from what a rule author writes to linear sequences of word sets.

    alternatives = sequence ("|" sequence)*
    sequence     = "^"? (item "?"?)* "$"?
    item         = word | "{" term "}" | "..." N? | "(" alternatives ")"

A pattern comes out as the list of its `Sequence`s, one for each way through its optional parts and those alternatives
that cannot be folded into one word set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from typing import NamedTuple

from kratom_lint.expressions import late
from kratom_lint.text.fold import fold
from kratom_lint.text.words import words_of
from kratom_lint.values import replace, value

GAP = 6
"""How many words `...` may skip."""

LIMIT = 256
"""How many sequences one pattern may stand for."""

PHRASES = 2000
"""How many phrases one entry of a term may stand for."""

_TOKEN = late(r"\\.|\.\.\.(\d+)?|\{([^{}]*)\}|[()|?]|\s+|[^\s(){}|?\\.]+(?:\.[^\s(){}|?\\.]+)*\.?|.")


class PatternError(ValueError):
    """A pattern that cannot match; `at` is the code point of the pattern where it goes wrong, 0-based."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


class Entry(NamedTuple):
    """Words in a row. `hyphens` are the indices of words that a hyphen must join to the word before.

    A tuple, since compiling a book hashes and compares a million of them.
    """

    words: tuple[str, ...]
    hyphens: tuple[int, ...] = ()


@value
class Step:
    """One of `entries`, after at most `gap` other words (0: right after), joined by a hyphen if `hyphen`."""

    entries: frozenset[Entry]
    gap: int = 0
    hyphen: bool = False


@value
class Sequence:
    """Steps in a row, tied to the sentence's start or end on request. The first step has neither gap nor hyphen."""

    steps: tuple[Step, ...]
    at_start: bool = False
    at_end: bool = False


Slot = tuple[str, int, str]
"""Whose pattern it is: what for (match, unless, when ...), the number of its rule or cue, and which part of that."""

Terms = Callable[[str], frozenset[Entry] | None]
"""Looks a term up; None when there is none of that name."""


def entry_of(words: str) -> Entry | None:
    """Return the entry for words as they stand, None when there is no word in them."""
    cut = words_of(fold(words).text)
    hyphens = tuple(i for i in range(1, len(cut)) if cut.hyphenated(i))
    return Entry(tuple(cut.texts), hyphens) if len(cut) else None


def parse(pattern: str, terms: Terms) -> list[Sequence]:
    """Return the sequences a pattern stands for. Raises PatternError."""
    at_start, at_end = pattern.startswith("^"), pattern.endswith("$") and not pattern.endswith("\\$")
    body = pattern[at_start : len(pattern) - at_end]
    parser = _Parser(body, terms, offset=int(at_start))
    ways = [_settled(way) for way in parser.alternatives()]
    if parser.token is not None:
        raise parser.error("a ')' without its '('")
    if not all(ways):
        raise PatternError("every part is optional, so it would match everywhere", 0)
    return [Sequence(way, at_start, at_end) for way in ways]


def expand(phrase: str) -> list[str]:
    """Return the plain phrases that an entry of a term stands for: `(a|b)` and `word?` written out."""
    found = set()
    for sequence in parse(phrase, lambda name: None):
        if sequence.at_start or sequence.at_end or any(step.gap for step in sequence.steps):
            raise PatternError("an entry of a term is words only: no gaps, ends or other terms", 0)
        for entries in product(*(sorted(step.entries) for step in sequence.steps)):
            glued = entries[0]
            for entry, step in zip(entries[1:], sequence.steps[1:], strict=True):
                glued = _glue(glued, entry, step.hyphen)
            found.add(_spell(glued))
            if len(found) > PHRASES:
                raise PatternError(f"more than {PHRASES} phrases; write it as a pattern of several terms", 0)
    return sorted(found)


def _spell(entry: Entry) -> str:
    text = entry.words[0]
    for i, word in enumerate(entry.words[1:], 1):
        text += ("-" if i in entry.hyphens else " ") + word
    return text


Way = tuple[Step, ...]


class _Parser:
    """Recursive descent over the tokens of one pattern; each method returns the ways through what it read."""

    def __init__(self, text: str, terms: Terms, offset: int) -> None:
        self._tokens = list(_TOKEN.finditer(text))
        self._next = 0
        self._terms = terms
        self._offset = offset
        self._end = len(text)

    @property
    def token(self) -> str | None:
        return self._tokens[self._next][0] if self._next < len(self._tokens) else None

    @property
    def at(self) -> int:
        here = self._tokens[self._next].start() if self._next < len(self._tokens) else self._end
        return here + self._offset

    def error(self, message: str) -> PatternError:
        return PatternError(message, self.at)

    def alternatives(self) -> list[Way]:
        branches = [self.sequence()]
        while self.token == "|":
            self._next += 1
            branches.append(self.sequence())
        if len(branches) > 1 and not all(way for branch in branches for way in branch):
            raise self.error("an alternative cannot be empty; put the '?' behind the group, or write both forms (x|xs)")
        return _folded_together(branches)

    def sequence(self) -> list[Way]:
        ways: list[Way] = [()]
        gap, glued, item_before = 0, False, False
        while (token := self.token) is not None and token not in "|)":
            if token.isspace():
                self._next += 1
                glued = False
                continue
            if token.startswith("..."):
                gap = self._gap(ways == [()], gap)
                glued = item_before = False
                continue
            hyphen = glued and (token.startswith("-") or self._behind("-"))
            if glued and not hyphen and not self._space_inside_group():
                raise self.error("put a space between a word and a group or term")
            item = self._optional(self.item())
            ways = [_append(way, found, gap, hyphen) for way in ways for found in item]
            if len(ways) > LIMIT:
                raise self.error(f"more than {LIMIT} ways to match; write it as several patterns")
            gap, glued, item_before = 0, True, True
        if gap or (ways == [()] and not item_before):
            raise self.error("a gap needs words on both sides" if gap else "nothing to match here")
        return ways

    def item(self) -> list[Way]:
        token, m = self.token, self._tokens[self._next]
        if token == "(":
            self._next += 1
            ways = self.alternatives()
            if self.token != ")":
                raise self.error("a '(' without its ')'")
            self._next += 1
            return ways
        if m[2] is not None:
            entries = self._terms(m[2])
            if entries is None:
                raise self.error(f"no term {m[2]!r}")
            self._next += 1
            return [(Step(entries),)]
        if token in ("?", "{", "}"):
            raise self.error(f"{token!r} stands alone; write \\{token} for the character itself")
        entry = entry_of(m[0].strip("-") or m[0]) if not m[0].startswith("\\") else Entry((m[0][1:],))
        if entry is None:
            raise self.error(f"no word in {m[0]!r}")
        self._next += 1
        return [(Step(frozenset({entry})),)]

    def _optional(self, ways: list[Way]) -> list[Way]:
        if self.token != "?":
            return ways
        self._next += 1
        return [*ways, ()]

    def _gap(self, first: bool, gap: int) -> int:
        if first or gap:
            raise self.error("a gap needs words on both sides")
        size = self._tokens[self._next][1]
        self._next += 1
        return int(size) if size else GAP

    def _behind(self, sign: str) -> bool:
        return self._tokens[self._next - 1][0].endswith(sign)

    def _space_inside_group(self) -> bool:
        """Say whether the space between two items is written inside a group: `(very )?safe`, `safe( enough)?`."""
        last = self._next - 1
        if self._tokens[last][0] == "?":
            last -= 1
        closed = self._tokens[last][0] == ")" and self._tokens[last - 1][0].isspace()
        opened = self.token == "(" and any(m[0].isspace() for m in self._tokens[self._next + 1 : self._next + 2])
        return closed or opened


def _folded_together(branches: list[list[Way]]) -> list[Way]:
    """Make one way of those that are a single word set, so that `(a|b c|{d})` costs one step, not three ways."""
    ways = [way for branch in branches for way in branch]
    single = [_joined(way) for way in ways]
    sets = [step for step in single if step is not None]
    rest = [way for way, step in zip(ways, single, strict=True) if step is None]
    if not sets:
        return rest
    return [(Step(frozenset().union(*(step.entries for step in sets))),), *rest]


def _joined(way: Way) -> Step | None:
    """Return the way as one step when it is words in a row or one term; None when it is more."""
    settled = _settled(way)
    return settled[0] if len(settled) == 1 else None


def _append(way: Way, found: Way, gap: int, hyphen: bool) -> Way:
    if not found:
        # An optional part that is absent leaves its gap to what follows.
        return (*way, Step(frozenset(), gap, hyphen)) if gap else way
    if way and not way[-1].entries:
        gap, way = max(gap, way[-1].gap), way[:-1]
    if not way:
        return (replace(found[0], gap=0, hyphen=False), *found[1:])
    return (*way, replace(found[0], gap=gap, hyphen=hyphen), *found[1:])


def _settled(way: Iterable[Step]) -> Way:
    """Join neighbouring single entries into one, which makes for rarer triggers and fewer steps."""
    steps: list[Step] = []
    for step in way:
        if not step.entries:
            continue
        before = steps[-1] if steps else None
        if before and not step.gap and len(before.entries) == 1 and len(step.entries) == 1:
            steps[-1] = replace(before, entries=frozenset({_glue(min(before.entries), min(step.entries), step.hyphen)}))
        else:
            steps.append(step)
    return tuple(steps)


def _glue(first: Entry, second: Entry, hyphen: bool) -> Entry:
    size = len(first.words)
    hyphens = (*first.hyphens, *([size] if hyphen else []), *(size + i for i in second.hyphens))
    return Entry(first.words + second.words, hyphens)
