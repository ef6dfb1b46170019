"""What a finding is known by: its rule and words, wherever they stand and however they are laid out."""

from __future__ import annotations

import pytest

from kratom_lint import Finding, Rulebook, lint_text, load_rulebook

CLAIM = "Our kratom **relieves back pain** on long evenings at home."


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook(["us"], as_of="2026-11-22").configured(as_of="2026-11-22", ignore=["disclosure"])


def found(text: str, book: Rulebook, format: str = "markdown") -> list[Finding]:
    return lint_text(text, format=format, product="kratom", rulebook=book)


def fingerprint(text: str, book: Rulebook, format: str = "markdown") -> str:
    [finding] = found(text, book, format)
    return finding.fingerprint


@pytest.mark.parametrize(
    "text",
    [
        f"# Tea\n\nIt grows in wet woods.\n\n{CLAIM}\n",
        "Our kratom relieves\nback pain on long\nevenings at home.\n",
        "> Our kratom _relieves_ back\n> pain on long evenings at home!\n",
        f"Brewed with care. {CLAIM} Ask us.",
        f"- Green leaf\n- {CLAIM}\n",
        "Our kratom relieves back pain on long evenings at home, whatever the weather.",
    ],
)
def test_moves_wrapping_markup_and_edits_elsewhere_change_nothing(text: str, book: Rulebook) -> None:
    assert fingerprint(text, book) == fingerprint(CLAIM, book)


def test_the_format_changes_nothing(book: Rulebook) -> None:
    page = "<p>Our kratom\n <b>relieves</b> back&nbsp;pain on long evenings at home.</p>"
    assert fingerprint(page, book, "html") == fingerprint(CLAIM, book)


def test_what_leads_in_to_a_list_may_change(book: Rulebook) -> None:
    one = fingerprint(f"What we hear about the leaf:\n\n- {CLAIM}\n", book)
    assert one == fingerprint(f"From our shop in town:\n\n- {CLAIM}\n", book)


@pytest.mark.parametrize(
    "text",
    [
        "Our kratom relieves knee pain on long evenings at home.",
        "Our kratom relieves back pain and stress on long evenings.",
        "Your grandmother's tea relieves back pain on long evenings at home.",
    ],
)
def test_another_claim_of_the_same_rule_is_another(text: str, book: Rulebook) -> None:
    assert fingerprint(CLAIM, book) not in {finding.fingerprint for finding in found(text, book)}


def test_equals_are_numbered(book: Rulebook) -> None:
    prints = [finding.fingerprint for finding in found("\n\n".join([CLAIM] * 3), book)]
    first = fingerprint(CLAIM, book)
    assert prints == [first, f"{first}-2", f"{first}-3"]
    assert {finding.identity for finding in found("\n\n".join([CLAIM] * 3), book)} == {first}
