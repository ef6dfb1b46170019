"""Which rules fire on the same texts of the write part; run as a script, it prints those that hardly fire alone."""

from __future__ import annotations

from collections import defaultdict
from itertools import permutations

from kratom_lint.engine import unmerged
from kratom_lint.formats import read
from kratom_lint.loading import load_rulebook
from tests.second_labels import write_part

ENOUGH = 8
"""On fewer texts, two rules may fall together by chance."""


def fired() -> dict[str, set[str]]:
    """Return the texts each rule fires on, but not of rules that go by the voice: it learned from these texts."""
    book = load_rulebook(as_of="2026-11-22")
    by_ear = {rule.id for rule in book.rules if rule.voice}
    found: dict[str, set[str]] = defaultdict(set)
    for each in write_part():
        document = read(str(each["text"]), "markdown", product=str(each.get("product", "kratom")))
        for finding in unmerged(document, book):
            if finding.anchor == "text" and finding.rule not in by_ear:
                found[finding.rule].add(str(each["id"]))
    return found


def shadows(found: dict[str, set[str]], share: float) -> list[tuple[str, str, float]]:
    """Return pairs of a rule and another that fires on at least `share` of its texts, the closest first."""
    pairs = [
        (one, other, len(found[one] & found[other]) / len(found[one]))
        for one, other in permutations(sorted(found), 2)
        if len(found[one]) >= ENOUGH
    ]
    return sorted((pair for pair in pairs if pair[2] >= share), key=lambda pair: (-pair[2], pair))


if __name__ == "__main__":
    for one, other, part in shadows(fired(), 0.5):
        print(f"{part:4.0%} of what {one} finds, {other} finds too")
