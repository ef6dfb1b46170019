"""A sample of mutants of the book is noticed, so that its examples and texts hold it in place."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.mutation import Laboratory, Mutant, sample

SAMPLE = 6
LEAST = {"pattern": 5, "exception": 5}
"""Of SAMPLE mutants of a kind, how many must be noticed. Of the other kinds: one, which shows that it can be."""


@pytest.fixture(scope="module")
def laboratory() -> Laboratory:
    return Laboratory()


def test_most_mutants_are_noticed(laboratory: Laboratory) -> None:
    rules = [rule.id for rule in laboratory.book.rules if not rule.is_disclosure]
    unnoticed: dict[str, list[str]] = defaultdict(list)
    for mutant in sample((each for rule in rules for each in laboratory.mutants(rule)), SAMPLE):
        if mutant.kind in LEAST and not laboratory.noticed(mutant):
            unnoticed[mutant.kind].append(f"{mutant.id}: {mutant.what}")
    assert {kind: names for kind, names in unnoticed.items() if len(names) > SAMPLE - LEAST[kind]} == {}


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("word", "{crash}: jitter"),
        ("alternative", "{without} ...2 (shakes|shakiness|trembling|racing heart|pounding heart) (shakes)"),
        ("gap", "{without} ...2 (shakes|shakiness|trembling|racing heart|pounding heart) (...2 -> ...6)"),
    ],
)
def test_a_mutant_of_each_other_kind_is_made_and_tried(laboratory: Laboratory, kind: str, what: str) -> None:
    (mutant,) = [each for each in laboratory.mutants("safety/no-crash") if (each.kind, each.what) == (kind, what)]
    assert laboratory.noticed(mutant) is (kind != "gap")


def test_the_book_itself_is_no_mutant(laboratory: Laboratory) -> None:
    rule = "safety/no-crash"
    assert not laboratory.noticed(Mutant(rule, "none", "nothing", laboratory.source(rule)))
