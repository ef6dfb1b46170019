from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.model import Incomplete, Related, Severity, Span
from kratom_lint.report.excerpt import excerpt
from kratom_lint.report.human import render, summary_line
from kratom_lint.report.position import Positions
from kratom_lint.report.run import FileReport, Run
from kratom_lint.report.summary import incomplete_lines
from kratom_lint.report.terminal import cells, printable
from tests.report_values import accepted_run, file, finding, full_run, marked, run


def text(of: Run, **options: object) -> str:
    chosen = {"color": False, "show_suppressed": False, "statistics": False, "width": 80} | options
    return render(of, **chosen)  # type: ignore[arg-type]


def excerpted(source: str, width: int = 80) -> list[str]:
    """Return the printed lines of the excerpt of a marked source, text and marks in turn, without numbers."""
    plain, segments = marked(source)
    lines: list[str] = []
    for line in excerpt(segments, Positions(plain), width):
        lines += ["..."] if line.number is None else [line.text, line.marks] if line.marks else [line.text]
    return lines


def test_shows_place_law_reason_and_remedy() -> None:
    assert text(run(file("Kratom [[relieves pain]] fast."))) == (
        "a.md:1:8: error disease/pain Says that kratom relieves pain.\n"
        " 1 | Kratom relieves pain fast.\n"
        "   |        ^^^^^^^^^^^^^\n"
        "   = law: 15 U.S.C. 45(a), FTC Act section 5\n"
        "   = why: A product sold to treat pain is a drug.\n"
        "   = do: Delete the sentence.\n"
        "\n"
        "1 error in 1 file\n"
    )


def test_a_full_run() -> None:
    assert text(full_run(), show_suppressed=True, statistics=True, width=60) == (
        "copy/a.md:1:1: info safety/safe Says that kratom is safe. (suppressed: quotes the FDA letter)\n"
        " 1 | Grün 🌿: it relieves **pain**.\n"
        "   | ^^^^\n"
        "   = law: 15 U.S.C. 45(a), FTC Act section 5\n"
        "   = why: A product sold to treat pain is a drug.\n"
        "   = do: Delete the sentence.\n"
        "\n"
        "copy/a.md:1:12: error disease/pain Says that kratom relieves pain.\n"
        " 1 | Grün 🌿: it relieves **pain**.\n"
        "   |             ^^^^^^^^   ^^^^\n"
        "   = law: 15 U.S.C. 45(a), FTC Act section 5\n"
        "   = why: A product sold to treat pain is a drug.\n"
        "   = also: drug/drug-class: Names a drug class.\n"
        "   = do: Delete the sentence.\n"
        "   = or: Change the product.\n"
        "\n"
        "copy/a.md:3:1: warning disclosure/dependence-warning Lacks a warning of dependence.\n"
        " 2 | Ask us.\n"
        " 3 |\n"
        "   | ^ insert here\n"
        "   = law: 15 U.S.C. 45(a), FTC Act section 5\n"
        "   = why: A product sold to treat pain is a drug.\n"
        "   = do: Add a warning.\n"
        "\n"
        "     1  disclosure/dependence-warning\n"
        "     1  disease/pain\n"
        "\n"
        "1 error, 1 warning in 1 file (of 2 checked); 1 suppressed; could not check: copy/c.bin (binary)\n"
    )


def test_color_adds_styles_and_links_and_changes_nothing_else() -> None:
    colored = text(full_run(), color=True, show_suppressed=True, statistics=True)
    assert "\x1b]8;;https://example.org/45\x1b\\15 U.S.C. 45(a)\x1b]8;;\x1b\\, FTC Act" in colored
    assert "\x1b[1;31merror\x1b[0m" in colored
    plain = re.sub(r"\x1b\[[0-9;]*m|\x1b]8;;.*?\x1b\\", "", colored)
    assert plain == text(full_run(), show_suppressed=True, statistics=True)


def test_a_rule_is_explained_once_in_each_file() -> None:
    source, segments = marked("[[One]].\n[[Two]].\n")
    elsewhere = Related("the words that lead in to it", segments[0])
    both = (finding(segments[:1]), finding(segments[1:], related=(elsewhere,)))
    printed = text(run(FileReport("a.md", source, both), FileReport("b.md", source, both[:1])))
    assert printed.count(" why: ") == 2
    assert printed.count(" law: ") == 3
    assert (
        "a.md:2:1: error disease/pain Says that kratom relieves pain.\n"
        " 2 | Two.\n"
        "   | ^^^\n"
        "   = law: 15 U.S.C. 45(a)\n"
        "   = also: the words that lead in to it (line 1)\n"
        "   = do: Delete the sentence.\n"
    ) in printed


