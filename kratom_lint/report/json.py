"""The JSON report, for editors and programs, as `schemas/output.schema.json` describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from kratom_lint import __version__
from kratom_lint.model import Authority, Finding, Related, Span, Suggestion, Suppression, Waiver
from kratom_lint.report.position import Positions
from kratom_lint.report.run import Run
from kratom_lint.report.summary import Summary, shown, summarise

Value: TypeAlias = "str | int | Sequence[Value] | Mapping[str, Value] | None"


def render(run: Run, *, show_suppressed: bool = False) -> str:
    """Return the run as one line of ASCII JSON and a line feed.

    The same input gives the same bytes on every machine: there are no times, and nothing depends on a locale.
    """
    report: Value = {
        "schema_version": 1,
        "tool": {"name": "kratom-lint", "version": __version__},
        "packs": [{"id": pack.id, "version": pack.version, "sha256": pack.sha256} for pack in run.packs],
        "run": {
            "as_of": run.as_of,
            "jurisdictions": list(run.jurisdictions),
            "fail_on": run.fail_on,
            "exit_code": run.exit_code,
        },
        "summary": _summary(summarise(run)),
        "incomplete": [
            {"path": entry.path, "reason": entry.reason, "detail": entry.detail} for entry in run.incomplete
        ],
        "findings": [
            finding_value(file.path, finding, positions)
            for file, positions, finding in shown(run, show_suppressed=show_suppressed, upcoming=True)
        ],
    }
    return json.dumps(report) + "\n"


def _summary(summary: Summary) -> Value:
    return {
        "files": summary.files,
        **{severity.value: count for severity, count in summary.severities.items()},
        "suppressed": summary.suppressed,
        "waived": summary.waived,
        "baselined": summary.baselined,
        "elsewhere": summary.elsewhere,
        "incomplete": summary.incomplete,
        "skipped": summary.skipped,
        "upcoming": summary.upcoming,
    }


def finding_value(path: str, finding: Finding, positions: Positions) -> Value:
    """Return a finding of the file at `path` as `schemas/output.schema.json` has it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "claim": finding.claim,
        "message": finding.message,
        "why": finding.why,
        "path": path,
        "fingerprint": finding.fingerprint,
        "anchor": finding.anchor,
        "match": finding.match,
        "block": {"kind": finding.block_kind, "pointer": finding.pointer},
        "span": _span(finding.span, positions),
        "segments": [_range(segment) for segment in finding.segments],
        "authority": [_authority(authority) for authority in finding.authority],
        "trace": [{"step": step.step, "detail": step.detail} for step in finding.trace],
        "related": [_related(related, positions) for related in finding.related],
        "suggestions": [suggestion(each) for each in finding.suggestions],
        "suppression": _suppression(finding.suppression, positions),
        "waiver": _waiver(finding.waiver),
        "baseline": "known" if finding.known_since else "new",
        "known_since": finding.known_since,
        "upcoming_from": finding.upcoming_from,
    }


def _span(span: Span, positions: Positions) -> Value:
    start, end = positions.at(span.start), positions.at(span.end)
    return {
        "start": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
        "char": _range(span),
        "byte": [positions.byte(span.start), positions.byte(span.end)],
        "utf16": [positions.utf16(span.start), positions.utf16(span.end)],
    }


def _range(span: Span) -> Value:
    return [span.start, span.end]


def _authority(authority: Authority) -> Value:
    return {
        "id": authority.id,
        "citation": authority.citation,
        "title": authority.title,
        "url": authority.url,
        "jurisdiction": authority.jurisdiction,
        "in_force": authority.in_force,
        "until": authority.until,
        "confidence": authority.confidence,
    }


def _related(related: Related, positions: Positions) -> Value:
    return {"rule": related.rule, "message": related.message, "span": _span(related.span, positions)}


def suggestion(offered: Suggestion) -> Value:
    """Return a suggestion as the report has it."""
    return {
        "title": offered.title,
        "kind": offered.kind,
        "applicability": offered.applicability.value,
        "verified": offered.verified,
        "edits": [{"char": _range(edit.span), "text": edit.text} for edit in offered.edits],
    }


def _suppression(suppression: Suppression | None, positions: Positions) -> Value:
    if suppression is None:
        return None
    return {
        "reason": suppression.reason,
        "until": suppression.until,
        "span": _span(suppression.span, positions),
    }


def _waiver(waiver: Waiver | None) -> Value:
    if waiver is None:
        return None
    return {
        "reason": waiver.reason,
        "approved_by": waiver.approved_by,
        "approved_on": waiver.approved_on,
        "expires": waiver.expires,
        "ticket": waiver.ticket,
    }
