"""Repair a document finding by finding, as a person decides: accept, edit, waive, skip or quit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kratom_lint.fix import Offer, Worker
from kratom_lint.formats.document import Document
from kratom_lint.model import Applicability, Edit, Finding, Span, Suggestion
from kratom_lint.repair import grammar
from kratom_lint.repair.edits import Change, Plan, edits_for, reread
from kratom_lint.repair.place import place_of
from kratom_lint.repair.proof import pinned
from kratom_lint.repair.remarks import remark
from kratom_lint.rounds import Applied, Left, Outcome
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.values import value

ANSWERS = ("accept", "edit", "waive", "skip", "quit")


@value
class Answer:
    """What to do about a finding: accept the suggestion of that number, put `text` in place of its sentence, waive it
    for the reason `text`, skip it, or quit."""

    verb: str
    number: int = 0
    text: str = ""


Ask = Callable[[Document, Finding, Sequence[Suggestion]], Answer]
Tell = Callable[[str], None]


def converse(
    document: Document, book: Rulebook, findings_of: Callable[[Document], list[Finding]], ask: Ask, tell: Tell
) -> Outcome:
    """Return the document as the answers make it. A finding that was skipped is not asked about again.

    An edit by hand is taken only if the finding is gone and no rule finds more; `tell` says why it was not.
    """
    applied: list[Applied] = []
    document = pinned(document, book)
    skipped: set[tuple[str, str, str]] = set()
    while True:
        findings = findings_of(document)
        finding = next((each for each in findings if _key(each) not in skipped), None)
        if finding is None:
            break
        worker = Worker(document, book)
        offers = list(worker.offers(finding))
        answer = ask(document, finding, [offer.suggestion for offer in offers])
        if answer.verb == "quit":
            break
        if answer.verb == "skip":
            skipped.add(_key(finding))
            continue
        suggestion = _chosen(worker, finding, offers, answer, findings_of, tell)
        if suggestion is not None:
            document = reread(document, suggestion.edits, [remark(finding, suggestion)])
            applied.append(Applied(finding, suggestion, len(applied) + 1))
    return Outcome(document, tuple(applied), tuple(Left(finding, "left by you") for finding in findings))


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.fingerprint, finding.pointer


def _chosen(
    worker: Worker,
    finding: Finding,
    offers: Sequence[Offer],
    answer: Answer,
    findings_of: Callable[[Document], list[Finding]],
    tell: Tell,
) -> Suggestion | None:
    if answer.verb == "accept":
        return offers[answer.number].suggestion
    if answer.verb == "waive":
        edits = directive(worker.document, finding, answer.text, findings_of)
        if edits is None:
            tell("No comment can be put there that excuses it; use a waiver file.")
            return None
        return Suggestion(f"Waived: {answer.text}", "waive", Applicability.REVIEW, edits, verified=True)
    edits = by_hand(worker, finding, answer.text)
    if edits is None:
        tell("That text still makes a finding, loses a caution, or cannot be written there; nothing was changed.")
        return None
    return Suggestion(f"Edited: {answer.text}", "edit", Applicability.REVIEW, edits, verified=True)


def by_hand(worker: Worker, finding: Finding, text: str) -> tuple[Edit, ...] | None:
    """Return the edits that put `text` in place of the sentence of a finding, None if that does no good."""
    place = place_of(worker.document, finding)
    if place is None:
        return None
    start, end = grammar.sentence_around(place.text, place.start, place.end)
    made = edits_for(worker.document, Plan((Change(place.number, start, end, text),)))
    return made.edits if made and worker.prover.improves(made.document, [finding]) else None


def directive(
    document: Document, finding: Finding, reason: str, findings_of: Callable[[Document], list[Finding]]
) -> tuple[Edit, ...] | None:
    """Return the edit that adds a directive which excuses a finding and nothing else, None if there is no place."""
    others = {each.rule for each in finding.related if each.rule and each.span.overlaps(finding.span)}
    rules = ", ".join([finding.rule, *sorted(others - {finding.rule})])
    before = [_told(each) for each in findings_of(document)]
    for edit in _directives(document, finding, rules, " ".join(reason.split())):
        edited = reread(document, [edit])
        after = [_told(each) for each in findings_of(edited)]
        excused = len(after) < len(before) and _told(finding) not in after and set(after) <= set(before)
        if excused and [block.prose.text for block in edited.blocks] == [block.prose.text for block in document.blocks]:
            return (edit,)
    return None


def _told(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.fingerprint, finding.pointer


def _directives(document: Document, finding: Finding, rules: str, reason: str) -> list[Edit]:
    """Return the directives to try: before the block, at the end of the line, for the whole file."""
    source = document.source
    newline = "\r\n" if "\r\n" in source else "\n"
    at = finding.span.start
    start = max(source.rfind("\n", 0, at), source.rfind("\r", 0, at)) + 1
    end = min((place for place in (source.find("\n", at), source.find("\r", at)) if place >= 0), default=len(source))
    block = min(
        (each.extent.start for each in document.blocks if each.extent.start <= at <= each.extent.end), default=start
    )
    block = max(source.rfind("\n", 0, block), source.rfind("\r", 0, block)) + 1
    indent = source[block : block + len(source[block:]) - len(source[block:].lstrip(" \t"))]
    edits = []
    for left, right in (("<!-- ", " -->"), ("# ", ""), ("// ", "")):
        say = f"{left}kratom-lint: {{}} {rules}: {reason}{right}"
        for verb, place, text in (
            ("ignore", block, f"{indent}{{}}{newline}"),
            ("ignore", block, f"{indent}{{}}{newline * 2}"),
            ("ignore-next-line", start, f"{indent}{{}}{newline}"),
            ("ignore-line", end, " {}"),
            ("ignore-file", 0, f"{{}}{newline * 2}"),
        ):
            if finding.anchor == "text" or verb == "ignore-file":
                edits.append(Edit(Span(place, place), text.format(say.format(verb))))
    return edits
