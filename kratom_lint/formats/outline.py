"""Gathers the blocks of a document in reading order, and finds for each the block that introduces it."""

from __future__ import annotations

import re
from collections import Counter

from kratom_lint.expressions import late
from kratom_lint.formats.blocks import Blocks
from kratom_lint.formats.branches import MARK, alternatives
from kratom_lint.formats.builder import tidy
from kratom_lint.formats.choices import Choices
from kratom_lint.formats.document import PLACES, Block, Comment, Unread
from kratom_lint.formats.frames import Frame
from kratom_lint.formats.places import address_words, hashtag_words, hashtags, mask
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.selection import Selection
from kratom_lint.model import Span

TITLE_RANK = 7
"""Rank of a paragraph that stands as a title; headings have their level, 1 to 6."""
ITEM_RANK = 8
"""Rank of a list item or a defined term: it introduces what follows inside the same container."""

TITLE_WORDS = 12
END_STOP = late(r"[.!;,:…][\"'”’)\]*_]*$")
INNER_STOP = late(r"[a-z]{3}[.!?]\s")
WORD = re.compile(r"\w")


def is_short(text: str) -> bool:
    """Say whether a line is short, one sentence at most, and without an end stop other than a question mark."""
    few = len(text.split(None, TITLE_WORDS)) <= TITLE_WORDS
    return few and not END_STOP.search(text[-8:]) and not INNER_STOP.search(text)


def is_title(text: str) -> bool:
    """Say whether a line standing alone reads as a title: short, not in lower case, without an end stop."""
    letter = WORD.search(text) if is_short(text) else None
    return letter is not None and not letter[0].islower()


