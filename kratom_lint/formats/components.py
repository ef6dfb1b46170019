"""Reads the HTML that components are written in: their properties may be copy as well."""

from __future__ import annotations

from kratom_lint.formats import fields
from kratom_lint.formats.attributes import kind_of
from kratom_lint.formats.builder import Builder
from kratom_lint.formats.elements import HIDDEN, SKIPPED
from kratom_lint.formats.html import HtmlReader
from kratom_lint.formats.markup import Token, put_text
from kratom_lint.formats.prose import Prose

AMBIGUOUS = frozenset({"value", "content", "role", "label", "default", "key", "name", "term"})
"""Properties whose one-word values mostly are for programs."""


class ComponentReader(HtmlReader):
    """An HTML reader that knows the properties by which components are given copy."""

    def attributes(self, base: Prose, tag: Token, attributes: dict[str, str]) -> None:
        """Add the texts in the attributes of a start tag; a question or label introduces the next of them."""
        super().attributes(base, tag, attributes)
        if self.elements.seen == SKIPPED:
            return
        leading = False
        for attribute in tag.attributes:
            name = fields.plain_name(attribute.name)
            value = base.text[attribute.low : attribute.high]
            if kind_of(tag.name, attribute.name, attributes) or not fields.is_named(name):
                continue
            if name in AMBIGUOUS and " " not in value.strip():
                continue
            kind = "hidden" if self.elements.seen == HIDDEN else fields.kind_of(name, value)
            if kind:
                builder = Builder(base)
                put_text(builder, attribute.low, attribute.high, attribute=True)
                extent = base.span(attribute.start, attribute.end)
                led = leading and not fields.introduces(name)
                self.outline.aside(kind, builder.done(), extent, led)
                leading = not led and fields.introduces(name)
