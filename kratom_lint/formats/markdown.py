"""Reads Markdown (CommonMark, GitHub's additions, definition lists, formulas) from the events of pulldown-cmark."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from kratom_lint.expressions import late
from kratom_lint.formats.builder import BREAK, LINE, Builder, strip
from kratom_lint.formats.directives import Aside, open_directives
from kratom_lint.formats.elements import HIDDEN, SKIPPED, VISIBLE
from kratom_lint.formats.formulas import events_of
from kratom_lint.formats.front_matter import read_front_matter
from kratom_lint.formats.html import HtmlReader
from kratom_lint.formats.markup import REFERENCE, decode
from kratom_lint.formats.outline import ITEM_RANK, TITLE_RANK, Outline, is_title
from kratom_lint.formats.plain import read_plain
from kratom_lint.formats.prose import HOLE, Prose, characters
from kratom_lint.model import Span

ESCAPES = late(rf"(?P<escape>\\[!-/:-@\[-`{{-~]|{REFERENCE.pattern})|\s+")
QUOTED_SPACE = late(r"\s+>[\s>]*|\s+")
"""White space inside a tag that wraps over lines of a block quote."""

_TITLE = r"""(?:"(?P<double>(?:\\.|[^"\\])*+)"|'(?P<single>(?:\\.|[^'\\])*+)'|\((?P<round>(?:\\.|[^()\\])*+)\))"""
_TARGET = rf"[\s>]*+(?:<(?P<angle>(?:\\.|[^\\<>])*+)>|(?P<bare>(?:\\.|[^\\\s])*?))(?:[\s>]+{_TITLE})?\s*"
LINK_TAIL = late(rf"[\s>]*\]\({_TARGET}\)", re.S)
DEFINITION = late(rf"\[(?:\\.|[^\]\\])*+\]:{_TARGET}", re.S)
COMMENT = late(r"^[ \t>]*(\[//\]:[ \t]*(?:#|<>)[ \t]+(?:\((.*)\)|\"(.*)\"|'(.*)'))[ \t]*(?=[\r\n]|\Z)", re.M)

CONTAINERS = {
    "BlockQuote": "quote",
    "List": "list",
    "Item": "item",
    "FootnoteDefinition": "footnote",
    "DefinitionList": "quote",
    "DefinitionListDefinition": "definition",
    "Table": "table",
}
LEAVES = frozenset({"Paragraph", "Heading", "CodeBlock", "HtmlBlock", "TableCell", "DefinitionListTitle"})
SPANS = frozenset({"Emphasis", "Strong", "Strikethrough", "Link", "Image"})
AUTOLINKS = frozenset({"Autolink", "Email"})
SPECIAL = late(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)|(?<!\w)#(?=\s|$)")
LINE_END = late(r"[ \t]*(?:\r\n|[\r\n])?")


def read_markdown(source: Prose, outline: Outline) -> None:
    """Read a Markdown page, with or without front matter, into the outline."""
    page, asides = open_directives(read_front_matter(source, outline))
    try:
        events, definitions = _parse(page.text)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a panic in the Rust parser is raised as
            raise
        read_plain(page, outline)
        return
    MarkdownReader(page, outline, asides).read(events, definitions)


def _parse(text: str) -> tuple[Iterable[Any], dict[str, Any]]:
    """Return the events and the link definitions of a Markdown text."""
    import pyromark

    extensions = options()
    events = events_of(text, extensions)
    definitions = pyromark.reference_definitions(text, options=extensions) if "]:" in text else {}
    return events, dict(definitions)


@cache
def options() -> Any:
    """Return the extensions of CommonMark that are read everywhere."""
    from pyromark import Options

    return (
        Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
        | Options.ENABLE_DEFINITION_LIST
        | Options.ENABLE_GFM
    )


class Target(NamedTuple):
    """An open link or image: its kind in pulldown-cmark's words, its address and title, where it starts."""

    type: str
    address: str
    title: str
    start: int


