"""How well a rule book does on labelled texts. Pure: items and a book in, counts out; what is no finding is silence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt

from kratom_lint.corpus import Item
from kratom_lint.engine import TimedOut, lint, unmerged
from kratom_lint.errors import RuleError
from kratom_lint.formats import read
from kratom_lint.model import Severity
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.values import value

FEW = 10
"""A label on fewer texts than this says little: even with all of them found, the interval starts below 70 %."""

_Z = 1.959963984540054  # the standard normal deviate that leaves 2.5 % on either side


@value
class Rate:
    """`hits` out of `n` texts."""

    hits: int
    n: int

    @property
    def share(self) -> float | None:
        """Return the share, 0 to 1; None of nothing."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return the 95 % score interval, without continuity correction (Wilson 1927, JASA 22:209); None of nothing."""
        if not self.n:
            return None
        share, weight = self.hits / self.n, _Z * _Z / self.n
        middle = share + weight / 2
        reach = _Z * sqrt(share * (1 - share) / self.n + weight / (4 * self.n))
        # At the ends the bound is exact, which floating point would miss by a hair.
        low = 0.0 if self.hits == 0 else (middle - reach) / (1 + weight)
        high = 1.0 if self.hits == self.n else (middle + reach) / (1 + weight)
        return low, high


@value
class Tally:
    """How a group of texts fared: violating ones that were found, lawful ones that were flagged."""

    found: Rate
    false: Rate

    @property
    def precision(self) -> Rate:
        """Return how many of the flagged texts are violating; it depends on how many lawful ones the group has."""
        return Rate(self.found.hits, self.found.hits + self.false.hits)

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean of recall and precision, 0 to 1; None without violating or flagged texts."""
        return _harmonic(self.found, self.precision)


@value
class LabelTally:
    """How the texts of one label fared, and the rule of that name (for a topic, its rules).

    `found` counts texts that any rule flags, `own` those that this very rule flags, `right` the texts it flags that
    bear the label, and `lawful` those it flags that are lawful. The rest breaks other rules.
    """

    label: str
    found: Rate
    own: Rate
    right: Rate
    lawful: int

    @property
    def few(self) -> bool:
        """Say whether there are too few texts to tell."""
        return self.own.n < FEW

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean of `own` and `right`, 0 to 1; None when either is out of nothing."""
        return _harmonic(self.own, self.right)


@value
class Judged:
    """An item and the rules that flag it: those with a finding at warning or above that asks for no disclosure."""

    item: Item
    rules: tuple[str, ...]


@value
class Score:
    """What came of it. `labels` holds each rule that is labelled or flags; `idle` names the active rest."""

    overall: Tally
    difficulties: tuple[tuple[str, Tally], ...]
    labels: tuple[LabelTally, ...]
    idle: tuple[str, ...]
    missed: tuple[Judged, ...]
    false: tuple[Judged, ...]


def labels_of(book: Rulebook) -> set[str]:
    """Return what a label may name: every rule that objects to a text, and every topic of such rules."""
    rules = [rule for rule in book.rules if not rule.is_disclosure]
    return {rule.id for rule in rules} | {rule.topic for rule in rules}


def score(items: Iterable[Item], book: Rulebook, product: str = "kratom") -> Score:
    """Return how `book` does on `items`; those that name no product are about `product`.

    Raise RuleError when a `regex:` pattern runs out of time, for what it would have said is unknown.
    """
    judged = [_judge(item, book, product) for item in items]
    groups: dict[str, list[Judged]] = {}
    for each in judged:
        groups.setdefault(each.item.difficulty, []).append(each)
    asked = {book.rules[number].id for number in book.severities if not book.rules[number].is_disclosure}
    seen = {label for each in judged for label in (*each.item.labels, *each.rules)}
    return Score(
        overall=_tally(judged),
        difficulties=tuple((name, _tally(groups[name])) for name in sorted(groups)),
        labels=tuple(_label(label, judged) for label in sorted(seen)),
        idle=tuple(sorted(asked - seen)),
        missed=tuple(each for each in judged if each.item.labels and not each.rules),
        false=tuple(each for each in judged if each.rules and not each.item.labels),
    )


def unmet(
    overall: Tally,
    *,
    min_recall: float | None = None,
    min_precision: float | None = None,
    max_false: float | None = None,
) -> list[str]:
    """Return a line for each demand (a share, 0 to 1) that is not met; a share of no texts meets none."""
    lines = []
    for name, rate, demand, most in (
        ("violating texts found", overall.found, min_recall, False),
        ("flagged texts violating", overall.precision, min_precision, False),
        ("lawful texts flagged", overall.false, max_false, True),
    ):
        if demand is None:
            continue
        bound = f"at {'most' if most else 'least'} {demand} is demanded"
        if rate.share is None:
            lines.append(f"{name}: there are none to tell from, {bound}; add such texts")
        elif rate.share > demand if most else rate.share < demand:
            lines.append(f"{name}: {rate.share:.4f}, {bound}; --confusions lists the texts to look at")
    return lines


def _judge(item: Item, book: Rulebook, product: str) -> Judged:
    document = read(item.text, item.format, item.path, item.product or product)
    try:
        lint(document, book)
    except TimedOut as late:
        raise RuleError(f"{item.place}: {late}") from None
    # Merging keeps one rule for each claim; here every rule is to answer for itself.
    findings = unmerged(document, book)
    weighty = [each for each in findings if each.anchor == "text" and each.severity.rank >= Severity.WARNING.rank]
    return Judged(item, tuple(sorted({finding.rule for finding in weighty})))


def _tally(judged: Sequence[Judged]) -> Tally:
    violating = [bool(each.rules) for each in judged if each.item.labels]
    lawful = [bool(each.rules) for each in judged if not each.item.labels]
    return Tally(Rate(sum(violating), len(violating)), Rate(sum(lawful), len(lawful)))


def _label(label: str, judged: Sequence[Judged]) -> LabelTally:
    labelled = [each for each in judged if label in each.item.labels]
    flagged = [each for each in judged if _bears(each.rules, label)]
    return LabelTally(
        label,
        found=Rate(sum(bool(each.rules) for each in labelled), len(labelled)),
        own=Rate(sum(_bears(each.rules, label) for each in labelled), len(labelled)),
        right=Rate(sum(_bears(each.item.labels, label) for each in flagged), len(flagged)),
        lawful=sum(not each.item.labels for each in flagged),
    )


def _bears(names: Iterable[str], label: str) -> bool:
    """Say whether one of some rules or topics is `label`, within it, or the topic it belongs to."""
    return any(name == label or name.startswith(f"{label}/") or label.startswith(f"{name}/") for name in names)


def _harmonic(one: Rate, other: Rate) -> float | None:
    if one.share is None or other.share is None:
        return None
    both = one.share + other.share
    return 2 * one.share * other.share / both if both else 0.0