def test_long_notes_wrap_under_their_first_word() -> None:
    long = file("[[a]]", why="One two three four five six seven eight nine ten eleven.")
    assert "   = why: One two three four five six\n          seven eight nine ten eleven.\n" in text(
        run(long), width=40
    )


def test_numbers_line_up_when_they_grow() -> None:
    lines = text(run(file("\n" * 8 + "It [[relieves\npain]].\n"))).splitlines()
    assert lines[1:5] == ["  9 | It relieves", "    |    ^^^^^^^^", " 10 | pain.", "    | ^^^^"]


def test_every_segment_is_marked_apart() -> None:
    assert excerpted("It [[re]]**[[lieves]]** [[pain]].") == [
        "It re**lieves** pain.",
        "   ^^  ^^^^^^   ^^^^",
    ]


def test_indentation_and_quote_marks_of_later_lines_are_not_marked() -> None:
    assert excerpted("> It [[eases]]\n>   [[back pain  \n   at night]].") == [
        "> It eases",
        "     ^^^^^",
        ">   back pain  ",
        "    ^^^^^^^^^",
        "   at night.",
        "   ^^^^^^^^",
    ]


def test_the_middle_of_a_long_span_and_lines_between_segments_are_left_out() -> None:
    assert excerpted("[[a\nb\nc\nd\ne\nf\ng]]") == ["a", "^", "b", "^", "c", "^", "...", "f", "^", "g", "^"]
    assert excerpted("[[a]]\nb\n[[c]]") == ["a", "^", "...", "c", "^"]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("\tIt [[cures]].", ["    It cures.", "       ^^^^^"]),
        ("日本 [[痛み]] x", ["日本 痛み x", "     ^^^^"]),
        ("e\u0301 🌿 [[cu\u200bres]] x", ["e\u0301 🌿 cures x", "     ^^^^^"]),
        ("❤\ufe0f [[cures]]", ["❤ cures", "  ^^^^^"]),
        ("a\u2028\x1b[31m [[cures]]", ["a\ufffd\ufffd[31m cures", "        ^^^^^"]),
        ("\u202eevil\u202c [[cures]]", ["evil cures", "     ^^^^^"]),
        ("ends [[\n]]here", ["ends ", "     ^"]),
        ("[[]]", ["", "^"]),
        ("One.\n\n[[]]", ["One.", "...", "", "^"]),
        ("One.[[]]\nTwo.", ["One.", "    ^"]),
    ],
)
def test_marks_stand_under_what_a_terminal_shows(source: str, shown: list[str]) -> None:
    assert excerpted(source) == shown


def test_very_long_lines_are_cut_around_the_span() -> None:
    assert excerpted("x" * 500 + " [[cures]] " + "y" * 500, 30) == [
        "…xxxxxxxx cures yyyyyyyyyyyyy…",
        "          ^^^^^",
    ]
    assert excerpted("[[cures]] " + "y" * 500, 20) == ["cures yyyyyyyyyyyy…", "^^^^^"]
    assert excerpted("x" * 500 + " [[cures]]", 20) == ["…xxxxxxxxxxxx cures", "              ^^^^^"]
    assert excerpted("x" * 20 + "[[" + "日" * 50 + "]]", 20) == [
        "…xxxxxx日日日日日日…",
        "       ^^^^^^^^^^^^",
    ]


@given(st.text(st.sampled_from("ab \t\u65e5\u0301\U0001f33f\u200b\x1b"), max_size=60), st.data())
def test_no_line_is_wider_than_the_room_and_no_mark_is_outside(source: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    [*_, line] = excerpt([Span(start, end)], Positions(source), 20)
    assert cells(line.text) <= 20
    assert len(line.marks) <= max(20, cells(line.text) + 1)
    assert printable(line.text) == line.text


def test_counts() -> None:
    clean = file("Fine.", "b.md")
    assert summary_line(run(clean)) == "no findings in 1 file"
    assert summary_line(run()) == "no findings in 0 files"
    two = FileReport("a.md", "ab", (finding(marked("[[a]]b")[1]), finding(marked("a[[b]]")[1])))
    note = file("[[a]]", "c.md", severity=Severity.INFO)
    assert summary_line(run(two, clean, note)) == "2 errors, 1 info in 2 files (of 3 checked)"
    lost = tuple(Incomplete(f"{name}.md", "missing", "no such file") for name in "vwxyz")
    assert summary_line(replace(run(clean), incomplete=lost)) == (
        "no findings in 1 file; could not check: v.md (missing), w.md (missing), x.md (missing) and 2 more"
    )
    assert incomplete_lines(full_run()) == ["copy/c.bin: not checked (binary): a NUL byte at 3"]


def test_the_last_line_counts_what_is_accepted_and_what_is_left_alone() -> None:
    assert summary_line(accepted_run()) == ("1 warning in 1 file; 1 waived; 1 in the baseline; 1 outside the changes")