class MarkdownReader:
    """Turns the events of one Markdown text into blocks of an outline; `asides` are given out where they belong."""

    def __init__(self, base: Prose, outline: Outline, asides: Sequence[Aside] = ()) -> None:
        self.base = base
        self.outline = outline
        self.html = HtmlReader(outline)
        self._builder = Builder(base, escape)
        self._unseen = Builder(base, escape)
        self._leaf = ""
        self._level = 0
        self._start: int | None = None
        self._last = 0
        self._strong = 0
        self._plain = False
        self._head = False
        self._column = 0
        self._opened: list[tuple[int, int]] = []
        self._targets: list[Target] = []
        self._outer: list[Builder] = []
        self._leaves: list[tuple[int, int]] = []
        self._asides = list(reversed(asides))
        self._row_head: int | None = None

    def read(self, events: Iterable[Any], definitions: dict[str, Any]) -> None:
        """Read all events; `definitions` are the link reference definitions by label."""
        text = self.base.text
        where = characters(text)
        elements = self.html.elements
        for event, span in events:
            start, end = where[span["start"]], where[span["end"]]
            if type(event) is str:
                if event in ("SoftBreak", "HardBreak") and elements.seen != SKIPPED:
                    builder = self._builder if elements.seen == VISIBLE else self._unseen
                    builder.atom(" " if event == "SoftBreak" else LINE, start, end)
                self._last = end
                continue
            ((name, value),) = event.items()
            if name == "Text":
                builder = self._builder if elements.seen == VISIBLE else self._unseen
                if elements.seen == SKIPPED:
                    pass
                elif text[start:end] == value:
                    builder.copy(start, end)
                else:
                    builder.align(value, start, end, ESCAPES, _meaning)
                if not self._strong:
                    self._plain = True
                self._last = end
            elif name == "Start":
                self._open(value, start, end)
            elif name == "End":
                self._close(value, end)
            else:
                self._other(name, value, start, end)
                self._last = end
        self._flush()
        self._give(len(text) + 1)
        elements.close(0)
        self._definitions(definitions, where)
        self._comments()

    def _open(self, tag: Any, start: int, end: int) -> None:
        """Take the start of a span, a leaf or a container."""
        value: Any = None
        if type(tag) is str:
            name = tag
        else:
            ((name, value),) = tag.items()
        if name not in SPANS:
            self._flush()
        self._opened.append((self.outline.height, len(self.html.elements.stack)))
        if name not in SPANS:
            if self._asides:
                self._give(start + 1)
                self.outline.flush()
                if name == "CodeBlock":
                    self._drop(end)
            self._open_block(name, value, start)
        elif name == "Strong":
            self._strong += 1
        elif name in ("Link", "Image"):
            target = Target(value["link_type"], value["dest_url"], value["title"], start)
            self._targets.append(target)
            if name == "Image":
                self._builder.atom(" ", start, start)
                self._swap()
            elif target.type in AUTOLINKS:
                self._builder.atom(HOLE, start, end)
                self._swap()
        self._last = start + (2 if name == "Image" else 1)

    def _open_block(self, name: str, value: Any, start: int) -> None:
        """Take the start of a leaf or a container."""
        outline = self.outline
        self._leaf, self._start = name, start
        if name in CONTAINERS:
            outline.enter(CONTAINERS[name], self._root(start, start).start)
        elif name == "Heading":
            self._level = int(value["level"][1])
        elif name in ("TableHead", "TableRow"):
            self._head = name == "TableHead"
            self._column = 0
            self._row_head = None
        elif name == "TableCell":
            kind = "table-head" if self._head else "table-cell"
            lead = self._row_head if self._column not in outline.frame.heads else None
            outline.enter(kind, self._root(start, start).start, self._column, lead)

    def _close(self, tag: Any, end: int) -> None:
        """Take the end of a span, a leaf or a container."""
        name = next(iter(tag)) if type(tag) is dict else tag
        if name == "Strong":
            self._strong -= 1
        elif name in ("Link", "Image"):
            self._close_target(name, end)
        elif name not in SPANS:
            if name in LEAVES:
                self._last = end
            self._flush()
            self._leaf = ""
            self._column += name == "TableCell"
        height, elements = self._opened.pop()
        if name != "HtmlBlock":  # what it opens lasts beyond it
            self.outline.leave(height)
            self.html.elements.close(elements)
        self._last = end

    def _close_target(self, name: str, end: int) -> None:
        """Take the end of a link or image: its texts outside the flow, and its address if it stands here."""
        target = self._targets.pop()
        if name == "Link" and target.type not in AUTOLINKS:
            self.outline.controls.append(self._root(target.start, end))
        if name == "Image":
            alt = self._builder.done()
            self._builder = self._outer.pop()
            self.html.aside("alt", alt, self._root(target.start, end))
        elif target.type in AUTOLINKS:
            self._builder = self._outer.pop()
            inside = Span(target.start + 1, end - 1)
            self.outline.aside("url", self.base.cut(inside.start, inside.end), self._root(inside.start, inside.end))
        if target.type == "Inline":
            self._target(LINK_TAIL.fullmatch(self.base.text, self._last, end), target.address, target.title)

    def _target(self, match: re.Match[str] | None, address: str, title: str) -> None:
        """Add the address and the title of a link, an image or a link definition."""
        if match is None:
            return
        group = "angle" if match["angle"] is not None else "bare"
        self._aside("url", address, *match.span(group))
        quoted = next((name for name in ("double", "single", "round") if match[name] is not None), None)
        if quoted:
            self._aside("title", title, *match.span(quoted))

    def _aside(self, kind: str, value: str, start: int, end: int) -> None:
        if value:
            builder = Builder(self.base, escape)
            builder.align(value, start, end, ESCAPES, _meaning)
            self.html.aside(kind, builder.done(), self._root(start, end))

    def _other(self, name: str, value: Any, start: int, end: int) -> None:
        """Take inline code, a formula, HTML, a footnote's number or a check box."""
        builder = self._builder if self.html.elements.seen == VISIBLE else self._unseen
        if name in ("Code", "InlineMath", "DisplayMath"):
            builder.atom(HOLE, start, end)
            if self._asides:
                self._give(start)
                self._drop(end)
        elif name == "Html":
            self._builder.align(value, start, end, QUOTED_SPACE)
        elif name == "InlineHtml":
            if self.base.text[start:end] == value:
                inside = self.base.cut(start, end)
            else:
                raw = Builder(self.base)
                raw.align(value, start, end, QUOTED_SPACE)
                inside = raw.done()
            seen = self.html.elements.seen
            self.html.inline(inside, builder, start, end)
            if seen != HIDDEN == self.html.elements.seen:
                self._unseen.atom(BREAK, start, start)

    def _give(self, end: int) -> None:
        """Add the texts given to directives and the like that stood before `end`."""
        while self._asides and self._asides[-1].at < end:
            aside = self._asides.pop()
            if aside.kind == "heading":
                title = is_title(aside.prose.text)
                self.outline.add(aside.prose, aside.extent, rank=TITLE_RANK if title else 0)
            elif aside.kind == "comment":
                self.outline.comment(aside.prose.text, aside.extent)
            else:
                self.outline.aside(aside.kind, aside.prose, aside.extent)

    def _drop(self, end: int) -> None:
        """Leave out the texts before `end`, for they stand in code."""
        while self._asides and self._asides[-1].at <= end:
            self._asides.pop()

    def _swap(self) -> None:
        """Spell what follows apart from the text around it."""
        self._outer.append(self._builder)
        self._builder = Builder(self.base, escape)

    def _flush(self) -> None:
        """Add the text gathered so far as the block of the open leaf."""
        leaf = self._leaf
        if self._unseen.length:
            unseen = strip(self._unseen.take())
            if leaf != "CodeBlock":
                self.outline.aside("hidden", unseen, unseen.span(0, len(unseen.text)))
        if self._builder.length:
            shown = self._builder.take()
            start = self._last if self._start is None else self._start
            self._leaves.append((start, self._last))
            if leaf == "HtmlBlock":
                self.html.read(shown)
                self.html.flush(None)
            elif leaf != "CodeBlock":
                self._add(shown, leaf)
        self._start = None
        self._plain = False
        self.outline.flush()

    def _add(self, shown: Prose, leaf: str) -> None:
        """Add running text with what its leaf makes of it."""
        outline = self.outline
        if leaf == "TableCell":
            index = outline.add(shown, self._root(self._start or 0, self._last))
            if self._head and index is not None:
                outline.set_head(self._column, index)
            elif self._row_head is None and (not self._plain or shown.text.rstrip().endswith(":")):
                self._row_head = index
            return
        extent = self._extent(shown)
        if leaf == "Heading":
            outline.add(shown, extent, "heading", self._level, self._level)
        elif leaf == "DefinitionListTitle":
            outline.add(shown, extent, "term", rank=ITEM_RANK)
        else:
            title = not self._plain and is_title(shown.text.strip())
            outline.add(shown, extent, rank=TITLE_RANK if title else 0)

    def _extent(self, shown: Prose) -> Span:
        """Return the source range of the open leaf, with the line break after it."""
        text = self.base.text
        if self._start is None:
            return shown.span(0, len(shown.text))
        end = self._start + len(text[self._start : self._last].rstrip())
        after = LINE_END.match(text, end)
        return self._root(self._start, after.end() if after else end)

    def _root(self, start: int, end: int) -> Span:
        return self._builder.root(start, end)

    def _definitions(self, definitions: dict[str, Any], where: Sequence[int]) -> None:
        """Add the addresses and titles of link reference definitions."""
        for label, definition in definitions.items():
            start, end = where[definition["span"]["start"]], where[definition["span"]["end"]]
            if label != "//":
                match = DEFINITION.fullmatch(self.base.text, start, end)
                self._target(match, definition["dest"], definition["title"])
        self.outline.flush()

    def _comments(self) -> None:
        """Add comments spelt as link definitions that nobody uses: `[//]: # (text)`."""
        if "[//]:" not in self.base.text:
            return
        leaves = sorted(self._leaves)
        for match in COMMENT.finditer(self.base.text):
            index = bisect_right(leaves, (match.start(1), len(self.base.text))) - 1
            if index < 0 or match.start(1) >= leaves[index][1]:
                self.outline.comment(match[2] or match[3] or match[4] or "", self._root(*match.span(1)))


def escape(text: str) -> str:
    """Return how Markdown writes a text, in paragraphs as in cells, link texts and titles."""
    return SPECIAL.sub(r"\\\g<0>", text)


def _meaning(match: re.Match[str]) -> str:
    """Return what a backslash escape or a character reference stands for."""
    return match[0][1:] if match[0].startswith("\\") else decode(match)
