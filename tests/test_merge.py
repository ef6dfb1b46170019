"""Findings of several rules on one claim become one: the most severe, then the specific, then the longest."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kratom_lint import Finding, lint_text, load_rulebook
from kratom_lint.engine import merged
from kratom_lint.model import Severity, Span

BOOK = load_rulebook(as_of="2026-11-22")
(PATTERN,) = lint_text("Kratom cures cancer.", rulebook=BOOK.configured(as_of="2026-11-22", select=["disease/cancer"]))
GENERAL = frozenset({"t/general"})


def finding(rule: str, start: int, end: int, severity: Severity = Severity.ERROR) -> Finding:
    return replace(PATTERN, rule=rule, severity=severity, span=Span(start, end), related=())


def names(findings: list[Finding]) -> list[tuple[str, list[str]]]:
    return [(found.rule, [other.rule for other in found.related]) for found in findings]


def test_a_general_rule_yields_to_a_shorter_match_of_a_specific_one() -> None:
    pair = [finding("t/general", 0, 30), finding("t/specific", 5, 10)]
    assert names(merged(pair, GENERAL)) == [("t/specific", ["t/general"])]
    assert names(merged(pair)) == [("t/general", ["t/specific"])]


def test_a_general_rule_that_spans_two_claims_hides_neither() -> None:
    three = [finding("t/general", 0, 30), finding("t/one", 2, 8), finding("t/two", 12, 20)]
    assert names(merged(three, GENERAL)) == [("t/one", []), ("t/two", ["t/general"])]


def test_severity_comes_first() -> None:
    pair = [finding("t/general", 0, 30), finding("t/specific", 5, 10, Severity.WARNING)]
    assert names(merged(pair, GENERAL)) == [("t/general", ["t/specific"])]


def test_the_shipped_book_names_the_condition() -> None:
    text = "This leaf cures insomnia and other diseases."
    by_itself = BOOK.configured(as_of="2026-11-22", select=["disease/any-disease"])
    assert lint_text(text, product="kratom", rulebook=by_itself)
    found = [each for each in lint_text(text, product="kratom", rulebook=BOOK) if each.anchor == "text"]
    assert [each.rule for each in found] == ["disease/sleep"]
    assert {"disease/any-disease"} <= {other.rule for each in found for other in each.related}


@given(
    st.lists(
        st.builds(
            lambda rule, start, length, severity: finding(rule, start, start + length, severity),
            st.sampled_from(["t/general", "t/one", "t/two"]),
            st.integers(0, 40),
            st.integers(1, 15),
            st.sampled_from(list(Severity)),
        ),
        max_size=8,
    )
)
def test_what_is_left_overlaps_nowhere_and_loses_nothing(findings: list[Finding]) -> None:
    left = merged(findings, GENERAL)
    assert all(not one.span.overlaps(other.span) for one, other in pairwise(left))
    assert len(left) + sum(len(each.related) for each in left) == len(findings)
    assert merged(list(reversed(findings)), GENERAL) == left or len(set(findings)) < len(findings)
