"""Where a finding stands in the visible text."""

from __future__ import annotations

from kratom_lint.formats.document import Block, Document
from kratom_lint.model import Finding
from kratom_lint.values import value


@value
class Place:
    """Where a finding stands: the number of its block, and the range in its visible text."""

    number: int
    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        """Return the whole visible text of the block."""
        return self.block.prose.text


def place_of(document: Document, finding: Finding) -> Place | None:
    """Return where a finding stands in the visible text, None if it stands in no block."""
    for number, block in enumerate(document.blocks):
        if block.kind == finding.block_kind and block.pointer == finding.pointer:
            found = block.prose.text_range(finding.span)
            if found and block.prose.span(*found).overlaps(finding.span):
                return Place(number, block, *found)
    return None
