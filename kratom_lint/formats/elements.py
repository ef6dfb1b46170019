"""Which HTML elements are open, how they stand in the flow of text, and whether what is in them is seen."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from kratom_lint.expressions import late
from kratom_lint.formats.markup import Token

VISIBLE, HIDDEN, SKIPPED = range(3)

INLINE = frozenset(
    """a abbr acronym b base bdi bdo big cite code data del dfn em font i iframe ins kbd label link map mark math meta
    meter nobr noembed noframes output param progress q rb rp rt rtc ruby s samp script slot small source span strike
    strong style sub sup time track tt u var wbr""".split()  # noqa: SIM905
)
"""Elements that a line of text flows through, and those that show nothing."""
APART = frozenset({"audio", "canvas", "embed", "img", "input", "object", "picture", "svg", "video"})
"""Elements in a line that keep the words around them apart."""
BLOCK = frozenset(
    """address article aside blockquote body button caption center col colgroup datalist dd details dialog dir div dl dt
    fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing
    main menu nav noscript ol optgroup option p plaintext pre search section select summary table tbody td template
    textarea tfoot th thead title tr ul xmp""".split()  # noqa: SIM905
)
PHRASING = frozenset(
    "button caption dt figcaption h1 h2 h3 h4 h5 h6 label legend option p pre span summary".split()  # noqa: SIM905
)
"""Elements that hold a line of text: an element unknown to HTML is part of it there, and a block elsewhere."""
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
HOLES = frozenset({"code", "iframe", "math"})
NO_COPY = HOLES | {"script", "style", "noembed", "noframes", "xmp"}
FALLBACK = frozenset({"audio", "video"})
"""Elements whose content is for browsers that cannot show them."""

_PARAGRAPH_ENDS = frozenset(
    """address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul
    xmp""".split()  # noqa: SIM905
)
CLOSED_BY_SIBLING = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "tbody": (frozenset({"thead", "tbody", "tfoot", "caption"}), frozenset({"table"})),
    "thead": (frozenset({"thead", "tbody", "tfoot", "caption"}), frozenset({"table"})),
    "tfoot": (frozenset({"thead", "tbody", "tfoot", "caption"}), frozenset({"table"})),
    "option": (frozenset({"option"}), frozenset({"select", "datalist"})),
    "optgroup": (frozenset({"option", "optgroup"}), frozenset({"select"})),
}
"""Elements whose end tag may be left out: what a sibling closes, and where the search for it stops."""

DEEPEST = 512
"""Browsers build no deeper trees than this; it also bounds every search."""

_UNSEEN_STYLE = late(r"(?:\bdisplay\s*:\s*none|(?<![\w-])visibility\s*:\s*hidden)\b", re.I)
_CONTROLS = frozenset({"aria-controls", "data-bs-target", "data-target", "popovertarget", "commandfor"})
_SHOWN_ROLES = frozenset({"tabpanel", "dialog", "alertdialog", "tooltip", "menu"})


class Element(NamedTuple):
    """An open element: how it is seen, where its tag stands, how many containers were open before it.

    `controls` are the ids of the elements that it shows and hides.
    """

    name: str
    seen: int
    start: int
    height: int
    inline: bool
    controls: tuple[str, ...] = ()


class Elements:
    """The open elements, outermost first."""

    def __init__(self) -> None:
        self.stack: list[Element] = []
        self.seen = VISIBLE
        self._count: Counter[str] = Counter()
        self._controlled: set[str] = set()

    @property
    def block(self) -> Element | None:
        """The innermost open element that is no inline one."""
        for element in reversed(self.stack):
            if not element.inline:
                return element
        return None

    @property
    def labelled(self) -> bool:
        """Whether text is set apart here as titles and labels are."""
        count = self._count
        return bool(count["b"] or count["strong"] or count["label"])

    def count(self, name: str) -> int:
        """Return how many elements of this name are open."""
        return self._count[name]

    def is_open(self, name: str) -> bool:
        """Say whether an element of this name is open."""
        return self._count[name] > 0

    def is_inline(self, tag: Token) -> bool:
        """Say whether text goes on across a tag. What HTML does not know does so inside a line of text."""
        if tag.name in INLINE or tag.name in APART:
            return True
        if tag.name in BLOCK:
            return False
        if tag.closing:
            return next((element.inline for element in reversed(self.stack) if element.name == tag.name), True)
        block = self.block
        return block is not None and block.name in PHRASING

    def open(self, tag: Token, attributes: dict[str, str], start: int, height: int) -> None:
        """Open the element of a start tag; void elements never open."""
        controls: tuple[str, ...] = ()
        for name in _CONTROLS & attributes.keys():
            controls += tuple(attributes[name].replace("#", " ").split())
        self._controlled.update(controls)
        if tag.name in VOID or len(self.stack) >= DEEPEST:
            return
        seen = self.seen
        if tag.name in NO_COPY:
            seen = SKIPPED
        elif seen == VISIBLE and (tag.name in FALLBACK or (is_hidden(attributes) and not self._comes_up(attributes))):
            seen = HIDDEN
        self.stack.append(Element(tag.name, seen, start, height, self.is_inline(tag), controls))
        self._count[tag.name] += 1
        self.seen = seen

    def _comes_up(self, attributes: dict[str, str]) -> bool:
        """Say whether an element is hidden only until a reader asks for it, as the panel of an accordion is."""
        return attributes.get("id") in self._controlled or attributes.get("role", "").lower() in _SHOWN_ROLES

    def implied(self, tag: Token) -> int:
        """Return how many elements stay open before this start tag; it closes the rest, as `p` closes `p`.

        Source: WHATWG HTML, 13.1.2.4 "Optional tags" and 13.2.6.4.7 'The "in body" insertion mode'.
        """
        if tag.name in CLOSED_BY_SIBLING:
            closes, stops = CLOSED_BY_SIBLING[tag.name]
        elif tag.name in _PARAGRAPH_ENDS:
            closes, stops = frozenset({"p"}), frozenset[str]()
        else:
            return len(self.stack)
        for index in range(len(self.stack) - 1, -1, -1):
            element = self.stack[index]
            if element.name in closes:
                return index
            if element.name in stops or ("p" in closes and not element.inline):
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


def is_hidden(attributes: dict[str, str]) -> bool:
    """Say whether the attributes of an element hide it from readers; `hidden=until-found` does not."""
    return (
        attributes.get("hidden", "until-found").strip().lower() != "until-found"
        or attributes.get("aria-hidden", "").strip().lower() == "true"
        or _UNSEEN_STYLE.search(attributes.get("style", "")) is not None
    )
