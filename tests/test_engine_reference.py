"""The index and the plain reference matcher must find the same, always."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kratom_lint.engine import unmerged
from kratom_lint.formats import read
from kratom_lint.model import Finding
from kratom_lint.rulebook import compiler
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.rulebook.files import pack_folders
from kratom_lint.rulebook.loader import load
from kratom_lint.rulebook.matcher import Match, Matcher
from kratom_lint.rulebook.pattern import Entry, PatternError, Sequence, Slot, parse
from kratom_lint.selftest import marked
from kratom_lint.text.fold import fold
from kratom_lint.text.words import words_of
from tests.reference import ReferenceMatcher

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def books() -> tuple[Rulebook, Rulebook]:
    """The shipped book as it runs, and with the reference matcher in place of each index."""
    added: dict[int, list[tuple[Slot, Sequence]]] = {}
    original = compiler._Index.add

    def recording(self: compiler._Index, slot: Slot, sequences: list[Sequence]) -> None:
        added.setdefault(id(self), []).extend((slot, sequence) for sequence in sequences)
        original(self, slot, sequences)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiler._Index, "add", recording)
        book = load(pack_folders(["us"])).configured(as_of="2026-11-22")
    rules, cues, _ = sorted(added.values(), key=lambda found: ["match", "unless", "product"].index(_use(found)))
    without_expressions = Matcher({**book.matcher.index, "regexes": ()})
    return (
        replace(book, matcher=without_expressions),
        replace(book, matcher=_reference(rules, book.matcher), cue_matcher=_reference(cues, book.cue_matcher)),
    )


def _reference(patterns: list[tuple[Slot, Sequence]], matcher: Matcher) -> Matcher:
    return cast(Matcher, ReferenceMatcher(patterns, matcher.vocabulary))


def _use(found: list[tuple[Slot, Sequence]]) -> str:
    kinds = {slot[0] for slot, _ in found}
    return next(kind for kind in ("match", "unless", "product") if kind in kinds)


def _same(
    books: tuple[Rulebook, Rulebook], text: str, format: str = "markdown", product: str = "kratom"
) -> list[Finding]:
    document = read(text, format, product=product)
    found = unmerged(document, books[0])
    assert found == unmerged(document, books[1])
    return found


def test_all_examples(books: tuple[Rulebook, Rulebook]) -> None:
    total = 0
    for rule in books[0].rules:
        for example in (*rule.examples_flag, *rule.examples_pass):
            total += len(_same(books, marked(example.text)[0], product=example.product))
    assert total > 300


@pytest.mark.parametrize("path", sorted((ROOT / "seeds").glob("*.md")), ids=lambda path: path.name)
def test_drafts(books: tuple[Rulebook, Rulebook], path: Path) -> None:
    _same(books, path.read_text(encoding="utf-8"))


def test_shuffled_copy(books: tuple[Rulebook, Rulebook]) -> None:
    """Words of the examples thrown together: far more near misses than any real text has."""
    chance = random.Random(7)
    words = [
        word
        for rule in books[0].rules
        for example in (*rule.examples_flag, *rule.examples_pass)
        for word in marked(example.text)[0].split()
    ]
    found = 0
    for _ in range(250):
        text = " ".join(chance.choice(words) for _ in range(chance.randint(4, 30)))
        found += len(_same(books, text, "text"))
    assert found > 50


ALPHABET = ["wasn't", "a", "b", "c", "not", "do not", "don't", "it's", "b-c", "7", ",", ".", "-", "b c", "a—b", "can't"]
TERMS = {
    "x": frozenset({Entry(("a",)), Entry(("b", "c")), Entry(("b", "c"), (1,))}),
    "y": frozenset({Entry(("c",)), Entry(("not", "a")), Entry(("\0number",)), Entry(("b",))}),
}
ITEMS = [
    "a",
    "b",
    "c",
    "{x}",
    "{y}",
    "not",
    "(a|b c)",
    "({x}|c)",
    "b?",
    "(a b )?",
    "...",
    "...2",
    "do not",
    "was not",
    "was",
    "b-c",
]


@settings(max_examples=400, deadline=None)
@given(
    patterns=st.lists(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=5), min_size=1, max_size=4),
    ends=st.sampled_from([("", ""), ("^", ""), ("", "$"), ("^", "$")]),
    text=st.lists(st.sampled_from(ALPHABET), max_size=14),
)
def test_random_rules_on_random_text(patterns: list[list[str]], ends: tuple[str, str], text: list[str]) -> None:
    index = compiler._Index()
    kept: list[tuple[Slot, Sequence]] = []
    for number, items in enumerate(patterns):
        try:
            sequences = parse(ends[0] + " ".join(items) + ends[1], TERMS.get)
        except PatternError:
            continue
        slot = ("match", number, "0")
        kept += [(slot, sequence) for sequence in sequences]
        index.add(slot, sequences)
    words = words_of(fold(" ".join(text)).text)
    matcher = Matcher(index.finish(TERMS))
    candidates = matcher.candidates(words.vocabulary)
    expected = _ordered(ReferenceMatcher(kept, frozenset()).find(words, range(len(kept)), set()))
    assert _ordered(matcher.find(words, candidates, set())) == expected


def _ordered(matches: list[Match]) -> list[tuple[object, ...]]:
    return sorted({(m.slot, m.start, m.end, m.steps) for m in matches})


def test_a_pattern_of_common_words_is_tried_on_contractions() -> None:
    index = compiler._Index()
    index.add(("match", 0, "0"), parse("is not", {}.get))
    matcher = Matcher(index.finish({}))
    words = words_of("it isn't")
    assert [(m.start, m.end) for m in matcher.find(words, matcher.candidates(words.vocabulary), set())] == [(1, 3)]
