"""reStructuredText: what a reader of the rendered page sees."""

from __future__ import annotations

import re

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given, settings
from hypothesis import strategies as st

from kratom_lint.formats import read
from tests.spelling import assert_spelled, kinds, outline, sources


def test_titles_take_their_levels_from_the_order_of_their_adornments() -> None:
    source = "=====\nTitle\n=====\n\nUses\n----\n\nIt helps.\n\nPain\n~~~~\n\nIt heals.\n\nMore\n----\n\n----\n\nEnd.\n"
    assert [(block.level, block.prose.text) for block in read(source, "rst").blocks] == [
        (1, "Title"), (2, "Uses"), (0, "It helps."), (3, "Pain"), (0, "It heals."), (2, "More"), (0, "End."),
    ]  # fmt: skip
    assert [lead for _, _, lead in outline(source, "rst")][2:5] == ["Uses", "Uses", "Pain"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Kratom *cu*\\ **res** pain", "Kratom cures pain"),
        ("Kratom\ncures", "Kratom cures"),
        ("Run ``kratom cures`` now", "Run \ufffc now"),
        ("See `our page <https://a.com/b>`_ now", "See our page now"),
        ("See `our page <target_>`_ and `this`__ and target_", "See our page and this and target"),
        ("A :strong:`claim` of :ref:`label` and :doc:`Title </a>`", "A claim of \ufffc and Title"),
        ("A |leaf| and a note [1]_ here", "A \ufffc and a note  here".replace("  ", " ")),
        ("2 * 3 * 4 and snake_case_ and *args", "2 * 3 * 4 and snake_case and *args"),
        ("It \\*cures\\* pain", "It *cures* pain"),
        ("An_a and __init__ and a__b", "An_a and __init__ and a__b"),
        ("`an idea`", "an idea"),
    ],
)
def test_inline_markup(source: str, text: str) -> None:
    assert [shown for kind, shown in kinds(source, "rst") if kind != "url"] == [text]
    assert_spelled(read(source, "rst"))


def test_segments_leave_the_markup_out() -> None:
    source = "Our leaf **cu**\\ res\n`back pain <https://a.com/x>`_ now."
    assert sources(source, "rst", "cures back pain now") == ["cu", "res\n", "back pain", " now"]


def test_lists_and_definitions() -> None:
    source = "It helps with:\n\n- pain\n  in the back\n- sleep\n\n  1. deep\n  #. long\n\n- stress\n\n"
    source += "Kratom : tree\n   It heals.\n"
    assert outline(source, "rst") == [
        ("paragraph", "It helps with:", None),
        ("list-item", "pain in the back", "It helps with:"),
        ("list-item", "sleep", "It helps with:"),
        ("list-item", "deep", "sleep"),
        ("list-item", "long", "sleep"),
        ("list-item", "stress", "It helps with:"),
        ("term", "Kratom", None),
        ("definition", "It heals.", "Kratom"),
    ]


def test_a_name_with_an_initial_is_no_list() -> None:
    assert kinds("A. Leaf was a\ngreat man.\n", "rst") == [("paragraph", "A. Leaf was a great man.")]


def test_code_comments_and_targets_are_no_copy() -> None:
    source = (
        "Like this::\n\n   kratom cures\n\n.. code-block:: sh\n   :caption: x\n\n   cures\n\n>>> kratom\ncures\n\n"
        ".. kratom-lint: ignore a/b: why\n   and more\n\n..\n   Kratom cures.\n\n.. _leaf: https://a.com/cures\n\n"
        ".. toctree::\n\n   cures\n\nAlone:\n\n::\n\n   cures\n\nEnd.\n"
    )
    assert kinds(source, "rst") == [
        ("paragraph", "Like this:"),
        ("url", "a com\ncures"),
        ("paragraph", "Alone:"),
        ("paragraph", "End."),
    ]
    comments = read(source, "rst").comments
    assert [comment.text for comment in comments] == ["kratom-lint: ignore a/b: why\nand more", "Kratom cures."]
    assert source[comments[0].span.start : comments[0].span.end].startswith(".. kratom-lint")


def test_directives_show_their_text() -> None:
    source = (
        ".. warning:: Do not\n   drive.\n\n.. figure:: /leaf.png\n   :alt: A leaf\n\n   It cures.\n\n"
        ".. topic:: Our Leaf\n\n   Is fresh.\n\n.. raw:: html\n\n   <p>cu<b>res</b></p>\n\n"
        ".. meta::\n   :description: Heals all\n   :keywords: pain\n\n.. [1] A note.\n\n.. |x| replace:: our leaf\n"
    )
    assert kinds(source, "rst") == [
        ("paragraph", "Do not drive."),
        ("alt", "A leaf"),
        ("url", "leaf png"),
        ("paragraph", "It cures."),
        ("paragraph", "Our Leaf"),
        ("paragraph", "Is fresh."),
        ("paragraph", "cures"),
        ("meta", "Heals all"),
        ("keyword", "pain"),
        ("paragraph", "A note."),
        ("paragraph", "our leaf"),
    ]
    assert_spelled(read(source, "rst"))


