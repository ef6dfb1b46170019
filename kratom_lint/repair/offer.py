"""The suggestions for one finding, each worked out as edits of its document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kratom_lint.engine.suggest import is_safe
from kratom_lint.formats.document import Block, Document
from kratom_lint.model import Applicability, Finding
from kratom_lint.repair import grammar
from kratom_lint.repair.controls import is_control
from kratom_lint.repair.edits import ASIDES, Addition, Change, Plan
from kratom_lint.repair.outline import CELLS, closed, is_page_title, row_of
from kratom_lint.repair.place import Place, place_of
from kratom_lint.repair.proof import HARM
from kratom_lint.repair.records import is_bare, record_of, whole
from kratom_lint.repair.renaming import names_in, renamed, retitled
from kratom_lint.repair.subject import described, form_of, is_kratom, subject_in
from kratom_lint.rulebook.book import Remedy, Rule
from kratom_lint.text.sentences import sentences
from kratom_lint.text.slots import Subject, fill, subject_of
from kratom_lint.values import value

_NO_REPLACEMENT = frozenset({"heading", "keyword", "hashtag", "url", "slug", "file-name", "hidden"}) | ASIDES | CELLS
_SHORT_TITLE = 12
_EXCERPT = 60
_LABEL_AND_CLAIM = 2
"""So many cells make a row that says nothing without the last of them."""
_TITLES = frozenset({"title", "name", "heading", "headline", "subtitle", "seo_title", "meta_title", "og_title"})
_NO_TITLES = frozenset(
    """a answer answers badge badges button chip chips cta features flag flags pill pills placeholder points q question
    quote review ribbon sticker tags text""".split()  # noqa: SIM905
)
"""Keys of short texts that are better empty than named after the product."""
_MACHINE = re.compile(r"\s*(?:\[\s*\{|\{\s*\")")
"""Begins data inside a text, which is no prose to edit."""
_OF_KRATOM = re.compile(r"\{product\}|kratom", re.I)
_FULL = re.compile(r"[.!][*_ ”\")]*\Z")
_AROUND = re.compile(
    r"\b(?:comments?|reply|basket|cart|log(?:ged)? in|sign up|share|newsletter|subscribe|privacy|related"
    r"|rights reserved)\b|©",
    re.I,
)


@value
class Draft:
    """A suggestion not yet proved: what it says, and what it does."""

    title: str
    kind: str
    applicability: Applicability
    plan: Plan


@value
class Told:
    """What is known of a document's claims: whether it makes one that no text beside it makes lawful, for which a
    disclaimer has to wait, and the numbers of the blocks with claims in them."""

    claimed: bool
    flagged: frozenset[int]


def drafts(document: Document, finding: Finding, rule: Rule, product: str, told: Told) -> Iterator[Draft]:
    """Yield what can be done about a finding of a rule, in the order in which it should be offered."""
    if finding.anchor == "document":
        for remedy in rule.suggest:
            if remedy.action == "insert":
                safe = is_safe(remedy, rule) and not waits(rule, told)
                early = waits(rule, told)
                yield from _insertions(document, finding, remedy, subject_of(product), safe=safe, early=early)
        return
    place = place_of(document, finding)
    if place is None or _MACHINE.match(place.text):
        return
    if place.block.kind in ("url", "slug", "file-name"):
        yield from _renamed(place, product)
        return
    if place.block.kind in ("keyword", "hashtag", "hidden"):
        yield from _deletions(document, finding, place, product)
        return
    if any(remedy.action == "delete" for remedy in rule.suggest) and (
        what := whole(document, place.number, told.flagged)
    ):
        yield _removal(document, record_of(document, place.number), f"Delete {what}")
    for remedy in rule.suggest:
        if remedy.action == "delete":
            yield from _deletions(document, finding, place, product)
        elif remedy.action == "replace":
            yield from _replacements(document, place, remedy, product)
        elif remedy.action == "insert":
            yield _after(document, place, fill(remedy.text, subject_of(product)))
        elif remedy.scope == "rename":
            yield from _neutral_name(place, product)
    if any(remedy.action == "delete" for remedy in rule.suggest):
        yield from _descriptions(document, place)


def waits(rule: Rule, told: Told) -> bool:
    """Say whether a text must not stand on the page before its claims are gone: a disclaimer seems to cure them."""
    return told.claimed and bool(rule.verbatim)


def _deletions(document: Document, finding: Finding, place: Place, product: str) -> Iterator[Draft]:
    """Yield what can be deleted, from the claim's own clause to the whole entry."""
    kind = place.block.kind
    if kind in CELLS:
        yield from _cells(document, place)
    elif kind == "keyword":
        yield from _listed(document, place)
    elif kind == "hashtag":
        yield from _hashtag(document, place)
    elif kind == "hidden":
        yield _removal(document, [place.number], "Delete the hidden text")
    elif kind in ASIDES and not _is_title(document, place):
        yield from _parts(place)
        picture = kind == "alt" and document.source.startswith("![", place.block.extent.start)
        yield _removal(document, [place.number], "Delete the picture" if picture else f"Delete the {kind} text")
    elif _is_title(document, place):
        yield from _parts(place)
        yield _neutral_title(place, product)
    elif kind == "term":
        said = [n for n, block in enumerate(document.blocks) if block.lead == place.number]
        yield _removal(document, [place.number, *said], "Delete the entry")
    elif kind == "heading":
        section = [n for n, block in enumerate(document.blocks) if block.lead == place.number]
        under = _removal(document, [place.number, *section], "Delete the heading with what stands under it")
        if place.text.endswith("?"):
            yield under
        yield from _parts(place)
        yield _removal(document, [place.number], "Delete the heading")
        yield under
        yield _neutral_title(place, product)  # it may be what keeps a heading above from claiming what stands below
    else:
        yield from _sentences(document, finding, place)


