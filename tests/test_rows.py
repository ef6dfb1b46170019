"""Tables whose rows are loaded when they are asked for hold what was laid out, and forget without harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.rulebook import rows
from kratom_lint.rulebook.rows import Rows, laid_out

TABLES = st.dictionaries(st.text(max_size=6), st.tuples(st.integers(), st.text(max_size=3)), max_size=60)


@given(TABLES, st.text(max_size=6))
def test_a_table_holds_the_rows_laid_out_and_no_others(table: dict[str, tuple[int, str]], other: str) -> None:
    found = Rows(laid_out(table), lambda row: row)
    assert {word: found[word] for word in table} == table
    assert found[other] == table.get(other)
    assert dict(found.all()) == table


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MOST", 3)
    table = {str(number): (number,) for number in range(10)}
    found = Rows(laid_out(table), lambda row: row)
    for word in ("none", *table, "\ud800", *table):
        assert found[word] == table.get(word)
        assert len(found) <= 3
