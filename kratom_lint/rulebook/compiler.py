"""Patterns of all rules -> one index of plain data: which words can start what, and how a match goes on.

A *label* stands for one word set (a term, or the alternatives at one place of a pattern). A *sequence* is a tuple
(slot, steps, at_start, at_end) with steps (label, gap, hyphen); a *slot* (kind, number, part) says whose pattern it is.

    triggers   word -> (labels, second -> ((other words, labels), ...)): what the gate looks for. The word is the rarest
               of an entry of these labels, by itself or together with a second and other words
    unions     label -> the labels that it is made of: a large set that holds other large ones is not laid out again
    single     word -> labels that contain just this word
    multi      first word -> second word -> ((further words, hyphens, labels), ...)
    primary    label -> ((all labels needed, sequences), ...), under the label that is hardest to meet
    always     sequences that no trigger can announce
    regexes    (slot, expression, words needed)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kratom_lint.rulebook import pattern as language
from kratom_lint.rulebook.located import Faults, Located, nearest
from kratom_lint.rulebook.pattern import Entry, PatternError, Slot
from kratom_lint.rulebook.schema import Reader, check_keys
from kratom_lint.text.words import HIDDEN_IN_CONTRACTIONS

COMMON = frozenset(
    """a about all an and any as at be been by can could do does for from get had has have he help her his i if in into
    is it its just like make me more most my no not of off on one or other our out over she so some such than that the
    their them then there these they this to up us use used was way we well were what when which who will with without
    would you your""".split()  # noqa: SIM905 - a list of ninety strings would not be read by anyone
)
"""Words too frequent in any English text to announce a pattern."""


LARGE = 50
"""From so many entries on, a word set that holds another one refers to it."""


class Compiler:
    """Collects the patterns of a rule book and lays them out as indices: of rules, context cues and product names."""

    def __init__(self, terms: Mapping[str, frozenset[Entry]], faults: Faults) -> None:
        self._terms = terms
        self._faults = faults
        self._rules = _Index()
        self._cues = _Index()
        self._names = _Index()

    def add_products(self, names: Sequence[str]) -> None:
        """Add the names of products, each a term: how a document is found to be about one."""
        for number, name in enumerate(names):
            if name in self._terms:
                self._names.add(("product", number, name), language.parse("{" + name + "}", self._terms.get))

    def add_rule(self, number: int, place: Located) -> None:
        """Add all patterns of the rule file at `place`, which becomes rule `number`."""
        reader = Reader(place, Faults())
        for key in ("match", "when"):
            for part, item in enumerate(reader.places(key)):
                self._add(self._rules, (key, number, str(part)), item)
        for element, item in reader.mapping("require").items():
            for each in item if isinstance(item.value, list) else [item]:
                self._add(self._rules, ("require", number, element), each)
        for key in ("unless", "void"):
            for part, item in enumerate(reader.places(key)):
                self._add(self._cues, (key, number, str(part)), item)

    def add_cue(self, kind: str, number: int, items: Sequence[Located]) -> None:
        """Add the patterns of context cue `number`."""
        for part, item in enumerate(items):
            self._add(self._cues, (kind, number, str(part)), item)

    def finish(self) -> list[dict[str, Any]]:
        """Return the indices of rules, of cues and of product names, as plain data."""
        return [index.finish(self._terms) for index in (self._rules, self._cues, self._names)]

    def _add(self, index: _Index, slot: Slot, item: Located) -> None:
        if isinstance(item.value, dict):
            if "finding" not in item.value:
                self._add_regex(index, slot, item)
            return
        try:
            index.add(slot, language.parse(item.text, self._terms.get))
        except PatternError as error:
            advice = (
                nearest(str(error).split("'")[1], list(self._terms)) if "no term" in str(error) else "mend the pattern"
            )
            self._faults.add(item, f"{error}; {advice}", error.at)

    def _add_regex(self, index: _Index, slot: Slot, item: Located) -> None:
        check_keys(item, ("regex", "needs"), ("regex",), self._faults)
        reader = Reader(item, self._faults)
        expression, needs = dict(item.items()).get("regex"), reader.texts("needs")
        if expression is None:
            return
        import regex

        try:
            regex.compile(expression.text)
        except regex.error as error:
            self._faults.add(expression, f"not a regular expression: {error}; mend it")
            return
        index.regexes.append((slot, expression.text, tuple(word.lower() for word in needs)))


class _Index:
    def __init__(self) -> None:
        self.regexes: list[tuple[Slot, str, tuple[str, ...]]] = []
        self._labels: dict[frozenset[Entry], int] = {}
        self._sequences: list[tuple[Slot, tuple[tuple[int, int, bool], ...], bool, bool]] = []

    def add(self, slot: Slot, sequences: Iterable[language.Sequence]) -> None:
        for sequence in sequences:
            steps = tuple((self._label(step.entries), step.gap, step.hyphen) for step in sequence.steps)
            self._sequences.append((slot, steps, sequence.at_start, sequence.at_end))

    def _label(self, entries: frozenset[Entry]) -> int:
        return self._labels.setdefault(entries, len(self._labels))

    def finish(self, terms: Mapping[str, frozenset[Entry]]) -> dict[str, Any]:
        unions = self._unions(terms)
        frequency = Counter(word for entries in self._labels for entry in entries for word in set(entry.words))
        rare: dict[int, set[str]] = {}
        rarest = {entry: _rarest(entry, frequency) for entries in self._labels for entry in entries}
        for entries, label in self._labels.items():
            words = {rarest[entry] for entry in entries}
            if "" not in words:
                rare[label] = words
        primary, always = self._gates(rare)
        asked = {label for groups in primary.values() for needed, _ in groups for label in needed}
        gated = {part for label in asked for part in unions.get(label, (label,))}
        triggers: dict[str, tuple[set[int], dict[str, dict[tuple[str, ...], set[int]]]]] = {}
        for entries, label in self._labels.items():
            for entry in entries if label in gated else ():
                word = rarest[entry]
                others = sorted(
                    {*filter(_is_visible, entry.words)} - {word}, key=lambda other: (frequency[other], other)
                )
                alone, further = triggers.setdefault(word, (set(), {}))
                if others:
                    further.setdefault(others[0], {}).setdefault(tuple(others[1:]), set()).add(label)
                else:
                    alone.add(label)
        single, multi = self._entries(unions)
        vocabulary = frozenset(word for entries in self._labels for entry in entries for word in entry.words)
        return {
            "vocabulary": vocabulary,
            "unions": unions,
            "triggers": _shared(
                {
                    word: (
                        tuple(sorted(alone)),
                        {
                            second: tuple((others, tuple(sorted(labels))) for others, labels in found.items())
                            for second, found in further.items()
                        },
                    )
                    for word, (alone, further) in triggers.items()
                }
            ),
            "single": _shared(single),
            "multi": _shared(multi),
            "primary": primary,
            "always": always,
            "sequences": tuple(self._sequences),
            "regexes": tuple(self.regexes),
            "labels": self._names(terms),
        }

    def _unions(self, terms: Mapping[str, frozenset[Entry]]) -> dict[int, tuple[int, ...]]:
        """Take large labels apart into the large terms they hold and a rest; a part is never taken apart further."""
        large = [entries for entries in dict.fromkeys(terms.values()) if len(entries) >= LARGE]
        large.sort(key=len)
        unions: dict[int, tuple[int, ...]] = {}
        for entries in sorted((entries for entries in self._labels if len(entries) > LARGE), key=len):
            rest = entries
            parts: list[int] = []
            for term in large:  # the smallest first, so that parts are whole themselves
                if term < entries and len(term & rest) >= LARGE:
                    parts += unions.get(self._label(term), (self._label(term),))
                    rest -= term
            if parts:
                unions[self._labels[entries]] = tuple(dict.fromkeys([*parts, *([self._label(rest)] if rest else [])]))
        return unions

    def _entries(
        self, unions: Mapping[int, object]
    ) -> tuple[dict[str, tuple[int, ...]], dict[str, dict[str, tuple[Any, ...]]]]:
        """Lay out the words of all labels: single ones by word, longer ones by their first two."""
        labels_of: dict[Entry, list[int]] = {}
        for entries, label in self._labels.items():
            for entry in entries if label not in unions else ():
                labels_of.setdefault(entry, []).append(label)
        single: dict[str, tuple[int, ...]] = {}
        multi: dict[str, dict[str, tuple[Any, ...]]] = {}
        # Longer entries first: a match takes each part as long as it comes.
        for entry, labels in sorted(labels_of.items(), key=lambda item: (-len(item[0].words), item[0])):
            first, *rest = entry.words
            if not rest:
                single[first] = tuple(labels)
                continue
            seconds = multi.setdefault(first, {})
            seconds[rest[0]] = (*seconds.get(rest[0], ()), (tuple(rest[1:]), entry.hyphens, tuple(labels)))
        return single, multi

    def _gates(self, rare: Mapping[int, set[str]]) -> tuple[dict[int, tuple[Any, ...]], tuple[int, ...]]:
        """Put each sequence under its hardest label; sequences that ask for the same labels share one check.

        Two labels are asked for at most: the others rule out little, and each one asked for costs time on every text.
        """
        # A common word announces next to nothing, whatever the number of words that announce a label.
        weight = {label: len(words) + 1000 * len(words & COMMON) for label, words in rare.items()}
        primary: dict[int, dict[frozenset[int], list[int]]] = {}
        always = []
        for number, (_, steps, _, _) in enumerate(self._sequences):
            announced = {label for label, _, _ in steps if label in rare}
            needed = sorted(announced, key=lambda label: (weight[label], label))[:2]
            if not needed:
                always.append(number)
                continue
            primary.setdefault(needed[0], {}).setdefault(frozenset(needed), []).append(number)
        by_label = {
            label: tuple((needed, tuple(numbers)) for needed, numbers in groups.items())
            for label, groups in primary.items()
        }
        return by_label, tuple(always)

    def _names(self, terms: Mapping[str, frozenset[Entry]]) -> tuple[str, ...]:
        names = {entries: "{" + name + "}" for name, entries in terms.items()}
        return tuple(
            names.get(entries) or "|".join(sorted(" ".join(entry.words) for entry in entries)[:4])
            for entries in self._labels
        )


def _shared(table: dict[str, Any]) -> dict[str, Any]:
    """Return the table with equal tuples made one: it is kept and read back as few objects, and so fast."""
    seen: dict[Any, Any] = {}

    def share(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: share(item) for key, item in value.items()}
        if isinstance(value, tuple):
            value = tuple(share(item) for item in value)
            if any(isinstance(item, dict) for item in value):
                return value
            return seen.setdefault(value, value)
        return value

    return {key: share(value) for key, value in table.items()}


def _is_visible(word: str) -> bool:
    """Say whether a word is always among the raw words of a text that has it (see `words.raw_words`)."""
    return word.isascii() and word.isalnum() and word not in HIDDEN_IN_CONTRACTIONS


def _rarest(entry: Entry, frequency: Mapping[str, int]) -> str:
    """Return the word of an entry that occurs in the fewest entries and texts; "" when none can announce it."""
    fit = [word for word in entry.words if _is_visible(word)]
    return min(fit, key=lambda word: (word in COMMON, frequency[word], -len(word), word), default="")
