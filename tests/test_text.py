"""The folded view of a text, and disguises seen through, each with an exact map back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.rulebook.inflect import noun_forms, verb_forms
from kratom_lint.text.disguise import reveal
from kratom_lint.text.fold import Folded, fold
from kratom_lint.text.words import _TOKEN, _spell_out, words_of

VOCABULARY = frozenset(["pain", "seizures", "insomnia", "relief", "opioid", "boost", "anxiety", "no", "more", "of"])
VERBS = ["relieve", "ease", "stop", "treat", "banish", "carry", "tie", "free", "plan", "curb", "soothe", "numb", "fix"]
SPELLINGS = {"anxeity": "anxiety", "opiod": "opioid"}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Pain RELIEF", "pain relief"),
        ("don’t “cure”", 'don\'t "cure"'),
        ("7‑OH", "7-oh"),
        ("ﬁne", "fine"),
        ("саnсеr", "cancer"),  # Cyrillic с, а, с, е among Latin letters
        ("рынок", "рынок"),  # a Russian word stays one
        ("ｐａｉｎ", "pain"),
        ("pa\u0301in", "pain"),
        ("Kratom™ heals", "kratom  heals"),
        ("𝐩𝐚𝐢𝐧", "pain"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text).text == folded


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_every_folded_character_has_an_origin(text: str) -> None:
    folded = fold(text)
    for at in range(len(folded.text)):
        start, end = folded.original(at, at + 1)
        assert 0 <= start < end <= len(text)
    if folded.origin is not None:
        assert list(folded.origin) == sorted(folded.origin)
        assert len(folded.origin) == len(folded.text) + 1


def revealed(text: str, glued: bool = False) -> Folded:
    folded = fold(text)
    return reveal(folded, lambda: VOCABULARY, SPELLINGS, glued)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("stops p@in now", "stops pain now"),
        ("1nsomnia", "insomnia"),
        ("opi0id", "opioid"),
        ("SEI-ZURES", "seizures"),
        ("my anxeity", "my anxiety"),
        ("opiod relief", "opioid relief"),
        ("pain-relief", "pain-relief"),  # two words of their own
        ("5g at 20$", "5g at 20$"),
        ("b2b sales", "b2b sales"),
    ],
)
def test_reveal(text: str, plain: str) -> None:
    assert revealed(text).text == plain


def test_glued_words_come_apart_only_where_they_may() -> None:
    assert revealed("insomniarelief", glued=True).text == "insomnia relief"
    assert revealed("nomorepain", glued=True).text == "no more pain"
    assert revealed("insomniarelief").text == "insomniarelief"
    assert revealed("painting", glued=True).text == "painting"


def test_a_revealed_word_covers_all_of_what_it_was() -> None:
    view = revealed("stop SEI-ZURES fast")
    start = view.text.index("seizures")
    assert view.original(start, start + len("seizures")) == (5, 14)
    view = revealed("an opiod")
    start = view.text.index("opioid")
    assert view.original(start, start + len("opioid")) == (3, 8)


@given(
    st.text(alphabet="abcn't d.-'iswo 1,", max_size=30)
    | st.from_regex(r"([a-z]{1,3}|cannot|1| ){1,9}\.", fullmatch=True)
)
def test_texts_of_plain_words_are_cut_like_any_other(text: str) -> None:
    texts = [word for token in _TOKEN.findall(text) for word in _spell_out(token)]
    words = words_of(text)
    assert words.texts == texts
    assert words.signs == {at for at, word in enumerate(texts) if not word[0].isalnum()}
    assert words.numbers == [at for at, word in enumerate(texts) if word[0].isdigit()]
    assert len(words.starts) == len(words.ends) == len(texts)


def test_inflection_agrees_with_lemminflect() -> None:
    lemminflect = pytest.importorskip("lemminflect")
    for verb in VERBS:
        ours = set(verb_forms(verb, {}))
        theirs = {form for tag in ("VBZ", "VBD", "VBG") for form in lemminflect.getInflection(verb, tag=tag)[:1]}
        assert theirs <= ours, verb
    for noun in ["remedy", "ache", "cure", "rash", "wish", "brush", "toy", "box", "analgesic", "headache", "class"]:
        assert set(lemminflect.getInflection(noun, tag="NNS")[:1]) <= set(noun_forms(noun, {})), noun


def test_the_right_word_of_a_phrase_inflects() -> None:
    assert verb_forms("take the edge off", {"take": ["takes", "took"]}) == (
        "take the edge off",
        "takes the edge off",
        "took the edge off",
    )
    assert noun_forms("panic attack", {}) == ("panic attack", "panic attacks")
