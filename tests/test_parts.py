"""The write part and the measure part share no text, nor nearly, and no rule has a measured text for an example."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from kratom_lint import load_rulebook
from kratom_lint.selftest import marked
from kratom_lint.text.words import runs_of, words_of

CORPUS = Path(__file__).with_name("corpus")
NEAR = 0.75
"""From this share of common words (Jaccard 1901) on, two texts of some length count as one."""
SHORT = 4
"""Texts of fewer different words must be the same to count as one."""


def texts(pattern: str) -> dict[str, str]:
    """Return the texts of a part by id; those of pages paragraph by paragraph."""
    found = {}
    for path in sorted(CORPUS.glob(pattern)):
        for line in path.read_text(encoding="utf-8").split("\n"):
            record = json.loads(line) if line.strip() else None
            if record and "text" in record:
                found[record["id"]] = record["text"]
            elif record:
                page = (path.parent / record["path"]).read_text(encoding="utf-8")
                found |= {f"{record['id']}#{n}": part for n, part in enumerate(page.split("\n\n"), 1)}
    return found


def bag(text: str) -> frozenset[str]:
    """Return the words of a text, contractions both whole and spelled out."""
    words = words_of(text)
    return words.vocabulary.difference(words.texts[at] for at in words.signs).union(runs_of(text))


def fixed() -> list[frozenset[str]]:
    """Return the sentences that everyone must or may copy, fixed by law or offered by a rule, as sets of words."""
    rules = load_rulebook(as_of="2026-11-22").rules
    texts = [text for rule in rules for text in (*rule.verbatim, *(remedy.text for remedy in rule.suggest))]
    return [bag(part.lower()) for text in texts for part in (text, *text.split(". "))]


def pairs(one: dict[str, str], other: dict[str, str]) -> list[tuple[str, str]]:
    """Return the ids of texts, one of each, that are the same or nearly."""
    bags = {name: bag(text.lower()) for name, text in other.items()}
    holding = defaultdict(set)
    for name, words in bags.items():
        for word in words:
            holding[word].add(name)
    copied = fixed()
    found = []
    for name, text in one.items():
        words = bag(text.lower())
        if not words or any(_alike(words, text) for text in copied):
            continue
        # A text that is near shares one of the rarest words: it lacks at most the share that may differ.
        rarest = sorted(words, key=lambda word: (len(holding[word]), word))
        least = rarest[: len(words) - int(NEAR * len(words)) + 1]
        candidates = sorted({near for word in least for near in holding[word]})
        found += [(name, near) for near in candidates if _alike(words, bags[near])]
    return found


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    if min(len(one), len(other)) < SHORT:
        return one == other
    return len(one & other) >= NEAR * len(one | other)


def test_near_texts_are_told() -> None:
    one = {"a": "It takes the ache out of your back.", "b": "Non-addictive", "c": "Fresh leaf, no stems"}
    other = {"x": "It takes the ache right out of your back!", "y": "Non-addictive leaf", "z": "NON-ADDICTIVE."}
    assert pairs(one, other) == [("a", "x"), ("b", "z")]


@pytest.mark.parametrize("measure", ["measure.jsonl", "pages/measure/index.jsonl"])
@pytest.mark.parametrize("write", ["write*.jsonl", "pages/write/index.jsonl"])
def test_the_parts_share_no_text(write: str, measure: str) -> None:
    assert pairs(texts(write), texts(measure)) == []


def test_no_example_is_a_measured_text() -> None:
    rules = load_rulebook(as_of="2026-11-22").rules
    examples = {
        f"{rule.id}:{example.line}": marked(example.text)[0]
        for rule in rules
        for example in (*rule.examples_flag, *rule.examples_pass)
    }
    assert pairs(examples, texts("measure.jsonl")) == []