def test_tables() -> None:
    grid = "+------+---------+\n| Leaf | Helps   |\n+======+=========+\n| Red  | back    |\n|      | pain    |\n"
    grid += "+------+---------+\n| Both of them   |\n+------+---------+\n"
    cells = [
        ("table-head", "Leaf", None),
        ("table-head", "Helps", None),
        ("table-cell", "Red", "Leaf"),
        ("table-cell", "back pain", "Helps"),
    ]
    assert outline(grid, "rst") == [*cells, ("table-cell", "Both of them", "Leaf")]
    simple = "=====  =====\nLeaf   Helps\n=====  =====\nRed    back\n       pain\n=====  =====\n"
    assert outline(simple, "rst") == cells
    for source in (grid, simple, grid.replace("\n", "\r\n"), f"- {grid}".replace("\n", "\n  ")):
        assert_spelled(read(source, "rst"))


def test_a_grid_drawn_askew_loses_nothing() -> None:
    source = "+---+-------+\n| a | It cures |\n| b  | pain|\n+---+-------+\n"
    assert " ".join(text for _, text in kinds(source, "rst")).replace("|", " ").split() == [
        "a",
        "It",
        "cures",
        "b",
        "pain",
    ]


def test_quotes_lines_and_fields() -> None:
    source = "He said:\n\n   It cures\n   pain.\n\n| one\n| two\n\n:Author: Ann\n:description: All about it\n"
    assert kinds(source, "rst") == [
        ("paragraph", "He said:"),
        ("paragraph", "It cures pain."),
        ("paragraph", "one\ntwo"),
        ("paragraph", "Ann"),
        ("meta", "All about it"),
    ]


FRAGMENTS = [
    *(
        "\n",
        "\n\n",
        "\r\n",
        "   ",
        "- ",
        "1. ",
        "====\n",
        "----\n",
        ".. ",
        ".. note:: ",
        ".. _a: ",
        ":f: ",
        "::\n",
        "| ",
    ),
    *("**", "*", "``", "`", "`a <b>`_", "|x|", "[1]_", "\\", "Kratom ", "cures", "+--+--+\n", "|a |b |\n", "==  ==\n"),
]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=30).map("".join))
def test_every_character_stands_for_its_source(source: str) -> None:
    assert_spelled(read(source, "rst"))


@given(st.lists(st.text(st.sampled_from("ab cé"), min_size=1).map(str.strip).filter(bool), min_size=1, max_size=6))
def test_no_paragraph_is_lost(paragraphs: list[str]) -> None:
    shown = [text for _, text in kinds("\n\n".join(f"x{each}" for each in paragraphs), "rst")]
    assert shown == [" ".join(f"x{each}".split()) for each in paragraphs]


@pytest.mark.parametrize(
    "part", ["`", "*a ", "**a ", "- ", "\n " * 3, "|a", "+--", ":a", "``a ", "a_", "== ", ".. a\n", "\\"]
)
def test_time_grows_with_the_text(part: str) -> None:
    read(part * 20_000, "rst")


def test_deep_nesting_ends() -> None:
    source = "".join(" " * 2 * depth + "- a\n\n" for depth in range(300))
    assert len(read(source, "rst").blocks) > 50


BLOCKS = [
    *("Kratom cures.\n\n", "Words *of* joy\nand ``code`` here.\n\n", "- one\n- two\n\n", "1. first\n2. second\n\n"),
    *("Term\n  Defined.\n\n", ".. note:: Mind it.\n\n", ".. comment\n\n", "Code::\n\n  x = 1\n\n"),
    *("Head\n====\n\n", "Sub\n---\n\n", ">>> x\ny\n\n", ":f: it\n\n", "| one\n| two\n\n"),
    "+--+--+\n|a |b |\n+==+==+\n|c |d |\n+--+--+\n\n",
    *("==  ==\na   b\n==  ==\nc   d\n==  ==\n\n", "See `a b <x.html>`_ and **bold**\\ ly.\n\n", "- a\n\n  - b\n\n"),
    *(".. image:: x.png\n   :alt: y\n\n", "* star\n  goes on\n\n  further\n\n", "A. not a list\nreally\n\n"),
    *(".. topic:: T\n\n   Body.\n\n", "Para\n\n  - quoted\n\n", "#. auto\n#. list\n\n", "opt_ and word__\n\n"),
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(BLOCKS), max_size=6).map("".join))
def test_the_text_is_what_docutils_reads(source: str) -> None:
    quiet = {"report_level": 5, "halt_level": 5, "doctitle_xform": False, "docinfo_xform": False}
    tree = publish_doctree(source, settings_overrides=quiet)
    for message in list(tree.findall(nodes.system_message)):
        message.parent.remove(message)
    for literal in list(tree.findall(nodes.literal)):
        literal.parent.replace(literal, nodes.Text(" "))
    shown = (nodes.paragraph, nodes.title, nodes.term, nodes.line)
    expected = [each.astext() for each in tree.findall(lambda node: isinstance(node, shown))]
    found = [block.prose.text for block in read(source, "rst").blocks if block.kind not in ("url", "alt")]
    words = re.compile(r"[^\W_]+")
    assert words.findall(" ".join(found)) == words.findall(" ".join(expected))
