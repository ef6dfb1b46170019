"""Every shipped rule is fit to be shipped."""

from __future__ import annotations

import pytest

from kratom_lint import Rulebook, lint_text, load_rulebook
from kratom_lint.rulebook.book import Rule
from kratom_lint.rulebook.files import pack_folders
from kratom_lint.selftest import faults_of
from kratom_lint.text.slots import fill, subject_of

DAY = "2026-12-31"
PACKS = ["us-states"]  # which brings `us`, too
BOOK = load_rulebook(PACKS, as_of=DAY)
FIRST_PACKS = """
disease/pain disease/anxiety-depression disease/opioid-withdrawal disease/alcohol-nicotine disease/sleep disease/adhd
disease/cardio disease/inflammation disease/cancer disease/infection disease/any-disease safety/safe
safety/no-side-effects safety/respiratory-depression safety/not-addictive safety/lower-risk-than-opioids
safety/natural-so-safe safety/no-interactions drug/substitute-or-comparison drug/drug-class mechanism/opioid-receptor
mechanism/neurotransmitter mechanism/inflammation-pathway evidence/clinically-proven evidence/fda-approved
evidence/doctor-recommended evidence/testimonial-health status/legal-everywhere benefit/mood-energy-focus
benefit/strain-effect disclosure/dependence-warning disclosure/fda-disclaimer disclosure/age disclosure/interactions
disclosure/pregnancy
"""


def test_all_examples_come_out_as_marked() -> None:
    assert faults_of(BOOK, pack_folders(PACKS)) == []


def test_the_first_packs_are_all_there() -> None:
    assert set(FIRST_PACKS.split()) <= {rule.id for rule in BOOK.rules}


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_rule(rule: Rule) -> None:
    assert BOOK.in_force(rule), "no authority in force"
    assert len(rule.examples_flag) >= 5
    assert len(rule.examples_pass) >= 5
    assert rule.suggest
    assert rule.summary.endswith(".")


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_no_suggestion_breaks_a_rule(rule: Rule, without_disclosures: Rulebook) -> None:
    for remedy in rule.suggest:
        if remedy.action in ("replace", "insert"):
            text = fill(remedy.text, subject_of("kratom"))
            assert lint_text(text, product="kratom", rulebook=without_disclosures) == [], text


@pytest.fixture(scope="module")
def without_disclosures() -> Rulebook:
    return BOOK.configured(as_of=DAY, ignore=["disclosure", "age", "ban", "label", "text"])


def test_no_error_stands_on_weak_authority() -> None:
    for rule in BOOK.rules:
        if rule.severity == "error":
            assert any(BOOK.authorities[name].confidence in ("V1", "V2") for name in rule.authority), rule.id
