"""Waivers: what loads, what they excuse, and what is told about them. 2026-11-22 is today."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
import yaml

from kratom_lint.errors import ConfigError
from kratom_lint.model import Finding, Related, Span
from kratom_lint.policy import waiverfile
from kratom_lint.policy.waivers import Waivers, parse
from kratom_lint.report.run import FileReport
from tests.report_values import finding

TODAY = "2026-11-22"
FULL = """\
# Signed by legal.
waivers:
  - rule: disease/pain
    path: blog/**
    reason: Quotes the warning letter.
    approved_by: J. Doe, counsel
    approved_on: 2026-11-01   # the Monday call
    expires: 2027-05-01
    ticket: LEGAL-7
"""
STATES = {"disease/pain": {"active"}, "disease/sleep": {"active"}, "safety/safe": {"ignored"}}


def read(source: str, folder: Path | None = None) -> Waivers:
    return parse(source, "w.yaml", folder or Path.cwd())


def one(**changes: str) -> Waivers:
    """Return a file with one waiver; an empty change leaves its key out."""
    values = {
        "rule": "disease/pain",
        "path": "blog/**",
        "reason": "why",
        "approved_by": "J. Doe",
        "approved_on": "2026-11-01",
        "expires": "2027-05-01",
    } | changes
    lines = [f"{key}: '{value}'" for key, value in values.items() if value]
    return read("waivers:\n- " + "\n  ".join(lines) + "\n")


def claim(**changes: object) -> Finding:
    return finding((Span(0, 3),), fingerprint="aa11-2", pointer="/products/3/text", **changes)


def excused(waivers: Waivers, found: Finding, path: str = "blog/a.md", day: str = TODAY) -> bool:
    [report], used = waivers.apply([FileReport(path, "Hmm", (found,))], day)
    assert bool(report.waived) is bool(used) is not bool(report.findings)
    return bool(report.waived)


def told(waivers: Waivers, day: str = TODAY, *, used: bool = True, whole: bool = True) -> list[tuple[str, str]]:
    entries = set(waivers.entries) if used else set()
    return [(each.rule, each.message) for each in waivers.findings(day, entries, STATES, whole=whole)]


def faults(source: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(source)
    return str(caught.value).splitlines()


def test_a_waived_finding_carries_who_signed_it() -> None:
    [report], _ = read(FULL).apply([FileReport("blog/a.md", "Hmm", (claim(),))], TODAY)
    waiver = report.waived[0].waiver
    assert waiver is not None
    assert (waiver.reason, waiver.approved_by, waiver.approved_on, waiver.expires, waiver.ticket) == (
        "Quotes the warning letter.",
        "J. Doe, counsel",
        "2026-11-01",
        "2027-05-01",
        "LEGAL-7",
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"path": "shop/**"}, False),
        ({"rule": "disease/sleep"}, False),
        ({"rule": "disease"}, False),
        ({"path": "", "pointer": "/products/*/text"}, True),
        ({"path": "", "pointer": "/products"}, True),
        ({"pointer": "/pages"}, False),
        ({"path": "", "fingerprint": "aa11"}, True),
        ({"path": "", "fingerprint": "aa11-3"}, True),
        ({"path": "", "fingerprint": "aa12"}, False),
        ({"path": "shop/**", "fingerprint": "aa11"}, False),
    ],
)
def test_what_a_waiver_is_about(changes: dict[str, str], expected: bool) -> None:
    assert excused(one(**changes), claim()) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-10-31", False), ("2026-11-01", True), ("2027-04-30", True), ("2027-05-01", False)],
)
def test_a_waiver_holds_from_its_approval_up_to_its_expiry(day: str, expected: bool) -> None:
    assert excused(one(), claim(), day=day) is expected


def test_paths_are_those_seen_from_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "blog").mkdir()
    monkeypatch.chdir(tmp_path / "blog")
    assert excused(read(FULL, tmp_path), claim(), "a.md")
    assert not excused(read(FULL, tmp_path), claim(), "../shop/a.md")


