"""What a format hands to the engine: blocks of visible prose, and the comments between them."""

from __future__ import annotations

from dataclasses import dataclass, field

from kratom_lint.formats.prose import Prose
from kratom_lint.formats.selection import Selection
from kratom_lint.model import Span

PLACES = frozenset({"url", "slug", "hashtag", "keyword", "file-name", "hidden", "key"})
"""Block kinds that are no running text; only rules that name one in `where:` look there."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Comment:
    """A real comment of the format (never text inside code or a string): its inner text, and where it stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a source that could not be read: a reason as in `Incomplete`, and what to do about it.

    The reason is "missing-extra" where an optional library would read it, else "unread".
    """

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Document:
    """One source read into blocks, in reading order.

    `source` is the decoded text with its own line endings and without a BOM; for a format that is no text, the visible
    text as it was extracted, a line for each paragraph or cell. `product` is what the settings say it is about (kratom,
    7-oh, botanical, none); None asks the engine to find out. What is `unread` makes a run incomplete. `foreign` counts
    the values left out for the language they are in; `selection` is what decided that.
    """

    source: str
    format: str
    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...] = ()
    path: str | None = None
    product: str | None = None
    unread: tuple[Unread, ...] = ()
    foreign: tuple[tuple[str, int], ...] = ()
    selection: Selection = field(default_factory=Selection)
