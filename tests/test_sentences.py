"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.text.sentences import sentences

FRAGMENTS = (
    'Kratom_|eases_|pain|._|.|?_|!|..._|U.S._|e.g._|1.5 g_|No._|"|)_|(|[3]_|'
    "\n|_•_|•|🔥_|✅|Dr._|a.m._|A|b|_|…|é|·|\u200d"
)
SOUP = st.lists(st.sampled_from(FRAGMENTS.replace("_", " ").split("|")), max_size=40).map("".join)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "It eases pain.|Next day it was gone!|Was it?|It was.",
        "The U.S. Food and Drug Administration has not approved it.|The F.D.A. did not either.",
        "It is sold in the U.S.|The DEA has listed it.",
        "Take some, e.g. tea, i.e. a brew, vs. powder, approx. five grams.",
        "Dr. Smith and Mrs. Jones, of St. Louis, agree.",
        "Use No. 5 or Fig. 2, from Jan. 3 on.",
        "Is it safe?|No.|7-OH is not.",
        "Open from 9 a.m. to 5 p.m. daily.|Closed on Sunday.",
        "Acme Inc. sells it.|It is made by Acme Inc.|They ship it.",
        "A dose of 1.5 g is a lot, .5 less so, and 2.5.1 is a version.",
        "Well... maybe.|It waits...|Then it works…|Good.",
        "J. R. Smith wrote about M. speciosa.|So did I.|You may too.",
        "She holds a Ph.D. from there.|He does not.",
        'They say it "cures pain."|Next they sell it.',
        "(It cures pain.)|Next.|'So it does.'|“Yes.”|End",
        '"Does it work?" he asked.|"Yes!" she said.',
        "It relieves pain.[12]|Others doubt it.¹|Still others do not.12|So there.",
        "• calm|• focus|• sleep",
        "✅ calm|✅ focus",
        "Energy|· Focus|· Calm",
        "No crash 😀|Relieves pain.|😀 Works fast!|🔥 Shop now",
        "Kratom 🔥 Cures 🔥 Anxiety",
        "I ❤ Kratom",
        "tired of pain?|try kratom!|it works.|it really does.",
        "And so on, etc. and more.|Write to us at a.b@example.com or see example.com for news.",
        "Sold at Example.Com and by Mr.Smith.",
        "1. Mechanisms of action",
        "Great!!!|Really?!|Yes.",
        "safe (really!) and legal",
        "no end",
    ],
)
def test_sentences(text: str) -> None:
    assert split(text.replace("|", " ")) == text.split("|")


@pytest.mark.parametrize(
    "text",
    [
        "Questions?|Call us.|We answer.",
        "It works!|Try it.|I did.",
        "one line|\n|the next|\n|the last",
        'He said "it works."|Then he left.',
    ],
)
def test_sentences_without_a_space_between(text: str) -> None:
    assert split(text.replace("|", "")) == text.replace("|\n", "").split("|")


def test_spans_are_exact() -> None:
    assert sentences("  It is.  So\nis this. ") == [(2, 8), (10, 12), (13, 21)]


def test_nothing_has_no_sentences() -> None:
    assert sentences("") == []
    assert sentences(" \n\t") == []


@given(SOUP)
def test_every_character_is_covered_once_and_in_order(text: str) -> None:
    before = 0
    for start, end in sentences(text):
        assert before <= start < end <= len(text)
        assert not text[before:start].strip()
        assert text[start:end].strip() == text[start:end]
        assert "\n" not in text[start:end]
        before = end
    assert not text[before:].strip()


@pytest.mark.parametrize(
    "unit", [".", ". ", "a.", "A. ", "! ", "…", "•", "🔥 ", "\n", '."', "a.1 ", " ", "a", "[1]", ".[1]", "A.B"]
)
def test_long_runs_finish(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    assert sum(end - start for start, end in sentences(text)) <= len(text)