def test_a_finding_that_speaks_for_two_rules_needs_both_waived() -> None:
    both = replace(claim(), related=(Related("Says that it helps sleep.", Span(1, 2), "disease/sleep"),))
    [report], used = one().apply([FileReport("blog/a.md", "Hmm", (both,))], TODAY)
    assert len(used) == 1
    assert [step.detail for step in report.findings[0].trace] == [
        "a waiver excuses disease/pain, but not disease/sleep"
    ]
    second = FULL + FULL.split("waivers:\n")[1].replace("disease/pain", "disease/sleep")
    assert excused(read(second), both)


@pytest.mark.parametrize(
    ("day", "rule", "message"),
    [
        (
            "2027-04-01",
            "waiver/expiring",
            "expires in 30 days, on 2027-05-01; change the copy, or have it approved anew.",
        ),
        (
            "2027-04-30",
            "waiver/expiring",
            "expires in 1 day, on 2027-05-01; change the copy, or have it approved anew.",
        ),
        ("2027-05-01", "waiver/expired", "expired on 2027-05-01; delete it, or have it approved anew."),
        ("2030-01-01", "waiver/expired", "expired on 2027-05-01; delete it, or have it approved anew."),
    ],
)
def test_a_month_before_expiry_and_ever_after_it_is_told(day: str, rule: str, message: str) -> None:
    assert told(one(), "2027-03-31") == []
    assert told(one(), day) == [(rule, f"The waiver of disease/pain for blog/** {message}")]


def test_what_excuses_nothing_is_told_where_all_was_seen() -> None:
    message = "The waiver of disease/pain for blog/** excuses no finding; delete it."
    assert told(one(), used=False) == [("waiver/unused", message)]
    assert told(one(), used=False, whole=False) == []
    assert told(one(), "2026-01-01", used=False) == []
    assert told(one(rule="safety/safe"), used=False) == []


def test_a_rule_that_does_not_exist_is_told_with_the_nearest() -> None:
    assert told(one(rule="disease/pian")) == [
        ("waiver/unknown-rule", "The waiver of disease/pian for blog/** names no rule; did you mean 'disease/pain'?")
    ]


def test_a_rule_of_a_pack_that_was_not_asked_is_not_called_unknown() -> None:
    assert told(one(rule="disease/pian"), whole=False) == []


