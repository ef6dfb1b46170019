"""How blocks hang together: what a list, a section, a question or a row of a table has left when some of it goes."""

from __future__ import annotations

import re

from kratom_lint.formats.document import PLACES, Block, Document
from kratom_lint.formats.outline import is_title
from kratom_lint.model import Span
from kratom_lint.repair.edits import ASIDES, Change, Plan
from kratom_lint.text.sentences import sentences

_OF_THE_LIST = re.compile(r"(?:(?:For|In|With) )?(?:all|any|both|each|every one|some) of (?:these|them|those)\b", re.I)
"""Begins a sentence about the list above it."""
CELLS = frozenset({"table-cell", "table-head"})


def row_of(document: Document, number: int) -> list[int]:
    """Return the numbers of the cells in the row of a cell, itself among them."""
    source, at = document.source, document.blocks[number].extent.start
    if document.format in ("html", "php"):
        low, high = source.rfind("<tr", 0, at), source.find("</tr", at)
    else:
        low = max(source.rfind("\n", 0, at), source.rfind("\r", 0, at))
        high = min((end for end in (source.find("\n", at), source.find("\r", at)) if end >= 0), default=len(source))
    row = Span(max(low, 0), high if high >= 0 else len(source))
    return [
        other
        for other, block in enumerate(document.blocks)
        if block.kind in CELLS and row.start <= block.extent.start and block.extent.end <= row.end + 1
    ]


def closed(document: Document, plan: Plan) -> Plan:
    """Return the plan with what would be left empty: lead-ins without a list, headings without a section, and so on."""
    removed, changes = set(plan.removed), list(plan.changes)
    blocks = document.blocks
    while True:
        removed |= _contents(document, removed)
        removed |= {n for n in _after_lists(document, removed) if _OF_THE_LIST.match(blocks[n].prose.text)}
        leads = {blocks[number].lead for number in removed} - removed
        empty = [
            lead
            for lead in leads
            if lead is not None
            and _introduces(document, lead)
            and all(number in removed for number, block in enumerate(blocks) if block.lead == lead)
            and not _has_tail(document, lead, removed)
        ]
        if not empty:
            break
        for lead in empty:
            start, end = sentences(blocks[lead].prose.text)[-1]
            if start == 0 or not blocks[lead].prose.text.rstrip().endswith(":"):
                removed.add(lead)
            else:
                changes.append(Change(lead, len(blocks[lead].prose.text[:start].rstrip()), end, ""))
                return Plan(tuple(changes), frozenset(removed | _links(document, removed)), plan.additions)
    return Plan(tuple(changes), frozenset(removed | _links(document, removed)), plan.additions)


def _after_lists(document: Document, removed: set[int]) -> set[int]:
    """Return the texts that come right after a list of which no item is left."""
    found: set[int] = set()
    if not any(document.blocks[number].kind == "list-item" for number in removed):
        return found
    for number, block in enumerate(document.blocks):
        if number in removed or block.kind != "paragraph" or block.is_value:
            continue
        before = next((n for n in range(number - 1, -1, -1) if document.blocks[n].kind not in ASIDES), None)
        items = []
        while before is not None and before >= 0 and document.blocks[before].kind == "list-item":
            items.append(before)
            before -= 1
        if items and removed.issuperset(items):
            found.add(number)
    return found


def is_page_title(document: Document, number: int) -> bool:
    """Say whether a block is the heading of the whole page: the first of the first level."""
    first = next((n for n, each in enumerate(document.blocks) if each.kind == "heading" and each.level == 1), None)
    return number == first


def _introduces(document: Document, number: int) -> bool:
    block = document.blocks[number]
    text = block.prose.text.rstrip()
    if block.kind == "heading":
        return not is_page_title(document, number)
    if block.is_value:  # a title among data is the title of a page, whatever else is said of that page
        return text.endswith((":", "?"))
    return block.kind not in CELLS and (text.endswith((":", "?")) or is_title(text))


def _has_tail(document: Document, lead: int, removed: set[int]) -> bool:
    """Say whether a heading still has text under it, although none of it names the heading as its lead."""
    if document.blocks[lead].kind != "heading":
        return False
    level = document.blocks[lead].level
    for number in range(lead + 1, len(document.blocks)):
        block = document.blocks[number]
        if block.kind == "heading" and block.level <= level:
            return False
        if number not in removed and block.kind not in ASIDES:
            return True
    return False


def _contents(document: Document, removed: set[int]) -> set[int]:
    """Return the asides inside what goes, and the heads of tables that have no other row."""
    found = set()
    for number, block in enumerate(document.blocks):
        if number in removed:
            continue
        if block.kind in ASIDES and any(_inside(block, document.blocks[other]) for other in removed):
            found.add(number)
    heads = {document.blocks[number].lead for number in removed if document.blocks[number].kind == "table-cell"}
    for head in heads - removed - {None}:
        if head is None or document.blocks[head].kind != "table-head":
            continue
        row = row_of(document, head)
        cells = [n for n, block in enumerate(document.blocks) if block.kind == "table-cell" and block.lead in row]
        if cells and all(cell in removed for cell in cells):
            found |= set(row)
    return found


def _inside(inner: Block, outer: Block) -> bool:
    return outer.extent.start <= inner.extent.start and inner.extent.end <= outer.extent.end and inner is not outer


def _links(document: Document, removed: set[int]) -> set[int]:
    """Return the entries of a table of contents that lead to a heading that goes."""
    found: set[int] = set()
    for number in sorted(removed):
        block = document.blocks[number]
        if block.kind != "heading":
            continue
        slug = re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", block.prose.text.lower()).strip())
        for other, item in enumerate(document.blocks):
            source = document.source[item.extent.start : item.extent.end]
            if item.kind == "list-item" and re.fullmatch(
                rf"\s*(?:[-*+]|\d+[.)])\s+\[[^\[\]]*\]\(#{re.escape(slug)}\)\s*", source
            ):
                found |= {other, *(n for n, b in enumerate(document.blocks) if b.kind in PLACES and _inside(b, item))}
    return found
