from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

import kratom_lint
from kratom_lint.report.json import render
from tests.report_values import FTC, accepted_run, file, full_run, run

SCHEMA = json.loads((files(kratom_lint) / "schemas" / "output.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def report(show_suppressed: bool = False) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(render(full_run(), show_suppressed=show_suppressed))
    return loaded


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("show_suppressed", [False, True])
def test_reports_satisfy_the_schema(show_suppressed: bool) -> None:
    VALIDATOR.validate(report(show_suppressed))
    VALIDATOR.validate(json.loads(render(run())))


@pytest.mark.parametrize(
    ("key", "value"),
    [("severity", "fatal"), ("segments", [[1]]), ("claim", ""), ("baseline", None), ("extra", 1)],
)
def test_the_schema_refuses_other_values(key: str, value: object) -> None:
    wrong = report()
    wrong["findings"][0][key] = value
    assert not VALIDATOR.is_valid(wrong)


def test_the_head_says_what_was_run_and_what_came_of_it() -> None:
    whole = report()
    del whole["findings"], whole["tool"]["version"]
    assert whole == {
        "schema_version": 1,
        "tool": {"name": "kratom-lint"},
        "packs": [{"id": "us", "version": "0.1.0", "sha256": "0" * 64}],
        "run": {"as_of": "2026-11-22", "jurisdictions": ["us"], "fail_on": "error", "exit_code": 2},
        "summary": {
            "files": 2,
            "error": 1,
            "warning": 1,
            "info": 0,
            "suppressed": 1,
            "waived": 0,
            "baselined": 0,
            "elsewhere": 0,
            "incomplete": 1,
            "skipped": 0,
            "upcoming": 0,
        },
        "incomplete": [{"path": "copy/c.bin", "reason": "binary", "detail": "a NUL byte at 3"}],
    }


def test_a_finding_in_full() -> None:
    assert report()["findings"][0] == {
        "rule": "disease/pain",
        "severity": "error",
        "claim": "express",
        "message": "Says that kratom relieves pain.",
        "why": "A product sold to treat pain is a drug.",
        "path": "copy/a.md",
        "fingerprint": "ffffffffffffffff",
        "anchor": "text",
        "match": "relieves pain",
        "block": {"kind": "paragraph", "pointer": ""},
        "span": {
            "start": {"line": 1, "column": 12},
            "end": {"line": 1, "column": 27},
            "char": [11, 26],
            "byte": [15, 30],
            "utf16": [12, 27],
        },
        "segments": [[11, 19], [22, 26]],
        "authority": [
            {
                "id": "ftc-act-5",
                "citation": FTC.citation,
                "title": FTC.title,
                "url": FTC.url,
                "jurisdiction": "us",
                "in_force": "1938-03-21",
                "until": None,
                "confidence": "V1",
            }
        ],
        "trace": [{"step": "context", "detail": "no cue; policy flag"}],
        "related": [
            {
                "rule": "drug/drug-class",
                "message": "Names a drug class.",
                "span": {
                    "start": {"line": 1, "column": 23},
                    "end": {"line": 1, "column": 27},
                    "char": [22, 26],
                    "byte": [26, 30],
                    "utf16": [23, 27],
                },
            }
        ],
        "suggestions": [
            {
                "title": "Delete the sentence.",
                "kind": "delete",
                "applicability": "review",
                "verified": False,
                "edits": [{"char": [0, 29], "text": ""}],
            },
            {
                "title": "Change the product.",
                "kind": "product-change",
                "applicability": "none",
                "verified": False,
                "edits": [],
            },
        ],
        "suppression": None,
        "waiver": None,
        "baseline": "new",
        "known_since": None,
        "upcoming_from": None,
    }


def test_a_finding_about_the_document_stands_at_the_insertion_point() -> None:
    missing = report()["findings"][1]
    assert (missing["anchor"], missing["span"]["char"], missing["span"]["start"]) == (
        "document",
        [39, 39],
        {"line": 3, "column": 1},
    )


def test_suppressed_findings_come_on_request_with_reason_and_place() -> None:
    assert [each["rule"] for each in report()["findings"]] == [
        "disease/pain",
        "disclosure/dependence-warning",
    ]
    suppressed = report(show_suppressed=True)["findings"][0]
    assert suppressed["suppression"]["reason"] == "quotes the FDA letter"
    assert suppressed["suppression"]["span"]["byte"] == [6, 10]


def test_waived_and_known_findings_come_with_who_and_when() -> None:
    whole = json.loads(render(accepted_run(), show_suppressed=True))
    VALIDATOR.validate(whole)
    assert [whole["summary"][key] for key in ("warning", "error", "waived", "baselined", "elsewhere")] == [
        1,
        0,
        1,
        1,
        1,
    ]
    _, waived, known = whole["findings"]
    assert len(json.loads(render(accepted_run()))["findings"]) == 1
    assert waived["waiver"] == {
        "reason": "quoted from the label",
        "approved_by": "J. Doe",
        "approved_on": "2026-11-01",
        "expires": "2027-05-01",
        "ticket": "LEGAL-7",
    }
    assert (known["baseline"], known["known_since"], known["waiver"]) == ("known", "2026-01-31", None)


def test_the_bytes_depend_on_nothing_but_the_run() -> None:
    assert render(full_run()) == render(full_run())
    assert render(full_run()).isascii()
    assert render(run(file("[[\ud800]]", match="\ud800"))).count("\n") == 1
