"""What a format hands to the engine: blocks of visible prose, and the comments between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from kratom_lint.expressions import late
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.selection import Selection
from kratom_lint.model import Edit, Span
from kratom_lint.values import field, value

PLACES = frozenset({"url", "slug", "hashtag", "keyword", "file-name", "hidden", "key"})
"""Block kinds that are no running text; only rules that name one in `where:` look there."""


_PARAGRAPH = late(r"\.xml/p\d+\Z")


@value
class Block:
    """One run of consumer-visible prose.

    `kind` is paragraph, heading, list-item, table-cell, alt, title, page-title, term, value ... or one of PLACES.
    `pointer` locates it inside structured data ("/products/3/description"), else "". `level` is the heading level
    (1 to 6) or the list depth (1-based), else 0. `lead` is the index, in the document's blocks, of the block that
    introduces this one: the paragraph or item above a list, the heading above a paragraph, the question above its
    answer, the header above a cell. `extent` is the source range of the whole construct with its markup (for a list
    item with its bullet), which is what deleting the block would remove. `tucked` says that few readers ever see it: it
    stands in a footnote, or in a part that is closed until it is opened.
    """

    kind: str
    prose: Prose
    extent: Span
    pointer: str = ""
    level: int = 0
    lead: int | None = None
    tucked: bool = False

    @property
    def is_value(self) -> bool:
        """Whether it is a value of structured data, which no paragraph can be added to."""
        return bool(self.pointer) and not _PARAGRAPH.search(self.pointer)


@value
class Comment:
    """A real comment of the format (never text inside code or a string): its inner text, and where it stands."""

    text: str
    span: Span


@value
class Unread:
    """A part of a source that could not be read: a reason as in `Incomplete`, and what to do about it.

    The reason is "missing-extra" where an optional library would read it, else "unread".
    """

    reason: str
    detail: str


class Note(Protocol):
    """A remark for who reviews a change: what it is about, and in a few words why."""

    @property
    def edits(self) -> Sequence[Edit]:
        """The edits it is about."""

    @property
    def text(self) -> str:
        """What it says."""


class Container(Protocol):
    """A file that is no text, of which a document is the text, and which can be changed all the same."""

    def edited(self, document: Document, edits: Sequence[Edit], notes: Sequence[Note]) -> Document:
        """Return the document, of a container like this, as it reads with the edits made.

        Raises ValueError for edits that cannot be made in the file.
        """

    def data(self) -> bytes:
        """Return the bytes of the file."""


@value
class Document:
    """One source read into blocks, in reading order.

    `source` is the decoded text with its own line endings and without a BOM; for a format that is no text, the visible
    text as it was extracted, a line for each paragraph or cell. `product` is what the settings say it is about (kratom,
    7-oh, botanical, none); None asks the engine to find out. What is `unread` makes a run incomplete. `foreign` counts
    the values left out for the language they are in; `selection` is what decided that. `controls` are the ranges of
    what a reader can press, links and buttons, in order. `ways` has, for the blocks whose lead stands in one of several
    branches, by their index the leads in the others. `container` is the file around the text when it is no text and
    is to be changed.
    """

    source: str
    format: str
    blocks: Sequence[Block]
    comments: tuple[Comment, ...] = ()
    path: str | None = None
    product: str | None = None
    unread: tuple[Unread, ...] = ()
    foreign: tuple[tuple[str, int], ...] = ()
    selection: Selection = field(default_factory=Selection)
    controls: tuple[Span, ...] = ()
    ways: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    container: Container | None = field(default=None, compare=False)

    def leads(self, number: int) -> tuple[int, ...]:
        """Return the blocks that introduce one, its lead first; there are several where branches stand above it."""
        lead = self.blocks[number].lead
        return () if lead is None else (lead, *self.ways.get(number, ()))
