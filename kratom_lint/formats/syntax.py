"""Syntax trees of JavaScript and TypeScript, by tree-sitter, with offsets of characters; and what their strings say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import HOLE, Prose, characters
from kratom_lint.formats.spelling import escaped, escaped_single, templated

EXTRA = 'it has scripts, which need an optional library; install it with: pip install "kratom-lint[js]"'
STRINGS = frozenset({"string", "template_string"})
MARKUP = frozenset({"jsx_element", "jsx_self_closing_element", "jsx_fragment"})
WRAPPERS = frozenset(
    {"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "await_expression"}
)
ESCAPE = re.compile(r"\\(?:u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.S)
WRAPPED = re.compile(r"\r?\n[ \t]*+")
_GOES_ON = re.compile(r"\S\r?\n[ \t]*+(?![\s#>|•<*+-]|\d+[.)]|\Z)")
_MEANINGS = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " ", "v": " ", "0": "\ufffd"}
_LANGUAGES = {"javascript": ("javascript", "tsx"), "typescript": ("typescript", "tsx"), "tsx": ("tsx", "typescript")}

Node = Any
"""A node of tree-sitter, which comes without types."""


@cache
def _parser(language: str) -> Any:
    import tree_sitter

    if language == "javascript":
        import tree_sitter_javascript

        grammar = tree_sitter_javascript.language()
    else:
        import tree_sitter_typescript

        grammar = getattr(tree_sitter_typescript, f"language_{language}")()
    return tree_sitter.Parser(tree_sitter.Language(grammar))


SPELLINGS = {'"': escaped, "'": escaped_single, "`": templated}
"""How a string in each kind of quotes writes a text."""


class Script:
    """A script as its syntax tree, over the prose it stands in."""

    def __init__(self, base: Prose, root: Node) -> None:
        self.base = base
        self.root = root
        self._where = characters(base.text)

    def low(self, node: Node) -> int:
        """Return the offset of a node's first character."""
        return int(self._where[node.start_byte])

    def high(self, node: Node) -> int:
        """Return the offset after a node's last character."""
        return int(self._where[node.end_byte])

    def text(self, node: Node | None) -> str:
        """Return the text of a node, "" of none."""
        return self.base.text[self.low(node) : self.high(node)] if node else ""

    def spell(self, builder: Builder, node: Node) -> None:
        """Add what a string says; what a template fills in is a hole."""
        for part in node.children:
            if part.type == "string_fragment":
                builder.decode(self.low(part), self.high(part), WRAPPED, _line_break)
            elif part.type == "template_substitution":
                builder.atom(HOLE, self.low(part), self.high(part))
            elif part.type == "escape_sequence":
                builder.decode(self.low(part), self.high(part), ESCAPE, meaning)
            elif part.type == "html_character_reference":
                builder.copy(self.low(part), self.high(part))

    def says(self, node: Node) -> Prose:
        """Return what a string says, or strings joined by plus signs."""
        parts = list(terms(node))
        builder = Builder(self.base, SPELLINGS.get(self.text(parts[0])[:1]) if parts else None)
        for part in parts:
            if part.type in STRINGS:
                self.spell(builder, part)
            else:
                builder.atom(HOLE, self.low(part), self.high(part))
        return builder.done()


def parse(base: Prose, outline: Outline, language: str) -> Script | None:
    """Return a script as a tree, None if the library for it is missing; what cannot be understood is told."""
    try:
        parsers = [_parser(name) for name in _LANGUAGES[language]]
    except ImportError:
        outline.unread(EXTRA, "missing-extra")
        return None
    data = base.text.encode()
    trees = []
    for parser in parsers:
        trees.append(parser.parse(data))
        if not trees[-1].root_node.has_error:
            return Script(base, trees[-1].root_node)
    script = Script(base, trees[0].root_node)
    at = base.insertion_point(script.low(_mistake(script.root)))
    outline.unread(f"{outline.position(at)}: here begins what is no {language} that can be understood; mend it")
    return script


def _mistake(root: Node) -> Node:
    """Return the first node that the parser did not understand."""
    node = root
    while not (node.type == "ERROR" or node.is_missing):
        inner = next((child for child in node.children if child.has_error), None)
        if inner is None:
            break
        node = inner
    return node


def terms(node: Node) -> list[Node]:
    """Return the operands of a chain of plus signs; a node that is none is its own."""
    found: list[Node] = []
    while is_sum(node):
        found.append(node.child_by_field_name("right"))
        node = node.child_by_field_name("left")
    return [node, *reversed(found)]


def is_sum(node: Node) -> bool:
    """Say whether a node adds two others."""
    return node.type == "binary_expression" and operator(node) == "+"


def operator(node: Node) -> str:
    """Return the sign between the operands of a node."""
    sign = node.child_by_field_name("operator")
    return str(sign.type) if sign else ""


def is_text(node: Node) -> bool:
    """Say whether a node is a string, or a sum with a string in it."""
    return node.type in STRINGS or (is_sum(node) and any(term.type in STRINGS for term in terms(node)))


def inner(node: Node) -> Node:
    """Return what stands in parentheses, or before `as const`."""
    while node.type in WRAPPERS and node.named_children:
        node = next((child for child in node.named_children if child.type != "comment"), node.named_children[0])
    return node


def unspoken(node: Node) -> Iterator[Node]:
    """Yield the code in a string or a sum: what its holes stand for."""
    for term in terms(node):
        if term.type == "template_string":
            yield from (part for part in term.named_children if part.type == "template_substitution")
        elif term.type != "string":
            yield term


def _line_break(match: re.Match[str]) -> str:
    """Return what a line break in a template and the indent after it say: a space where a sentence goes on."""
    return " " if _GOES_ON.match(match.string, match.start() - 1) else "\n"


def meaning(match: re.Match[str]) -> str:
    """Return what an escape stands for; half of a surrogate pair is no character, a break of the line nothing."""
    sign = match[0][1:]
    if sign[0] in "ux" and len(sign) > 1:
        code = int(sign[1:].strip("{}"), 16)
        return chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"
    return "" if sign in ("\n", "\r\n", "\r", "\u2028", "\u2029") else _MEANINGS.get(sign, sign)
