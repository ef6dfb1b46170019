"""Whole pages in a kratom seller's repository that make no claim: about other things, or nothing but warnings."""

from __future__ import annotations

from pathlib import Path

import pytest

from kratom_lint import Finding, lint_path, load_rulebook

PAGES = Path(__file__).with_name("pages")
BOOK = load_rulebook(as_of="2026-11-22")


def claims(path: Path, product: str | None) -> list[tuple[str, str]]:
    """Return the rule and words of each finding that objects to a text."""
    findings: list[Finding] = lint_path(path, product=product, rulebook=BOOK)
    return [(each.rule, each.match) for each in findings if each.anchor == "text"]


@pytest.mark.parametrize("product", [None, "kratom"])
@pytest.mark.parametrize("path", sorted(PAGES.glob("*/*.md")), ids=lambda path: path.stem)
def test_no_claim_is_found(path: Path, product: str | None) -> None:
    assert claims(path, product) == []


def test_the_same_page_with_one_claim_more_has_one_finding_more(tmp_path: Path) -> None:
    for page in sorted(PAGES.glob("*/*.md")):
        spoilt = tmp_path / page.name
        spoilt.write_text(f"{page.read_text(encoding='utf-8')}\nOur kratom cures arthritis.\n", encoding="utf-8")
        assert len(claims(spoilt, "kratom")) == 1, page.stem
