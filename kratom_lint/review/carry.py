"""Decisions made about a document, carried out: accepted suggestions as proved edits, waivers about what is left.

No text of the decisions ever gets into a document: a suggestion is known by its title, worked out anew and proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kratom_lint.errors import ConfigError
from kratom_lint.fix import Worker
from kratom_lint.formats.document import Document
from kratom_lint.model import Edit, Finding, Span, Suggestion
from kratom_lint.policy.suppressions import rules_of
from kratom_lint.repair.edits import reread
from kratom_lint.repair.proof import pinned
from kratom_lint.repair.remarks import remark
from kratom_lint.review.decisions import Decision
from kratom_lint.rounds import Applied, Left, Outcome
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.values import replace, value

_NOT_BESIDE = "beside the others it is no longer proved to do no harm; make the page again and decide anew"

Findings = Callable[[Document], list[Finding]]


@value
class Carried:
    """What became of the decisions about one document.

    `waived` are the findings of the outcome's text for which a waiver is to be signed. `gone` went with other edits.
    """

    outcome: Outcome
    waived: tuple[tuple[Finding, Decision], ...] = ()
    gone: tuple[Decision, ...] = ()


def unknown(decisions: Iterable[Decision], findings: Iterable[Finding]) -> Iterator[Decision]:
    """Yield the decisions that are about none of the findings."""
    known = {(finding.rule, finding.fingerprint) for finding in findings}
    return (decision for decision in decisions if (decision.rule, decision.fingerprint) not in known)


def carry_out(document: Document, book: Rulebook, findings_of: Findings, decisions: Sequence[Decision]) -> Carried:
    """Return the document with the accepted suggestions made, and what is to be waived in it.

    Claims go before missing texts are added, the last in the text first. Each of the decisions is about one of the
    document's findings; raise ConfigError for a suggestion that is not offered. An edit changes the fingerprints of
    claims next to it, so those decided about are followed by their places.
    """
    product = document.product
    first = document = pinned(document, book)
    found = {(each.rule, each.fingerprint): each for each in findings_of(document)}
    followed = sorted(((found[each.rule, each.fingerprint], each) for each in decisions), key=lambda pair: pair[0].span)
    accepted = [each for each in followed if each[1].kind == "accept"]
    waiting = sorted(accepted, key=lambda each: each[0].anchor == "text")  # what is missing may no longer be, then
    waived = [each for each in followed if each[1].kind == "waive"]
    applied: list[Applied] = []
    kept: _Followed = []
    gone: list[Decision] = []
    while waiting:
        finding, decision = waiting.pop()
        suggestion = _offered(document, book, finding, decision)
        if suggestion is None:
            if _offered(first, book, found[decision.rule, decision.fingerprint], decision) is None:
                raise ConfigError(f"{decision.path}: {decision.rule} offers no suggestion {decision.suggestion!r}")
            kept.append((finding, decision))
            continue
        document = reread(document, suggestion.edits, [remark(finding, suggestion)])
        applied.append(Applied(finding, suggestion, len(applied) + 1))
        findings = findings_of(document)
        waiting, waived, kept = (_followed(each, suggestion.edits, findings, gone) for each in (waiting, waived, kept))
    left = tuple(Left(finding, _NOT_BESIDE) for finding, _ in kept)
    return Carried(Outcome(replace(document, product=product), tuple(applied), left), tuple(waived), tuple(gone))


def _offered(document: Document, book: Rulebook, finding: Finding, decision: Decision) -> Suggestion | None:
    """Return the suggestion that was accepted, proved for the document as it is; None if it is not."""
    offers = (offer.suggestion for offer in Worker(document, book).offers(finding))
    return next((each for each in offers if each.title == decision.suggestion), None)


_Followed = list[tuple[Finding, Decision]]


def _followed(before: _Followed, edits: Sequence[Edit], findings: Sequence[Finding], gone: list[Decision]) -> _Followed:
    """Return what findings have become; the decisions about those that are no more go to `gone`."""
    after: _Followed = []
    for finding, decision in before:
        there = now(finding, edits, findings)
        if there is None:
            gone.append(decision)
        else:
            after.append((there, decision))
    return after


def now(finding: Finding, edits: Sequence[Edit], findings: Iterable[Finding]) -> Finding | None:
    """Return what a finding has become after some edits: the one of its rule at its place, or with its fingerprint."""
    same = [each for each in findings if each.rule == finding.rule and each.anchor == finding.anchor]
    place = Span(_moved(finding.span.start, edits), _moved(finding.span.end, edits, end=True))
    there = [each for each in same if each.span == place]
    if any(edit.span.overlaps(finding.span) for edit in edits):
        there += [each for each in same if each.span.overlaps(place)]
    return next(iter(there), None) or next((each for each in same if each.fingerprint == finding.fingerprint), None)


def _moved(offset: int, edits: Sequence[Edit], *, end: bool = False) -> int:
    """Return where an offset is after some edits; with `end`, what comes in there comes after it."""
    shift = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.end <= offset and not (end and edit.span.start >= offset):
            shift += len(edit.text) - (edit.span.end - edit.span.start)
        elif edit.span.start < offset:
            return edit.span.start + shift + (len(edit.text) if end else 0)
    return offset + shift


def waivers(path: str, finding: Finding, decision: Decision) -> Iterator[Mapping[str, str]]:
    """Yield the waivers, by key, that excuse a finding: one for each rule that it speaks for."""
    for rule in sorted(rules_of(finding)):
        yield {"rule": rule, "path": path, "fingerprint": finding.identity, **(decision.waiver or {})}
