"""Tables with delimiters: cells with their row and column."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.formats import read
from tests.spelling import assert_spelled, kinds, outline, sources

CELLS = st.text(st.sampled_from('ab K,;\t|"\r\n.é😀<&'), max_size=8)
SOUP = st.text(st.sampled_from('ab,;\t"\r\n '), max_size=30)

FEED = (
    "Handle,Title,Body (HTML),Tags,Helps with,Image Src\r\n"
    'green,"Green ""vein""","<p>It <b>cu</b>res &amp;\r\nheals</p>",pain,back pain,https://x.example/pain-relief.png\r\n'
    "\r\n"
    'red,Red,"A "leaf,,,\r\n'
)


def pointers(source: str, format: str = "csv") -> list[tuple[str, str]]:
    blocks = read(source, format).blocks
    return [(block.pointer, block.prose.text) for block in blocks if block.kind != "table-head"]


def test_cells_with_their_row_and_column() -> None:
    assert pointers(FEED) == [
        ("/2/Handle", "green"),
        ("/2/Title", 'Green "vein"'),
        ("/2/Body (HTML)", "It cures & heals"),
        ("/2/Tags", "pain"),
        ("/2/Helps with", "back pain"),
        ("/2/Image Src", "x example\npain-relief png"),
        ("/4/Handle", "red"),
        ("/4/Title", "Red"),
        ("/4/Body (HTML)", "A leaf"),
    ]
    assert sources(FEED, "csv", '"vein"') == ['""vein""']
    assert sources(FEED, "csv", "cures & heals") == ["cu", "res &amp;\r\nheals"]


def test_a_header_introduces_cells_only_where_it_says_something() -> None:
    assert outline(FEED, "csv")[6:11] == [
        ("slug", "green", None),
        ("value", 'Green "vein"', None),
        ("paragraph", "It cures & heals", 'Green "vein"'),
        ("keyword", "pain", None),
        ("definition", "back pain", "Helps with"),
    ]


def test_questions_introduce_their_answers() -> None:
    source = "Answer;Question\nNo.;Is it safe?\n"
    assert outline(source, "csv")[2:] == [("value", "Is it safe?", None), ("definition", "No.", "Is it safe?")]


@pytest.mark.parametrize(
    ("source", "format", "found"),
    [
        ("title\tdescription\nA, b\tOne; two\n", "csv", [("/2/title", "A, b"), ("/2/description", "One; two")]),
        ('title;text\n"a;b";x, y\n', "csv", [("/2/title", "a;b"), ("/2/text", "x, y")]),
        ("a|b\nx y|z w", "csv", [("/2/a", "x y"), ("/2/b", "z w")]),
        ("title\nOne, or two.\n", "tsv", [("/2/title", "One, or two.")]),
        (
            "It cures pain.,It heals.\nMore.,Less.",
            "csv",
            [("/1/1", "It cures pain."), ("/1/2", "It heals."), ("/2/1", "More."), ("/2/2", "Less.")],
        ),
        ('a,b\n"open, and on', "csv", [("/2/a", "open, and on")]),
        ("a,b\nx y,z w,v u\n", "csv", [("/2/a", "x y"), ("/2/b", "z w"), ("/2/3", "v u")]),
        ("", "csv", []),
    ],
)
def test_delimiters_and_headers(source: str, format: str, found: list[tuple[str, str]]) -> None:
    assert pointers(source, format) == found


def test_languages_that_are_not_read() -> None:
    source = "title,title_de,locale,text\nGreen leaf,Ein Blatt,en,A leaf.\nLeaf,Blatt,fr,Une feuille.\n"
    document = read(source, "csv")
    assert kinds(source, "csv")[4:] == [("value", "Green leaf"), ("value", "A leaf.")]
    assert document.foreign == (("de", 1), ("fr", 4))


@given(
    st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=5), st.sampled_from(",;\t|"), st.booleans()
)
def test_each_cell_is_what_another_reader_reads(rows: list[list[str]], delimiter: str, quoted: bool) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL).writerows(
        [["one", "two", "three", "four"], *rows]
    )
    document = read(file.getvalue(), "csv")
    assert_spelled(document)
    columns = {"1": 0, "2": 1, "3": 2, "4": 3, "one": 0, "two": 1, "three": 2, "four": 3}
    for block in document.blocks:
        if block.kind == "value":
            _, number, column = block.pointer.split("/")
            cell = rows[int(number) - 2][columns[column]]
            assert " ".join(cell.split()) == " ".join(block.prose.text.split()) or "<" in cell or "&" in cell


@given(SOUP)
def test_no_text_makes_it_fail(source: str) -> None:
    assert_spelled(read(source, "csv"))
    assert_spelled(read(source, "tsv"))