def _neutral_title(place: Place, product: str) -> Draft:
    start, end, text = retitled(place.text, place.start, place.end, product)
    plan = Plan((Change(place.number, start, end, text),))
    return Draft(f"Rename it to: {text}", "rename", Applicability.REVIEW, plan)


def _is_title(document: Document, place: Place) -> bool:
    block = place.block
    if block.kind == "heading":
        paged = any(each.kind in ("paragraph", "list-item") for each in document.blocks)
        return is_page_title(document, place.number) or not paged
    group, _, named = block.pointer.lower().rpartition("/")
    if block.kind == "title":
        return document.source.startswith("<title", block.extent.start)
    if (
        named.isdecimal()
        or named in _NO_TITLES
        or group.rpartition("/")[2] in _NO_TITLES
        or is_control(document, block)
        or block.prose.text.endswith("?")
    ):
        return False
    alone = len(sentences(block.prose.text)) == 1 and not _FULL.search(block.prose.text)
    return block.kind in ("meta", "value") and (alone or named in _TITLES)


def _parts(place: Place) -> Iterator[Draft]:
    """Yield the ways to take the claim out of its sentence."""
    title = place.block.kind == "heading"
    low, high = grammar.sentence_around(place.text, place.start, place.end)
    subject = subject_in(place.text[low:high], place.start - low)
    for rewrites in grammar.parts_without(place.text, place.start, place.end, title=title, subject=subject):
        gone = max((place.text[low : high - len(new.strip())] for low, high, new in rewrites), key=len).strip(" ,;—–-")
        changes = tuple(Change(place.number, *rewrite) for rewrite in rewrites)
        yield Draft(f"Delete “{_excerpt(gone)}”", "delete", Applicability.REVIEW, Plan(changes))


def _excerpt(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 2].rsplit(" ", 1)[0] + " …"


def _sentences(document: Document, finding: Finding, place: Place) -> Iterator[Draft]:
    """Yield the clause, the sentence, the saying, the answer or the whole block that holds the claim."""
    question = _question_of(document, finding, place)
    if question is not None:
        answers = [n for n, block in enumerate(document.blocks) if block.lead == question]
        yield _removal(document, [question, *answers], "Delete the question and its answer")
        return
    text = place.text
    start, end = grammar.sentence_around(text, place.start, place.end)
    saying = grammar.saying_around(text, place.start, place.end)
    if saying:
        start, end, what = *saying, "the testimonial"
    else:
        yield from _parts(place)
        low, high = grammar.answered(text, start, end)
        high = grammar.echoed(text, high)
        what = "the sentence" if grammar.answer_start(text, start, end) is None else "the question and its answer"
        start, end = low, high
    further = end if saying else grammar.leaning(text, end, HARM)
    if further > end:
        yield _without(document, place, start, further, "the sentences" if what == "the sentence" else what)
    yield _without(document, place, start, end, what)
    if place.block.kind == "list-item":
        yield _removal(document, [place.number], "Delete the list item")


def _without(document: Document, place: Place, start: int, end: int, what: str) -> Draft:
    """Return the deletion of whole sentences, of their block if nothing else is in it."""
    text = place.text
    rest = (text[:start] + text[end:]).strip(' *_”"')
    if not rest or (is_bare(rest) and place.block.lead is not None):
        what = what if not what.startswith("the sentence") else _block_title(document, place.block)
        return _removal(document, [place.number], f"Delete {what}")
    subject = None if text[:start].strip() else subject_in(text[start:end], place.start - start)
    rewrites = grammar.without(text, start, end, subject)
    changes = tuple(Change(place.number, *rewrite) for rewrite in rewrites)
    return Draft(f"Delete {what}", "delete", Applicability.REVIEW, closed(document, Plan(changes)))


