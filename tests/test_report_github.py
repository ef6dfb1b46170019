from __future__ import annotations

from dataclasses import replace

from kratom_lint.model import Authority, Severity
from kratom_lint.report.github import render
from tests.report_values import accepted_run, file, full_run, run

REASONS = "%0AA product sold to treat pain is a drug.%0ALaw: 15 U.S.C. 45(a), FTC Act section 5%0ASuggestion: "


def test_commands_come_gravest_first_and_end_with_what_was_not_checked() -> None:
    assert render(full_run(), show_suppressed=True).splitlines() == [
        "::error file=copy/a.md,line=1,endLine=1,col=12,title=disease/pain::Says that kratom relieves pain."
        + REASONS
        + "Delete the sentence.%0ASuggestion: Change the product.",
        "::warning file=copy/a.md,line=3,endLine=3,col=1,title=disclosure/dependence-warning"
        "::Lacks a warning of dependence." + REASONS + "Add a warning.",
        "::notice file=copy/a.md,line=1,endLine=1,col=1,"
        "title=safety/safe (suppressed%3A quotes the FDA letter)::Says that kratom is safe."
        + REASONS
        + "Delete the sentence.",
        "::error file=copy/c.bin,title=not checked::binary: a NUL byte at 3",
    ]


def test_info_is_a_notice() -> None:
    assert render(run(file("[[a]]", severity=Severity.INFO))).startswith("::notice file=a.md,")


def test_a_span_over_lines_says_where_it_ends() -> None:
    assert "line=1,endLine=3,col=2," in render(run(file("a[[b\r\nc\rd]]")))


def test_everything_that_could_end_a_command_or_property_is_escaped() -> None:
    law = Authority("a", "1, 2: 3%", "T\r\nU", "", "us", "2000-01-01", None, "V1", "2026-11-22")
    hostile = file("[[a]]", "100%,a:b\n.md", message="50% off:\r\n::error::x", why="w", authority=(law,))
    bare = replace(hostile, findings=(replace(hostile.findings[0], suggestions=()),))
    assert render(run(bare)) == (
        "::error file=100%25%2Ca%3Ab%0A.md,line=1,endLine=1,col=1,title=disease/pain"
        "::50%25 off:%0D%0A::error::x%0Aw%0ALaw: 1, 2: 3%25, T%0D%0AU\n"
    )


def test_what_is_accepted_comes_last_and_is_no_error() -> None:
    lines = render(accepted_run(), show_suppressed=True).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::warning", "::notice", "::notice"]
