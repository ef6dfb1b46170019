"""Texts a document owes its reader: is each adequate, partial or missing, and where does it belong."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from kratom_lint.expressions import late
from kratom_lint.formats.document import PLACES, Document
from kratom_lint.model import Span
from kratom_lint.rulebook.book import Rule
from kratom_lint.text.fold import fold
from kratom_lint.text.words import words_of
from kratom_lint.values import value

UNNOTICED = frozenset({"alt", "title", "meta", "meta-title", "page-title"})
"""Block kinds that a reader of the page does not see in its text, so that no disclosure can be made there."""

TWO_SCREENS = 300
"""About so many words stand on two screens; a disclosure so near to the place to buy is seen before one buys."""

_ACTION = late(
    r"\W*(add (?:it |this )?to (?:my |your )?(?:bag|basket|cart)|get yours(?: now| today)?|(?:proceed to )?check ?out"
    r"|(?:buy|order|pre-?order|purchase)(?: (?:it|kratom|one|some|yours))?(?: (?:here|now|online|today))?"
    r"|subscribe (?:&|and) save)\W*",
    re.I,
)

NEAR = 0.6
"""From this share of common words on, a text counts as an attempt at a mandated one."""


@value
class Statement:
    """An element of a disclosure that a sentence, [start, end) of a block's text, makes, and how: `good` when neither
    negated nor played down."""

    element: str
    block: int
    start: int
    end: int
    good: bool


@value
class Verdict:
    """What is wrong with a disclosure: all of it is missing, or, if `partial`, some; `at` is where to insert."""

    partial: bool
    detail: str
    at: int
    block: int | None


def judge(rule: Rule, document: Document, statements: Sequence[Statement]) -> Verdict | None:
    """Return what is wrong with the disclosure the rule requires, None when it is adequate."""
    noticed = [each for each in statements if document.blocks[each.block].kind not in UNNOTICED]
    plain = [each for each in noticed if not document.blocks[each.block].tucked]
    verdict = _judge(rule, document, plain)
    if verdict is None and rule.require:
        return _late(rule, document, plain)
    if verdict is None or len(plain) == len(noticed) or _judge(rule, document, noticed) is not None:
        return verdict
    last = max((each for each in noticed if each.good), key=lambda each: (each.block, each.end))
    at = document.blocks[last.block].prose.span(last.start, last.end).end
    return Verdict(True, "it stands in a footnote, or in a part that is closed until it is opened", at, last.block)


def _late(rule: Rule, document: Document, statements: Sequence[Statement]) -> Verdict | None:
    """Return the verdict on a disclosure that comes long after the first button or link to buy, None on any other."""
    action = first_action(document)
    if action is None:
        return None
    number, words = action
    room, last = TWO_SCREENS, number
    while last + 1 < len(document.blocks) and room >= 0:
        last += 1
        if document.blocks[last].kind not in PLACES:
            room -= len(document.blocks[last].prose.text.split())
    if room >= 0 or _judge(rule, document, [each for each in statements if each.block <= last]) is None:
        return None
    before = next((n for n in range(number - 1, -1, -1) if document.blocks[n].kind == "paragraph"), None)
    place = document.blocks[number if before is None else before]
    at = place.extent.start if before is None else place.prose.span(0, len(place.prose.text)).end
    return Verdict(True, f"it comes long after “{words}”, the first place to buy", at, before)


def first_action(document: Document) -> tuple[int, str] | None:
    """Return the number of the block with the first button or link that calls to buy, and its words; None without one.

    Only a button or link that says no more than that is one.
    """
    if not document.controls and all(block.kind != "button" for block in document.blocks):
        return None
    for number, block in enumerate(document.blocks):
        text = block.prose.text
        pressed = [(0, len(text))] if block.kind == "button" else []
        if block.kind not in PLACES and block.kind not in UNNOTICED:
            pressed += [
                found for each in _within(document.controls, block.extent) if (found := block.prose.text_range(each))
            ]
        for low, high in pressed:
            if action := _ACTION.fullmatch(text, low, high):
                return number, action[1]
    return None


def _within(spans: Sequence[Span], extent: Span) -> Sequence[Span]:
    """Return those of the spans, which are in order, that begin or end in a range."""
    low = bisect_left(spans, Span(extent.start, extent.start))
    low -= low > 0 and spans[low - 1].end > extent.start
    return spans[low : bisect_left(spans, Span(extent.end, extent.end))]


def _judge(rule: Rule, document: Document, statements: Sequence[Statement]) -> Verdict | None:
    if rule.verbatim:
        return _judge_verbatim(rule, document)
    sections: dict[int | None, list[Statement]] = {}
    for statement in statements:
        if statement.good:
            sections.setdefault(_section(document, statement.block), []).append(statement)
    best = max(sections.values(), key=_elements, default=[])
    present = {statement.element for statement in best}
    lacking = [element for element in rule.require if element not in present]
    if not lacking:
        return None
    if not present:
        return Verdict(False, f"nothing says {_listed(list(rule.require))}", document_end(document), None)
    last = max(best, key=lambda statement: (statement.block, statement.end))
    at = document.blocks[last.block].prose.span(last.start, last.end).end
    had = [element for element in rule.require if element in present]
    return Verdict(True, f"it says {_listed(had)} but not {_listed(lacking)}", at, last.block)


def document_end(document: Document) -> int:
    """Return where text at the end of a document goes: after its last visible character, in code points."""
    return len(document.source.rstrip())


def _elements(statements: Sequence[Statement]) -> int:
    return len({statement.element for statement in statements})


def _listed(elements: Sequence[str]) -> str:
    return ", ".join(element.replace("-", " ") for element in elements)


def _section(document: Document, number: int) -> int | None:
    """Return the block that heads the section of a block: the nearest heading above, None before the first."""
    lead = document.blocks[number].lead
    while lead is not None and document.blocks[lead].kind != "heading":
        lead = document.blocks[lead].lead
    return lead


def _judge_verbatim(rule: Rule, document: Document) -> Verdict | None:
    mandated = [_words(_heard(text)[0]) for text in rule.verbatim]
    plain = [{word for word in text if word.isascii()} for text in mandated]
    nearest: tuple[float, int, list[str], list[str]] = (0.0, 0, [], [])
    for number, block in enumerate(document.blocks):
        if block.kind in PLACES or block.kind in UNNOTICED:
            continue
        folded, at_hand = _heard(block.prose.text)
        for text, needed in zip(mandated, plain, strict=True):
            if len(needed - at_hand) > (1 - NEAR) * len(text):
                continue  # the same with less counting
            if sum(word in at_hand or not word.isascii() for word in text) < NEAR * len(text):
                continue
            words = _words(folded)
            if _contains(words, text):
                return None
            from difflib import SequenceMatcher  # few texts come near a mandated one

            blocks = SequenceMatcher(None, text, words, autojunk=False).get_matching_blocks()
            common = sum(match.size for match in blocks) / len(text)
            if common > nearest[0]:
                nearest = (common, number, text, words)
    share_found, number, text, words = nearest
    if share_found < NEAR:
        return Verdict(False, "the required text is not there", document_end(document), None)
    block = document.blocks[number]
    at = block.prose.span(0, len(block.prose.text)).end
    return Verdict(True, f"the words differ: {_difference(text, words)}", at, number)


@lru_cache(maxsize=4096)  # a document is judged as often as edits of it are tried, each time with few new blocks
def _heard(text: str) -> tuple[str, frozenset[str]]:
    """Return a text folded, and the words in it."""
    folded = fold(text).text
    return folded, words_of(folded).vocabulary


def _words(folded: str) -> list[str]:
    return [word for word in words_of(folded).texts if word[0].isalnum()]


def _contains(words: list[str], text: list[str]) -> bool:
    size = len(text)
    return any(words[i : i + size] == text for i in range(len(words) - size + 1))


def _difference(text: list[str], words: list[str]) -> str:
    """Return the mandated words with the differing ones marked: [-missing-] {+added+}."""
    from difflib import SequenceMatcher

    pieces = []
    matcher = SequenceMatcher(None, text, words, autojunk=False)
    codes = matcher.get_opcodes()
    for kind, a, b, c, d in codes:
        if kind == "equal":
            pieces.append(" ".join(text[a:b]))
            continue
        if a < b:
            pieces.append(f"[-{' '.join(text[a:b])}-]")
        at_edge = (a, b) in ((0, 0), (len(text), len(text)))
        if c < d and not at_edge:
            pieces.append("{+" + " ".join(words[c:d]) + "+}")
    return " ".join(pieces)