def _block_title(document: Document, block: Block) -> str:
    if is_control(document, block):
        return "it with its key: without this text it would be empty"
    return {"list-item": "the list item", "value": "the text"}.get(block.kind, "the paragraph")


def _question_of(document: Document, finding: Finding, place: Place) -> int | None:
    """Return the number of the block that asks what the claim answers, if the finding covers both."""
    lead = place.block.lead
    if place.text.rstrip(" *").endswith("?") and any(block.lead == place.number for block in document.blocks):
        return place.number
    if lead is None or not document.blocks[lead].prose.text.rstrip(" *").endswith("?"):
        return None
    extent = document.blocks[lead].extent
    return lead if any(each.rule is None and each.span.overlaps(extent) for each in finding.related) else None


def _removal(document: Document, numbers: Sequence[int], title: str) -> Draft:
    plan = closed(document, Plan(removed=frozenset(numbers)))
    return Draft(title, "delete", Applicability.REVIEW, plan)


def _cells(document: Document, place: Place) -> Iterator[Draft]:
    row = row_of(document, place.number)
    yield from _parts(place)
    if len(row) == _LABEL_AND_CLAIM and place.number == max(row) and not document.container:
        yield _removal(document, row, "Delete the row")
    for low, high in sentences(place.text):
        if low <= place.start < high and (low, high) != (0, len(place.text)):
            changes = tuple(Change(place.number, *rewrite) for rewrite in grammar.without(place.text, low, high))
            yield Draft("Delete the sentence", "delete", Applicability.REVIEW, Plan(changes))
    if place.number != min(row) or document.container:  # a line of its text holds a cell, not a row
        change = Change(place.number, 0, len(place.text), "—")
        yield Draft("Empty the cell", "delete", Applicability.REVIEW, Plan((change,)))
    if place.block.kind == "table-cell" and not document.container:
        yield _removal(document, row, "Delete the row")


def _listed(document: Document, place: Place) -> Iterator[Draft]:
    rewrite = grammar.listed(place.text, place.start, place.end)
    if rewrite and rewrite[:2] != (0, len(place.text)):
        yield Draft("Delete the keyword", "delete", Applicability.REVIEW, Plan((Change(place.number, *rewrite),)))
    else:
        yield _removal(document, [place.number], "Delete the keyword")


def _hashtag(document: Document, place: Place) -> Iterator[Draft]:
    """Yield the deletion of a hashtag from the text it stands in."""
    for number, block in enumerate(document.blocks):
        found = block.prose.text_range(place.block.extent) if block.kind != "hashtag" else None
        if found:
            low, high = found
            before = block.prose.text[:low]
            if high == len(block.prose.text):
                low = len(before.rstrip())
            else:
                high += len(block.prose.text[high:]) - len(block.prose.text[high:].lstrip())
            rest = (block.prose.text[:low] + block.prose.text[high:]).strip()
            if len(rest.split()) < _LABEL_AND_CLAIM or rest.endswith(":"):
                yield _removal(
                    document, [number, place.number], "Delete the hashtag" if not rest else "Delete the text"
                )
            else:
                plan = Plan((Change(number, low, high, ""),), frozenset())
                yield Draft("Delete the hashtag", "delete", Applicability.REVIEW, plan)


def _renamed(place: Place, product: str) -> Iterator[Draft]:
    start, end, new = renamed(place.block, place.start, place.end, product)
    title = f"Rename {_excerpt(place.text[start:end])} to {new}, and what it names"
    yield Draft(title, "rename", Applicability.REVIEW, Plan((Change(place.number, start, end, new),)))


def _neutral_name(place: Place, product: str) -> Iterator[Draft]:
    """Yield a neutral name in place of the one that makes the claim, its form kept: "Xanax Tea" -> "Kratom Tea"."""
    for low, high, name in names_in(place.text, place.start, place.end, product):
        title = f"Rename {place.text[low:high]} to {name}, on the product too"
        yield Draft(title, "rename", Applicability.REVIEW, Plan((Change(place.number, low, high, name),)))


def _replacements(document: Document, place: Place, remedy: Remedy, product: str) -> Iterator[Draft]:
    """Yield the sentence replaced by a truthful one, unless that stands on the page already."""
    text = place.text
    if place.block.kind in _NO_REPLACEMENT or _is_title(document, place) or not _fits(place):
        return
    if grammar.saying_around(text, place.start, place.end):
        return
    start, end = grammar.sentence_around(text, place.start, place.end)
    answer = grammar.answer_start(text, start, end)
    if answer is None:
        subject = subject_in(text[start:end], place.start - start)
    else:
        _, end = grammar.answered(text, start, end)
        start, subject = answer, None
    if product == "botanical" and _OF_KRATOM.search(remedy.text):
        return  # true of kratom, and perhaps of nothing else
    new = fill(remedy.text, subject if subject and is_kratom(subject) else subject_of(product))
    if _stands_already(document, new):
        return
    what = "the sentence" if answer is None else "the answer"
    yield Draft(
        f"Replace {what} by: {new}", "replace", Applicability.REVIEW, Plan((Change(place.number, start, end, new),))
    )


