"""Structured data: a tree of keys whose values are copy, and what in it introduces what."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from kratom_lint.formats import Reader, reader_of
from kratom_lint.formats.builder import Builder
from kratom_lint.formats.labels import is_label
from kratom_lint.formats.looks import kind_of
from kratom_lint.formats.names import DEFINED, LANGUAGES, TITLES
from kratom_lint.formats.outline import Outline, is_short
from kratom_lint.formats.places import HUMP
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.rich import runs
from kratom_lint.formats.tree import Field, Node, Place, escape
from kratom_lint.languages import language_of

DEEPEST = 100
"""Collections inside collections, past which a text is taken for something else."""

INNER = frozenset({"value", "list-item", "definition"})
MARKDOWN = re.compile(r"\*\*[^*\n]+\*\*|__[^_\n]+__|\]\([^()\s]+\)")
_DATA = re.compile(r"\s*(?:\[\s*(?:[\[{\"]|\])|\{\s*[\"}])")
MARKUP = re.compile(r"<(?:/?[a-z][a-z0-9-]*[\s/>]|!--)|&(?:#\d+|#x[\da-f]+|[a-z][a-z0-9]+);", re.I)


class Tree:
    """Gathers the fields of one text in order.

    `labels` has the blocks that the keys at some offsets already have. In a tree that is not `titled` no key means
    that its value introduces those around it: a catalogue of messages has texts from everywhere side by side.
    """

    def __init__(self, *, titled: bool = True) -> None:
        self._titles = frozenset(TITLES) if titled else frozenset[str]()
        self.fields: list[Field] = []
        self.labels: dict[int, int | None] = {}

    @staticmethod
    def root(mapping: bool, pointer: str = "") -> Node:
        """Return the node of a whole text."""
        return Node(None, "", mapping, None, pointer)

    def branch(self, node: Node, key: str | None, mapping: bool, label: Place | None = None) -> Node:
        """Return a new node inside `node`, under a key of a mapping or in the next place of a sequence."""
        key = _take(node, key)
        return Node(node, key, mapping, label, f"{node.pointer}/{escape(key)}")

    @staticmethod
    def skip(node: Node, key: str | None) -> None:
        """Take note of a value inside `node` that is no text."""
        _take(node, key)

    def leaf(self, node: Node, key: str | None, place: Place, label: Place | None = None) -> None:
        """Add a text inside `node`, at a place in the source; no other text may begin there."""
        key = _take(node, key)
        field = Field(node, key, place, label)
        self.fields.append(field)
        if node.mapping and key.lower() in self._titles:
            node.titles.setdefault(key.lower(), field)
        elif node.mapping and key.lower() in LANGUAGES:
            node.spoken = field

    def read(
        self,
        base: Prose,
        outline: Outline,
        spell: Callable[[Place], Prose],
        readers: Mapping[str, Reader] = MappingProxyType({}),
    ) -> None:
        """Add the fields that are copy to the outline; what is not in a language to be read is counted there.

        `spell` says what stands at a place, and `readers` which styles of values are pages, and how these are read.
        """
        emitter = _Emitter(base, outline, spell, self.labels, readers)
        for first, *others in runs(self.fields, spell):
            emitter.runs[first.place.low] = [first, *others]
            emitter.done |= dict.fromkeys(each.place.low for each in others)
        for field in self.fields:
            emitter.emit(field)
        outline.pointer = emitter.prefix


def _take(node: Node, key: str | None) -> str:
    """Return the key of what comes next in `node`, noted there."""
    if key is None:
        key = str(node.size)
    node.size += 1
    if node.mapping:
        node.keys[key] = None
    return key


class _Emitter:
    """Turns fields into blocks, titles before what they introduce."""

    def __init__(
        self,
        base: Prose,
        outline: Outline,
        spell: Callable[[Place], Prose],
        labels: dict[int, int | None],
        readers: Mapping[str, Reader],
    ) -> None:
        self.base = base
        self.outline = outline
        self.spell = spell
        self.prefix = outline.pointer
        self.done: dict[int, int | None] = {}
        self.foreign: dict[int, str] = {}
        self.labels = labels
        self.readers = readers
        self.runs: dict[int, list[Field]] = {}

    def emit(self, field: Field) -> int | None:
        """Add the blocks of a field, unless that is done, and return the index of the first, if there is one."""
        if field.place.low in self.done:
            return self.done[field.place.low]
        self.done[field.place.low] = None
        node = field.node
        selection = self.outline.selection
        language = self._language(node) or (selection.foreign(field.key, node.keys) if node.mapping else "")
        if language:
            self.outline.foreign[language] += 1
            return None
        if selection.fields and not selection.wants([*node.path(), *([field.key] if node.mapping else ())]):
            return None
        run = self.runs.get(field.place.low)
        prose = Prose.join([self.spell(each.place) for each in run], "") if run else self.spell(field.place)
        kind = "value" if field.place.style in self.readers else kind_of(field.word, prose.text)
        if not kind and not selection.chooses:
            return None
        index = self._add(field, kind or "value", prose)
        self.done[field.place.low] = index
        return index

    def _language(self, node: Node) -> str:
        """Return the foreign language of the values in `node`, or ""."""
        key = id(node)
        if key not in self.foreign:
            found, parent = "", node.parent
            if parent:
                found = self._language(parent)
                if not found and parent.mapping:
                    found = self.outline.selection.foreign(node.key, parent.keys)
            if node.spoken and not found:
                spoken = language_of(self.spell(node.spoken.place).text)
                found = "" if self.outline.selection.reads(spoken) else spoken
            self.foreign[key] = found
        return self.foreign[key]

    def _add(self, field: Field, kind: str, prose: Prose) -> int | None:
        outline = self.outline
        lead = None
        if kind == "value":
            lead, kind = self._lead(field, prose.text)
        outline.pointer = self.prefix + field.pointer
        extent = self.base.span(field.place.low, field.place.high)
        format = inner_format(prose.text) if kind in INNER else ""
        reader = self.readers.get(field.place.style) or (reader_of(format) if format else None)
        if reader is None:
            return outline.place(kind, prose, extent, lead)
        count = len(outline.blocks)
        height = outline.height
        outline.enter("value" if kind == "value" else "item", extent.start, lead=lead)
        reader(prose, outline)
        outline.leave(height)
        outline.flush()
        return count if len(outline.blocks) > count else None

    def _lead(self, field: Field, text: str) -> tuple[int | None, str]:
        """Return the block that introduces a field, and the kind that this makes of it."""
        node = field.node
        if node.mapping:
            title = self._title(node, field)
            if title is not None and field.key.lower() in DEFINED:
                return title, "definition"
            if field.label and is_label(field.key) and (" " in field.key or is_short(text)):
                return self._label(field.label, field.pointer), "definition"
            if title is not None:
                return title, "value"
        sequence = node.parent if node.mapping else node
        if sequence and not sequence.mapping:
            lead = self._heard(sequence)
            return lead, "value" if lead is None else "list-item"
        above, lead = node.parent, None
        while above and lead is None:
            lead = self._title(above, None)
            above = above.parent
        return lead, "value"

    def _title(self, node: Node, field: Field | None) -> int | None:
        """Return the block of the title of `node`; None for the title itself, and for what comes before it."""
        for key in TITLES:
            title = node.titles.get(key)
            if title and field and title.place.low == field.place.low:
                return None
            if title and (index := self.emit(title)) is not None:
                return index
        return None

    def _heard(self, sequence: Node) -> int | None:
        """Return the block that introduces a list: its key if that says something, else the title beside it."""
        if not sequence.asked:
            sequence.asked = True
            if sequence.label and is_label(sequence.key, of_list=True):
                sequence.lead = self._label(sequence.label, sequence.pointer)
            elif sequence.parent and sequence.parent.mapping:
                sequence.lead = self._title(sequence.parent, None)
        return sequence.lead

    def _label(self, label: Place, pointer: str) -> int | None:
        """Add a key as words that introduce its value, once for all that it is the key of."""
        if label.low in self.labels:
            return self.labels[label.low]
        key = self.spell(label)
        builder = Builder(key)
        builder.decode(0, len(key.text), HUMP, lambda match: " ")
        self.outline.pointer = self.prefix + pointer
        index = self.outline.place("key", builder.done(), self.base.span(label.low, label.high))
        self.labels[label.low] = index
        return index


def inner_format(text: str) -> str:
    """Return the format that a value is written in when it is not one line of plain text, else ""."""
    start = text.lstrip()[:1]
    if start in ("{", "[") and _is_data(text):
        return "json"
    if start == "<" and MARKUP.search(text):
        return "html"
    if MARKDOWN.search(text):
        return "markdown"
    if MARKUP.search(text):
        return "html"
    return "text" if "\n" in text.strip() else ""


def _is_data(text: str) -> bool:
    """Say whether a text is a JSON object or list of its own."""
    if not _DATA.match(text):
        return False
    import json

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
