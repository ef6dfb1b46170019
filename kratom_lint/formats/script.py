"""Reads the copy in JavaScript and TypeScript: strings by the names they are given, objects, and JSX."""

from __future__ import annotations

from kratom_lint.formats import fields, reader_of
from kratom_lint.formats.builder import Builder
from kratom_lint.formats.components import ComponentReader
from kratom_lint.formats.data import DEEPEST, Tree, inner_format
from kratom_lint.formats.jsx import put_markup
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.syntax import (
    MARKUP,
    STRINGS,
    WRAPPERS,
    Node,
    Script,
    inner,
    is_sum,
    is_text,
    operator,
    parse,
    unspoken,
)
from kratom_lint.formats.tags import TRANSLATIONS
from kratom_lint.formats.tree import Node as Branch
from kratom_lint.formats.tree import Place
from kratom_lint.model import Span

TYPES = frozenset(
    """import_statement type_annotation type_alias_declaration interface_declaration literal_type type_arguments
    type_parameters ambient_declaration decorator regex""".split()  # noqa: SIM905
)
"""What a script says to the compiler."""
COMPARISONS = frozenset({"==", "===", "!=", "!==", "<", ">", "<=", ">=", "in", "instanceof"})
PASSING = WRAPPERS | {"ternary_expression"}
"""Expressions that what they contain may become."""
COMPARING = frozenset(
    {"binary_expression", "switch_case", "subscript_expression", "expression_statement", "export_statement"}
)
"""Nodes whose strings nobody sees."""
NAMED = {
    "variable_declarator": ("name", "value"),
    "assignment_expression": ("left", "right"),
    "public_field_definition": ("name", "value"),
    "field_definition": ("property", "value"),
    "assignment_pattern": ("left", "right"),
    "pair": ("key", "value"),
}
"""Nodes that give a value a name, and the fields these are in."""
UNSEEN = frozenset(
    """require import clsx cn cx classnames cva tw twMerge twJoin querySelector querySelectorAll getElementById closest
    matches addEventListener removeEventListener setAttribute getAttribute createElement getItem setItem fetch gtag
    track dispatch emit on off once log warn error debug info trace assert describe it test expect beforeEach Error
    TypeError RangeError RegExp Date startsWith endsWith includes indexOf split join replace replaceAll match
    invariant dynamic resolve navigate push redirect add remove toggle contains importScripts postMessage css styled
    keyframes createGlobalStyle gql graphql sql groq query execute prepare""".split()  # noqa: SIM905
)
"""Functions whose texts no reader sees."""
Member = tuple[Node, Branch, str, str | None, Place | None]
"""A value in an object or an array: where it belongs, the last name above it, its key and where that is spelt."""
MARKUP_TAGS = frozenset({"html", "svg", "htm"})
PAGE = "page"
"""The style of values in objects that are elements."""


def read_javascript(source: Prose, outline: Outline) -> None:
    """Read JavaScript, with or without JSX, into the outline."""
    read_script(source, outline, "javascript")


def read_typescript(source: Prose, outline: Outline) -> None:
    """Read TypeScript into the outline."""
    read_script(source, outline, "typescript")


def read_tsx(source: Prose, outline: Outline) -> None:
    """Read TypeScript with JSX into the outline."""
    read_script(source, outline, "tsx")


def read_script(source: Prose, outline: Outline, language: str) -> None:
    """Read a script into the outline; without the library for it, say that it went unread."""
    script = parse(source, outline, language)
    if script:
        ScriptReader(script, outline).read([(script.root, "")])


def read_expression(source: Prose, outline: Outline, name: str) -> None:
    """Read an expression, which is given `name`, into the outline."""
    builder = Builder(source)
    builder.atom("(", 0, 0)
    builder.copy(0, len(source.text))
    builder.atom(")", len(source.text), len(source.text))
    script = parse(builder.done(), outline, "tsx")
    if script:
        statements = [node for node in script.root.named_children if node.type == "expression_statement"]
        nodes = [child for statement in statements for child in statement.named_children] or [script.root]
        ScriptReader(script, outline).read([(node, name) for node in nodes])


