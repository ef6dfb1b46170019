"""Law in place and time: which packs a jurisdiction brings, which rules hold there, and on which day."""

from __future__ import annotations

from pathlib import Path

import pytest

from kratom_lint import ConfigError, Rulebook, RuleError, lint_text, load_rulebook
from kratom_lint.books import Books
from kratom_lint.rulebook.files import pack_folders
from kratom_lint.rulebook.loader import load
from kratom_lint.selftest import faults_of
from kratom_lint.settings import Placed, Settings

DAY = "2026-11-23"
BOOKS = Books()
STATES = load_rulebook(["us-states"])
BARE = "Buy kratom here."


def book(*jurisdictions: str, day: str = DAY) -> Rulebook:
    return BOOKS.get(Settings(jurisdictions=tuple(Placed(name, "here") for name in jurisdictions), as_of=day))


def found(text: str, *jurisdictions: str, day: str = DAY) -> list[tuple[str, str]]:
    """Return rule and severity of what state law adds to a text, and of the federal duty to name an age."""
    findings = lint_text(text, format="markdown", rulebook=book(*jurisdictions, day=day))
    federal = {rule.id for rule in STATES.rules if rule.pack == "us"} - {"disclosure/age"}
    return [(finding.rule, finding.severity.value) for finding in findings if finding.rule not in federal]


def test_without_a_jurisdiction_there_is_federal_law_alone() -> None:
    assert [pack.id for pack in book().packs] == ["us"]
    assert [pack.id for pack in book("us").packs] == ["us"]
    assert found(BARE) == [("disclosure/age", "warning")]


def test_a_place_brings_its_pack_and_the_law_it_lies_under() -> None:
    kentucky = book("us-ky")
    assert [pack.id for pack in kentucky.packs] == ["us", "us-states"]
    assert kentucky.status("disease/pain") == "active"
    assert kentucky.status("ban/alabama") == "ignored"
    assert found(BARE, "us-ky") == [("age/over-21", "warning")]


def test_a_set_is_its_places() -> None:
    over_21 = dict(next(pack for pack in STATES.packs if pack.id == "us-states").sets)["us:all-21"]
    rule = next(rule for rule in STATES.rules if rule.id == "age/over-21")
    assert {STATES.authorities[name].jurisdiction for name in rule.authority} == set(over_21)
    assert book("us:all-21").severities == book(*over_21).severities


def test_only_the_law_of_the_places_asked_for_is_cited() -> None:
    findings = lint_text("Kratom, 18+ only.", rulebook=book("us-ky", "us-va"))
    (finding,) = [finding for finding in findings if finding.rule == "age/under-21"]
    assert [law.id for law in finding.authority] == ["ky-217-2202", "va-59-1-200"]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (("us-tx",), []),
        (("us-ky",), [("age/under-21", "error"), ("age/over-21", "warning")]),
        (("us-tx", "us-ky"), [("age/under-21", "error"), ("age/over-21", "warning")]),
        (("us-mn",), [("age/under-21", "warning"), ("age/over-21", "warning")]),  # no law that was read, no error
    ],
)
def test_the_strictest_market_decides_on_the_age(places: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    text = "Buy kratom here. For adults 18 and over only. Follow the directions on the label: serving size 2 g."
    assert found(text, *places) == expected


def test_a_law_holds_from_its_day_on() -> None:
    before, after = "2026-12-18", "2026-12-19"
    assert book("us-ny", day=before).status("label/new-york") == "upcoming"
    assert found(BARE, "us-ny", day=before) == [("disclosure/age", "warning")]
    assert found(BARE, "us-ny", day=after) == [("age/over-21", "warning"), ("label/new-york", "error")]
    assert book("us-ma", day="2027-08-28").status("ban/massachusetts") == "expired"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BARE, [("ban/california", "error"), ("disclosure/age", "warning")]),
        ("Buy kratom here. 21+. We do not ship to California.", []),
        ("Kratom is a tree.", []),
    ],
)
def test_a_ban_is_answered_by_not_selling_there(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, "us-ca") == expected


