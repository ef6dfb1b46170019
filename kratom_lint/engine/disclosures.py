"""Texts a document owes its reader: is each adequate, partial or missing, and where does it belong."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from kratom_lint.engine.units import Unit
from kratom_lint.formats.document import PLACES, Document
from kratom_lint.rulebook.book import Rule
from kratom_lint.text.fold import fold
from kratom_lint.text.words import raw_words, words_of
from kratom_lint.values import value

UNNOTICED = frozenset({"alt", "title", "meta", "meta-title", "page-title"})
"""Block kinds that a reader of the page does not see in its text, so that no disclosure can be made there."""

NEAR = 0.6
"""From this share of common words on, a text counts as an attempt at a mandated one."""


@value
class Statement:
    """An element of a disclosure that a unit makes, and how: `good` when neither negated nor played down."""

    element: str
    block: int
    unit: Unit
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
    if verdict is None or len(plain) == len(noticed) or _judge(rule, document, noticed) is not None:
        return verdict
    last = max((each for each in noticed if each.good), key=lambda each: (each.block, each.unit.main.end))
    at = last.unit.main.block.prose.span(last.unit.main.start, last.unit.main.end).end
    return Verdict(True, "it stands in a footnote, or in a part that is closed until it is opened", at, last.block)


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
    last = max(best, key=lambda statement: (statement.block, statement.unit.main.end))
    part = last.unit.main
    at = part.block.prose.span(part.start, part.end).end
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
    mandated = [_words(fold(text).text) for text in rule.verbatim]
    nearest: tuple[float, int, list[str], list[str]] = (0.0, 0, [], [])
    for number, block in enumerate(document.blocks):
        if block.kind in PLACES or block.kind in UNNOTICED:
            continue
        folded = fold(block.prose.text).text
        at_hand = raw_words(folded)
        for text in mandated:
            if sum(word in at_hand or not word.isascii() for word in text) < NEAR * len(text):
                continue
            words = _words(folded)
            if _contains(words, text):
                return None
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


def _words(folded: str) -> list[str]:
    return [word for word in words_of(folded).texts if word[0].isalnum()]


def _contains(words: list[str], text: list[str]) -> bool:
    size = len(text)
    return any(words[i : i + size] == text for i in range(len(words) - size + 1))


def _difference(text: list[str], words: list[str]) -> str:
    """Return the mandated words with the differing ones marked: [-missing-] {+added+}."""
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
