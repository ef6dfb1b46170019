"""The tree of keys and values that a text of structured data is."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Where the source spells a key or a value: at [low, high), in a `style` of the format's own."""

    low: int
    high: int
    style: str = ""


class Node:
    """A mapping or sequence: its place, the key it stands under, and what has been found in it so far.

    `label` is where that key is spelt, None in a sequence. `word` is the last key above the values of a sequence.
    """

    __slots__ = (
        "asked",
        "depth",
        "key",
        "keys",
        "label",
        "lead",
        "mapping",
        "parent",
        "pointer",
        "size",
        "spoken",
        "titles",
    )

    def __init__(self, parent: Node | None, key: str, mapping: bool, label: Place | None, pointer: str) -> None:
        self.parent = parent
        self.key = key
        self.mapping = mapping
        self.label = label
        self.pointer = pointer
        self.depth: int = parent.depth + 1 if parent else 0
        self.size = 0
        self.keys: dict[str, None] = {}
        self.titles: dict[str, Field] = {}
        self.spoken: Field | None = None
        self.asked = False
        self.lead: int | None = None

    @property
    def word(self) -> str:
        """The last key at or above this node."""
        node: Node | None = self
        while node and node.parent and not node.parent.mapping:
            node = node.parent
        return node.key if node else ""

    def path(self) -> list[str]:
        """Return the keys of the mappings down to this node; places in sequences are left out."""
        node: Node | None = self
        keys = []
        while node and node.parent:
            if node.parent.mapping:
                keys.append(node.key)
            node = node.parent
        return keys[::-1]


class Field(NamedTuple):
    """A scalar of text: in which node, under which key (its index in a sequence), where it and the key are spelt."""

    node: Node
    key: str
    place: Place
    label: Place | None

    @property
    def pointer(self) -> str:
        """The place of the value as a JSON pointer (RFC 6901)."""
        whole = not (self.key or self.node.mapping)
        return self.node.pointer if whole else f"{self.node.pointer}/{escape(self.key)}"

    @property
    def word(self) -> str:
        """The last key at or above the value."""
        return self.key if self.node.mapping else self.node.word


def escape(key: str) -> str:
    """Return a key as a token of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