def read_page(page: Prose, outline: Outline) -> None:
    """Read an element, written as HTML, into the outline."""
    reader = ComponentReader(outline)
    reader.read(page)
    reader.close()


class ScriptReader:
    """Finds the copy in one script."""

    def __init__(self, script: Script, outline: Outline) -> None:
        self.script = script
        self.outline = outline
        self._stack: list[tuple[Node, str]] = []

    def read(self, nodes: list[tuple[Node, str]]) -> None:
        """Read nodes in order, each with the name it is given, "" for none."""
        self._stack = nodes[::-1]
        while self._stack:
            self._visit(*self._stack.pop())

    def _visit(self, node: Node, name: str) -> None:
        kind = node.type
        if kind in TYPES:
            return
        if kind == "comment":
            self.comment(node)
        elif kind in MARKUP:
            self._markup(node)
        elif kind in STRINGS or is_sum(node):
            self._text(node, name)
        elif kind in ("object", "array"):
            self._data(node, name)
        elif kind in ("call_expression", "new_expression"):
            self._call(node, name)
        elif kind in NAMED:
            label, value = NAMED[kind]
            self._later(node, fields.plain_name(self.script.text(node.child_by_field_name(label)).strip("'\"")), value)
        elif kind in PASSING or (kind == "binary_expression" and operator(node) not in COMPARISONS):
            self._later(node, name)
        elif kind in COMPARING:
            self._push([child for child in node.named_children if child.type != "string"], "")
        else:
            self._push(node.named_children, "")

    def _later(self, node: Node, name: str, only: str = "") -> None:
        """Read the children of a node later; a name is theirs, or that of one field only."""
        named = node.child_by_field_name(only) if only else None
        for child in reversed(node.named_children):
            if not only or child == named:
                self._stack.append((child, name))
            elif child.type not in STRINGS:
                self._stack.append((child, ""))

    def _push(self, nodes: list[Node], name: str) -> None:
        self._stack += [(node, name) for node in reversed(nodes)]

    def comment(self, node: Node) -> None:
        """Add a comment to the outline, without its signs."""
        text = self.script.text(node)
        inside = text[2:-2] if text.startswith("/*") and text.endswith("*/") else text[2:]
        self.outline.comment(inside, self._extent(node))

    def _markup(self, node: Node) -> None:
        page, later = put_markup(self.script, node, self.comment, self.outline.choices)
        read_page(page, self.outline)
        self._stack += later[::-1]

    def _text(self, node: Node, name: str) -> None:
        if is_text(node):
            prose = self.script.says(node)
            if kind := fields.kind_of(name, prose.text):
                self.add(kind, prose, node)
        self._push(list(unspoken(node)), "")

    def add(self, kind: str, prose: Prose, node: Node) -> None:
        """Add a string as a block, or as several if it is a page of its own."""
        outline = self.outline
        format = inner_format(prose.text) if kind == "value" else ""
        if format:
            height = outline.height
            outline.enter("value", self._extent(node).start)
            reader_of(format)(prose, outline)
            outline.leave(height)
            outline.flush()
        else:
            outline.place(kind, prose, self._extent(node))

    def _call(self, node: Node, name: str) -> None:
        """Take a call: a translated text is copy whatever it looks like, that of some functions is none."""
        callee = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        arguments = node.child_by_field_name("arguments")
        function = self.script.text(callee).rpartition(".")[2] if callee else ""
        if callee and callee.type not in ("identifier", "import"):
            self._push([callee], "")
        if arguments is None:
            return
        if arguments.type == "template_string":
            root = self.script.text(callee).partition(".")[0].partition("(")[0]
            if function in MARKUP_TAGS:
                self.add("value", self.script.says(arguments), arguments)
            elif root not in UNSEEN and function not in UNSEEN:
                self._text(arguments, name)
            self._push(list(unspoken(arguments)), "")
            return
        unseen = function in UNSEEN or self.script.text(callee).startswith("console.")
        inherited = name if function in ("defineMessage", "useState", "ref", "String", "markdown", "freeze") else ""
        given = [child for child in arguments.named_children if not (unseen and is_text(child))]
        if function == "fetch" or (unseen and function.endswith("Error")):
            given = []
        for number, child in reversed(list(enumerate(given))):
            translated = function in TRANSLATIONS and not number and is_text(child)
            self._stack.append((child, "text" if translated else inherited))

    def _data(self, node: Node, name: str) -> None:
        """Read an object or an array as structured data: what its keys introduce, with a pointer to each value."""
        tree = Tree()
        spelt: dict[int, Prose] = {}
        later: list[tuple[Node, str]] = []
        pointer = self.outline.pointer
        root = Tree.root(node.type == "object")
        if name and not pointer:
            self.outline.pointer = f"/{name}"
        queue: list[Member] = []
        self._members(node, root, name, queue)
        while queue:
            value, branch, word, key, label = queue.pop()
            value = inner(value)
            if value.type in ("object", "array") and branch.depth < DEEPEST:
                deeper = tree.branch(branch, key, value.type == "object", label)
                self._members(value, deeper, word, queue)
            elif is_text(value):
                prose = self.script.says(value)
                low, high = self.script.low(value), self.script.high(value)
                if self._is_copy(value, word, prose.text, branch):
                    spelt[low] = prose
                    tree.leaf(branch, key, Place(low, high), label)
                else:
                    Tree.skip(branch, key)
                later += [(each, "") for each in unspoken(value)]
            elif value.type == "comment":
                self.comment(value)
            elif value.type in MARKUP:
                low, high = self.script.low(value), self.script.high(value)
                spelt[low], code = put_markup(self.script, value, self.comment, self.outline.choices)
                later += code
                tree.leaf(branch, key, Place(low, high, PAGE), label)
            else:
                if value.type not in ("number", "true", "false", "null", "identifier", "undefined"):
                    later.append((value, word))
                Tree.skip(branch, key)
        readers = {PAGE: read_page}
        tree.read(self.script.base, self.outline, lambda place: spelt.get(place.low) or self._key(place), readers)
        self.outline.pointer = pointer
        self._stack += later[::-1]

    def _key(self, place: Place) -> Prose:
        return self.script.base.cut(place.low, place.high)

    def _members(
        self,
        node: Node,
        branch: Branch,
        word: str,
        queue: list[Member],
    ) -> None:
        """Queue the values of an object with their keys, or those of an array."""
        members: list[Member] = []
        for child in node.named_children:
            if child.type == "pair":
                key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
                quoted = key.type == "string"
                low, high = self.script.low(key) + quoted, self.script.high(key) - quoted
                name = self.script.base.text[low:high]
                said = quoted or "-" in fields.plain_name(name)  # `helpsWith` may say something, `cls` says nothing
                if value is not None:
                    members.append((value, branch, name, name, Place(low, high) if said else None))
            elif child.type == "comment" or not branch.mapping:
                members.append((child, branch, word, None, None))
            else:
                members.append((child, branch, "", self.script.text(child)[:40], None))
        queue += members[::-1]

    def _is_copy(self, value: Node, word: str, text: str, branch: Branch) -> bool:
        """Say whether a string of an object or array is copy: short ones are in the company of phrases."""
        if fields.kind_of(word, text):
            return True
        if branch.mapping or fields.UNSEEN.search(fields.plain_name(word)) or not fields.is_words(text):
            return False
        siblings = value.parent.named_children[:20] if value.parent else []
        return any(each.type in STRINGS and fields.is_phrase(self.script.text(each)[1:-1]) for each in siblings)

    def _extent(self, node: Node) -> Span:
        return self.script.base.span(self.script.low(node), self.script.high(node))
