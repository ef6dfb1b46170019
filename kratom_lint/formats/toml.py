"""Reads TOML: every string in it, with its place as a JSON pointer."""

from __future__ import annotations

import re
from typing import NamedTuple

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.data import DEEPEST, Tree
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.plain import read_plain
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.spelling import escaped
from kratom_lint.formats.tree import Node, Place
from kratom_lint.values import field, record

TOKEN = re.compile(
    r'''[ \t]++|(?P<comment>\#(?P<inside>[^\r\n]*+))|(?P<end>\r?\n)
    |"""(?:\r?\n)?(?P<lines>[^"\\]*+(?:(?:\\.|"{1,2}(?!"))[^"\\]*+)*+(?:"{1,2}(?="""))?)"""
    |\'\'\'(?:\r?\n)?(?P<raw_lines>[^']*+(?:'{1,2}(?!')[^']*+)*+(?:'{1,2}(?=\'\'\'))?)\'\'\'
    |"(?P<basic>[^"\\\r\n]*+(?:\\.[^"\\\r\n]*+)*+)"|'(?P<raw>[^'\r\n]*+)'
    |(?P<open>[\[{])|(?P<close>[\]}])|(?P<equals>=)|(?P<comma>,)
    |(?P<bare>\d{4}-\d\d-\d\d[ ]\d\d:[\w+:.-]++|[\w+:.-]++)''',
    re.S | re.X,
)
ESCAPE = re.compile(r"\\(?:[ \t]*\r?\n\s*|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.S)
MEANINGS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "e": "\x1b"}
PART = re.compile(r"[^.]+")


def read_toml(source: Prose, outline: Outline) -> None:
    """Read a TOML text into the outline; one with a mistake in it is read as plain text."""
    if not read_tables(source, outline):
        read_plain(source, outline)


def read_tables(source: Prose, outline: Outline) -> bool:
    """Read the strings of a TOML text into the outline; return False, with nothing read, if it is no TOML."""
    import tomllib

    try:
        tomllib.loads(source.text)
    except (ValueError, RecursionError):
        return False
    scanner = _Scanner()
    if not scanner.scan(source.text):
        return False
    for text, start, end in scanner.comments:
        outline.comment(text, source.span(start, end))

    def spell(place: Place) -> Prose:
        builder = Builder(source, escaped if place.style in ("basic", "lines") else None)
        if place.style in ("basic", "lines"):
            builder.decode(place.low, place.high, ESCAPE, meaning)
        else:
            builder.copy(place.low, place.high)
        return builder.done()

    scanner.tree.read(source, outline, spell)
    return True


def meaning(match: re.Match[str]) -> str:
    """Return what an escape stands for; a backslash at the end of a line takes the white space after it away."""
    text = match[0]
    if text[1] in "uU":
        return chr(int(text[2:], 16))
    return "" if text[1:].isspace() else MEANINGS.get(text[1:], text[1:])


class _Key(NamedTuple):
    """A part of a dotted key, and where it is spelt."""

    text: str
    place: Place


@record
class _Scanner:
    """Gathers the strings of a text that is known to be TOML.

    `stack` holds the table that is filled, and the arrays and inline tables open in it. `children` finds tables by
    where they are and their key, `last` the last table of an array of tables.
    """

    tree: Tree = field(default_factory=Tree)
    comments: list[tuple[str, int, int]] = field(default_factory=list)
    root: Node = field(default_factory=lambda: Tree.root(True))
    stack: list[Node] = field(default_factory=list)
    keys: list[_Key] = field(default_factory=list)
    children: dict[tuple[Node, str], Node] = field(default_factory=dict)
    last: dict[Node, Node] = field(default_factory=dict)

    def scan(self, text: str) -> bool:
        """Scan a text; return False if it is nested too deeply."""
        self.stack = [self.root]
        header = several = value = False
        at = 0
        while at < len(text) and (match := TOKEN.match(text, at)):
            at = match.end()
            kind = match.lastgroup
            top = self.stack[-1]
            nested = len(self.stack) > 1
            if kind == "comment":
                self.comments.append((match["inside"], *match.span()))
            elif kind == "end":
                if not nested:
                    self.keys, value = [], False
            elif kind == "equals":
                value = True
            elif kind == "comma":
                value = not top.mapping
            elif kind == "open" and not (nested or value):
                header = True
                several = text.startswith("[", at)
                at += several
            elif kind == "close" and header:
                at += several
                header = False
                self.stack = [self._table(several)]
            elif kind == "close":
                self.stack.pop()
            elif kind == "open":
                node, key, label = self._place()
                self.stack.append(self.tree.branch(node, key, match[0] == "{", label))
                value = match[0] == "["
            elif kind and value:
                self._value(match, kind)
            elif kind:
                self._key(match, kind)
            if self.stack[-1].depth > DEEPEST:
                return False
        return at == len(text)

    def _key(self, match: re.Match[str], kind: str) -> None:
        """Take one part of a key, or several joined by points."""
        if kind == "bare":
            self.keys += (_Key(part[0], Place(*part.span())) for part in PART.finditer(match.string, *match.span()))
        else:
            text = ESCAPE.sub(meaning, match[kind]) if kind == "basic" else match[kind]
            self.keys.append(_Key(text, Place(*match.span(kind), kind)))

    def _value(self, match: re.Match[str], kind: str) -> None:
        """Take a value: text, or something else that has a place all the same."""
        node, key, label = self._place()
        if kind == "bare":
            Tree.skip(node, key)
        else:
            self.tree.leaf(node, key, Place(*match.span(kind), kind), label)

    def _place(self) -> tuple[Node, str | None, Place | None]:
        """Return where the next value belongs: in which node, under which key, and where that is spelt."""
        node = self.stack[-1]
        keys, self.keys = self.keys, []
        if not node.mapping or not keys:
            return node, None, None
        for key in keys[:-1]:
            node = self._inside(node, key)
        return node, *keys[-1]

    def _table(self, several: bool) -> Node:
        """Return the table that a header opens, a new one if it is one of `several`."""
        keys, self.keys = self.keys, []
        node = self.root
        for key in keys[: len(keys) - several]:
            node = self._inside(node, key)
        if several and keys:
            child = (node, keys[-1].text)
            if child not in self.children:
                self.children[child] = self.tree.branch(node, keys[-1].text, False, keys[-1].place)
            array = self.children[child]
            node = self.last[array] = self.tree.branch(array, None, True)
        return node

    def _inside(self, node: Node, key: _Key) -> Node:
        """Return the table under a key, of an array of tables the last one."""
        child = (node, key.text)
        if child not in self.children:
            self.children[child] = self.tree.branch(node, key.text, True, key.place)
        found = self.children[child]
        return self.last.get(found, found)
