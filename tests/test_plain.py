"""Plain text, and articles pasted as text: what is what shows only in the lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kratom_lint.formats import read
from tests.spelling import assert_spelled, kinds, outline, sources, texts

ARTICLES = Path(__file__).parents[2] / "shared" / "seeds"
LONG = "Leaves of this tree have been chewed for a long time by people who work in the fields of Thailand and beyond."
FRAGMENTS = [
    *("- ", "• ", "1. ", "2) ", "\n", "\r\n", "\n\n", "Kratom ", "relieves pain. ", "Pain Relief", "helps with:", "  "),
    *("\t", "🔥 ", "✅", "# ", "www.a.com/x ", "#tag ", "\u2028", "\x0c", "\u200b", "{{ x }}", LONG, "and so on, "),
]
SOUP = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=25).map("".join)


def test_one_paragraph_a_line() -> None:
    source = f"A Closer Look At Kratom\n\n{LONG}\n{LONG}\nHow Does It Work?\n{LONG}\nShort end.\nUse\n{LONG}"
    assert outline(source, "text") == [
        ("heading", "A Closer Look At Kratom", None),
        ("paragraph", LONG, "A Closer Look At Kratom"),
        ("paragraph", LONG, "A Closer Look At Kratom"),
        ("heading", "How Does It Work?", None),
        ("paragraph", LONG, "How Does It Work?"),
        ("paragraph", "Short end.", "How Does It Work?"),
        ("heading", "Use", None),
        ("paragraph", LONG, "Use"),
    ]


def test_wrapped_lines_are_one_paragraph() -> None:
    source = (
        "Kratom is a tree of Southeast Asia. Its leaves have been\n"
        "chewed there for centuries, and today they are sold as\n"
        "powder, in capsules and as tea. The FDA has not approved\n"
        "Kratom for any use.\n\nNext one.\n"
    )
    assert [text.count(" ") for _, text in kinds(source, "text")] == [35, 1]
    assert sources(source, "text", "been chewed") == ["been\nchewed"]
    quoted = source.replace("\n", "\r\n  ")
    assert sources(quoted, "text", "been chewed") == ["been\r\n  chewed"]


def test_two_short_lines_are_one_where_the_second_goes_on() -> None:
    assert texts(
        "Relieves\npain\n\n\U0001f33f it eases\nstress\n\nUses\nPain\n\npain\nstress\n\n"
        "Uses:\npain\n\nUses\nof it\nnow",
        "text",
    ) == [
        "Relieves pain",
        "\U0001f33f it eases stress",
        *("Uses", "Pain", "pain", "stress", "Uses:", "pain"),
        *("Uses", "of it", "now"),
    ]


def test_a_heading_stands_over_a_wrapped_paragraph() -> None:
    source = "What It Is\nKratom is a tree of Southeast Asia, and its leaves have been\nchewed there for centuries.\n"
    assert kinds(source, "text") == [
        ("heading", "What It Is"),
        ("paragraph", "Kratom is a tree of Southeast Asia, and its leaves have been chewed there for centuries."),
    ]


@pytest.mark.parametrize("bullet", ["- ", "* ", "• ", "•", "– ", "1. ", "2) ", "(3) ", "✅ ", "✓", "a) "])
def test_bullets_stand_outside_the_prose(bullet: str) -> None:
    source = f"Kratom helps with:\n{bullet}pain\n{bullet}sleep\n\n  {bullet}stress"
    assert outline(source, "text") == [
        ("paragraph", "Kratom helps with:", None),
        ("list-item", "pain", "Kratom helps with:"),
        ("list-item", "sleep", "Kratom helps with:"),
        ("list-item", "stress", "sleep"),
    ]
    extents = [block.extent for block in read(source, "text").blocks]
    assert source[extents[1].start : extents[1].end] == f"{bullet}pain\n"
    assert source[extents[3].start : extents[3].end] == f"  {bullet}stress"


def test_emoji_are_bullets_when_several_lines_begin_with_one() -> None:
    assert kinds("Why us:\n🌿 pure leaf\n🔥 strong\n", "text") == [
        ("paragraph", "Why us:"),
        ("list-item", "pure leaf"),
        ("list-item", "strong"),
    ]
    assert kinds("🔥 Hot deals on all of our powder.", "text") == [("paragraph", "🔥 Hot deals on all of our powder.")]


@pytest.mark.parametrize(
    "line", ["-5 degrees and less.", "2.5 g is enough.", "2019. That was it.", "-- or so.", "*bold* words."]
)
def test_what_is_no_bullet(line: str) -> None:
    assert kinds(line, "text") == [("paragraph", line)]


def test_items_nest_by_indent_and_carry_on() -> None:
    source = (
        "Uses\n- tea\n  that is brewed\n    - green\n    - red\n"
        "- powder, which is milled from leaves\nand sold in bags.\n"
    )
    assert outline(source, "text") == [
        ("heading", "Uses", None),
        ("list-item", "tea that is brewed", "Uses"),
        ("list-item", "green", "tea that is brewed"),
        ("list-item", "red", "tea that is brewed"),
        ("list-item", "powder, which is milled from leaves", "Uses"),
        ("paragraph", "and sold in bags.", "powder, which is milled from leaves"),
    ]
    assert [block.level for block in read(source, "text").blocks] == [1, 1, 2, 2, 1, 0]


def test_an_item_that_is_a_label_leads_the_line_below() -> None:
    source = f"Parts\n- Enzymes\n{LONG}\n- Receptors\n"
    assert outline(source, "text") == [
        ("heading", "Parts", None),
        ("list-item", "Enzymes", "Parts"),
        ("paragraph", LONG, "Enzymes"),
        ("list-item", "Receptors", LONG),
    ]


def test_short_lines_after_a_colon_are_its_items() -> None:
    source = f"Kratom helps with:\nback pain\nStress\n{LONG}\n\nAnd with:\n\nSleep\n"
    assert outline(source, "text") == [
        ("paragraph", "Kratom helps with:", None),
        ("list-item", "back pain", "Kratom helps with:"),
        ("list-item", "Stress", "Kratom helps with:"),
        ("paragraph", LONG, None),
        ("paragraph", "And with:", None),
        ("heading", "Sleep", None),
    ]


def test_titles_in_a_row_are_a_list_under_the_first() -> None:
    assert outline("Benefits\nPain Relief\nBetter Mood\n\nNext", "text") == [
        ("heading", "Benefits", None),
        ("list-item", "Pain Relief", "Benefits"),
        ("list-item", "Better Mood", "Benefits"),
        ("heading", "Next", None),
    ]


def test_number_signs_make_headings() -> None:
    assert outline("# One\n\n## Two\n\ntext here.\n", "text") == [
        ("heading", "One", None),
        ("heading", "Two", "One"),
        ("paragraph", "text here.", "Two"),
    ]


def test_places_in_text() -> None:
    source = "See https://a.b/pain-relief and tag #PainRelief now."
    assert kinds(source, "text") == [
        ("paragraph", "See \ufffc and tag #PainRelief now."),
        ("url", "a b\npain-relief"),
        ("hashtag", "Pain Relief"),
    ]
    assert sources(source, "text", "Pain Relief") == ["PainRelief"]


def test_invisible_letters_are_gone() -> None:
    assert kinds("cu\u200bres\u00a0 pain\u00ad.\x0cNext.", "text") == [
        ("paragraph", "cures pain."),
        ("paragraph", "Next."),
    ]


def test_nothing() -> None:
    assert read("", "text").blocks == ()
    assert read("\n \n---\n***\n", "text").blocks == ()


@given(SOUP)
@settings(max_examples=200, deadline=None)
def test_every_character_is_spelled_by_the_source(source: str) -> None:
    document = read(source, "text")
    assert_spelled(document)
    assert all(block.kind in ("paragraph", "heading", "list-item", "url", "hashtag") for block in document.blocks)


@pytest.mark.parametrize(
    "unit",
    ["- a\n", "  - a\n", "a\n", "Pain\n", "🔥 a\n", "a,\nb\n", "x:\n", "\n", "• ", " ", "1. ", "#a", LONG + "\n"],
)
def test_long_runs_finish(unit: str) -> None:
    assert read(unit * (20_000 // len(unit)), "text").format == "text"


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the sample articles are not here")
def test_sample_articles() -> None:
    counts = {}
    for path in sorted(ARTICLES.glob("*.txt")):
        document = read(path.read_text(encoding="utf-8"), "text", path=str(path))
        assert_spelled(document)
        found = [block.kind for block in document.blocks]
        counts[path.name[:3]] = (found.count("heading"), found.count("paragraph"), found.count("list-item"))
    assert counts == {"000": (23, 26, 24), "001": (12, 11, 0), "002": (8, 37, 22), "003": (0, 8, 0), "004": (0, 3, 0)}
