from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.report.position import Position, Positions

TEXTS = st.text(st.sampled_from("ab\r\n\t\u2028\x0c\xe9\u65e5\U0001f33f\ud800"), max_size=40)


def test_counts_lines_and_columns_from_one() -> None:
    positions = Positions("ab\ncd\r\ne\rf")
    assert [positions.at(offset) for offset in (0, 2, 3, 6, 7, 9, 10)] == [
        Position(1, 1),
        Position(1, 3),
        Position(2, 1),
        Position(2, 4),
        Position(3, 1),
        Position(4, 1),
        Position(4, 2),
    ]
    assert [positions.line_text(line) for line in (1, 2, 3, 4)] == ["ab", "cd", "e", "f"]


def test_breaks_lines_where_editors_do_and_nowhere_else() -> None:
    positions = Positions("a\u2028b\x0cc\x0bd\x85e\nf")
    assert positions.at(8) == Position(1, 9)
    assert positions.at(10) == Position(2, 1)


def test_an_empty_source_has_one_place() -> None:
    assert Positions("").at(0) == Position(1, 1)
    assert Positions("").line_text(1) == ""


def test_measures_past_the_first_stride() -> None:
    source = "é🌿a" * 2000
    positions = Positions(source)
    assert positions.byte(len(source)) == 2000 * 7
    assert positions.utf16(3 * 1500 + 2) == 1500 * 4 + 3


@given(TEXTS)
def test_every_unit_agrees_with_the_encoded_prefix(source: str) -> None:
    positions = Positions(source)
    lines = re.split(r"\r\n|\r|\n", source)
    assert [positions.line_text(number) for number in range(1, len(lines) + 1)] == lines
    for offset in range(len(source) + 1):
        before = source[:offset]
        assert positions.byte(offset) == len(before.encode("utf-8", "surrogatepass"))
        assert positions.utf16(offset) == len(before.encode("utf-16-le", "surrogatepass")) // 2
        place = positions.at(offset)
        assert positions.line_start(place.line) + place.column - 1 == offset
