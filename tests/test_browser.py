"""HTML as an independent parser that follows the standard reads it: the same words, joined and parted alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kratom_lint.formats import read
from kratom_lint.formats.elements import BLOCK, HOLES, NO_COPY

turbohtml: Any = pytest.importorskip("turbohtml")

FLOW = ("div", "p", "ul", "li", "h2", "section", "blockquote", "table", "tr", "td", "th", "dl", "dt", "dd", "details")
FLOW += ("summary", "button", "figcaption", "pre", "form", "fieldset", "noscript", "textarea", "title")
LINE = ("b", "i", "a", "em", "span", "u", "mark", "small", "sub", "label", "q", "s", "abbr", "del", "ins", "font")
SKIPPED = ("script", "style", "iframe", "noembed")
TEXT = (
    "cu",
    "res ",
    " it",
    "A&amp;b",
    "&lt;c",
    "&eacute;",
    "&#100;e",
    "\n",
    " ",
    "&notit;",
    "x&ampy",
    "< d",
    "&",
    "é😀",
)
SOUP = st.lists(
    st.sampled_from(
        [
            *(f"<{name}>" for name in FLOW + LINE + SKIPPED),
            *(f"</{name}>" for name in FLOW + LINE + SKIPPED),
            *("<br>", "<wbr>", "<hr>", "<img alt=->", "<!-- no -->", "<!no>", "<?no>", "</ no>", "<!-->", "--!>"),
            *("<p class='no>no'>", "<div hidden>", "<a class=no", "<b/>", "'", '"', "/>"),
            *TEXT,
        ]
    ),
    max_size=25,
).map("".join)
LEAF = st.sampled_from(TEXT) | st.sampled_from(
    ["<!-- no -->", "<wbr>", "<br>", "<script>no</script>", "<code>no</code>"]
)
LINES = st.recursive(
    LEAF,
    lambda inner: st.tuples(st.sampled_from(LINE), st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]} class=no>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=8,
)
PAGE = st.recursive(
    LINES,
    lambda inner: (
        st.tuples(st.sampled_from(("div", "section", "blockquote", "ul")), st.lists(inner, max_size=4)).map(
            lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
        )
        | st.lists(LINES, max_size=4).map(lambda parts: f"<p>{''.join(parts)}</p>")
    ),
    max_leaves=20,
)


def shown(source: str) -> str:
    """Return what we read of a page, hidden text included, in one string."""
    kinds = {"alt", "title", "url", "hashtag"}
    return "\n".join(block.prose.text for block in read(source, "html").blocks if block.kind not in kinds)


def pieces(node: Any) -> Iterator[str]:
    """Yield the text under a node of the other parser, with a line feed where a browser breaks lines."""
    for child in node.children:
        if isinstance(child, turbohtml.Text):
            yield child.data
        elif isinstance(child, turbohtml.Element) and child.tag not in NO_COPY:
            mark = "\n" if child.tag in BLOCK or child.tag == "br" else " " if child.tag == "img" else ""
            yield mark
            yield from pieces(child)
            yield mark
        elif isinstance(child, turbohtml.Element) and child.tag in HOLES:
            yield " "


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\W", "", text))


@given(SOUP)
@settings(max_examples=300, deadline=None)
def test_the_same_letters_are_shown_of_any_soup(source: str) -> None:
    assert letters(shown(source)) == letters("".join(pieces(turbohtml.parse(source))))


@given(PAGE)
@settings(max_examples=200, deadline=None)
def test_the_same_words_are_shown_of_a_page(source: str) -> None:
    assert re.findall(r"\w+", shown(source)) == re.findall(r"\w+", "".join(pieces(turbohtml.parse(source))))
