"""Rich text that editors store as data: the pieces of a paragraph, each a value of its own, make one text.

It is told by its shape, which ProseMirror, Tiptap, Slate, Lexical, Portable Text, Contentful and Shopify share: a list
called `children` or `content` of objects with a `text`, or a `value`, that say they are one, or only how it looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from kratom_lint.formats.prose import Prose
from kratom_lint.formats.tree import Field, Node, Place

LISTS = frozenset({"children", "content"})
TYPES = frozenset({"type", "nodetype", "_type"})
PIECES = frozenset({"text", "span"})
TEXTS = frozenset({"text", "value"})
LOOKS = frozenset({"bold", "code", "format", "italic", "marks", "strikethrough", "style", "text", "underline"})


def runs(fields: Iterable[Field], spell: Callable[[Place], Prose]) -> list[list[Field]]:
    """Return the texts that go on in the next one, each as the fields that make it, in order; two at least."""
    found: dict[Node, dict[str, Field]] = {}
    for field in fields:
        node = field.node
        if node.mapping and node.parent and not node.parent.mapping and node.parent.key in LISTS:
            found.setdefault(node, {})[field.key.lower()] = field
    pieces = [(node, _text(node, fields, spell)) for node, fields in found.items()]
    # Pieces with something else between them, a line break or an image, differ more in place than in number.
    grouped = groupby(enumerate(pieces), lambda each: (id(each[1][0].parent), int(each[1][0].key) - each[0]))
    result = []
    for _, group in grouped:
        run: list[Field] = []
        for _, (_, text) in group:
            if text:
                run.append(text)
            else:
                result.append(run)
                run = []
        result.append(run)
    return [run for run in result if len(run) > 1]


def _text(node: Node, fields: dict[str, Field], spell: Callable[[Place], Prose]) -> Field | None:
    """Return the text of a node that is a piece of rich text."""
    text = next((fields[key] for key in TEXTS if key in fields), None)
    if text is None:
        return None
    type = next((fields[key] for key in TYPES if key in fields), None)
    if type is not None:
        return text if spell(type.place).text in PIECES else None
    owner = node.parent.parent if node.parent else None
    typed = owner is not None and not TYPES.isdisjoint(key.lower() for key in owner.keys)
    return text if typed and LOOKS.issuperset(node.keys) else None
