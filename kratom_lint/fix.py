"""Suggestions with edits: each made on a copy, read again and linted again before it is offered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kratom_lint.engine.suggest import outline
from kratom_lint.formats import BINARY
from kratom_lint.formats.document import Document
from kratom_lint.model import Applicability, Finding, Severity, Suggestion
from kratom_lint.repair.edits import Plan, apply, edits_for, only_touches
from kratom_lint.repair.offer import Draft, Told, drafts, waits
from kratom_lint.repair.place import place_of
from kratom_lint.repair.proof import Prover
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.text.slots import subject_of
from kratom_lint.values import replace, value

__all__ = ["apply", "verify"]

MOST = 20_000_000
"""So many characters times findings are worked out as edits: each is proved by reading the whole document again."""


def verify(document: Document, findings: Sequence[Finding], book: Rulebook) -> list[Finding]:
    """Return the findings with their suggestions worked out as edits, each proved by making it on a copy.

    Proved is that re-reading gives the wanted text and leaves all else as it was, that the finding is gone, that no
    rule finds more than before, and that no caution or disclosure is lost. What cannot be proved stays as advice, and
    so does all about a document whose source was extracted from a file that is no text: nobody can type into it, and
    about one so long, with so many findings, that the proofs would take many times as long as the check.
    """
    if not findings or (document.format in BINARY and not document.container):
        return list(findings)
    worker = Worker(document, book)
    if len(document.source) * len(findings) > MOST:
        return [replace(finding, suggestions=tuple(worker.advice(finding, False))) for finding in findings]
    return [replace(finding, suggestions=worker.suggestions(finding)) for finding in findings]


@value
class Offer:
    """A proved suggestion, and what it does to the visible text."""

    suggestion: Suggestion
    plan: Plan | None


class Worker:
    """Works out the suggestions for the findings of one document."""

    def __init__(self, document: Document, book: Rulebook) -> None:
        self.prover = Prover(document, book)
        self.document = self.prover.document
        self._rules = {rule.id: rule for rule in book.rules}
        claims = [each for each in self.prover.before.claims if each.anchor == "text"]
        claimed = any(self._rules[each.rule].severity is Severity.ERROR for each in claims)
        places = (place_of(self.document, each) for each in claims)
        self._told = Told(claimed, frozenset(place.number for place in places if place))

    def suggestions(self, finding: Finding) -> tuple[Suggestion, ...]:
        """Return what to do about a finding: proved edits first, then advice."""
        proved = [offer.suggestion for offer in self.offers(finding)]
        return (*proved, *self.advice(finding, bool(proved)))

    def offers(self, finding: Finding) -> Iterator[Offer]:
        """Yield the proved suggestions for a finding, the one to be preferred first."""
        rule = self._rules.get(finding.rule)
        if rule is None:  # about a directive, whose suggestion brings its edits with it
            for given in finding.suggestions:
                if given.edits and only_touches(self.document, given.edits):
                    yield Offer(replace(given, verified=True), None)
            return
        seen: set[object] = set()
        planned = list(drafts(self.document, finding, rule, self.prover.before.product, self._told))
        for draft in sorted(planned, key=self._repeats):
            if draft.title in seen:
                continue
            made = edits_for(self.document, draft.plan)
            if made and made.edits not in seen and self.prover.improves(made.document, [finding]):
                seen |= {made.edits, draft.title}
                suggestion = Suggestion(draft.title, draft.kind, draft.applicability, made.edits, verified=True)
                yield Offer(suggestion, draft.plan)

    def waits(self, finding: Finding) -> bool:
        """Say whether what is to be inserted for a finding has to wait until the claims are gone."""
        rule = self._rules.get(finding.rule)
        return rule is not None and finding.anchor == "document" and waits(rule, self._told)

    def _repeats(self, draft: Draft) -> bool:
        """Say whether a suggestion says again what the page says already; it is better to say less."""
        if draft.kind != "replace":
            return False
        text = " ".join(change.text for change in draft.plan.changes)
        return self.prover.is_said(text)

    def advice(self, finding: Finding, proved: bool) -> Iterator[Suggestion]:
        """Yield the rule's advice, and, if no edit is proved, what its edits would have been, in words."""
        rule = self._rules.get(finding.rule)
        if rule is None:
            if not proved:
                yield from (replace(each, applicability=Applicability.NONE, edits=()) for each in finding.suggestions)
            return
        subject = subject_of(self.prover.before.product)
        for remedy in rule.suggest:
            if remedy.action == "advise" or not proved:
                yield replace(outline(remedy, rule, subject), applicability=Applicability.NONE)
