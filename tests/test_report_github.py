from __future__ import annotations

from dataclasses import replace

from kratom_lint.model import Authority, Incomplete, Severity
from kratom_lint.report.github import render
from tests.report_values import accepted_run, file, full_run, run

REASONS = "%0AA product sold to treat pain is a drug.%0ALaw: 15 U.S.C. 45(a), FTC Act section 5%0ASuggestion: "


def test_commands_come_gravest_first() -> None:
    assert render(full_run(), show_suppressed=True).splitlines() == [
        "::error file=copy/a.md,line=1,endLine=1,col=12,title=disease/pain::Says that kratom relieves pain."
        + REASONS
        + "Delete the sentence.%0ASuggestion: Change the product.",
        "::error file=copy/c.bin,title=not checked::binary: a NUL byte at 3",
        "::warning file=copy/a.md,line=3,endLine=3,col=1,title=disclosure/dependence-warning"
        "::Lacks a warning of dependence." + REASONS + "Add a warning.",
        "::notice file=copy/a.md,line=1,endLine=1,col=1,"
        "title=safety/safe (suppressed%3A quotes the FDA letter)::Says that kratom is safe."
        + REASONS
        + "Delete the sentence.",
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


def test_what_github_would_not_show_is_listed_in_the_last_command_of_its_level() -> None:
    files = [file("[[a]]", f"{number:02}.md") for number in range(70)]
    more = [file("\n[[b]]", f"w{number}.md", severity=Severity.WARNING) for number in range(10)]
    lines = render(run(*files, *more, incomplete=(Incomplete("x.pdf", "crash", "50%"),))).splitlines()
    assert len(lines) == 20
    assert lines[8].startswith("::error file=08.md,")
    listed = [f"{number:02}.md:1:1: disease/pain Says that kratom relieves pain." for number in range(9, 59)]
    assert lines[9] == (
        "::error title=62 more%2C as GitHub shows only 10 of a level; other reports have them all"
        "::" + "%0A".join(listed) + "%0Aand 12 more"
    )
    few = run(*files[:9], incomplete=(Incomplete("x.pdf", "crash", "50%"), Incomplete("y.pdf", "crash", "z")))
    assert render(few).splitlines()[9].endswith("::x.pdf: not checked (crash): 50%25%0Ay.pdf: not checked (crash): z")
    assert [line.partition(",")[0] for line in lines[10:]] == [f"::warning file=w{number}.md" for number in range(10)]
