"""Our own drafts: every finding of each is pinned, and each rewrite is clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from kratom_lint import Rulebook, lint_path, load_rulebook
from kratom_lint.report.position import Positions

SEEDS = Path(__file__).parents[1] / "seeds"
REWRITES = sorted(SEEDS.glob("*.fixed.md"))
DRAFTS = sorted(path for path in SEEDS.glob("*.md") if path not in REWRITES and path.name != "README.md")


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load_rulebook(as_of="2026-11-22")


def listing(path: Path, book: Rulebook) -> str:
    """Return a line for each finding: where, how severe, which rule, and the words, or where text is to be inserted."""
    findings = lint_path(path, product="kratom", rulebook=book)
    positions = Positions(path.read_text(encoding="utf-8"))
    lines = []
    for finding in findings:
        place = positions.at(finding.span.start)
        words = f'"{finding.match}"' if finding.anchor == "text" else "(insert here)"
        lines.append(f"{place.line}:{place.column} {finding.severity} {finding.rule} {' '.join(words.split())}\n")
    return "".join(lines)


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: path.stem)
def test_findings_are_as_pinned(path: Path, book: Rulebook, request: pytest.FixtureRequest) -> None:
    pinned = path.with_suffix(".findings.txt")
    found = listing(path, book)
    if request.config.getoption("--accept"):
        pinned.write_text(found, encoding="utf-8")
    assert found == pinned.read_text(encoding="utf-8")
    assert len(found.splitlines()) >= 15


@pytest.mark.parametrize("path", REWRITES, ids=lambda path: path.stem)
def test_rewrite_is_clean(path: Path, book: Rulebook) -> None:
    assert listing(path, book) == ""


def test_each_draft_has_a_rewrite() -> None:
    assert [path.stem for path in DRAFTS] == [path.name.removesuffix(".fixed.md") for path in REWRITES]
