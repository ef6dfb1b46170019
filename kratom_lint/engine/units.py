"""The stretches of text that rules are tried on: sentences, and sentences read together with what leads in to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from kratom_lint.expressions import late
from kratom_lint.formats.document import Block, Document
from kratom_lint.model import Span
from kratom_lint.rulebook.matcher import Found
from kratom_lint.text.fold import Folded
from kratom_lint.text.sentences import sentences
from kratom_lint.text.words import Words
from kratom_lint.values import value

_LED = frozenset({"list-item", "table-cell", "definition", "term", "option"})
_NO = late(
    r"\W*(?:no|nope|not|never|nobody|there (?:is|are) no|nothing (?:here|we sell)"
    r"|please (?:do not|don['\u2019]t|consult|see a|speak|talk|ask (?:a|your))"
    r"|we (?:do not|don['\u2019]t|make no|cannot|can['\u2019]t|may not|must not|never|refuse|remove|delete)"
    r"|it (?:does not|doesn['\u2019]t|is not|isn['\u2019]t|cannot|can['\u2019]t))\b",
    re.IGNORECASE,
)
_REFERS = late(
    r"\b(?:ask|call|check with|consult|contact|see|speak to|speak with|talk to|talk with|tell|text|visit)"
    r" (?:an? |the |your |our )?(?:[a-z-]+ ){0,2}?"
    r"(?:1-8\d\d|911|988|clinic|clinician|counsell?or|dentist|doctor|gp|hospital|hotline|helpline|nurse|pharmacist|physician"
    r"|poison control|prescriber|professional|samhsa|specialist|therapist|vet)"
    r"|\b(?:helpline|hotline|lifeline)\b",
    re.IGNORECASE,
)
"""An answer that sends the reader to others is no yes."""
_SHORT_LEAD = 12
"""A lead-in without a colon counts up to this many words; a longer one is a statement of its own."""
_COMPLETING = frozenset({"paragraph", "value"})
_COMPLETED = frozenset({"heading", "paragraph", "value"})
_OPEN = (" against", " for", " from", " with")
"""Words that what stands below goes on from, where a short text ends in them."""
_SAYS = late(
    r"\b(?:am|are|be|been|can|cannot|could|did|do|does|had|has|have|is|may|might|must|never|no|none|not|nothing|should|was"
    r"|were|will|would)\b|n['\u2019]t\b|[?]",
    re.IGNORECASE,
)
"""What tells a sentence of its own from words that complete the text above."""
_NEAR = 6
"""How many blocks below a question its answer is looked for."""


@value
class Part:
    """A range [start, end) of a block's visible text."""

    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        """Return the visible text of the part."""
        return self.block.prose.text[self.start : self.end]


@value
class Unit:
    """A sentence to be linted, `main`, perhaps after a `lead` that it continues.

    `found` is what both hold together. With `straddling`, only matches that reach from the lead into the sentence
    count, since each is a unit of its own as well. `denied` says that it is a question, answered
    "No".
    """

    main: Part
    lead: Part | None
    found: Found
    straddling: bool
    folded: Folded
    boundary: int
    denied: bool

    @property
    def words(self) -> Words:
        """Return the words of the lead and the sentence."""
        return self.found.words

    @property
    def inner(self) -> int:
        """Return the first word of the sentence itself."""
        return self.found.inner

    def parts(self, start: int, end: int) -> list[tuple[Part, int, int]]:
        """Return, for the words [start, end), the range in the visible text of each part's block that they cover."""
        a, b = self.folded.original(self.words.starts[start], max(self.words.ends[start:end]))
        found = []
        if self.lead and a < self.boundary:
            found.append((self.lead, self.lead.start + a, min(self.lead.start + b, self.lead.end)))
        if b > self.boundary:
            offset = self.main.start - self.boundary
            found.append((self.main, max(a, self.boundary) + offset, b + offset))
        return found

    def spans(self, start: int, end: int) -> tuple[Span, tuple[Span, ...], str, Span | None]:
        """Return where the words [start, end) stand.

        That is: their source span in the sentence, its segments, their visible text, and their span in the lead.
        """
        parts = self.parts(start, end)
        part, a, b = parts[-1]
        prose = part.block.prose
        lead = None
        if len(parts) > 1 and parts[0][0].block is part.block:
            a = parts[0][1]  # a question and its answer in one block are one stretch of text
        elif len(parts) > 1:
            lead = parts[0][0].block.prose.span(*parts[0][1:])
        return prose.span(a, b), prose.segments(a, b), prose.text[a:b], lead