def _fits(place: Place) -> bool:
    """Say whether a full sentence may stand where the claim stands."""
    start, end = grammar.sentence_around(place.text, place.start, place.end)
    stop = place.text[start:end].rstrip(' *_”"’)')
    return stop.endswith((".", "!", "?", "…")) or (
        place.block.kind in ("paragraph", "value") and len(stop.split()) > _SHORT_TITLE
    )


def _stands_already(document: Document, text: str) -> bool:
    first = text.split(". ")[0].rstrip(".").lower()
    return any(first in block.prose.text.lower() for block in document.blocks)


def _descriptions(document: Document, place: Place) -> Iterator[Draft]:
    """Yield the sentence replaced by what the page itself says the product is."""
    if place.block.kind in _NO_REPLACEMENT or _is_title(document, place) or not _fits(place):
        return
    if grammar.saying_around(place.text, place.start, place.end):
        return
    start, end = grammar.sentence_around(place.text, place.start, place.end)
    subject = subject_in(place.text[start:end], place.start - start)
    form = form_of(document, subject) if subject else None
    if subject is None or form is None or _stands_already(document, described(subject, form)):
        return
    new = described(subject, form)
    yield Draft(
        f"Replace the sentence by: {new}",
        "replace",
        Applicability.REVIEW,
        Plan((Change(place.number, start, end, new),)),
    )


def _after(document: Document, place: Place, text: str) -> Draft:
    _, end = grammar.sentence_around(place.text, place.start, place.end)
    return Draft(f"Add: {text}", "insert", Applicability.REVIEW, Plan((Change(place.number, end, end, " " + text),)))


def _insertions(
    document: Document, finding: Finding, remedy: Remedy, subject: Subject, *, safe: bool, early: bool
) -> Iterator[Draft]:
    """Yield a required text put where it belongs: at the start, after what is said of it already, or at the end."""
    if document.format == "captions":
        return  # what is not said cannot be read
    text = fill(remedy.text, subject)
    plain = text.replace("**", "")
    title = f"{'Insert, once the claims are gone' if early else 'Insert'}: {plain}"
    prose = [n for n, b in enumerate(document.blocks) if b.kind not in _NO_REPLACEMENT]
    if remedy.scope == "start":
        first = [n for n in prose if not document.blocks[n].is_value]
        for number in first[:1]:
            yield Draft(title, "insert", Applicability.REVIEW, Plan(additions=(Addition(number, text, before=True),)))
        return
    applicability = Applicability.SAFE if safe else Applicability.REVIEW
    at = finding.span.start if finding.block_kind != "document" else -1
    partial = [n for n in prose if document.blocks[n].extent.start < at <= document.blocks[n].extent.end][:1]
    for number in partial:
        if document.blocks[number].kind != "paragraph":
            yield _appended(document, number, plain, title, applicability)
    for number in (*partial, *_ends(document, prose)):
        yield Draft(title, "insert", applicability, Plan(additions=(Addition(number, text),)))
        if document.blocks[number].is_value:
            yield _appended(document, number, plain, title, applicability)


def _appended(document: Document, number: int, text: str, title: str, applicability: Applicability) -> Draft:
    said = document.blocks[number].prose.text
    gap = " " if grammar.ends(said) else ". "
    return Draft(title, "insert", applicability, Plan((Change(number, len(said), len(said), gap + text),)))


def _ends(document: Document, prose: Sequence[int]) -> list[int]:
    """Return the blocks after which a text may be added, the best first: the last sentences, then the last text."""
    blocks = document.blocks
    flow = [n for n in prose if not blocks[n].is_value]
    full = [n for n in flow if blocks[n].kind == "paragraph" and _FULL.search(blocks[n].prose.text)]
    copy = [n for n in full if not _is_aside_of_page(document, n)]
    values = sorted((n for n in prose if blocks[n].is_value), key=lambda n: -len(blocks[n].prose.text))
    return list(dict.fromkeys([*copy[-1:], *full[-1:], *flow[-1:], *values[:1]]))


def _is_aside_of_page(document: Document, number: int) -> bool:
    """Say whether a paragraph is an answer, or something around the copy: a comment form, a basket, a footer."""
    block = document.blocks[number]
    lead = document.blocks[block.lead].prose.text if block.lead is not None else ""
    return lead.endswith("?") or "?" in block.prose.text or bool(_AROUND.search(f"{lead}\n{block.prose.text}"))
