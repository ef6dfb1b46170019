"""AsciiDoc: what a reader of the rendered page sees."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kratom_lint.formats import read
from tests.spelling import assert_spelled, kinds, outline, sources


def test_header_titles_and_attributes() -> None:
    source = (
        "= Red Leaf\nAnn Author <a@example.com>\nv1, 2026\n:description: All of it\n:toc: left\n\nFirst.\n\n"
        "== Uses [[x]]\n\nIt helps.\n\n=== Deep\n\n.Our Promise\nFresh leaf.\n"
    )
    assert outline(source, "asciidoc") == [
        ("heading", "Red Leaf", None),
        ("meta", "All of it", None),
        ("paragraph", "First.", "Red Leaf"),
        ("heading", "Uses", "Red Leaf"),
        ("paragraph", "It helps.", "Uses"),
        ("heading", "Deep", "Uses"),
        ("paragraph", "Our Promise", "Deep"),
        ("paragraph", "Fresh leaf.", "Our Promise"),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Kratom **cu**res pain", "Kratom cures pain"),
        ("Kratom *cures* _all_ #pain#", "Kratom cures all pain"),
        ("Kratom *cu*res", "Kratom *cu*res"),
        ("It [.big]#cures# it", "It cures it"),
        ("*cures _all_ pain*", "cures all pain"),
        ("Run `kratom cures` and {name}", "Run \ufffc and \ufffc"),
        ("See https://a.com/b[our *page*^] or <<x,this>>", "See our page^ or this"),
        ('A "`fine`" leaf &amp; H~2~O', 'A "fine" leaf & H2O'),
        ("It \\*cures* pain", "It *cures* pain"),
        ("First line +\nsecond\nline", "First line\nsecond line"),
        ("Leaf(((hidden))) and [[a]]here", "Leaf and here"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
    ],
)
def test_inline_markup(source: str, text: str) -> None:
    assert [shown for kind, shown in kinds(source, "asciidoc") if kind != "url"] == [text]
    assert_spelled(read(source, "asciidoc"))


def test_segments_leave_the_markup_out() -> None:
    source = "Our leaf **cu**res\nhttps://a.com/x[back pain] now."
    assert sources(source, "asciidoc", "cures back pain now") == ["cu", "res\n", "back pain", " now"]


def test_notes_and_pictures_stand_outside_the_flow() -> None:
    source = 'It helpsfootnote:[It *cures*.] all image:l.png[A leaf] day.\n\nimage::b.png[Big, 20, title="Our leaf"]\n'
    assert kinds(source, "asciidoc") == [
        ("paragraph", "It helps all day."),
        ("paragraph", "It cures."),
        ("url", "l png"),
        ("alt", "A leaf"),
        ("url", "b png"),
        ("alt", "Big"),
        ("alt", "Our leaf"),
    ]


def test_lists_and_terms() -> None:
    source = (
        "It helps with:\n\n* pain\nin the back\n** low\n* [x] sleep\n+\nAll night.\n\n. one\n\nKratom:: It heals.\n"
        "Leaf::\n  It cures.\n\nEnd.\n"
    )
    assert outline(source, "asciidoc") == [
        ("paragraph", "It helps with:", None),
        ("list-item", "pain in the back", "It helps with:"),
        ("list-item", "low", "pain in the back"),
        ("list-item", "sleep", "It helps with:"),
        ("paragraph", "All night.", "sleep"),
        ("list-item", "one", "All night."),
        ("term", "Kratom", None),
        ("definition", "It heals.", "Kratom"),
        ("term", "Leaf", None),
        ("definition", "It cures.", "Leaf"),
        ("paragraph", "End.", None),
    ]


def test_code_and_comments_are_no_copy() -> None:
    source = (
        "[source,sh]\n----\nkratom cures\n----\n\n....\ncures\n....\n\n```sh\ncures\n```\n\n[listing]\ncures\n\n"
        " cures\n\n// kratom-lint: ignore a/b: why\n\n////\nKratom\ncures\n////\n\ninclude::cures.adoc[]\n\n"
        "ifdef::x[]\nShown.\nendif::[]\n\n++++\n<p>cu<b>res</b></p>\n++++\n"
    )
    assert kinds(source, "asciidoc") == [("paragraph", "Shown."), ("paragraph", "cures")]
    comments = read(source, "asciidoc").comments
    assert [each.text for each in comments] == ["kratom-lint: ignore a/b: why", "Kratom\ncures"]
    assert source[comments[0].span.start : comments[0].span.end] == "// kratom-lint: ignore a/b: why"


def test_blocks_and_tables() -> None:
    source = (
        "[NOTE]\n====\nDo not drive.\n\n* one\n====\n\n[quote, Ann]\n____\nIt cures.\n____\n\n"
        "[cols=2]\n|===\n|Leaf |Helps\n\n|Red\n|back\npain\n\n2+|Both a|- of\n|===\n"
    )
    assert outline(source, "asciidoc") == [
        ("paragraph", "Do not drive.", None),
        ("list-item", "one", "Do not drive."),
        ("paragraph", "It cures.", None),
        ("table-head", "Leaf", None),
        ("table-head", "Helps", None),
        ("table-cell", "Red", "Leaf"),
        ("table-cell", "back pain", "Helps"),
        ("table-cell", "Both", "Leaf"),
        ("table-cell", "- of", "Helps"),
    ]
    assert_spelled(read(source.replace("\n", "\r\n"), "asciidoc"))


FRAGMENTS = [
    *(
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "* ",
        "** ",
        ". ",
        "= ",
        "== ",
        "----\n",
        "====\n",
        "|===\n",
        "|a ",
        "//",
        "////\n",
        "++++\n",
    ),
    *(
        "*",
        "**",
        "_",
        "`",
        "#",
        '"`',
        '`"',
        "<<a,",
        ">>",
        "https://a.com[",
        "]",
        "image::a[",
        "{a}",
        "&amp;",
        "\\",
        " +\n",
    ),
    *("a:: ", "[source]\n", ".T\n", "+\n", "Kratom ", "cures", ":a: b\n", "footnote:["),
]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=30).map("".join))
def test_every_character_stands_for_its_source(source: str) -> None:
    assert_spelled(read(source, "asciidoc"))


@given(st.lists(st.text(st.sampled_from("ab cé"), min_size=1).map(str.strip).filter(bool), min_size=1, max_size=6))
def test_no_paragraph_is_lost(paragraphs: list[str]) -> None:
    shown = [text for _, text in kinds("\n\n".join(f"x{each}" for each in paragraphs), "asciidoc")]
    assert shown == [" ".join(f"x{each}".split()) for each in paragraphs]


@pytest.mark.parametrize(
    "part", ["`", "*a ", "**a ", "* ", "====\n", "|===\n", "<<a", "{a", "#a ", "a:: ", "link:a[", "[", "_*"]
)
def test_time_grows_with_the_text(part: str) -> None:
    read(part * 20_000, "asciidoc")
