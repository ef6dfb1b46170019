"""What can be done about the findings of one reading, worked out when somebody asks and then remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from time import monotonic

from kratom_lint.dialogue import directive
from kratom_lint.fix import Worker
from kratom_lint.formats.document import Document
from kratom_lint.lsp.desk import Reading
from kratom_lint.model import Applicability, Edit, Finding, Span, Suggestion
from kratom_lint.policy import notes, own
from kratom_lint.policy.waiverfile import blank
from kratom_lint.rounds import repair
from kratom_lint.rulebook.book import Rulebook

PATIENCE = 2.0
"""Seconds spent on suggestions for one question; the first finding is always worked out."""
_REASON = "REASON-TO-BE-WRITTEN"


class Remedies:
    """The suggestions, directives and waivers for the findings of one document."""

    def __init__(
        self, reading: Reading, document: Document, book: Rulebook, counting: Callable[[Document], list[Finding]]
    ) -> None:
        self._reading = reading
        self._document = document
        self._book = book
        self._counting = counting
        self._worker: Worker | None = None
        self._known: dict[int, tuple[Suggestion, ...]] = {}
        self._ignored: dict[tuple[int, str], tuple[Edit, ...] | None] = {}

    def within(self, span: Span) -> Iterator[tuple[Finding, tuple[Suggestion, ...]]]:
        """Yield the findings that touch `span`, each with the suggestions that have edits, while patience lasts."""
        until = monotonic() + PATIENCE
        for finding in self._reading.findings:
            if finding.span.start <= span.end and span.start <= finding.span.end:
                yield finding, self.edits(finding)
                if monotonic() > until:
                    return

    def edits(self, finding: Finding) -> tuple[Suggestion, ...]:
        """Return the suggestions for a finding that have been proved on a copy, the one to be preferred first."""
        if id(finding) not in self._known:
            self._worker = self._worker or Worker(self._document, self._book)
            found = self._worker.suggestions(finding)
            self._known[id(finding)] = tuple(each for each in found if each.edits)
        return self._known[id(finding)]

    def missing(self) -> list[Finding]:
        """Return the findings about a text that the document owes its reader."""
        return [finding for finding in self._reading.findings if finding.anchor == "document"]

    def by_fingerprint(self, fingerprint: str) -> Finding | None:
        """Return the finding of that fingerprint, None when it is gone."""
        return next((each for each in self._reading.findings if each.fingerprint == fingerprint), None)

    def ignoring(self, finding: Finding, reason: str = "") -> tuple[Edit, ...] | None:
        """Return the edit that adds a directive about a finding, None if no comment can be put there.

        Without a reason the directive excuses nothing yet, and says so, until somebody writes one into it.
        """
        if finding.rule in notes.WHY:
            return None
        key = (id(finding), reason)
        if key not in self._ignored:
            said = " ".join(reason.split()) or _REASON
            found = directive(self._document, finding, said, self._counting)
            if found and not reason:
                found = tuple(Edit(edit.span, edit.text.replace(_REASON, "")) for edit in found)
            self._ignored[key] = found
        return self._ignored[key]

    def waiving(self, finding: Finding, path: str) -> tuple[Path, str, str] | None:
        """Return the waiver file, what it holds, and what to add for a waiver still to be signed.

        None where the file is broken or cannot be added to.
        """
        if finding.rule in notes.WHY or not finding.fingerprint:
            return None
        file = own.nearest(own.WAIVERS) or Path.cwd() / own.WAIVERS
        scope = {"path": own.inside(path, file.parent), "fingerprint": finding.identity}
        added = blank(file, {"rule": finding.rule, **scope, "approved_on": date.today().isoformat()})
        return (file, *added) if added else None

    def all_safe(self) -> str | None:
        """Return the source as `kratom-lint fix` leaves it, None if that changes nothing."""
        outcome = repair(self._document, self._book, self._counting, "safe")
        return outcome.document.source if outcome.applied else None


def preferred(suggestions: tuple[Suggestion, ...]) -> Suggestion | None:
    """Return the first suggestion that the tool may make by itself, else the first."""
    safe = (each for each in suggestions if each.applicability is Applicability.SAFE)
    return next(safe, suggestions[0] if suggestions else None)