def units_of(
    document: Document,
    number: int,
    folded: Folded,
    view_of: Callable[[str], Folded],
    look_up: Callable[[str, int], Found | None],
) -> Iterator[Unit]:
    """Yield the units of one block, in order, that hold anything.

    `folded` is the block's folded text, `view_of` how any other is made, and `look_up` tells what a folded text holds.
    """
    block = document.blocks[number]
    for start, end, lead, straddling, denied in _readings(document, number):
        if lead:
            view, boundary = view_of(f"{lead.text} {block.prose.text[start:end]}"), len(lead.text) + 1
            found = look_up(view.text, view.folded(boundary))
        elif folded.origin is None:
            view, boundary = None, 0
            found = look_up(folded.text[start:end], 0)
        else:
            view, boundary = view_of(block.prose.text[start:end]), 0
            found = look_up(view.text, 0)
        if found:
            view = view or Folded(folded.text[start:end])
            yield Unit(Part(block, start, end), lead, found, straddling, view, boundary, denied)


def _readings(document: Document, number: int) -> Iterator[tuple[int, int, Part | None, bool, bool]]:
    """Yield each sentence of a block, the lead-in it follows, whether only what joins them counts, and `denied`."""
    block = document.blocks[number]
    text = block.prose.text
    spans = _sentences(text)
    leads = _leads_in(document, number)
    before = _questions_above(document, number) or _open_above(document, number)
    may_ask = "?" in text
    for i, (start, end) in enumerate(spans):
        asks = may_ask and _is_question(text[start:end])
        if i == 0 and leads:
            for lead in leads:
                yield start, end, lead, False, False
        else:
            yield start, end, None, False, asks and _is_denied(document, number, spans[i + 1 : i + 2])
            for above in before:
                yield start, end, above, True, False
        before = [Part(block, start, end)] if asks else []


def _is_denied(document: Document, number: int, following: tuple[tuple[int, int], ...]) -> bool:
    """Say whether a question is answered "No" by the sentence after it or, without one, by the next block."""
    for start, end in following:
        return _denies(document.blocks[number].prose.text[start:end])
    answers = answers_to(document, number)
    return bool(answers) and all(map(_denies, answers))


def _denies(answer: str) -> bool:
    return bool(_NO.match(answer) or _REFERS.search(answer))


def _questions_above(document: Document, number: int) -> list[Part]:
    """Return what stands over a block, in each way it may read, where it is a question that the block may answer."""
    above = [document.blocks[lead] for lead in document.leads(number)]
    return [
        Part(block, 0, len(block.prose.text))
        for block in above
        if block.kind != "table-head" and _is_question(block.prose.text)
    ]


def _open_above(document: Document, number: int) -> list[Part]:
    """Return the short text right above a paragraph or value that completes it: "Kratom is good for:", "Insomnia".

    There is one for each way that the text above may read.
    """
    block = document.blocks[number]
    if block.kind not in _COMPLETING:
        return []
    found = []
    for above in _ways_above(document, number):
        text = above.prose.text.rstrip(": ")
        if not text[-8:].lower().endswith(_OPEN) or above.kind not in _COMPLETED or above.pointer != block.pointer:
            continue
        if max(len(text.split()), len(block.prose.text.split())) <= _SHORT_LEAD and not _SAYS.search(block.prose.text):
            found.append(Part(above, *sentences(text)[-1]))
    return found


def _ways_above(document: Document, number: int) -> Iterator[Block]:
    """Yield the block right above one, in each way that it may read; ways to read a text share an extent."""
    blocks = document.blocks
    at, extent = number - 1, blocks[number].extent
    while at >= 0 and blocks[at].extent == extent:
        at -= 1
    if at >= 0:
        extent = blocks[at].extent
        while at >= 0 and blocks[at].extent == extent:
            yield blocks[at]
            at -= 1


def _leads_in(document: Document, number: int) -> list[Part]:
    """Return the last sentence of what leads in to a block, in each way it may read."""
    if document.blocks[number].kind not in _LED:
        return []
    found = []
    for lead in document.leads(number):
        text = document.blocks[lead].prose.text.rstrip()
        if text.endswith(":") or len(text.split()) <= _SHORT_LEAD:
            found += [Part(document.blocks[lead], *span) for span in sentences(text.rstrip(": "))[-1:]]
    return found


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the sentences of a text; sites repeat whole blocks from page to page."""
    return tuple(sentences(text))


def forget() -> None:
    """Let go of the texts whose sentences are remembered."""
    _sentences.cache_clear()


def _is_question(text: str) -> bool:
    return text.rstrip(' "\u201d\u2019*').endswith("?")


def answers_to(document: Document, number: int) -> list[str]:
    """Return each way to read the text that a block introduces; addresses and the like may stand between."""
    found: list[Block] = []
    for at, block in enumerate(document.blocks[number + 1 : number + 1 + _NEAR], number + 1):
        if found and block.extent != found[0].extent:
            break
        if number in document.leads(at):
            found.append(block)
    return [block.prose.text for block in found]
