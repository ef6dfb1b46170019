"""Reads YAML: every string in it, with its place as a JSON pointer."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import Any

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.data import DEEPEST, Tree
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.plain import read_plain
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.spelling import doubled_single, escaped
from kratom_lint.formats.tree import Node, Place
from kratom_lint.values import record

PROPERTIES = re.compile(r"(?:[!&][^ \t\r\n]*(?:[ \t\r\n]+|#[^\r\n]*)+)*+")
"""A node begins at its tag or anchor, says PyYAML's mark; its value comes after them."""
HEADER = re.compile(r"[|>][-+0-9]*[ \t]*")
LINE = re.compile(r"[^\r\n]*")
COMMENT = re.compile(r"(?:^|(?<=[ \t]))#([^\r\n]*)", re.M)
KEY = re.compile(r"\s*[\w-]+[ \t]*:(?:\s|\Z)")
_FOLD = r" \s+|[^\S ]\s*"
FOLD = re.compile(_FOLD)
"""White space that may have been folded; a single space never is."""
ESCAPES = {
    '"': re.compile(rf"(?P<escape>\\(?:x..|u....|U........|\r?\n[ \t]*|.))|{_FOLD}", re.S),
    "'": re.compile(rf"(?P<escape>'')|{_FOLD}"),
}
MEANINGS = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}


def read_yaml(source: Prose, outline: Outline) -> None:
    """Read a YAML text into the outline, a stream of documents each under its index from the second on.

    One with a mistake in it is read as plain text, so that nothing goes unseen.
    """
    import yaml

    try:
        scanner = _scanned(source, mapping=False)
    except (yaml.YAMLError, ValueError):
        read_plain(source, outline)
        return
    scanner.read(outline)


def read_mapping(source: Prose, outline: Outline) -> bool:
    """Read front matter, which is a YAML mapping, into the outline, or return False if the text is something else.

    A mapping with a mistake in it is read as plain text.
    """
    import yaml

    try:
        scanner = _scanned(source, mapping=True)
    except (yaml.YAMLError, ValueError):
        if KEY.match(source.text) is None:
            return False
        read_plain(source, outline)
        return True
    if not scanner.scalars:
        return False
    scanner.read(outline)
    return True


def _scanned(source: Prose, *, mapping: bool) -> _Scanner:
    marks = len(source.text) - len(source.text.lstrip("\ufeff"))  # libyaml's offsets do not count them
    scanner = _Scanner(source.cut(marks, len(source.text)))
    scanner.scan(mapping)
    return scanner


@record
class _Open:
    """An open mapping or sequence, and the mapping's current key, None where one is expected."""

    node: Node
    key: str | None = None
    label: Place | None = None