@pytest.mark.parametrize(
    ("text", "place", "rule"),
    [
        ("Each chew has 20 mg 7-OH.", "us-ga", "cap/7-oh-over-1-mg"),
        ("Made with 1.5 % 7-OH.", "us-ok", "cap/7-oh-over-1-percent"),
        ("Made with 1.5 % 7-OH.", "us-ky", None),
        ("Our kratom seltzers are back.", "us-ri", "form/food-or-drink"),
        ("Kratom for a calmer evening.", "us-md", "advertising/therapeutic-benefit"),
        ("Try our kratom gummy bears.", "us-va", "advertising/minors"),
    ],
)
def test_what_a_state_forbids(text: str, place: str, rule: str | None) -> None:
    own = {each.id for each in STATES.rules if each.pack == "us-states" and not each.is_disclosure}
    findings = lint_text(text, product="kratom", rulebook=book(place))
    named = {name for finding in findings for name in (finding.rule, *(other.rule for other in finding.related))}
    assert named & own == ({rule} if rule else set())


def test_the_nearest_jurisdiction_is_named() -> None:
    with pytest.raises(ConfigError, match=r"^here: no jurisdiction 'us-nyc'; did you mean 'us-ny'\?$"):
        book("us-nyc")


ABROAD = ["au", "ca", "eu", "th", "uk"]


@pytest.mark.parametrize("name", ABROAD)
def test_a_pack_of_another_country_is_fit_and_asked_for_by_name_alone(name: str) -> None:
    rules = load_rulebook([name], as_of=DAY)
    assert faults_of(rules, pack_folders([name])) == []
    assert {law.jurisdiction for law in rules.authorities.values()} == {name}
    assert rules.packs[0].check_again
    for rule in rules.rules:
        assert rules.in_force(rule)
        assert min(len(rule.examples_flag), len(rule.examples_pass)) >= 5
        read = any(rules.authorities[law].confidence in ("V1", "V2") for law in rule.authority)
        assert read or rule.severity == "warning"
    assert {rule.id for rule in book().rules}.isdisjoint(rule.id for rule in rules.rules)
    assert book(name).status("disease/pain") == "ignored"
    assert {book(name, "us").status(each.id) for each in rules.rules} == {"active"}


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("Buy kratom here.", "uk", [("ban/united-kingdom", "warning")]),
        ("UK next-day kratom. Not sold in the UK.", "uk", []),
        ("A kratom tea blend.", "eu", [("ban/european-union", "warning")]),
        (
            "Buy kratom here. It is great for your health.",
            "ca",
            [("claim/health-canada", "error"), ("ban/canada", "error")],
        ),
        ("Our herb has no side effects.", "au", [("claim/no-risk-australia", "warning")]),
        (
            "Order it online, any age.",
            "th",
            [("claim/online-thailand", "warning"), ("claim/minors-thailand", "warning")],
        ),
        ("Kratom is a tree.", "th", []),
    ],
)
def test_law_of_other_countries(text: str, place: str, expected: list[tuple[str, str]]) -> None:
    findings = lint_text(text, product="kratom", rulebook=book(place))
    assert [(finding.rule, finding.severity.value) for finding in findings] == expected


PACK = "name: house\nversion: 1\njurisdiction: xx\n"
LAW = (
    "law:\n  citation: House rule 1\n  title: Warn\n  url: https://example.com/law\n  jurisdiction: xx-a\n"
    "  in_force: 2020-01-01\n  confidence: V1\n  checked: 2026-01-01\n"
)


@pytest.mark.parametrize(
    ("pack", "fault"),
    [
        (
            "places: {xx-b: B}\n",
            "pack.yaml:1:1: authority 'law' is of 'xx-a', no place of this pack; did you mean 'xx-b'?",
        ),
        ("places: {xx-a: A}\nsets: {xx:all: [xx-aa]}\n", "pack.yaml:5:17: no place 'xx-aa' in this pack; did you mean"),
        ("places: {xx-a: A}\nsets: {xx:all: []}\n", "pack.yaml:5:16: a set lists the places it stands for"),
        ("check_again: soon\n", "pack.yaml:1:1: 'check_again' is 'soon'; write a day as YYYY-MM-DD"),
    ],
)
def test_what_a_pack_says_of_places_is_checked(tmp_path: Path, pack: str, fault: str) -> None:
    (tmp_path / "pack.yaml").write_text(PACK + pack, encoding="utf-8")
    (tmp_path / "authorities.yaml").write_text(LAW, encoding="utf-8")
    with pytest.raises(RuleError) as told:
        load(pack_folders([tmp_path]))
    assert fault in str(told.value)
