"""Reads Android's string resources (strings.xml): strings, arrays and plurals, with the markup inside them."""

from __future__ import annotations

import html
import re

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.data import Tree
from kratom_lint.formats.markup import REFERENCE
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.spelling import resource
from kratom_lint.formats.tree import Place

ELEMENT = re.compile(
    r"""(?P<comment><!--(?P<inside>.*?)(?:-->|\Z))
    |<(?P<tag>string|item|string-array|plurals|array)(?P<attributes>(?:\s[^<>]*?)?)(?P<empty>/)?>
    |</(?P<close>string-array|plurals|array)\s*>""",
    re.S | re.X,
)
ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")
ESCAPE = re.compile(
    rf"<!\[CDATA\[|\]\]>|<!--.*?(?:-->|\Z)|</?xliff:g\b[^>]*>|\\(?:u[0-9a-fA-F]{{4}}|.)|{REFERENCE.pattern}", re.S
)
MEANINGS = {"n": "\n", "t": "\t"}


def read_resources(source: Prose, outline: Outline) -> None:
    """Read string resources into the outline; the pointer of a text is the name of its resource.

    What is marked as not to be translated is no copy.
    """

    def spell(place: Place) -> Prose:
        builder = Builder(source, resource)
        builder.decode(place.low, place.high, ESCAPE, meaning)
        return builder.done()

    tree = Tree(titled=False)
    root = node = Tree.root(True)
    at = 0
    while match := ELEMENT.search(source.text, at):
        at = match.end()
        if match["comment"] is not None:
            outline.comment(match["inside"], source.span(*match.span()))
        elif match["close"]:
            node = root
        elif not match["empty"]:
            attributes = dict(ATTRIBUTE.findall(match["attributes"]))
            name = attributes.get("name") or attributes.get("quantity")
            if match["tag"] not in ("string", "item"):
                label = match.start("attributes") + match["attributes"].find(name) if name else 0
                place = Place(label, label + len(name)) if name else None
                node = tree.branch(root, name or "", match["tag"] == "plurals", place)
                continue
            close = re.compile(rf"</{match['tag']}\s*>").search(source.text, at)
            end = close.start() if close else len(source.text)
            if attributes.get("translatable") != "false":
                tree.leaf(node, (name or "") if node.mapping else None, _inside(source.text, at, end))
            at = close.end() if close else end
    tree.read(source, outline, spell)


def _inside(text: str, low: int, high: int) -> Place:
    """Return the place of a text without the quotes that keep its white space."""
    low += len(text[low:high]) - len(text[low:high].lstrip())
    high -= len(text[low:high]) - len(text[low:high].rstrip())
    quoted = high - low > 1 and text[low] == '"' and text[high - 1] == '"' and text[high - 2] != "\\"
    return Place(low + quoted, high - quoted)


def meaning(match: re.Match[str]) -> str:
    """Return what an escape or a reference stands for; marks of sections that are no markup stand for nothing."""
    text = match[0]
    if text[0] == "&":
        return html.unescape(text)
    if text[0] != "\\":
        return ""
    if text[1] == "u" and len(text) == 6:
        code = int(text[2:], 16)
        return chr(code) if code and not 0xD800 <= code < 0xE000 else "\ufffd"
    return MEANINGS.get(text[1:], text[1:])
