"""The prose map: what spells which stretch of text, and how maps are cut, joined and composed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.formats.builder import BREAK, Builder, tidy
from kratom_lint.formats.prose import HOLE, Prose
from kratom_lint.model import Span
from tests.spelling import assert_tiled

LETTERS = st.text("ab \t\n\xad\u200b\xa0é😀" + BREAK, max_size=30)


def bold() -> Prose:
    """Return the prose of `**cu**res &amp; more`."""
    source = Prose.of("**cu**res &amp; more")
    builder = Builder(source)
    builder.copy(2, 4)
    builder.copy(6, 10)
    builder.atom("&", 10, 15)
    builder.copy(15, 20)
    return builder.done()


def test_prose_of_a_source_is_one_piece() -> None:
    prose = Prose.of("abc", at=7)
    assert prose.pieces == ((0, 7, 3, 3),)
    assert prose.span(1, 2) == Span(8, 9)
    assert Prose.of("").pieces == ()


def test_markup_is_left_out_between_pieces() -> None:
    prose = bold()
    assert prose.text == "cures & more"
    assert prose.pieces == ((0, 2, 2, 2), (2, 6, 4, 4), (6, 10, 1, 5), (7, 15, 5, 5))


@pytest.mark.parametrize(
    ("start", "end", "span", "segments"),
    [
        (0, 5, (2, 9), [(2, 4), (6, 9)]),
        (1, 2, (3, 4), [(3, 4)]),
        (2, 5, (6, 9), [(6, 9)]),
        (6, 7, (10, 15), [(10, 15)]),
        (4, 8, (8, 16), [(8, 16)]),
        (12, 12, (20, 20), []),
        (2, 2, (6, 6), []),
    ],
)
def test_spans_cover_and_segments_leave_out(
    start: int, end: int, span: tuple[int, int], segments: list[tuple[int, int]]
) -> None:
    assert bold().span(start, end) == Span(*span)
    assert bold().segments(start, end) == tuple(Span(*segment) for segment in segments)


@pytest.mark.parametrize(("at", "offset"), [(0, 2), (1, 3), (2, 6), (6, 10), (7, 15), (12, 20)])
def test_insertions_have_a_place(at: int, offset: int) -> None:
    assert bold().insertion_point(at) == offset


def test_insertion_into_nothing() -> None:
    assert Prose("", ()).insertion_point(0) == 0


def test_cut_keeps_the_map_and_whole_atoms() -> None:
    cut = bold().cut(1, 7)
    assert cut.text == "ures &"
    assert cut.pieces == ((0, 3, 1, 1), (1, 6, 4, 4), (5, 10, 1, 5))
    assert bold().cut(-3, 99) == bold()
    assert bold().cut(5, 5) == Prose("", ())


def test_join_puts_separators_of_no_width_after_each_part() -> None:
    joined = Prose.join([Prose.of("Helps with:", 0), Prose.of("back pain", 14)])
    assert joined.text == "Helps with: back pain"
    assert joined.pieces == ((0, 0, 11, 11), (11, 11, 1, 0), (12, 14, 9, 9))
    assert joined.span(0, 21) == Span(0, 23)
    assert joined.segments(6, 16) == (Span(6, 11), Span(14, 18))
    assert joined.span(11, 12) == Span(11, 11)


def test_join_of_parts_out_of_order_spans_both() -> None:
    joined = Prose.join([Prose.of("item", 20), Prose.of("head", 3)], ": ")
    assert joined.text == "item: head"
    assert joined.span(0, 10) == Span(3, 24)
    assert joined.segments(0, 10) == (Span(20, 24), Span(3, 7))
    assert Prose.join([]) == Prose("", ())


def test_builders_compose() -> None:
    outer = Builder(bold())
    outer.copy(2, 6)
    outer.atom("and", 6, 7)
    assert outer.done() == Prose("res and", ((0, 6, 4, 4), (4, 10, 3, 5)))


def test_contiguous_pieces_become_one() -> None:
    builder = Builder(Prose.of("one\ntwo"))
    builder.copy(0, 3)
    builder.atom(" ", 3, 4)
    builder.copy(4, 7)
    assert builder.done() == Prose("one two", ((0, 0, 7, 7),))


def test_an_atom_as_long_as_its_source_is_no_piece_of_letters() -> None:
    builder = Builder(Prose.of("xyz"))
    builder.atom("abc", 0, 3)
    prose = builder.done()
    assert prose.text == "abc"
    assert prose.span(1, 2) == Span(0, 3)


def test_decode_makes_atoms_of_what_it_finds() -> None:
    builder = Builder(Prose.of('say ""hi""'))
    builder.decode(0, 10, re.compile('""'), lambda match: '"')
    assert builder.done() == Prose('say "hi"', ((0, 0, 4, 4), (4, 4, 1, 2), (5, 6, 2, 2), (7, 8, 1, 2)))


def test_align_copies_what_agrees_and_folds_white_space() -> None:
    builder = Builder(Prose.of("one\n  two"))
    builder.align("one two", 0, 9)
    assert builder.done() == Prose("one two", ((0, 0, 3, 3), (3, 3, 1, 3), (4, 6, 3, 3)))


def test_align_makes_one_atom_of_what_it_cannot_prove() -> None:
    builder = Builder(Prose.of("one two"))
    builder.align("three", 0, 7)
    assert builder.done() == Prose("three", ((0, 0, 5, 7),))


def test_align_knows_escapes() -> None:
    builder = Builder(Prose.of("it''s  so"))
    builder.align("it's so", 0, 9, re.compile(r"(?P<escape>'')|\s+"), lambda match: "'")
    assert builder.done().pieces == ((0, 0, 2, 2), (2, 2, 1, 2), (3, 4, 1, 1), (4, 5, 1, 2), (5, 7, 2, 2))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("plain words", "plain words"),
        ("  ends \t", "ends"),
        ("two  spaces\tand\r\nmore", "two spaces and more"),
        ("no\u00a0break\u2009thin\u3000wide", "no break thin wide"),
        ("can\u00adcer \u200bcu\u200dres\ufeff\ufe0f", "cancer cures"),
        (f"one {BREAK} two", "one\ntwo"),
        (f"{BREAK}one{BREAK}{BREAK}", "one"),
        (HOLE, HOLE),
        (" \u200b\t", ""),
    ],
)
def test_tidy_shows_what_a_reader_sees(source: str, text: str) -> None:
    assert tidy(Prose.of(source)).text == text


def test_tidy_keeps_the_map() -> None:
    assert tidy(Prose.of("a \t b\u00adc")).pieces == ((0, 0, 1, 1), (1, 1, 1, 3), (2, 4, 1, 1), (3, 6, 1, 1))


def test_folded_space_does_not_reach_over_markup() -> None:
    builder = Builder(Prose.of("a <b> c"))
    builder.copy(0, 2)
    builder.copy(5, 7)
    assert tidy(builder.done()) == Prose("a c", ((0, 0, 2, 2), (2, 6, 1, 1)))


@given(LETTERS, st.integers(0, 30), st.integers(0, 30))
def test_cutting_a_tidied_prose_keeps_every_spelling(source: str, start: int, end: int) -> None:
    prose = tidy(Prose.of(source))
    assert_tiled(prose, len(source))
    start, end = min(start, len(prose.text)), min(end, len(prose.text))
    cut = prose.cut(start, end)
    assert cut.text == prose.text[start:end]
    assert_tiled(cut, len(source))
    for at in range(len(cut.text)):
        assert cut.span(at, at + 1) == prose.span(start + at, start + at + 1)


@given(LETTERS)
def test_tidy_leaves_single_spaces_and_line_feeds_alone(source: str) -> None:
    text = tidy(Prose.of(source)).text
    assert re.fullmatch(r"(?:\S+(?:[ \n]\S+)*)?", text)
    assert re.sub(r"[\s\xad\u200b]", "", source) == re.sub(r"\s", "", text)
