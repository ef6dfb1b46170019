"""Patterns of all rules -> one index of plain data: which words can start what, and how a match goes on.

A *label* stands for one word set (a term, or the alternatives at one place of a pattern). A *sequence* is a tuple
(slot, steps, at_start, at_end) with steps (label, gap, hyphen); a *slot* (kind, number, part) says whose pattern it is.
A *row* is a value marshalled apart, since a run needs few of them; *buckets* are those of `rows`.

    triggers   buckets of word -> row: (labels, second -> ((other words, labels), ...)): what the gate looks for. The
               word is the rarest of an entry of these labels, by itself or together with a second and other words
    entries    buckets of first word -> row: label -> second word -> ((further words, hyphens), ...), longest first;
               under "" the first word by itself. None when it is never more than itself
    unions     label -> the labels that it is made of: a large set that holds other large ones is not laid out again
    gates      label -> bits: which sequences may match once a trigger announces the label. Bit `gate * n + number`
               opens gate `gate` (of GATES) of sequence `number` (of n)
    open       the bits of gates that nothing needs to open
    sequences  row for each
    vocabulary row: all words that some pattern looks for
    labels     row: what to call each label
    regexes    (slot, expression, words of which one is needed, whether a quotation mark is)
"""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kratom_lint.rulebook import pattern as language
from kratom_lint.rulebook.located import Faults, Located, nearest
from kratom_lint.rulebook.matcher import GATES
from kratom_lint.rulebook.pattern import Entry, PatternError, Slot
from kratom_lint.rulebook.rows import MARSHAL, laid_out
from kratom_lint.rulebook.schema import Reader, check_keys

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
            if "finding" not in item.value and "voice" not in item.value:
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
        words = tuple(word.lower() for word in needs if word != '"')
        index.regexes.append((slot, expression.text, words, '"' in needs))


class _Index:
    def __init__(self) -> None:
        self.regexes: list[tuple[Slot, str, tuple[str, ...], bool]] = []
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
        by_rarity = {entry: _by_rarity(entry, frequency) for entry in frozenset().union(*self._labels)}
        rare = {label: {by_rarity[entry][0] for entry in entries} for entries, label in self._labels.items()}
        gates, unlocked = self._gates(rare, unions)
        triggers: dict[str, tuple[set[int], dict[str, dict[tuple[str, ...], set[int]]]]] = {}
        for entries, label in self._labels.items():
            for entry in entries if label in gates else ():
                word, *others = by_rarity[entry]
                alone, further = triggers.setdefault(word, (set(), {}))
                if others:
                    further.setdefault(others[0], {}).setdefault(tuple(others[1:]), set()).add(label)
                else:
                    alone.add(label)
        vocabulary = frozenset(word for entries in self._labels for entry in entries for word in entry.words)
        return {
            "vocabulary": _row(vocabulary),
            "unions": unions,
            "triggers": laid_out({word: _trigger(*row) for word, row in triggers.items()}),
            "entries": laid_out(self._entries(unions)),
            "gates": gates,
            "open": unlocked,
            "sequences": tuple(map(_row, self._sequences)),
            "regexes": tuple(self.regexes),
            "labels": _row(self._names(terms)),
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

    def _entries(self, unions: Mapping[int, object]) -> dict[str, dict[int, Any]]:
        """Lay out the words of each label that is no union by the first of them."""
        laid_out: dict[str, dict[int, Any]] = {}
        for entries, label in self._labels.items():
            # Longer entries first: a match takes each part as long as it comes.
            for entry in sorted(entries, key=lambda entry: (-len(entry.words), entry)) if label not in unions else ():
                first, second, *rest = (*entry.words, "")[:2] if len(entry.words) == 1 else entry.words
                seconds = laid_out.setdefault(first, {}).setdefault(label, {})
                seconds[second] = (*seconds.get(second, ()), (tuple(rest), entry.hyphens))
        return {
            first: {label: None if [*seconds] == [""] else seconds for label, seconds in found.items()}
            for first, found in laid_out.items()
        }

    def _gates(
        self, rare: Mapping[int, set[str]], unions: Mapping[int, Sequence[int]]
    ) -> tuple[dict[int, tuple[int, ...]], tuple[int, ...]]:
        """Give each sequence a gate for each of its rarest labels; return what each label opens, and what is open."""
        # A common word announces next to nothing, whatever the number of words that announce a label.
        weight = {label: len(words) + 1000 * len(words & COMMON) for label, words in rare.items()}
        opened: dict[int, list[int]] = {}
        unlocked: list[int] = []
        for number, (_, steps, _, _) in enumerate(self._sequences):
            needed = sorted({label for label, _, _ in steps}, key=lambda label: (weight[label], label))[:GATES]
            bits = [gate * len(self._sequences) + number for gate in range(GATES)]
            for label, bit in zip(needed, bits, strict=False):
                for part in unions.get(label, (label,)):
                    opened.setdefault(part, []).append(bit)
            unlocked += bits[len(needed) :]
        return {label: tuple(bits) for label, bits in opened.items()}, tuple(unlocked)

    def _names(self, terms: Mapping[str, frozenset[Entry]]) -> tuple[str, ...]:
        names = {entries: "{" + name + "}" for name, entries in terms.items()}
        return tuple(
            names.get(entries) or "|".join(sorted(" ".join(entry.words) for entry in entries)[:4])
            for entries in self._labels
        )


def _row(value: Any) -> bytes:
    return marshal.dumps(value, MARSHAL)


def _trigger(
    alone: Iterable[int], further: Mapping[str, Mapping[tuple[str, ...], Iterable[int]]]
) -> tuple[tuple[int, ...], dict[str, tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]]]:
    seconds = {
        second: tuple((others, tuple(sorted(labels))) for others, labels in found.items())
        for second, found in further.items()
    }
    return tuple(sorted(alone)), seconds


def _by_rarity(entry: Entry, frequency: Mapping[str, int]) -> list[str]:
    """Return the words of an entry, each once, first the one found in the fewest entries and texts."""
    fit = {*entry.words}
    rarest = min(fit, key=lambda word: (word in COMMON or not word.isalnum(), frequency[word], -len(word), word))
    return [rarest, *sorted(fit - {rarest}, key=lambda word: (frequency[word], word))]
