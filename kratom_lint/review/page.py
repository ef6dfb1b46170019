"""The reviewers' page: one HTML file that loads nothing, runs no script but its own, and shows all text as text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from string import Template
from typing import Any

from kratom_lint import __version__
from kratom_lint.model import Finding, Severity
from kratom_lint.pages import hashed, part, policy
from kratom_lint.policy import own
from kratom_lint.report.position import Positions
from kratom_lint.report.summary import counted
from kratom_lint.review import overview
from kratom_lint.review.cards import acceptable, card, jurisdictions, waivable
from kratom_lint.review.gather import Review, Reviewed
from kratom_lint.review.marks import Numbered, strips
from kratom_lint.review.markup import Markup, element, joined
from kratom_lint.review.text import document

VERSION = 1
"""Of the decisions that the page exports; grows when a key changes its meaning or goes away."""

_PARTS = Path(__file__).parent


def render(review: Review) -> str:
    """Return the page. The same review gives the same bytes: there are no times, and it loads nothing."""
    run = review.run
    numbered = list(_numbered(review))
    style, script = (part(_PARTS, name) for name in ("page.css", "page.js"))
    findings = [finding for _, each in numbered for _, finding in each]
    about = _about(review, numbered)
    inputs = [(file.report.path, file.sha256) for file in review.files if file.document]
    values: dict[str, Any] = {
        "policy": _policy(style, script),
        "style": Markup(style),
        "script": Markup(script),
        "about": _embedded(about),
        "file": own.DECISIONS,
        "digest": about["id"],
        "summary": counted(run),
        "as_of": run.as_of,
        "jurisdictions": ", ".join(run.jurisdictions),
        "version": __version__,
        "notices": overview.notices(run),
        "tiles": overview.tiles(run),
        "tables": overview.tables(run),
        "excused": overview.excused(run) or "",
        "severities": joined(_severities(numbered)),
        "rules": _choices(sorted({finding.rule for finding in findings})),
        "files": _choices((file.report.path for file in review.files), numbered=True),
        "places": _choices(sorted({place for finding in findings for place in jurisdictions(finding)})),
        "documents": joined(_section(number, *each) for number, each in enumerate(numbered)),
        "cards": joined(_cards(numbered)),
        "record": joined(overview.record(run, inputs)),
    }
    return Template(part(_PARTS, "page.html")).substitute({key: joined([value]) for key, value in values.items()})


def _numbered(review: Review) -> Iterator[tuple[Reviewed, list[Numbered]]]:
    """Yield each file with its findings, which are numbered through all files in reading order from 1."""
    number = 0
    for file in review.files:
        findings = sorted(file.report.findings, key=lambda each: (each.span.start, each.rule, each.span.end))
        yield file, [(number + index, finding) for index, finding in enumerate(findings, 1)]
        number += len(findings)


def _policy(style: str, script: str) -> str:
    """Return the content security policy: nothing but our own style and script."""
    return policy(
        {
            "default-src": "'none'",
            "style-src": hashed(style),
            "script-src": hashed(script),
            "base-uri": "'none'",
            "form-action": "'none'",
            "require-trusted-types-for": "'script'",
            "trusted-types": "'none'",
        }
    )


def _about(review: Review, numbered: Sequence[tuple[Reviewed, Sequence[Numbered]]]) -> dict[str, Any]:
    """Return what the script needs to know: what an export says of the run, and of each finding, in their order."""
    run = review.run
    about = {
        "decisions_version": VERSION,
        "tool": {"name": "kratom-lint", "version": __version__},
        "as_of": run.as_of,
        "packs": [{"id": pack.id, "version": pack.version, "sha256": pack.sha256} for pack in run.packs],
        "arguments": dict(review.arguments),
        "inputs": [{"path": file.report.path, "sha256": file.sha256} for file in review.files if file.document],
    }
    digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()
    known = [_known(number, file, finding) for number, (file, each) in enumerate(numbered) for _, finding in each]
    return {"id": digest, "run": about, "findings": known}


def _known(number: int, file: Reviewed, finding: Finding) -> dict[str, Any]:
    decidable = file.document is not None
    return {
        "file": number,
        "path": file.report.path,
        "rule": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": finding.severity.value,
        "jurisdictions": jurisdictions(finding),
        "match": finding.match,
        "decidable": decidable,
        "waivable": decidable and waivable(finding),
        "suggestions": [each.title for each in acceptable(finding)] if decidable else [],
    }


def _embedded(about: dict[str, Any]) -> Markup:
    """Return JSON that can stand in a script element: nothing in it can end that element, or begin a comment."""
    return Markup(json.dumps(about).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _severities(numbered: Sequence[tuple[Reviewed, Sequence[Numbered]]]) -> Iterator[Markup]:
    there = {finding.severity for _, each in numbered for _, finding in each}
    for severity in reversed(Severity):
        if severity in there:
            box = {"type": "checkbox", "name": "severity", "value": severity.value, "checked": True}
            yield element("label", {"class": f"check {severity}"}, element("input", box), f" {severity.capitalize()}")


def _choices(names: Iterable[str], *, numbered: bool = False) -> Markup:
    """Return options; files go by their numbers, for not every name can be written in a page."""
    named = ((number if numbered else name, name) for number, name in enumerate(names))
    return joined(element("option", {"value": value}, name) for value, name in named)


def _section(number: int, file: Reviewed, findings: Sequence[Numbered]) -> Markup:
    """Return the document of that number, with its heading."""
    report = file.report
    body = document(strips(file.document, report.source, findings), dict(findings))
    count = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}" if findings else "nothing found"
    title = element("h2", {}, element("bdi", {}, report.path), " ", element("span", {"class": "fine"}, count))
    about = {"class": "document", "data-file": number, "aria-label": report.path}
    return element("section", about, title, element("div", {"class": "copy"}, body))


def _cards(numbered: Sequence[tuple[Reviewed, Sequence[Numbered]]]) -> Iterator[Markup]:
    for file, findings in numbered:
        positions = Positions(file.report.source)
        for number, finding in findings:
            yield card(number, file.report, positions, finding, decidable=file.document is not None)
