from __future__ import annotations

from kratom_lint.report.concise import render
from kratom_lint.report.run import FileReport
from tests.report_values import accepted_run, file, finding, full_run, marked, run


def test_one_line_a_finding_in_order_of_place() -> None:
    assert render(full_run()) == (
        "copy/a.md:1:12: error disease/pain Says that kratom relieves pain.\n"
        "copy/a.md:3:1: warning disclosure/dependence-warning Lacks a warning of dependence.\n"
    )


def test_suppressed_findings_come_on_request_with_their_reason() -> None:
    assert render(full_run(), show_suppressed=True).splitlines()[0] == (
        "copy/a.md:1:1: info safety/safe Says that kratom is safe. (suppressed: quotes the FDA letter)"
    )


def test_rules_at_one_place_come_in_order_of_name() -> None:
    source, segments = marked("It [[cures]] all.")
    rules = ("safety/safe", "disease/pain")
    both = tuple(finding(segments, rule=rule, message="No.") for rule in rules)
    assert render(run(FileReport("a.md", source, both))) == (
        "a.md:1:4: error disease/pain No.\na.md:1:4: error safety/safe No.\n"
    )


def test_neither_path_nor_message_can_break_the_line_or_reach_the_terminal() -> None:
    hostile = run(file("[[x]]", "a\n\x1b[2J.md", message="Says \x07\u2028no."))
    assert render(hostile) == "a\ufffd\ufffd[2J.md:1:1: error disease/pain Says \ufffd\ufffdno.\n"


def test_nothing_found_is_nothing_said() -> None:
    assert render(run(file("Fine."))) == ""


def test_who_accepted_a_finding_is_told() -> None:
    assert render(accepted_run(), show_suppressed=True).splitlines() == [
        "a.md:1:1: warning disease/pain Says that kratom relieves pain.",
        "a.md:1:11: error disease/pain Says that kratom relieves pain. "
        "(waived by J. Doe until 2027-05-01, LEGAL-7: quoted from the label)",
        "a.md:1:21: error disease/pain Says that kratom relieves pain. (known since 2026-01-31)",
    ]
