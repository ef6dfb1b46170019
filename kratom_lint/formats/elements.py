"""Which HTML elements are open, and whether what stands in them is seen by a reader."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from kratom_lint.formats.markup import Token

VISIBLE, HIDDEN, SKIPPED = range(3)

INLINE = frozenset(
    """a abbr b bdi bdo big cite code data del dfn em font i img input ins kbd label map mark meter output picture
    progress q rp rt ruby s samp small span strike strong sub sup svg time tt u var wbr""".split()  # noqa: SIM905
)
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
NO_COPY = frozenset({"script", "style", "code", "template", "iframe", "noembed", "noframes", "xmp"})
BOLD = frozenset({"b", "strong"})

CLOSED_BY_SIBLING = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
"""Elements whose end tag may be left out: what a sibling closes, and where the search for it stops."""

DEEPEST = 512
"""Browsers build no deeper trees than this; it also bounds every search."""

_UNSEEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.I)


class Element(NamedTuple):
    """An open element: how it is seen, where its tag stands, how many containers were open before it."""

    name: str
    seen: int
    start: int
    height: int


class Elements:
    """The open elements, outermost first."""

    def __init__(self) -> None:
        self.stack: list[Element] = []
        self.seen = VISIBLE
        self._count: Counter[str] = Counter()

    @property
    def block(self) -> Element | None:
        """The innermost open element that is no inline one."""
        return next((element for element in reversed(self.stack) if element.name not in INLINE), None)

    @property
    def bold(self) -> bool:
        """Whether text is set in bold here."""
        return any(self._count[name] for name in BOLD)

    def is_open(self, name: str) -> bool:
        """Say whether an element of this name is open."""
        return self._count[name] > 0

    def open(self, tag: Token, text: str, start: int, height: int) -> None:
        """Open the element of a start tag of `text`; void elements never open."""
        if tag.name in VOID or len(self.stack) >= DEEPEST:
            return
        seen = self.seen
        if tag.name in NO_COPY:
            seen = SKIPPED
        elif seen == VISIBLE and is_hidden(tag, text):
            seen = HIDDEN
        self.stack.append(Element(tag.name, seen, start, height))
        self._count[tag.name] += 1
        self.seen = seen

    def implied(self, tag: Token) -> int:
        """Return how many elements stay open before this start tag; it closes the rest, as `p` closes `p`."""
        if tag.name in INLINE:
            return len(self.stack)
        closes, stops = CLOSED_BY_SIBLING.get(tag.name, (frozenset({"p"}), frozenset()))
        for index in range(len(self.stack) - 1, -1, -1):
            name = self.stack[index].name
            if name in closes:
                return index
            if name in stops or ("p" in closes and name not in INLINE):
                break
        return len(self.stack)

    def matching(self, name: str) -> int:
        """Return how many elements stay open after the end tag `name`: all, if none of that name is open."""
        if not self._count[name]:
            return len(self.stack)
        return next(i for i in range(len(self.stack) - 1, -1, -1) if self.stack[i].name == name)

    def close(self, height: int) -> None:
        """Close elements until `height` are open."""
        for element in self.stack[height:]:
            self._count[element.name] -= 1
        del self.stack[height:]
        self.seen = self.stack[-1].seen if self.stack else VISIBLE


def is_hidden(tag: Token, text: str) -> bool:
    """Say whether a start tag of `text` hides its element from readers."""
    for attribute in tag.attributes:
        value = text[attribute.low : attribute.high]
        if (
            attribute.name == "hidden"
            or (attribute.name == "aria-hidden" and value.strip().lower() == "true")
            or (attribute.name == "style" and _UNSEEN_STYLE.search(value))
        ):
            return True
    return False
