"""Writes JSX as the HTML that it would show, with holes for what is only known when it runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kratom_lint.formats import fields
from kratom_lint.formats.branches import CHOICE, ELSE, END, WHEN
from kratom_lint.formats.builder import Builder
from kratom_lint.formats.choices import Choices
from kratom_lint.formats.elements import VOID
from kratom_lint.formats.prose import HOLE, Prose
from kratom_lint.formats.spelling import braced
from kratom_lint.formats.syntax import MARKUP, STRINGS, Node, Script, inner, is_text, operator, unspoken
from kratom_lint.formats.tags import TRANSLATIONS

SPECIAL = re.compile(r"[&<\"]")
REFERENCES = {"&": "&amp;", "<": "&lt;", '"': "&quot;"}
WRAPPED = re.compile(r"[ \t]*(?:\r?\n[ \t]*)+")
PHRASES = frozenset(
    """p span a b strong em i u small mark sub sup button label h1 h2 h3 h4 h5 h6 summary dt figcaption option legend
    caption""".split()  # noqa: SIM905
)
ROLES = (
    (re.compile(r"h[1-6]"), ""),
    (re.compile(r".*(?:heading|headline|title)"), "h3"),
    (re.compile(r"(?:list)?item|li"), "li"),
    (re.compile(r".*trigger|question"), "summary"),
    (re.compile(r"(?:paragraph|p)"), "p"),
)
"""What components are, by the last word of their names."""
OPAQUE = frozenset({"number", "identifier", "member_expression"})
NOTHING = frozenset({"true", "false", "null", "undefined"})
FUNCTIONS = frozenset({"arrow_function", "function_expression"})
READ_APART = frozenset({"variable_declarator", "switch_case", "new_expression"})
SHOWN_HIDDEN = {"hidden": " hidden", "aria-hidden": ' aria-hidden="true"'}
UNDISPLAYED = re.compile(r"display\s*:\s*[\"']none|visibility\s*:\s*[\"']hidden")

EXPRESSION, LINE, CODE = range(3)
"""How a node is taken: as something shown in a block, in a line of text, or as code that may show something."""

Later = list[tuple[Node, str]]


def put_markup(script: Script, node: Node, comment: Callable[[Node], None], choices: Choices) -> tuple[Prose, Later]:
    """Return a JSX element as HTML, and the code in it that is to be read apart, with the names it is given."""
    writer = _Writer(script, comment, choices)
    writer.write(node)
    return writer.builder.done(), writer.later


class _Writer:
    """Writes one tree of JSX elements, from left to right."""

    def __init__(self, script: Script, comment: Callable[[Node], None], choices: Choices) -> None:
        self.script = script
        self.builder = Builder(script.base, braced)
        self.later: Later = []
        self._comment = comment
        self._choices = choices
        self._tags: dict[int, str] = {}
        self._stack: list[tuple[Node | str, int]] = []

    def write(self, node: Node) -> None:
        """Write a node and all in it."""
        self._stack = [(node, EXPRESSION)]
        while self._stack:
            item, way = self._stack.pop()
            if isinstance(item, str):
                self.builder.atom(item, way, way)
                self._choices.sign(item, self.builder.root(way, way).start)
            elif item.type in MARKUP:
                self._element(item, way == LINE)
            elif item.type == "comment":
                self._comment(item)
            elif item.type == "jsx_closing_element":
                self._close(item)
            elif item.type == "jsx_text":
                self._words(item)
            elif item.type == "html_character_reference":
                self.builder.copy(self.script.low(item), self.script.high(item))
            elif item.type == "jsx_expression":
                self._push(item.named_children, way)
            elif way == CODE:
                self._code(item)
            else:
                self._expression(inner(item), way)

    def _push(self, nodes: Iterable[Node], way: int) -> None:
        self._stack += [(node, way) for node in reversed(list(nodes))]

    def _push_choice(self, one: Node, other: Node | None, way: int) -> None:
        """Have a text written that is shown or not, or two of which a reader sees one; marks have their places."""
        low, high = self.script.low, self.script.high
        last = [(END, high(other or one))]
        parts = [(ELSE, low(other)), (other, way)] if other else []
        first = [(CHOICE if other else WHEN, low(one)), (one, way)]
        self._stack += [*first, *parts, *last][::-1]

    def _element(self, node: Node, flowing: bool) -> None:
        """Write the start of an element, and have its content and its end written next."""
        script, builder = self.script, self.builder
        opening = node if node.type == "jsx_self_closing_element" else node.children[0]
        name_node = opening.child_by_field_name("name")
        name = script.text(name_node)
        low, high = script.low(opening), script.high(opening)
        if not name:
            self._content(node, flowing)
            return
        if name == "style":
            return
        tag = role_of(name, flowing)
        builder.copy(low, low + 1)
        self._name(name_node, tag)
        page = self._attributes(opening)
        builder.copy(high - 1, high)
        if page is not None:
            script.spell(builder, page)
        if opening is not node:
            self._tags[node.children[-1].id] = tag
            self._content(node, flowing or tag in PHRASES)
        elif tag not in VOID:
            if tag == "span" and name != "span":
                builder.atom(HOLE, low, high)
            builder.atom(f"</{tag}>", high, high)

    def _name(self, node: Node, tag: str) -> None:
        """Write the name of a tag."""
        if tag == self.script.text(node):
            self.builder.copy(self.script.low(node), self.script.high(node))
        else:
            self.builder.atom(tag, self.script.low(node), self.script.high(node))

    def _content(self, node: Node, flowing: bool) -> None:
        """Have the children of an element written; among words they are part of the line."""
        children = node.children[1:]
        flowing = flowing or any(self._is_words(child) for child in children)
        self._push(children, LINE if flowing else EXPRESSION)

    def _close(self, node: Node) -> None:
        name_node = node.child_by_field_name("name")
        if name_node is not None:
            low, high = self.script.low(node), self.script.high(node)
            self.builder.copy(low, self.script.low(name_node))
            self._name(name_node, self._tags.get(node.id, self.script.text(name_node)))
            self.builder.copy(high - 1, high)

    def _is_words(self, node: Node) -> bool:
        """Say whether a child of an element is text, as it stands or as a string."""
        if node.type == "jsx_expression":
            return any(is_text(child) and not self.script.text(child)[1:-1].isspace() for child in node.named_children)
        return node.type == "jsx_text" and not self.script.text(node).isspace()

    def _attributes(self, opening: Node) -> Node | None:
        """Write the attributes of an element; return the string that is its inner HTML, if it has one."""
        page = None
        for attribute in opening.named_children[1:]:
            if attribute.type == "comment":
                self._comment(attribute)
            elif attribute.type != "jsx_attribute":
                self.later.append((attribute, ""))
            else:
                page = self._attribute(attribute) or page
        return page

    def _attribute(self, node: Node) -> Node | None:
        script, builder = self.script, self.builder
        named = node.named_children
        label = named[0]
        name = script.text(label)
        value = named[1] if len(named) > 1 else None
        if value is None or value.type == "string":
            builder.atom(" ", script.low(label), script.low(label))
            self._name(label, fields.plain_name(name) if fields.is_named(name) else name)
            builder.copy(script.high(label), script.high(node))
            return None
        code = next((inner(child) for child in value.named_children if child.type != "comment"), None)
        if code is None:
            return None
        if name in SHOWN_HIDDEN and code.type == "true":
            builder.atom(SHOWN_HIDDEN[name], script.low(label), script.high(node))
        elif name == "style" and UNDISPLAYED.search(script.text(code)[:1000]):
            builder.atom(SHOWN_HIDDEN["hidden"], script.low(label), script.high(node))
        elif name == "dangerouslySetInnerHTML" and (page := self._inner_html(code)):
            return page
        elif self._is_said(code) and not fields.UNSEEN.search(fields.plain_name(name)):
            builder.atom(" ", script.low(label), script.low(label))
            self._name(label, fields.plain_name(name))
            builder.atom('="', script.high(label), script.low(code))
            self._say(code)
            builder.atom('"', script.high(code), script.high(node))
        elif not is_text(code):
            self.later.append((code, name))
        return None

    def _inner_html(self, node: Node) -> Node | None:
        for pair in node.named_children:
            value = pair.child_by_field_name("value") if pair.type == "pair" else None
            if value is not None and value.type in STRINGS:
                return value
        return None

    def _is_said(self, node: Node) -> bool:
        """Say whether an expression is a text, perhaps one of two, or a translation."""
        if node.type == "ternary_expression":
            return all(is_text(inner(node.child_by_field_name(side))) for side in ("consequence", "alternative"))
        return is_text(node) or self._translated(node) is not None

    def _say(self, node: Node) -> None:
        """Write a text, with what HTML would take for markup in it escaped."""
        if node.type == "ternary_expression":
            self.later.append((node.child_by_field_name("condition"), ""))
            one, other = (inner(node.child_by_field_name(side)) for side in ("consequence", "alternative"))
            for mark, at, said in ((CHOICE, self.script.low(one), one), (ELSE, self.script.low(other), other)):
                self.builder.atom(mark, at, at)
                self._say(said)
            self.builder.atom(END, self.script.high(other), self.script.high(other))
            return
        said = self._translated(node) or node
        prose = self.script.says(said)
        self.builder.put(prose, SPECIAL, lambda match: REFERENCES[match[0]])
        self.later += [(part, "") for part in unspoken(said)]

    def _translated(self, node: Node) -> Node | None:
        """Return the text that a call translates, None if it is no such call or names the text by a key."""
        if node.type != "call_expression":
            return None
        function = self.script.text(node.child_by_field_name("function")).rpartition(".")[2]
        arguments = node.child_by_field_name("arguments")
        if function not in TRANSLATIONS or arguments is None or not arguments.named_children:
            return None
        text = arguments.named_children[0]
        return text if is_text(text) and fields.is_words(self.script.says(text).text) else None

    def _words(self, node: Node) -> None:
        """Write text as JSX does: a line break between words is a space, one at an end nothing."""
        low, high = self.script.low(node), self.script.high(node)
        text = self.script.base.text
        for match in WRAPPED.finditer(text, low, high):
            start, end = match.span()
            self.builder.copy(low, start)
            if (start > low and end < high) or self._beside_reference(node, start > low):
                self.builder.atom(" ", start, end)
            low = end
        self.builder.copy(low, high)

    @staticmethod
    def _beside_reference(node: Node, after: bool) -> bool:
        """Say whether a text goes on in a character reference, of which tree-sitter makes a node of its own."""
        beside = node.next_sibling if after else node.prev_sibling
        return beside is not None and beside.type == "html_character_reference"

    def _expression(self, node: Node, way: int) -> None:
        """Write what an expression between braces shows."""
        kind = node.type
        if self._is_said(node):
            self._say(node)
        elif kind == "ternary_expression":
            self.later.append((node.child_by_field_name("condition"), ""))
            one, other = (node.child_by_field_name(side) for side in ("consequence", "alternative"))
            self._push_choice(one, other, way)
        elif kind == "binary_expression" and operator(node) in ("&&", "||", "??"):
            left, right = inner(node.child_by_field_name("left")), node.child_by_field_name("right")
            if operator(node) != "&&":
                self._push_choice(left, right, way)
            else:
                self.later.append((left, ""))
                self._push_choice(right, None, way)
        elif kind in ("array", "spread_element"):
            self._push(node.named_children, EXPRESSION)
        elif kind == "call_expression" and self._functions(node):
            self._code(node)
        elif kind not in NOTHING:
            self.builder.atom(HOLE, self.script.low(node), self.script.high(node))
            if kind not in OPAQUE:
                self.later.append((node, ""))

    @staticmethod
    def _functions(node: Node) -> bool:
        arguments = node.child_by_field_name("arguments")
        return arguments is not None and any(child.type in FUNCTIONS for child in arguments.named_children)

    def _code(self, node: Node) -> None:
        """Have the elements in code written; the rest of it is read apart."""
        if is_text(node) or node.type in ("object", "array", "pair") or node.type in READ_APART:
            self.later.append((node, ""))
        else:
            self._push(node.named_children, CODE)


def role_of(name: str, flowing: bool) -> str:
    """Return the HTML element that an element is, or that a component of this name most likely becomes."""
    if name[0].islower() and not ("." in name or "-" in name):
        return name
    role = fields.plain_name(name).rpartition("-")[2]
    for pattern, tag in ROLES:
        if pattern.fullmatch(role):
            return tag or role
    return "span" if flowing else "div"