class Outline:
    """The blocks and comments found so far, and the containers that are open.

    `pointer` is given to every block added while it is set. `selection` says what of structured data is copy, and
    `foreign` counts the values that are not, by the language they are in. `ways` has the blocks that introduce one
    besides its lead, where a reader is shown another branch.
    """

    def __init__(self, selection: Selection | None = None) -> None:
        self.selection = selection or Selection()
        self.foreign: Counter[str] = Counter()
        self.source = ""
        self.blocks = Blocks()
        self.choices = Choices()
        self.ways: dict[int, tuple[int, ...]] = {}
        self.comments: list[Comment] = []
        self.controls: list[Span] = []
        self.unread_parts: list[Unread] = []
        self.pointer = ""
        self._frames = [Frame("document")]
        self._asides: list[tuple[str, Prose, Span, bool]] = []

    @property
    def height(self) -> int:
        """How many containers are open; `leave` takes it back."""
        return len(self._frames)

    @property
    def frame(self) -> Frame:
        """The innermost open container."""
        return self._frames[-1]

    def enter(self, kind: str, start: int, column: int = 0, lead: int | None = None) -> None:
        """Open a container (quote, list, item, table, table-cell, closed, footnote, value ...) at a source offset.

        `lead` overrides what introduces the container and all in it. Only that introduces what a value of structured
        data holds.
        """
        outer = self.frame
        self.choices.reach(start, outer)
        tucked = outer.tucked or kind in ("closed", "footnote")
        frame = Frame(kind, start, outer.depth, ranks=list(outer.ranks), tucked=tucked)
        if kind == "value" or lead is not None:
            frame.lead = lead
            frame.ranks = [] if lead is None else [(TITLE_RANK, lead)]
        elif kind == "item":
            frame.lead = outer.lead
        elif kind in ("table-head", "table-cell"):
            frame.lead = outer.heads.get(column, outer.lead)
        elif kind == "definition":
            frame.lead = outer.nearest()
        elif kind in ("list", "table"):
            frame.depth += kind == "list"
            frame.lead = outer.above
        self._frames.append(frame)

    def leave(self, height: int) -> None:
        """Close containers until `height` are open."""
        del self._frames[max(height, 1) :]

    def set_head(self, column: int, index: int) -> None:
        """Let the block at `index` head a column of the table that the innermost open cell is in."""
        self._frames[-2].heads[column] = index

    def add(
        self,
        prose: Prose,
        extent: Span,
        kind: str = "paragraph",
        level: int = 0,
        rank: int = 0,
        lead: int | None = None,
    ) -> int | None:
        """Add running text and return its index, or None if there is no word in it.

        In an item, a definition or a cell a paragraph takes the kind of its container. A `rank` above 0 makes the block
        introduce what follows, up to the next of the same rank. `lead` overrides what is found.
        """
        frame = self._frames[-1]
        self.choices.reach_text(prose, frame)
        if kind == "paragraph":
            if frame.kind == "item" and frame.last is None:
                kind, level, rank = "list-item", frame.depth, ITEM_RANK
                extent = Span(min(frame.start, extent.start), extent.end)
                lead = frame.lead if lead is None else lead
            elif frame.kind == "definition" and frame.last is None:
                kind, lead = "definition", frame.lead
            elif frame.kind in ("table-head", "table-cell"):
                kind, lead = frame.kind, frame.lead
        ranks = frame.ranks
        if lead is None and kind == "paragraph" and self._asks(frame.last):
            lead = frame.last
        if lead is None:
            lead = frame.nearest(rank)
        index = self._put(kind, prose, extent, level, lead)
        if index is not None and rank:
            while ranks and ranks[-1][0] >= rank:
                ranks.pop()
            ranks.append((rank, index))
        if index is not None:
            frame.last = None if kind == "heading" else index
        self.flush()
        return index

    def _asks(self, index: int | None) -> bool:
        """Say whether a block is a short question, which the text below it may answer."""
        text = self.blocks[index].prose.text if index is not None else ""
        return text.endswith("?") and is_short(text)

    def aside(self, kind: str, prose: Prose, extent: Span, led: bool = False) -> None:
        """Add a text outside the flow (alt, title, address, hidden ...), after the text it stands in.

        One that is `led` is introduced by the one added before it.
        """
        self._asides.append((kind, prose, extent, led))

    def flush(self) -> None:
        """Add the asides that wait for the running text around them."""
        if self._asides:
            asides, self._asides = self._asides, []
            before = None
            for kind, prose, extent, led in asides:
                before = self._put(kind, prose, extent, lead=before if led else None)

    def place(self, kind: str, prose: Prose, extent: Span, lead: int | None = None) -> int | None:
        """Add a text that stands by itself, such as a value, and return its index, or None without a word in it."""
        return self._put(kind, prose, extent, 0, lead)

    def comment(self, text: str, span: Span) -> None:
        """Add a comment: its inner text and where it stands."""
        self.comments.append(Comment(text, span))

    def position(self, at: int) -> str:
        """Return the line and the column, from 1, of a source offset, as "3:14"."""
        before = self.source[:at]
        return f"{before.count(chr(10)) + 1}:{at - before.rfind(chr(10))}"

    def unread(self, detail: str, reason: str = "unread") -> None:
        """Say, once, that a part of the source could not be read, and what to do about it."""
        part = Unread(reason, detail)
        if part not in self.unread_parts:
            self.unread_parts.append(part)

    def _put(self, kind: str, prose: Prose, extent: Span, level: int = 0, lead: int | None = None) -> int | None:
        """Add a text, in each way that it may be read, and return the index of the first that has a word in it."""
        if prose.text.isascii() or not MARK.search(prose.text):
            return self._put_one(kind, prose, extent, level, lead)
        added = [self._put_one(kind, each, extent, level, lead) for each in alternatives(prose)]
        found = [index for index in added if index is not None]
        if len(found) > 1:
            self.choices.others[found[0]] = tuple(found[1:])
        return found[0] if found else None

    def _put_one(self, kind: str, prose: Prose, extent: Span, level: int, lead: int | None) -> int | None:
        prose = tidy(prose, flowing=kind == "heading")
        addresses: list[Prose] = []
        tags: list[Prose] = []
        if kind in ("url", "slug"):
            prose = address_words(prose)
        elif kind not in PLACES:
            prose, addresses = mask(prose)
            tags = hashtags(prose)
        index = None
        if WORD.search(prose.text):
            index = len(self.blocks)
            self.blocks.append(Block(kind, prose, extent, self.pointer, level, lead, self.frame.tucked))
            if lead in self.choices.others:
                self.ways[index] = self.choices.others[lead]
        for address in addresses:
            self._put("url", address, address.span(0, len(address.text)))
        for tag in tags:
            words = hashtag_words(tag)
            self.blocks.append(Block("hashtag", words, tag.span(0, len(tag.text)), self.pointer))
        return index
