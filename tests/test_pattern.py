"""The pattern language, as docs/rules.md describes it."""

from __future__ import annotations

import pytest

from kratom_lint.engine.lint import leftmost_longest
from kratom_lint.rulebook.compiler import _Index
from kratom_lint.rulebook.matcher import Matcher
from kratom_lint.rulebook.pattern import Entry, PatternError, entry_of, expand, parse
from kratom_lint.text.fold import fold
from kratom_lint.text.words import words_of

TERMS = {
    "treats": frozenset({Entry(("treat",)), Entry(("helps", "with")), Entry(("eases",))}),
    "pain": frozenset({Entry(("pain",)), Entry(("back", "pain"))}),
    "number": frozenset({Entry(("\0number",)), Entry(("two",))}),
}


def found(pattern: str, text: str) -> list[str]:
    """Return what the pattern matches in a text, by itself."""
    index = _Index()
    index.add(("match", 0, "0"), parse(pattern, TERMS.get))
    matcher = Matcher(index.finish(TERMS))
    looked_up = matcher.look_up(fold(text).text, frozenset({"but"}), 0)
    if looked_up is None:
        return []
    words = looked_up.words
    matches = leftmost_longest(looked_up.matches)
    spans = [(words.starts[match.start], max(words.ends[match.start : match.end])) for match in matches]
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        (
            "pain relief",
            "Pain relief and PAIN-relief and pain\n relief",
            ["Pain relief", "PAIN-relief", "pain\n relief"],
        ),
        ("pain relief", "painful relief, pain, relief", []),
        ("(ease|calm down) pain", "calm down pain", ["calm down pain"]),
        ("very? safe", "very safe, safe", ["very safe", "safe"]),
        ("(so very )?safe", "so very safe", ["so very safe"]),
        ("safe( enough)? to use", "safe enough to use", ["safe enough to use"]),
        ("{treats} pain", "It eases pain", ["eases pain"]),
        ("{treats} ... pain", "eases one two three four five six pain", ["eases one two three four five six pain"]),
        ("{treats} ... pain", "eases one two three four five six seven pain", []),
        ("{treats} ...2 pain", "eases one two pain", ["eases one two pain"]),
        ("{treats} ...2 pain", "eases one two three pain", []),
        ("{treats} ... pain", "eases stress, tension and pain", ["eases stress, tension and pain"]),
        ("{treats} ... pain", "eases stress. Pain", []),
        ("{treats} ... pain", "eases stress; pain", []),
        ("{treats} ... pain", "eases stress — pain", []),
        ("{treats} ... pain", "eases stress - pain", []),
        ("{treats} ... pain", "eases stress but pain", []),
        ("{treats} ... pain", "helps with stress and eases pain", ["eases pain"]),
        ("eases {pain}", "eases back pain", ["eases back pain"]),
        ("^pain relief$", "Pain relief!", ["Pain relief"]),
        ("^pain relief$", "Our pain relief", []),
        ("^pain", "Pain is bad", ["Pain"]),
        ("relief$", "relief of pain", []),
        ("non-addictive", "non-addictive, non addictive", ["non-addictive"]),
        ("anti-{pain}", "anti-pain, anti pain", ["anti-pain"]),
        ("do not worry", "Don’t worry", ["Don’t worry"]),
        ("can not stop", "cannot stop and can't stop", ["cannot stop", "can't stop"]),
        ("it is safe", "It's safe", ["It's safe"]),
        ("kratom effects", "Kratom’s effects", ["Kratom’s effects"]),
        ("100 % safe", "100% safe", ["100% safe"]),
        ("{number} mg", "20 mg, two mg, many mg, 2.5 mg", ["20 mg", "two mg", "2.5 mg"]),
        (r"safe \? yes", "Safe? Yes", ["Safe? Yes"]),
        ("pain & stress", "pain & stress", ["pain & stress"]),
        ("café", "our Café", ["Café"]),
    ],
)
def test_matches(pattern: str, text: str, matches: list[str]) -> None:
    assert found(pattern, text) == matches


@pytest.mark.parametrize(
    ("pattern", "message", "at"),
    [
        ("... pain", "a gap needs words on both sides", 0),
        ("pain ...", "a gap needs words on both sides", 8),
        ("(a|b", "a '(' without its ')'", 4),
        ("a) b", "a ')' without its '('", 1),
        ("x {nope}", "no term 'nope'", 2),
        ("x{pain}", "put a space between a word and a group or term", 1),
        ("very?", "every part is optional", 0),
        ("b? ... b?", "every part is optional", 0),
        ("a ? b", "'?' stands alone", 2),
        ("(a|b?) c", "an alternative cannot be empty", 5),
        ("a () b", "nothing to match here", 3),
    ],
)
def test_what_cannot_match_says_where(pattern: str, message: str, at: int) -> None:
    with pytest.raises(PatternError) as error:
        parse(pattern, TERMS.get)
    assert message in str(error.value)
    assert error.value.at == at


def test_an_entry_of_a_term_is_written_out() -> None:
    assert expand("put (an )?end to") == ["put an end to", "put end to"]
    assert expand("non-stick (pan|pot)") == ["non-stick pan", "non-stick pot"]
    with pytest.raises(PatternError, match="words only"):
        expand("put ... end")
    with pytest.raises(PatternError, match="more than 2000 phrases"):
        expand(" ".join(["(a|b|c|d)"] * 6))


def test_an_entry_keeps_its_hyphens() -> None:
    assert entry_of("SEI-zures don't") == Entry(("sei", "zures", "do", "not"), (1,))
    assert entry_of("“ ”") is None


def test_words_know_their_places() -> None:
    words = words_of("kratom's effects don't last - it's 1.5 g", frozenset())
    assert words.texts == ["kratom", "effects", "do", "not", "last", "-", "it", "is", "1.5", "g"]
    assert [words.text[a:b] for a, b in zip(words.starts, words.ends, strict=True)][:5] == [
        "kratom",
        "effects",
        "don't",
        "don't",
        "last",
    ]
    assert words.breaks == {5}
    assert words.reach(0, 5) == 5
    assert words.reach(0, 6) is None
