"""Repair a document round by round until nothing more can be proved; every round leaves less to find."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kratom_lint.fix import Offer, Worker
from kratom_lint.formats.document import Document
from kratom_lint.model import Applicability, Edit, Finding, Suggestion
from kratom_lint.repair.edits import Plan, does, reread
from kratom_lint.repair.proof import pinned
from kratom_lint.repair.remarks import remark
from kratom_lint.rulebook.book import Rulebook
from kratom_lint.values import replace, value

ACCEPTED = {
    "safe": frozenset({Applicability.SAFE}),
    "review": frozenset({Applicability.SAFE, Applicability.REVIEW}),
}
"""What each level of `--apply` takes."""

NEEDS_REVIEW = "needs review: "
"""How the reason begins for a finding that a person must mend, or let `--apply review` mend."""

Chosen = tuple[Finding, Offer]


@value
class Applied:
    """A finding that is gone, in which round, and by which suggestion."""

    finding: Finding
    suggestion: Suggestion
    round: int


@value
class Left:
    """A finding of the final text, and why it is still there."""

    finding: Finding
    reason: str


@value
class Outcome:
    """What became of a document: its final state, what was done, and what was left.

    The places of `applied` are those of the text at the start of their round.
    """

    document: Document
    applied: tuple[Applied, ...]
    left: tuple[Left, ...]


def repair(
    document: Document, book: Rulebook, findings_of: Callable[[Document], Sequence[Finding]], level: str
) -> Outcome:
    """Return the document with the first acceptable suggestion made for each finding; `level` is a key of ACCEPTED.

    Claims go before missing texts are added, the most severe first. Each round makes edits that do not touch each
    other, and the number of findings, counted rule by rule, falls in every round; so the rounds come to an end.
    """
    applied: list[Applied] = []
    number = 0
    product = document.product
    document = pinned(document, book)
    while True:
        number += 1
        findings = list(findings_of(document))
        worker = Worker(document, book)
        offers = {id(finding): _first(worker, finding, ACCEPTED[level]) for finding in findings}
        chosen = [
            (finding, offer)
            for finding in _ordered(findings)
            if (offer := offers[id(finding)]) and not worker.waits(finding)
        ]
        texts = [each for each in chosen if each[0].anchor == "text"]
        made, edited = _make(worker, _apart(texts or chosen))
        if edited is None:
            document = replace(document, product=product)
            known = {finding.rule for finding in findings}  # without its name, a text may read as about another product
            findings += [finding for finding in findings_of(document) if finding.rule not in known]
            left = tuple(Left(finding, _reason(worker, finding, level)) for finding in findings)
            return Outcome(document, tuple(applied), left)
        applied += (Applied(finding, offer.suggestion, number) for finding, offer in made)
        document = edited


def _ordered(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (-finding.severity.rank, finding.span, finding.rule))


def _first(worker: Worker, finding: Finding, accepted: frozenset[Applicability]) -> Offer | None:
    return next((offer for offer in worker.offers(finding) if offer.suggestion.applicability in accepted), None)


def _apart(chosen: Sequence[Chosen]) -> list[Chosen]:
    """Return those of the choices that touch none of the ones before them, nor the block of one."""
    kept: list[Chosen] = []
    taken: list[Edit] = []
    numbers: set[int] = set()
    for finding, offer in chosen:
        blocks = _blocks(offer.plan)
        edits = offer.suggestion.edits
        if blocks & numbers or any(_touch(edit, other) for edit in edits for other in taken):
            continue
        kept.append((finding, offer))
        taken += edits
        numbers |= blocks
    return kept


def _blocks(plan: Plan | None) -> set[int]:
    return {change.block for change in plan.changes} | plan.removed if plan else set()


def _touch(edit: Edit, other: Edit) -> bool:
    """Say whether two edits meet; two that insert at one place do not."""
    if edit.span == other.span and edit.span.start == edit.span.end:
        return False
    return edit.span.start <= other.span.end and other.span.start <= edit.span.end


def _make(worker: Worker, chosen: Sequence[Chosen]) -> tuple[Sequence[Chosen], Document | None]:
    """Return the longest run of choices, from the first, found to do good together, and the document they make.

    One choice by itself has been proved to, so at least that one is made.
    """
    size = len(chosen)
    while size:
        made = chosen[:size]
        edits = [edit for _, offer in made for edit in offer.suggestion.edits]
        edited = reread(worker.document, edits, [remark(finding, offer.suggestion) for finding, offer in made])
        if size == 1 or (
            _as_planned(worker.document, made, edits)
            and worker.prover.improves(edited, [finding for finding, _ in made])
        ):
            return made, edited
        size //= 2
    return (), None


def _as_planned(document: Document, made: Sequence[Chosen], edits: Sequence[Edit]) -> bool:
    plans = [offer.plan for _, offer in made]
    whole = Plan(
        tuple(change for plan in plans if plan for change in plan.changes),
        frozenset(number for plan in plans if plan for number in plan.removed),
        tuple(each for plan in plans if plan for each in plan.additions),
    )
    return None in plans or does(document, whole, edits) is not None


def _reason(worker: Worker, finding: Finding, level: str) -> str:
    """Return why a finding is left."""
    offers = list(worker.offers(finding))
    if offers and level == "safe":
        return f"{NEEDS_REVIEW}{offers[0].suggestion.title}"
    if worker.waits(finding):
        return "it would seem to make the claims lawful; it waits until they are gone"
    advice = (each.title for each in worker.suggestions(finding) if each.kind not in ("delete", "replace", "insert"))
    return next(advice, "no edit could be proved to do no harm; a person must rewrite it")