def test_the_schema_takes_what_loads_and_refuses_what_does_not() -> None:
    schema = json.loads((files("kratom_lint") / "schemas" / "waivers.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    written = yaml.load(FULL, yaml.BaseLoader)
    assert validator.is_valid(written)
    for key in ("rule", "path", "reason", "approved_by", "approved_on", "expires"):
        entry = {name: value for name, value in written["waivers"][0].items() if name != key}
        assert not validator.is_valid({"waivers": [entry]})
    assert not validator.is_valid({"waivers": [written["waivers"][0] | {"tikcet": "L-7"}]})


def test_what_is_told_stands_at_the_waiver() -> None:
    waivers = read(FULL)
    [expired] = waivers.findings("2028-01-01", (), STATES, whole=False)
    assert waivers.source[expired.span.start : expired.span.end] == "rule: disease/pain"


NO_DAY = "`expires` is {!r}, which is no day; write it as YYYY-MM-DD"


@pytest.mark.parametrize(
    ("old", "new", "place", "expected"),
    [
        ("approved_by: J. Doe, counsel\n    ", "", "3:5", "the waiver has no `approved_by`; add it"),
        ("    expires: 2027-05-01\n", "", "3:5", "the waiver has no `expires`; add it"),
        ("    ticket:", "    tikcet:", "9:5", "unknown key 'tikcet'; did you mean 'ticket'?"),
        ("2027-05-01", "2027-02-30", "8:14", NO_DAY.format("2027-02-30")),
        ("2027-05-01", "1 May 2027", "8:14", NO_DAY.format("1 May 2027")),
        ("2027-05-01", "20270501", "8:14", NO_DAY.format("20270501")),
        (
            "2027-05-01",
            "2026-11-01",
            "8:14",
            "`expires` is not after `approved_on`, so the waiver never holds; mend the dates",
        ),
        ("Quotes the warning letter.", "''", "5:14", "`reason` takes a text; fill it in, or leave the key out"),
        (
            "    path: blog/**\n",
            "",
            "3:5",
            "the waiver says nothing of where it holds; add one of path, pointer, fingerprint",
        ),
        ("waivers:", "wavers:", "2:1", "unknown key 'wavers'; the file holds one list, `waivers:`"),
    ],
)
def test_what_is_not_signed_and_dated_does_not_load(old: str, new: str, place: str, expected: str) -> None:
    assert old in FULL
    assert faults(FULL.replace(old, new)) == [f"w.yaml:{place}: {expected}"]


def test_an_empty_file_does_not_load_and_an_empty_list_does() -> None:
    assert faults("") == ["w.yaml:1:1: the file is empty; delete it or fill it in"]
    assert faults("- a\n") == [
        "w.yaml:1:1: a list of waivers is needed here; write `waivers:`, and below it `- rule: ...`"
    ]
    assert read("waivers:\n").entries == read("waivers: []\n").entries == ()


VALUES = {
    "rule": "safety/safe",
    "path": "**/*.md",
    "reason": 'Says "safe": of the box # not the leaf',
    "approved_by": "J. Doe",
    "approved_on": "2026-11-22",
    "expires": "2027-01-01",
}


@pytest.mark.parametrize("before", [None, "", "# None yet.\nwaivers: []\n", "waivers:\n", FULL, FULL.rstrip("\n")])
def test_one_is_added_and_the_rest_left_as_it_is(tmp_path: Path, before: str | None) -> None:
    path = tmp_path / "w.yaml"
    if before is not None:
        path.write_text(before, encoding="utf-8")
    text = waiverfile.extended(path, VALUES)
    assert text.startswith((before or "").replace(" []", ""))
    added = read(text).entries[-1]
    assert (added.rule, added.path, added.waiver.reason, added.waiver.expires) == (
        "safety/safe",
        "**/*.md",
        VALUES["reason"],
        "2027-01-01",
    )


def test_an_unsigned_one_is_not_added(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="`expires` is not after `approved_on`"):
        waiverfile.extended(tmp_path / "w.yaml", VALUES | {"expires": "2026-11-22"})


def test_one_is_renewed_and_the_rest_left_as_it_is() -> None:
    waivers = read(FULL + FULL.split("waivers:\n")[1].replace("disease/pain", "disease/sleep"))
    signed = {"approved_by": "K. Roe", "approved_on": "2027-04-20", "expires": "2028-01-01"}
    expected = waivers.source.replace(
        "disease/sleep\n    path: blog/**\n    reason: Quotes the warning letter.\n    approved_by: J. Doe, counsel\n"
        "    approved_on: 2026-11-01   # the Monday call\n    expires: 2027-05-01",
        "disease/sleep\n    path: blog/**\n    reason: Quotes the warning letter.\n    approved_by: K. Roe\n"
        "    approved_on: 2027-04-20\n    expires: 2028-01-01",
    )
    assert expected != waivers.source
    assert waiverfile.renewed(waivers, 1, signed) == expected


def test_a_ticket_is_added_with_a_renewal() -> None:
    waivers = read(FULL.replace("    ticket: LEGAL-7\n", ""))
    text = waiverfile.renewed(waivers, 0, {"expires": "2028-01-01", "ticket": "L-8"})
    assert text == waivers.source.replace("2027-05-01\n", "2028-01-01\n    ticket: L-8\n")


def test_what_cannot_be_renewed_is_left_alone() -> None:
    flow = "waivers: [{rule: a/b, path: x, reason: y, approved_by: z, approved_on: 2026-01-01, expires: 2027-01-01}]\n"
    with pytest.raises(ConfigError, match="edit it by hand"):
        waiverfile.renewed(read(flow), 0, {"expires": "2028-01-01"})


def test_the_guide_shows_a_file_that_loads() -> None:
    guide = (Path(__file__).parents[1] / "docs" / "adopting.md").read_text(encoding="utf-8")
    [shown] = [block for block in re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL) if block.startswith("waivers:")]
    [entry] = read(shown).entries
    assert (entry.rule, entry.waiver.ticket) == ("disease/pain", "LEGAL-7")
