"""Reads the catalogues of Apple's platforms: .strings, .stringsdict and other property lists, .xcstrings."""

from __future__ import annotations

import re
from functools import partial

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.data import DEEPEST, Tree
from kratom_lint.formats.json import scan, spelt
from kratom_lint.formats.markup import put_text
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.plain import read_plain
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.spelling import escaped_as_c, references
from kratom_lint.formats.tree import Node, Place
from kratom_lint.languages import language_of

TOKEN = re.compile(
    r"""\s++|(?P<comment>//(?P<line>[^\r\n]*+)|/\*(?P<block>.*?)(?:\*/|\Z))
    |"(?P<string>[^"\\]*+(?:\\.[^"\\]*+)*+)(?:"|\\?\Z)|(?P<word>[\w.$/:-]++)|(?P<mark>[=;])""",
    re.S | re.X,
)
ESCAPE = re.compile(r"\\(?:[Uu][0-9a-fA-F]{4}|.)", re.S)
MEANINGS = {"n": "\n", "t": "\t", "r": "\r"}
ELEMENT = re.compile(
    r"""(?P<comment><!--(?P<inside>.*?)(?:-->|\Z))|<(?P<name>key|string)>(?P<text>[^<]*+)</(?P=name)\s*>
    |<(?P<open>dict|array)>|</(?P<close>dict|array)\s*>|<(?P<other>integer|real|date|data)>[^<]*+<|<(?P<empty>true|false)\s*/>""",
    re.S | re.X,
)


def read_strings(source: Prose, outline: Outline) -> None:
    """Read a .strings file into the outline; one with a mistake in it as plain text."""
    tree = Tree(titled=False)
    root = Tree.root(True)
    comments: list[tuple[str, int, int]] = []
    parts: list[re.Match[str]] = []
    at = 0
    while at < len(source.text):
        match = TOKEN.match(source.text, at)
        if match is None:
            read_plain(source, outline)
            return
        at = match.end()
        if match.lastgroup == "comment":
            comments.append((match["line"] if match["block"] is None else match["block"], *match.span()))
        elif match["mark"] == ";":
            if not _pair(tree, root, parts):
                read_plain(source, outline)
                return
            parts = []
        elif match.lastgroup:
            parts.append(match)
    if parts and not _pair(tree, root, parts):
        read_plain(source, outline)
        return
    for text, start, end in comments:
        outline.comment(text, source.span(start, end))

    def spell(place: Place) -> Prose:
        builder = Builder(source, escaped_as_c)
        builder.decode(place.low, place.high, ESCAPE, meaning)
        return builder.done()

    tree.read(source, outline, spell)


def _pair(tree: Tree, root: Node, parts: list[re.Match[str]]) -> bool:
    """Add `key = "value"`, or the key alone, which then is the text; return False if it is neither."""
    kinds = [part.lastgroup for part in parts]
    if not kinds or kinds[0] == "mark" or (len(kinds) > 1 and (kinds[1:2] != ["mark"] or len(kinds) != 3)):
        return not kinds
    key, value = parts[0], parts[-1]
    kind = value.lastgroup or ""
    name = ESCAPE.sub(meaning, key[key.lastgroup or 0])
    tree.leaf(root, name, Place(*value.span(kind)))
    return kind != "mark"


def meaning(match: re.Match[str]) -> str:
    """Return what an escape stands for."""
    text = match[0][1:]
    if text[0] in "Uu" and len(text) == 5:
        code = int(text[1:], 16)
        return chr(code) if code and not 0xD800 <= code < 0xE000 else "\ufffd"
    return MEANINGS.get(text, text)


def read_plist(source: Prose, outline: Outline) -> None:
    """Read a property list in XML into the outline: the strings in its mappings and lists."""
    tree = Tree()
    top: Node | None = None
    key: str | None = None
    label: Place | None = None

    def spell(place: Place) -> Prose:
        builder = Builder(source, references)
        put_text(builder, place.low, place.high)
        return builder.done()

    for match in ELEMENT.finditer(source.text):
        if match["comment"] is not None:
            outline.comment(match["inside"], source.span(*match.span()))
        elif match["name"] == "key":
            label = Place(*match.span("text"))
            key = spell(label).text
        elif match["close"]:
            top = top.parent if top else None
        elif match["open"]:
            mapping = match["open"] == "dict"
            if top is None or top.depth < DEEPEST:
                top = tree.branch(top, _key(top, key), mapping, label) if top else Tree.root(mapping)
            key, label = None, None
        else:
            node = top or Tree.root(False)
            if match["name"]:
                tree.leaf(node, _key(node, key) if top else "", Place(*match.span("text")), label)
            else:
                Tree.skip(node, _key(node, key))
            key, label = None, None
    tree.read(source, outline, spell)


def _key(node: Node, key: str | None) -> str | None:
    return (key or "") if node.mapping else None


class _Catalogue(Tree):
    """The tree of a string catalogue, which remembers the entries in it."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Node] = []

    def branch(self, node: Node, key: str | None, mapping: bool, label: Place | None = None) -> Node:
        """Return a new node inside `node`, as any tree does."""
        found = super().branch(node, key, mapping, label)
        if found.depth == 2 and node.key == "strings":
            self.entries.append(found)
        return found


def read_catalogue(source: Prose, outline: Outline) -> None:
    """Read a string catalogue (.xcstrings) into the outline: the values, and the keys that are texts themselves."""
    tree = _Catalogue()
    if not scan(source.text, tree, []):
        read_plain(source, outline)
        return

    fields, tree.fields = tree.fields, []
    own = next((spelt(source, each.place).text for each in fields if each.pointer == "/sourceLanguage"), "en")
    values = [each for each in fields if each.key == "value"]
    translated = {_entry(each.node) for each in values if own in each.node.path()}
    for entry in tree.entries:
        if entry.label and entry not in translated:
            if outline.selection.reads(language_of(own)):
                tree.leaf(Tree.root(False, entry.pointer), "", entry.label)
            else:
                outline.foreign[language_of(own)] += 1
    tree.fields = sorted([*tree.fields, *values], key=lambda each: each.place.low)
    tree.read(source, outline, partial(spelt, source))


def _entry(node: Node) -> Node:
    """Return the entry of the catalogue that a node is in."""
    while node.parent and node.depth > 2:
        node = node.parent
    return node
