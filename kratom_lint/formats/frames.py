"""The containers of a document that are open while it is read, and what introduces the next text in each."""

from __future__ import annotations

from kratom_lint.values import field, record


@record
class Frame:
    """An open container: the document, a quote, a list, an item, a table or a cell.

    `ranks` holds rank and index of the blocks that may introduce the next one, ranks rising. `last` is the
    text directly before, which may introduce a list; `lead` what introduces the container. `heads` are the
    header cells of a table's columns. What is `tucked` away, few readers see.
    """

    kind: str
    start: int = 0
    depth: int = 0
    lead: int | None = None
    last: int | None = None
    ranks: list[tuple[int, int]] = field(default_factory=list)
    tucked: bool = False
    heads: dict[int, int] = field(default_factory=dict)

    def nearest(self, below: int = 0) -> int | None:
        """Return the newest block that introduces others; of a rank under `below`, if that is not 0."""
        for rank, index in reversed(self.ranks):
            if not below or rank < below:
                return index
        return None

    @property
    def above(self) -> int | None:
        """The block that introduces a list or a table that would begin now."""
        return self.last if self.last is not None else self.nearest()
