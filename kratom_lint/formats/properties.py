"""Reads Java properties: values with their keys, as `Properties.load` would."""

from __future__ import annotations

import re
from functools import partial

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.data import Tree
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.spelling import property_value
from kratom_lint.formats.tree import Place

LINE = re.compile(
    r"""[ \t\f]*+(?:(?P<comment>[#!](?P<inside>[^\r\n]*+))
    |(?P<key>(?:\\(?:\r\n|.)|[^\\\s=:])*+)
    (?:[ \t\f]|\\(?:\r\n|[\r\n]))*+(?:[=:](?:[ \t\f]|\\(?:\r\n|[\r\n]))*+)?
    (?P<value>(?:[^\\\r\n]|\\(?:\r\n|.))*+)\\?)(?:\r\n|[\r\n]|\Z)""",
    re.S | re.X,
)
ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|(?:\r\n|[\r\n])[ \t\f]*|.)|''", re.S)
MEANINGS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}


def read_properties(source: Prose, outline: Outline) -> None:
    """Read properties into the outline. Two apostrophes are one, as in the message formats that they hold."""

    spelling = partial(property_value, ascii=source.text.isascii(), messages="''" in source.text)

    def spell(place: Place) -> Prose:
        builder = Builder(source, spelling)
        builder.decode(place.low, place.high, ESCAPE, meaning)
        return builder.done()

    tree = Tree(titled=False)
    root = Tree.root(True)
    at = 0
    while at < len(source.text) and (match := LINE.match(source.text, at)):
        at = match.end()
        if match["comment"] is not None:
            outline.comment(match["inside"], source.span(*match.span("comment")))
        elif match["key"] or match["value"]:
            key = Place(*match.span("key"))
            name = ESCAPE.sub(meaning, match["key"])
            tree.leaf(root, name, Place(*match.span("value")), key)
    tree.read(source, outline, spell)


def meaning(match: re.Match[str]) -> str:
    """Return what an escape stands for; a backslash at the end of a line joins it to the next."""
    text = match[0]
    if text == "''":
        return "'"
    if text[1] == "u" and len(text) == 6:
        code = int(text[2:], 16)
        return chr(code) if code and not 0xD800 <= code < 0xE000 else "\ufffd"
    return "" if text[1] in "\r\n" else MEANINGS.get(text[1:], text[1:])
