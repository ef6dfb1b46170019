"""Reports a claim once that a page makes in its text and again in its title, its description or its data."""

from __future__ import annotations

from collections.abc import Iterable

from kratom_lint.formats.document import PLACES, Document
from kratom_lint.model import Finding, Related
from kratom_lint.values import replace

HEADS = {"page-title": "the title", "meta": "the description of the page"}
"""Kinds of block that say what a page is about, and what they are called."""


def once(document: Document, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings in their order, without those that repeat another; that one names them as related.

    A finding repeats one of the same rule and the same visible words, no less severe, when it stands in a title, a
    `meta` element, front matter or linked data, and the other in running text; or, with none there, in the first of
    these places. Two items of a list of data stay apart, and so does all data that is no page.
    """
    findings = list(findings)
    if not _is_page(document):
        return findings
    first: dict[tuple[str, str], Finding] = {}
    for finding in sorted(findings, key=_distance):
        if _may_repeat(finding) and _distance(finding) < 2:
            first.setdefault(_claim(finding), finding)
    kept: list[Finding] = []
    repeats: dict[int, list[Finding]] = {}
    for finding in findings:
        other = first.get(_claim(finding)) if _may_repeat(finding) else None
        severe = other is not None and other.severity.rank >= finding.severity.rank
        if other is None or other is finding or not _distance(finding) or not severe:
            kept.append(finding)
        else:
            repeats.setdefault(id(other), []).append(finding)
    return [_with(finding, repeats.get(id(finding), [])) for finding in kept]


def _is_page(document: Document) -> bool:
    """Say whether a document has text of its own, besides data and what is said about it."""
    return any(not block.pointer and block.kind not in HEADS and block.kind not in PLACES for block in document.blocks)


def _may_repeat(finding: Finding) -> bool:
    return finding.anchor == "text" and finding.block_kind not in PLACES and bool(finding.match)


def _distance(finding: Finding) -> int:
    """Return 0 for a finding in running text, 1 for one in what is said about the page, 2 in a list of data."""
    if any(part.isdigit() for part in finding.pointer.split("/")):
        return 2
    return int(bool(finding.pointer) or finding.block_kind in HEADS)


def _claim(finding: Finding) -> tuple[str, str]:
    return finding.rule, " ".join(finding.match.casefold().split())


def _with(finding: Finding, repeats: list[Finding]) -> Finding:
    """Return a finding that names its repetitions."""
    if not repeats:
        return finding
    related = (Related(f"the same claim in {HEADS.get(each.block_kind, each.pointer)}", each.span) for each in repeats)
    return replace(finding, related=(*finding.related, *related))
