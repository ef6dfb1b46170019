"""SARIF 2.1.0 (OASIS standard), which code scanning services and editors read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

from kratom_lint import __version__
from kratom_lint.model import Authority, Finding, Incomplete, Severity, Span, Suggestion
from kratom_lint.report.position import Positions
from kratom_lint.report.run import FileReport, Run
from kratom_lint.report.summary import excuse, shown
from kratom_lint.report.telling import message

Value: TypeAlias = "str | int | bool | Sequence[Value] | Mapping[str, Value]"
Node: TypeAlias = dict[str, Value]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LAW = "law"
_SETTINGS = frozenset({"config", "rules"})


def render(run: Run, *, show_suppressed: bool = False) -> str:
    """Return the run as a log with one run, in ASCII, on one line.

    Columns are code points. What could not be checked is a notification, and such a run did not succeed.
    """
    found = list(shown(run, show_suppressed=show_suppressed))
    log = _Log(run, [finding for _, _, finding in found])
    results = [log.result(file, positions, finding) for file, positions, finding in found]
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [log.run(results)]}) + "\n"


class _Log:
    """The tables of a run, into which its results point by index: files, rules and laws."""

    def __init__(self, run: Run, findings: Sequence[Finding]) -> None:
        self._run = run
        self._files = {file.path: number for number, file in enumerate(run.files)}
        first = {finding.rule: finding for finding in reversed(findings)}
        self._rules = dict(sorted(first.items()))
        laws = {law.id: law for finding in findings for law in finding.authority}
        self._laws = dict(sorted(laws.items()))
        self._rule_index = {rule: number for number, rule in enumerate(self._rules)}
        self._law_index = {law: number for number, law in enumerate(self._laws)}

    def run(self, results: list[Node]) -> Node:
        driver: Node = {
            "name": "kratom-lint",
            "version": __version__,
            "semanticVersion": __version__,
            "rules": [self._rule(finding) for finding in self._rules.values()],
        }
        if self._laws:
            driver["supportedTaxonomies"] = [{"name": _LAW, "index": 0}]
        node: Node = {
            "tool": {"driver": driver},
            "invocations": [self._invocation()],
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "artifacts": [
                {"location": {"uri": _uri(file.path)}, "roles": ["analysisTarget"]} for file in self._run.files
            ],
            "results": results,
            "properties": {
                "as_of": self._run.as_of,
                "jurisdictions": list(self._run.jurisdictions),
                "fail_on": self._run.fail_on,
                "packs": [{"id": pack.id, "version": pack.version, "sha256": pack.sha256} for pack in self._run.packs],
            },
        }
        if self._laws:
            node["taxonomies"] = [_taxonomy(list(self._laws.values()))]
        return node

    def _invocation(self) -> Node:
        told: dict[str, Value] = {}
        for key, of_settings in (("toolExecutionNotifications", False), ("toolConfigurationNotifications", True)):
            entries = [each for each in self._run.incomplete if (each.reason in _SETTINGS) is of_settings]
            if entries:
                told[key] = [_notification(each) for each in entries]
        return {"executionSuccessful": not self._run.incomplete, "exitCode": self._run.exit_code, **told}

    def _rule(self, finding: Finding) -> Node:
        """Return the descriptor of a rule, as its first finding tells it."""
        laws = [f"- [{law.citation}]({law.url}), {law.title}" for law in finding.authority]
        plain = "\n".join([finding.why, *(f"{law.citation}, {law.title}: {law.url}" for law in finding.authority)])
        node: Node = {
            "id": finding.rule,
            "shortDescription": {"text": _first_sentence(finding.message)},
            "fullDescription": {"text": finding.why},
            "help": {"text": plain, "markdown": "\n".join([finding.why, "", *laws])},
            "properties": {
                "tags": sorted({finding.rule.split("/")[0], *(law.jurisdiction for law in finding.authority)}),
                "problem.severity": "recommendation" if finding.severity is Severity.INFO else finding.severity.value,
            },
            "relationships": [{"target": self._taxon(law), "kinds": ["relevant"]} for law in finding.authority],
        }
        if finding.authority and finding.authority[0].url:
            node["helpUri"] = finding.authority[0].url
        return node

    def result(self, file: FileReport, positions: Positions, finding: Finding) -> Node:
        """Return one finding. Only a text has regions: for other files, the logical location says where it stands."""
        node: Node = {
            "ruleId": finding.rule,
            "ruleIndex": self._rule_index[finding.rule],
            "level": _LEVELS[finding.severity],
            "kind": "fail",
            "message": {"text": _literal(message(file, finding))},
            "locations": [self._location(file, positions, finding)],
            "partialFingerprints": {"kratomLint/v1": finding.fingerprint},
            "baselineState": "unchanged" if finding.known_since else "new",
            "taxa": [self._taxon(law) for law in finding.authority],
            "properties": {"claim": finding.claim, "anchor": finding.anchor, "match": finding.match},
        }
        if finding.related:
            node["relatedLocations"] = [
                {
                    "id": number,
                    "message": {"text": _literal(": ".join(filter(None, [related.rule, related.message])))},
                    "physicalLocation": self._physical(file, positions, related.span),
                }
                for number, related in enumerate(finding.related)
            ]
        if finding.suppression or finding.waiver:
            kind = "inSource" if finding.suppression else "external"
            node["suppressions"] = [{"kind": kind, "status": "accepted", "justification": excuse(finding)}]
        fixes = (
            [] if file.extracted else [self._fix(file, positions, each) for each in finding.suggestions if each.edits]
        )
        if fixes:
            node["fixes"] = fixes
        return node

    def _location(self, file: FileReport, positions: Positions, finding: Finding) -> Node:
        node: Node = {"physicalLocation": self._physical(file, positions, finding.span)}
        if len(finding.segments) > 1 and not file.extracted:
            node["annotations"] = [_region(segment, positions) for segment in finding.segments]
        if finding.pointer:
            node["logicalLocations"] = [{"fullyQualifiedName": finding.pointer, "kind": finding.block_kind}]
        return node

    def _physical(self, file: FileReport, positions: Positions, span: Span) -> Node:
        node: Node = {"artifactLocation": {"uri": _uri(file.path), "index": self._files[file.path]}}
        if not file.extracted:
            snippet = {"snippet": {"text": file.source[span.start : span.end]}} if span.start < span.end else {}
            node["region"] = {**_region(span, positions), **snippet}
        return node

    def _fix(self, file: FileReport, positions: Positions, suggestion: Suggestion) -> Node:
        replacements: list[Node] = [
            {"deletedRegion": _region(edit.span, positions), "insertedContent": {"text": edit.text}}
            for edit in sorted(suggestion.edits)
        ]
        place: Node = {"uri": _uri(file.path), "index": self._files[file.path]}
        return {
            "description": {"text": suggestion.title},
            "artifactChanges": [{"artifactLocation": place, "replacements": replacements}],
        }

    def _taxon(self, law: Authority) -> Node:
        return {"id": law.id, "index": self._law_index[law.id], "toolComponent": {"name": _LAW, "index": 0}}


def _taxonomy(laws: Sequence[Authority]) -> Node:
    return {
        "name": _LAW,
        "shortDescription": {"text": "The laws and guidance that the rules stand on."},
        "isComprehensive": False,
        "taxa": [_law(law) for law in laws],
    }


def _law(law: Authority) -> Node:
    facts = {"jurisdiction": law.jurisdiction, "in_force": law.in_force, "confidence": law.confidence}
    node: Node = {
        "id": law.id,
        "name": law.citation,
        "shortDescription": {"text": f"{law.citation}, {law.title}"},
        "properties": {**facts, **({"until": law.until} if law.until else {}), "checked": law.checked},
    }
    return node | ({"helpUri": law.url} if law.url else {})


def _notification(entry: Incomplete) -> Node:
    return {
        "descriptor": {"id": entry.reason},
        "level": "error",
        "message": {"text": _literal(f"not checked: {entry.detail}")},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(entry.path)}}}],
    }


def _region(span: Span, positions: Positions) -> Node:
    """Return the region of a text: 1-based, its end exclusive (3.30.8); the empty place of an insertion is one, too."""
    start, end = positions.at(span.start), positions.at(span.end)
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _literal(text: str) -> str:
    """Return a message in which no words become a placeholder or a link (3.11.5, 3.11.6)."""
    return text.replace("{", "{{").replace("}", "}}").replace("[", "\\[").replace("]", "\\]")


def _uri(path: str) -> str:
    """Return the reference (RFC 3986) of a file: from the current folder, or absolute if it lies elsewhere."""
    if Path(path).is_absolute():
        return "file:///" + quote(Path(path).as_posix().lstrip("/"), errors="surrogateescape")
    return quote(path, errors="surrogateescape")


def _first_sentence(text: str) -> str:
    """Return the summary of a rule: what is missing of a disclosure comes in sentences of its own."""
    head, stop, _ = text.partition(". ")
    return head + stop.rstrip()
