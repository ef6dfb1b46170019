"""What the clause around a match does to it.

After the ConText algorithm: Harkema et al. 2009, J Biomed Inform 42:839.
"""

from __future__ import annotations

from collections.abc import Sequence

from kratom_lint.engine.units import Unit
from kratom_lint.model import Step
from kratom_lint.rulebook.book import Cue, Rule, Rulebook
from kratom_lint.rulebook.matcher import Match
from kratom_lint.text.words import Words

FEWEST_SOBER = 8
"""Of fewer words a pattern is the better judge than the voice."""


class Surroundings:
    """The cues of one unit, found once for all its matches."""

    def __init__(self, unit: Unit, book: Rulebook) -> None:
        self._unit = unit
        self._book = book
        self._found: dict[tuple[str, int], list[Match]] = {}
        for match in book.cue_matcher.look_again(unit.found):
            kind, number, _ = match.slot
            self._found.setdefault((kind, number), []).append(match)
        self._cue_numbers = sorted({number for kind, number in self._found if kind == "cue-match"})

    def excepted(self, match: Match, kind: str = "unless") -> bool:
        """Say whether one of the rule's exceptions overlaps the match (for `void`: stands anywhere in the unit)."""
        found = self._found.get((kind, match.slot[1]), ())
        return any(kind == "void" or (other.start < match.end and match.start < other.end) for other in found)

    def values(self, match: Match) -> list[tuple[str, str]]:
        """Return the context values that hold for the match, each with the words that decided."""
        words = self._unit.words
        values = []
        for number in self._cue_numbers:
            cue = self._book.cues[number]
            for found in self._found[("cue-match", number)]:
                if self._governs(number, cue, found, match, words):
                    values.append((cue.value, " ".join(words.texts[found.start : found.end])))
                    break
        quote = _quoted(match, words)
        if quote:
            values.append(("quoted", quote))
        # A lead-in and its item are no sentence that one could hear.
        if self._unit.lead is None and len(words) - len(words.signs) >= FEWEST_SOBER:
            percent = self._book.voice.percent(words.text, self._book.clause_ends)
            if percent <= self._book.sober:
                values.append(("sober", f"{percent} % like a claim"))
        if self._unit.denied:
            values.append(("negated", "the answer is no"))
        return values

    def _governs(self, number: int, cue: Cue, found: Match, match: Match, words: Words) -> bool:
        if any(found.start < end and start < found.end for start, end in match.steps):
            return False  # words that are part of the claim are no context of it
        if any(_overlap(found, other) for other in self._found.get(("cue-unless", number), ())):
            return False
        anywhere = cue.side == "sentence"
        between = _between("around" if anywhere else cue.side, found, match)
        if between is None:
            return False
        start, end = between
        distance = 0 if anywhere else words.reach(start, end)
        if distance is None or (cue.reach and distance > cue.reach):
            return False
        stops = self._found.get(("cue-stop", number), ())
        return not any(start <= stop.start and stop.end <= end for stop in stops)


def _between(side: str, found: Match, match: Match) -> tuple[int, int] | None:
    """Return the words between cue and match, when the cue stands on the right side; inside a gap counts as before."""
    if side != "after" and found.end <= match.start:
        return found.end, match.start
    if side != "after" and match.start < found.start < match.end:
        return found.end, found.end
    if side != "before" and found.start >= match.end:
        return match.end, found.start
    return None


def _overlap(one: Match, other: Match) -> bool:
    return one.start < other.end and other.start < one.end


def _quoted(match: Match, words: Words) -> str:
    """Return a word for it when the match stands between double quotation marks, else ""."""
    start, end = words.starts[match.start], words.ends[match.end - 1]
    opened = sum(1 for at in words.quotes if at < start)
    return "quotation marks" if opened % 2 == 1 and any(at >= end for at in words.quotes) else ""


def decide(rule: Rule, values: Sequence[tuple[str, str]], book: Rulebook) -> tuple[str, tuple[Step, ...]]:
    """Return flag, note or skip for a match in this context, and the reasoning."""
    verdict = "flag"
    steps = []
    for value, words in values:
        policy = book.policy(rule, value)
        steps.append(Step("context", f"{value}: {words!r}; policy {policy}"))
        if policy == "skip" or verdict == "skip":
            verdict = "skip"
        elif policy == "note":
            verdict = "note"
    return verdict, tuple(steps) or (Step("context", "no cue governs the match"),)