class _Scanner:
    """Gathers the strings of a text from the events of the parser.

    It builds no tree of values: PyYAML's own composer recurses, and crashes on a text nested deeply enough. Aliases
    are left out, their values stand elsewhere.
    """

    def __init__(self, source: Prose) -> None:
        self.source = source
        self.tree = Tree()
        self.scalars: list[tuple[int, int]] = []
        self._values: dict[int, str] = {}
        self._stack: list[_Open] = []
        self._documents = 0

    def scan(self, mapping: bool) -> None:
        """Scan the documents, or the first one if it must be a `mapping`; raise YAMLError if the text is no YAML."""
        import yaml

        events: Any = yaml.parse(self.source.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                if mapping and not self._stack:
                    return
                self._scalar(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._stack.pop()
            elif isinstance(event, yaml.CollectionStartEvent):
                is_mapping = isinstance(event, yaml.MappingStartEvent)
                if mapping and not (is_mapping or self._stack):
                    return
                self._enter(is_mapping)
                if len(self._stack) > DEEPEST:
                    raise yaml.YAMLError(f"nested deeper than {DEEPEST}")
            elif isinstance(event, yaml.AliasEvent) and self._stack:
                top = self._stack[-1]
                if top.node.mapping and top.key is None:
                    top.key = "?"
                else:
                    Tree.skip(*self._next()[:2])
            elif isinstance(event, yaml.DocumentEndEvent):
                self._documents += 1
                if mapping:
                    return

    def _enter(self, mapping: bool) -> None:
        """Open a collection; one that is itself a key has the name "?", and so has its value."""
        top = self._stack[-1] if self._stack else None
        if top is None:
            node = self._root(mapping)
        elif top.node.mapping and top.key is None:
            top.key = "?"
            node = self.tree.branch(top.node, "?", mapping)
        else:
            above, key, label = self._next()
            node = self.tree.branch(above, key, mapping, label)
        self._stack.append(_Open(node))

    def _root(self, mapping: bool) -> Node:
        return Tree.root(mapping, f"/{self._documents}" if self._documents else "")

    def _next(self) -> tuple[Node, str | None, Place | None]:
        """Return where the next value belongs: in which node, under which key, and where that is spelt."""
        top = self._stack[-1]
        key, label = top.key, top.label
        top.key = top.label = None
        return top.node, key, label

    def _scalar(self, event: Any) -> None:
        """Take a key or a value."""
        start, end = event.start_mark.index, event.end_mark.index
        place = self._place(event, start, end)
        self.scalars.append((start, end))
        top = self._stack[-1] if self._stack else None
        if top and top.node.mapping and top.key is None:
            top.key, top.label = event.value, place
            return
        node, key, label = self._next() if top else (self._root(False), "", None)
        if event.value and _is_text(event):
            self.tree.leaf(node, key, place, label)
        else:
            Tree.skip(node, key)

    def _place(self, event: Any, start: int, end: int) -> Place:
        """Return where the content of a scalar stands, and remember what it is."""
        text, style = self.source.text, event.style or ""
        properties = PROPERTIES.match(text, start)
        low = properties.end() if properties else start
        if style in ("|", ">"):
            header = HEADER.match(text, low)
            low = header.end() if header else low
        elif style:
            low, end = low + 1, end - 1
        self._values[low] = event.value
        return Place(low, end, style)

    def read(self, outline: Outline) -> None:
        """Add the strings that are copy, and the comments, to the outline."""
        source = self.source
        self.tree.read(source, outline, self._spelt)
        starts = [start for start, _ in self.scalars]
        at = 0
        while match := COMMENT.search(source.text, at):
            before = bisect_right(starts, match.start()) - 1
            at = self.scalars[before][1] if before >= 0 else 0
            if at <= match.start():
                at = match.end()
                outline.comment(match[1], source.span(*match.span()))

    def _spelt(self, place: Place) -> Prose:
        start = place.low
        if place.style in ("|", ">"):
            header = LINE.match(self.source.text, start)
            start = header.end() if header else start
        builder = Builder(self.source, SPELLINGS.get(place.style))
        builder.align(self._values[place.low], start, place.high, ESCAPES.get(place.style, FOLD), _meaning)
        return builder.done()


SPELLINGS = {'"': escaped, "'": doubled_single}
"""How each style of quotes writes a text; what a plain scalar cannot hold is seen on reading it again."""


def _is_text(event: Any) -> bool:
    """Say whether a scalar is text rather than a number, a date or the like."""
    import yaml

    if event.style and not event.tag:
        return True
    tag = event.tag or _resolver().resolve(yaml.ScalarNode, event.value, event.implicit)
    return tag.endswith(":str") or not tag.startswith("tag:yaml.org")


@cache
def _resolver() -> Any:
    import yaml

    return yaml.resolver.Resolver()


def _meaning(match: re.Match[str]) -> str:
    """Return what an escape in a quoted scalar stands for."""
    text = match[0]
    if text == "''":
        return "'"
    if "\n" in text:
        return ""
    if len(text) > 2:
        return chr(int(text[2:], 16))
    return MEANINGS.get(text[1], text[1])
