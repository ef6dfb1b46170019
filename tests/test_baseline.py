"""Baselines: what they answer for, what they forget, and how they are written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.errors import ConfigError
from kratom_lint.model import Finding, Severity, Span
from kratom_lint.policy.baseline import Baseline, Entry, Outcome, accepted, joined, parse, written
from kratom_lint.report.baseline import listing
from kratom_lint.report.run import FileReport
from tests.report_values import finding

DAY = "2026-11-22"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).touch()
    return tmp_path


def claim(identity: str, **changes: object) -> Finding:
    return finding((Span(0, 1),), fingerprint=identity, **changes)


def lack(identity: str = "dd") -> Finding:
    return claim(identity, rule="disclosure/age", anchor="document", match="", severity=Severity.WARNING)


def report(path: str, *findings: Finding, **others: tuple[Finding, ...]) -> FileReport:
    return FileReport(path, "", findings, **others)


def adopted(*reports: FileReport) -> Baseline:
    return Baseline(Path.cwd(), accepted(reports, Path.cwd(), DAY))


def prints(outcome: Outcome) -> tuple[list[str], list[str]]:
    """Return the fingerprints of the findings that count, and of the known ones."""
    new = [each.fingerprint for file in outcome.files for each in file.findings]
    return new, [each.fingerprint for file in outcome.files for each in file.known]


def kept(entries: tuple[Entry, ...]) -> list[tuple[str, str, int]]:
    return [(entry.path, entry.fingerprint, entry.count) for entry in entries]


def test_what_was_there_is_known_since_that_day() -> None:
    outcome = adopted(report("a.md", claim("aa"), lack())).apply([report("a.md", claim("aa"), lack())])
    assert prints(outcome) == ([], ["aa", "dd"])
    assert {each.known_since for each in outcome.files[0].known} == {DAY}
    assert outcome.fixed == ()


def test_another_claim_of_the_same_rule_is_new() -> None:
    outcome = adopted(report("a.md", claim("aa"))).apply([report("a.md", claim("bb"))])
    assert prints(outcome) == (["bb"], [])
    assert (outcome.kept, kept(outcome.fixed)) == ((), [("a.md", "aa", 1)])


def test_the_same_claim_once_more_is_new() -> None:
    twice = adopted(report("a.md", claim("aa"), claim("aa-2")))
    assert kept(twice.entries) == [("a.md", "aa", 2)]
    outcome = twice.apply([report("a.md", claim("aa"), claim("aa-2"), claim("aa-3"))])
    assert prints(outcome) == (["aa-3"], ["aa", "aa-2"])
    fewer = twice.apply([report("a.md", claim("aa"))])
    assert (kept(fewer.kept), kept(fewer.fixed)) == ([("a.md", "aa", 1)], [("a.md", "aa", 1)])


def test_a_graver_finding_is_new_and_a_milder_one_is_not() -> None:
    mild = adopted(report("a.md", claim("aa", severity=Severity.WARNING)))
    assert prints(mild.apply([report("a.md", claim("aa", severity=Severity.ERROR))])) == (["aa"], [])
    assert prints(mild.apply([report("a.md", claim("aa", severity=Severity.INFO))])) == ([], ["aa"])


def test_a_claim_that_moves_to_another_file_is_known_there(here: Path) -> None:
    baseline = adopted(report("a.md", claim("aa"), lack()))
    outcome = baseline.apply([report("a.md"), report("b.md", claim("aa"))])
    assert prints(outcome) == ([], ["aa"])
    assert (kept(outcome.kept), kept(outcome.fixed)) == ([("b.md", "aa", 1)], [("a.md", "dd", 1)])
    # Not so while a.md may still have it, for it was not looked at.
    assert prints(baseline.apply([report("b.md", claim("aa"))])) == (["aa"], [])


def test_a_renamed_file_takes_its_lacks_along(here: Path) -> None:
    baseline = adopted(report("old.md", claim("aa"), lack()))
    outcome = baseline.apply([report("b.md", claim("aa"), lack()), report("c.md", lack())])
    assert [file.findings for file in outcome.files] == [(), (lack(),)]
    assert kept(outcome.kept) == [("b.md", "dd", 1), ("b.md", "aa", 1)]


def test_a_lack_alone_follows_no_claim() -> None:
    assert prints(adopted(report("old.md", lack())).apply([report("b.md", lack())])) == (["dd"], [])


@pytest.mark.parametrize("kind", ["suppressed", "waived", "elsewhere"])
def test_what_does_not_count_uses_up_its_entry(kind: str) -> None:
    baseline = adopted(report("a.md", claim("aa")))
    outcome = adopted(report("a.md", claim("aa"))).apply([report("a.md", claim("aa-2"), **{kind: (claim("aa"),)})])
    assert prints(outcome) == (["aa-2"], [])
    assert (outcome.kept if kind == "elsewhere" else outcome.fixed) == baseline.entries


def test_files_that_were_not_looked_at_keep_their_entries() -> None:
    baseline = adopted(report("a.md", claim("aa")), report("b.md", claim("bb")), report("gone.md", claim("cc")))
    outcome = baseline.apply([report("a.md")])
    assert (kept(outcome.kept), kept(outcome.fixed)) == (
        [("b.md", "bb", 1)],
        [("a.md", "aa", 1), ("gone.md", "cc", 1)],
    )


def test_findings_about_directives_and_waivers_are_not_accepted() -> None:
    files = [
        report("a.md", claim("aa", rule="suppression/unused")),
        report("w.yaml", claim("bb", rule="waiver/expired")),
    ]
    assert accepted(files, Path.cwd(), DAY) == ()


def test_paths_are_those_seen_from_the_baseline(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    baseline = adopted(report("shop/a.md", claim("aa")))
    (here / "shop").mkdir()
    (here / "shop" / "a.md").touch()
    monkeypatch.chdir(here / "shop")
    assert prints(baseline.apply([report("a.md", claim("aa"))])) == ([], ["aa"])


def test_older_entries_answer_first_and_days_stay_apart() -> None:
    old = adopted(report("a.md", claim("aa"))).entries
    entries = joined(old, accepted([report("a.md", claim("aa"))], Path.cwd(), "2027-01-01"))
    assert [(entry.first_seen, entry.count) for entry in entries] == [("2026-11-22", 1), ("2027-01-01", 1)]
    outcome = Baseline(Path.cwd(), entries).apply([report("a.md", claim("aa"))])
    assert [entry.first_seen for entry in outcome.kept] == ["2026-11-22"]


PRINTS = st.lists(st.sampled_from(["aa", "bb", "cc"]), max_size=6)


@given(before=PRINTS, after=PRINTS)
def test_as_many_are_known_as_were_there(before: list[str], after: list[str]) -> None:
    outcome = adopted(report("a.md", *map(claim, before))).apply([report("a.md", *map(claim, after))])
    new, known = prints(outcome)
    for each in ("aa", "bb", "cc"):
        assert known.count(each) == min(before.count(each), after.count(each))
    assert sorted(new + known) == sorted(after)
    total = sum(entry.count for entry in (*outcome.kept, *outcome.fixed))
    assert total == len(before)


@given(st.lists(st.builds(claim, st.text("ab\U0001f33f\ud800", min_size=1), match=st.text()), max_size=4))
def test_what_is_written_is_read_again(findings: list[Finding]) -> None:
    entries = accepted([report("a.md", *findings)], Path.cwd(), DAY)
    text = written(entries)
    assert tuple(sorted(parse(text, "b.json"))) == entries
    assert text.isascii()
    assert len(text.splitlines()) == len(entries) + (2 if entries else 3)


ENTRY = {"path": "a", "rule": "b", "severity": "error", "fingerprint": "c", "first_seen": DAY, "count": 1, "match": "d"}
RESTORE = "restore it from version control, or delete it and run `kratom-lint baseline create`"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<<<<<<< HEAD\n", f"b.json:1:1: not valid JSON, perhaps after a merge; {RESTORE}"),
        ("[]", f"b.json:1:1: it is no baseline, for it has no version; {RESTORE}"),
        (
            '{"version": 2, "findings": []}',
            "b.json:1:1: it is a baseline of version 2, and this kratom-lint reads version 1; use the kratom-lint that "
            "wrote it, or move it away and run `kratom-lint baseline create`",
        ),
        ('{"version": 1}', f"b.json:1:1: it has no list of findings; {RESTORE}"),
        *(
            (
                json.dumps({"version": 1, "findings": [ENTRY, ENTRY | change]}),
                f"b.json:1:1: its finding 2 is not as written by kratom-lint; {RESTORE}",
            )
            for change in ({"count": 0}, {"severity": "high"}, {"first_seen": "today"}, {"more": 1}, {"path": None})
        ),
    ],
)
def test_what_is_no_baseline_is_refused(text: str, expected: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(text, "b.json")
    assert str(caught.value) == expected


def test_the_list_is_by_age() -> None:
    old = accepted([report("b.md", claim("aa"), claim("aa-2")), report("a.md", lack())], Path.cwd(), "2025-11-22")
    entries = joined(accepted([report("a.md", claim("aa"))], Path.cwd(), DAY), old)
    assert listing(entries, date(2026, 11, 23), "human").splitlines() == [
        " 366 d  2025-11-22  warning  disclosure/age  a.md  the whole document",
        " 366 d  2025-11-22  error    disease/pain    b.md  relieves pain (2 times)",
        "   1 d  2026-11-22  error    disease/pain    a.md  relieves pain",
        "",
        "4 accepted in 2 files: 3 errors, 1 warning; 1 up to 30 days, 3 older",
    ]
    assert listing((), date(2026, 11, 23), "human") == "no findings accepted\n"
    values = json.loads(listing(entries, date(2026, 11, 23), "json"))
    assert [(each["age"], each["count"]) for each in values["findings"]] == [(366, 1), (366, 2), (1, 1)]
