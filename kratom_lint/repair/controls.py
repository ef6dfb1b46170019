"""Buttons, badges and the like in data: one without its text is worse than none, so it goes with its key, or whole."""

from __future__ import annotations

import re

from kratom_lint.formats.document import Block, Document
from kratom_lint.formats.places import HUMP
from kratom_lint.model import Span
from kratom_lint.repair.members import in_list, member, with_key, with_parent
from kratom_lint.repair.records import braces_around, span_of

NAMES = frozenset("badge btn button chip cta flag pill ribbon sticker".split())  # noqa: SIM905
_SAID = frozenset({"caption", "content", "label", "name", "text", "title", "value"})
_CATALOGUE = re.compile(r"(?:\A|[/\\])(?:i18n|l10n|lang|languages?|locales?|messages|translations?)(?:[/\\.]|\Z)", re.I)
_NAMED = re.compile(r"(?m:^)([ \t]*)(?:- +)?[\w.\"'-]+:[ \t]*(?:#[^\r\n]*)?\r?\n\Z")
_HEADER = re.compile(r"(?m:^)\[[^\[\]\r\n]*\][ \t]*(?:#[^\r\n]*)?$")
_TABLE = re.compile(r"(?m:^)\[")


def is_control(document: Document, block: Block) -> bool:
    """Say whether a value is the text of a button or the like, by its own key or that of the object it is in.

    In a catalogue of messages none is: programs that look a message up show its key where it is missing.
    """
    if not block.is_value or _CATALOGUE.search(document.path or ""):
        return False
    *rest, key = ("", *block.pointer.split("/"))
    return _names_one(key) or (key.lower() in _SAID and _names_one(_holder(rest)))


def whole_control(document: Document, number: int, value: Span) -> Span | None:
    """Return the range to take out with a value that is such a text: its object, else itself with its key.

    `value` is its range with the quotes it stands in. None where it has no key, as in a list or in markup.
    """
    source, block = document.source, document.blocks[number]
    *rest, key = ("", *block.pointer.split("/"))
    said = with_key(source, value)
    if said is None or (document.format != "toml" and source[said.start : value.start].rstrip()[-1:] == "="):
        return None
    flow = source[: said.start].rstrip()[-1:] in ("{", ",")
    if key.lower() in _SAID and _names_one(_holder(rest)):
        return _object(document, number, said, flow=flow, listed=rest[-1].isdecimal())
    return member(source, said)


def _names_one(key: str) -> bool:
    words = {word.lower().removesuffix("s") for word in re.split(r"[\W_]+", HUMP.sub("_", key))}
    return not NAMES.isdisjoint(words)


def _holder(path: list[str]) -> str:
    """Return the nearest key in a path that is no place in a list."""
    return next((key for key in reversed(path) if not key.isdecimal()), "")


def _object(document: Document, number: int, said: Span, *, flow: bool, listed: bool) -> Span | None:
    source = document.source
    if flow:
        braces = braces_around(source, said)
        if braces is None:
            return None
        if listed:
            return in_list(source, braces)
        holder = with_key(source, braces)
        if holder is None:
            return None
        return member(source, holder)
    if listed:
        item = span_of(document, [number])
        return with_parent(source, item) if item and document.format != "toml" else item
    if document.format == "toml":
        header = next(reversed(list(_HEADER.finditer(source, 0, said.start))), None)
        after = _TABLE.search(source, said.end)
        return Span(header.start(), after.start() if after else len(source)) if header else None
    lines = _mapping(source, said)
    return with_parent(source, lines) if lines else None


def _mapping(source: str, said: Span) -> Span | None:
    """Return the lines of the mapping of a line, and of the key above it (YAML in lines)."""
    at = source.rfind("\n", 0, said.start) + 1
    indent = said.start - at
    while at > 0:
        above = source.rfind("\n", 0, at - 1) + 1
        line = source[above:at]
        deep = len(line) - len(line.lstrip(" "))
        if line.strip() and deep < indent:
            found = _NAMED.fullmatch(line)
            if found is None or line.lstrip().startswith("- "):
                return None
            after = re.compile(rf"^ {{0,{deep}}}[^\s#]", re.M).search(source, said.end)
            return Span(above, after.start() if after else len(source))
        at = above
    return None
