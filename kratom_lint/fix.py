"""Edits that repair a draft: proved by reading the edited text again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kratom_lint.formats import BINARY, read
from kratom_lint.formats.document import Block, Document
from kratom_lint.model import Applicability, Edit, Finding, Suggestion


def apply(source: str, edits: Iterable[Edit]) -> str:
    """Return the source with the edits made. Raises ValueError when two of them overlap."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits):
        if edit.span.start < at:
            raise ValueError("edits overlap")
        pieces += (source[at : edit.span.start], edit.text)
        at = edit.span.end
    return "".join((*pieces, source[at:]))


def verify(document: Document, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings with only those edits that leave every other block of the document as it was.

    A suggestion whose edits fail the proof stays as advice, without edits; so do all those for a document whose source
    was extracted from a file that is no text, for there is nothing to type into.
    """
    return [replace(f, suggestions=tuple(_proved(document, s) for s in f.suggestions)) for f in findings]


def _proved(document: Document, suggestion: Suggestion) -> Suggestion:
    if not suggestion.edits or (document.format not in BINARY and _is_clean(document, suggestion.edits)):
        return suggestion
    return replace(suggestion, applicability=Applicability.NONE, edits=())


def _is_clean(document: Document, edits: Sequence[Edit]) -> bool:
    """Say whether re-reading the edited source gives the same blocks but for those that an edit touches."""
    edited = read(apply(document.source, edits), document.format, document.path, document.product, document.selection)
    before = [_seen(block) for block in document.blocks if not _touched(block, edits)]
    after = [_seen(block) for block in edited.blocks]
    added = sum(bool(edit.text.strip()) for edit in edits)
    return _is_subsequence(before, after) and len(after) <= len(document.blocks) + added


def _seen(block: Block) -> tuple[str, str, str]:
    return block.kind, block.pointer, block.prose.text


def _touched(block: Block, edits: Sequence[Edit]) -> bool:
    return any(
        edit.span.overlaps(block.extent) or block.extent.start <= edit.span.start <= block.extent.end for edit in edits
    )


def _is_subsequence(few: Sequence[tuple[str, str, str]], many: Sequence[tuple[str, str, str]]) -> bool:
    rest = iter(many)
    return all(item in rest for item in few)
