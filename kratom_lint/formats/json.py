"""Reads JSON, with the comments, single quotes and stray commas of its relatives, and JSON lines."""

from __future__ import annotations

import re
from functools import partial

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.data import DEEPEST, Tree
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.plain import read_plain
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.spelling import escaped, escaped_single
from kratom_lint.formats.tree import Node, Place

TOKEN = re.compile(
    r"""[\s,\ufeff]++|(?P<comment>//(?P<line>[^\r\n]*+)|/\*(?P<block>.*?)(?:\*/|\Z))
    |"(?P<double>[^"\\]*+(?:\\.[^"\\]*+)*+)(?:"|\\?\Z)|'(?P<single>[^'\\]*+(?:\\.[^'\\]*+)*+)(?:'|\\?\Z)
    |(?P<open>[{\[])|(?P<close>[}\]])|(?P<colon>:)
    |(?P<word>[-+.\w$]++)""",
    re.S | re.X,
)
ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.S
)
MEANINGS = {
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "0": "\ufffd",
    "\n": "",
    "\r\n": "",
    "\r": "",
}
LITERAL = re.compile(r"true|false|null|undefined|[-+]?(?:Infinity|NaN|\.?\d[\w.+-]*)")
LINE = re.compile(r"[^\r\n]+")


def read_json(source: Prose, outline: Outline) -> None:
    """Read a JSON text into the outline. One that breaks off is read as far as it goes, any other mistake as text."""
    if not read_values(source, outline):
        read_plain(source, outline)


def read_ndjson(source: Prose, outline: Outline) -> None:
    """Read lines of JSON; the pointer of a value begins with the index of its line, from 0."""
    prefix = outline.pointer
    for number, line in enumerate(LINE.finditer(source.text)):
        outline.pointer = f"{prefix}/{number}"
        read_json(source.cut(*line.span()), outline)
    outline.pointer = prefix


def read_arb(source: Prose, outline: Outline) -> None:
    """Read an application resource bundle into the outline: its messages, without the notes for translators."""
    tree = Tree(titled=False)
    if not scan(source.text, tree, []):
        read_plain(source, outline)
        return
    tree.fields = [field for field in tree.fields if not field.pointer.startswith("/@")]
    tree.read(source, outline, partial(spelt, source))


def read_values(source: Prose, outline: Outline) -> bool:
    """Read the strings of a JSON text into the outline; return False, with nothing read, if it is something else."""
    tree = Tree()
    comments: list[tuple[str, int, int]] = []
    if not scan(source.text, tree, comments):
        return False
    for text, start, end in comments:
        outline.comment(text, source.span(start, end))

    tree.read(source, outline, partial(spelt, source))
    return True


def spelt(source: Prose, place: Place) -> Prose:
    """Return what the inside of a string says."""
    builder = Builder(source, escaped if source.text[place.low - 1 : place.low] == '"' else escaped_single)
    builder.decode(place.low, place.high, ESCAPE, meaning)
    return builder.done()


def meaning(match: re.Match[str]) -> str:
    """Return what an escape stands for; half of a surrogate pair is no character, nor is NUL."""
    text = match[0]
    if text[1] in "ux" and len(text) > 2:
        code = int(text[2:6], 16)
        if len(text) == 12:
            return chr(0x10000 + ((code - 0xD800) << 10) + int(text[8:], 16) - 0xDC00)
        return chr(code) if code and not 0xD800 <= code < 0xE000 else "\ufffd"
    return MEANINGS.get(text[1:], text[1:])


def scan(text: str, tree: Tree, comments: list[tuple[str, int, int]]) -> bool:
    """Gather the strings of a text and its comments; return False if it is no JSON."""
    top: Node | None = None
    key: str | None = None
    label: Place | None = None
    colon = False
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            return False
        at = match.end()
        kind = match.lastgroup
        if kind is None:
            continue
        if kind == "comment":
            comments.append((match["line"] if match["block"] is None else match["block"], *match.span()))
        elif kind == "close":
            if top is None or key is not None or (match[0] == "}") != top.mapping:
                return False
            top = top.parent
        elif top and top.mapping and not colon:
            if kind == "colon" and key is not None:
                colon = True
            elif kind in ("colon", "open") or key is not None:
                return False
            else:
                label = Place(*match.span(kind))
                key = ESCAPE.sub(meaning, match[kind])
        elif kind == "open":
            top = tree.branch(top, key, match[0] == "{", label) if top else Tree.root(match[0] == "{")
            if top.depth > DEEPEST:
                return False
            key, label, colon = None, None, False
        elif kind == "colon" or (kind == "word" and not LITERAL.fullmatch(match[0])):
            return False
        else:
            if kind != "word":
                tree.leaf(top or Tree.root(False), key if top else "", Place(*match.span(kind)), label)
            elif top:
                Tree.skip(top, key)
            key, label, colon = None, None, False
    return True
