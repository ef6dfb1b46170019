"""The voice of a sentence: how its words are weighed, learned and heard."""

from __future__ import annotations

import pytest

from kratom_lint import Rulebook, lint_text
from kratom_lint.loading import load_rulebook
from kratom_lint.text.voice import KINDS, PLACES, Voice, places_of_pairs, places_of_word
from tests.voice import learned, written

BOOK = load_rulebook(as_of="2026-11-22")
RULE = "impression/as-a-whole"


def test_a_text_without_words_says_nothing() -> None:
    assert _of(0, bias=5.0).percent("") == BOOK.voice.percent(" ") == 50


def test_words_of_no_weight_leave_the_odds_as_they_are() -> None:
    assert _of(0).percent("soft evenings") == 50


def test_a_text_is_as_much_like_a_claim_as_like_one_of_its_kinds() -> None:
    columns = [bytes(PLACES)] * len(KINDS)
    voice = Voice.of([*columns[:2], b"\x01" * PLACES, *columns[3:]], (1.0,) * len(KINDS), (0.0, 0.0, -0.5, 0.0))
    percent, kind = voice.loudest("soft evenings")
    assert (kind, percent > 50) == ("safety", True)
    assert voice.columns()[2] == b"\x01" * PLACES
    assert voice.columns()[3] == bytes(PLACES)


def test_however_long_a_text_no_kind_speaks_for_another() -> None:
    columns = [b"\x0f" * PLACES, b"\xf1" * PLACES] * 2
    voice = Voice.of(columns, (1.0,) * len(KINDS), (0.0,) * len(KINDS))
    assert voice.loudest("word " * 9999) == (99, "health")
    assert Voice.of(columns[::-1], (1.0,) * len(KINDS), (0.0,) * len(KINDS)).loudest("word " * 9999) == (99, "effect")


def test_numbers_are_alike() -> None:
    assert places_of_word("7") == places_of_word("2291")
    assert list(places_of_pairs(["take", "7", "grams"])) == list(places_of_pairs(["take", "2291", "grams"]))


def test_what_is_learned_tells_the_texts_apart_and_carries_to_other_forms() -> None:
    pain, none = frozenset({"disease"}), frozenset[str]()
    claims = [("soothes sore knees", pain), ("soothing calm for sore heads", pain)]
    others = [("the parcel ships on monday", none), ("parcels ship from the depot", none)]
    voice = learned([*claims, *others] * 5)
    assert all((voice.percent(text) > 50) is bool(topics) for text, topics in [*claims, *others])
    assert voice.percent("soothed knee") > 50 > voice.percent("shipped parcel")
    assert voice.telling("the soothing parcel", 1) == ["soothing"]


def test_the_same_texts_teach_the_same() -> None:
    texts = [("calm in a cup", frozenset({"benefit"})), ("order before noon", frozenset[str]())]
    assert written(learned(texts)) == written(learned(texts))


def test_a_sentence_that_sounds_like_a_claim_is_found_as_a_whole() -> None:
    (finding,) = lint_text("Order today. Wrap your mind in velvet tonight.", product="kratom", rulebook=_alone())
    assert (finding.rule, finding.match) == (RULE, "Wrap your mind in velvet tonight")
    assert finding.trace[0].detail.startswith("the sentence sounds like a claim of ")


def test_it_adds_nothing_to_what_another_rule_says() -> None:
    (finding,) = lint_text("It soothes sore knees and tired heads.", product="kratom", rulebook=_alone("disease"))
    assert (finding.rule, finding.related) == ("disease/pain", ())


KNEES = "It soothes sore knees and tired heads."


@pytest.mark.parametrize(
    ("severity", "found"),
    [
        ({}, [("disease/pain", "error")]),
        ({"disease": "warning"}, [("disease/pain", "warning")]),
        ({"disease": "info"}, [("disease/pain", "info")]),
        ({"disease": "off"}, []),
        ({"disease": "off", RULE: "error"}, []),
        ({"safety": "off"}, [("disease/pain", "error")]),
        ({"disease": "info", RULE: "off"}, [("disease/pain", "info")]),
    ],
)
def test_it_is_no_louder_than_a_rule_that_was_lowered_or_turned_off(
    severity: dict[str, str], found: list[tuple[str, str]]
) -> None:
    book = BOOK.configured(as_of="2026-11-22", severity=severity)
    findings = [each for each in lint_text(KNEES, product="kratom", rulebook=book) if each.anchor == "text"]
    assert [(each.rule, each.severity) for each in findings] == found


def test_it_speaks_where_an_ignored_rule_would_not() -> None:
    ignoring = BOOK.configured(as_of="2026-11-22", ignore=["disease"])
    assert _claims(KNEES, ignoring) == []
    assert _claims("Wrap your mind in velvet tonight.", ignoring) == [RULE]
    assert _claims(KNEES, BOOK.configured(as_of="2026-11-22", select=["impression"])) == [RULE]


def _claims(text: str, book: Rulebook) -> list[str]:
    return [each.rule for each in lint_text(text, product="kratom", rulebook=book) if each.anchor == "text"]


def test_what_a_pattern_finds_in_a_sober_sentence_is_a_note() -> None:
    text = "The warning says the clinic's doctors treat knee pain; the agency's report listed nausea in two patients."
    assert BOOK.voice.percent(text.lower()) <= BOOK.sober
    assert {finding.severity for finding in lint_text(text, product="kratom", rulebook=_alone("disease"))} <= {"info"}


def _of(weight: int, bias: float = 0.0) -> Voice:
    columns = [bytes([weight]) * PLACES] * len(KINDS)
    return Voice.of(columns, (1.0,) * len(KINDS), (bias,) * len(KINDS))


def _alone(*topics: str) -> Rulebook:
    return BOOK.configured(as_of="2026-11-22", select=["impression", *topics])
