"""Reads the HTML that components are written in: their properties may be copy as well."""

from __future__ import annotations

from kratom_lint.formats import fields, names
from kratom_lint.formats.attributes import UNTITLED, kind_of
from kratom_lint.formats.builder import Builder
from kratom_lint.formats.elements import HIDDEN, SKIPPED
from kratom_lint.formats.html import HtmlReader
from kratom_lint.formats.markup import Attribute, Token, put_text
from kratom_lint.formats.prose import Prose

AMBIGUOUS = frozenset({"value", "content", "role", "label", "default", "key", "name", "term"})
"""Properties whose one-word values mostly are for programs."""


def is_address(tag: str, name: str) -> bool:
    """Say whether a property of this name is the address that a component leads to, or shows a picture from."""
    return name in names.LINKING and tag not in UNTITLED | {"base", "use"}


class ComponentReader(HtmlReader):
    """An HTML reader that knows the properties by which components are given copy."""

    def attributes(self, base: Prose, tag: Token, attributes: dict[str, str]) -> None:
        """Add the texts in the attributes of a start tag; a question or label introduces the next of them."""
        if not attributes:
            return
        given = [each for each in tag.attributes if self._is_given(tag, each, base.text, attributes)]
        if self.elements.seen == SKIPPED or not given:
            super().attributes(base, tag, attributes)
            return
        leading = False
        for attribute in tag.attributes:
            name, value = fields.plain_name(attribute.name), base.text[attribute.low : attribute.high]
            known = kind_of(tag.name, attribute.name, attributes)
            kind = known or (fields.kind_of(name, value) if attribute in given else "")
            if kind and value:
                builder = Builder(base)
                put_text(builder, attribute.low, attribute.high, attribute=True)
                if self.elements.seen == HIDDEN and kind != "url":
                    kind = "hidden"
                led = leading and not fields.introduces(name)
                self.outline.aside(kind, builder.done(), base.span(attribute.start, attribute.end), led)
                leading = fields.introduces(name)

    @staticmethod
    def _is_given(tag: Token, attribute: Attribute, text: str, attributes: dict[str, str]) -> bool:
        """Say whether an attribute is a property that HTML does not know, by which a component is given copy."""
        if kind_of(tag.name, attribute.name, attributes):
            return False
        if is_address(tag.name, attribute.name):
            return True
        if not fields.is_named(attribute.name):
            return False
        value = text[attribute.low : attribute.high].strip()
        return " " in value or fields.plain_name(attribute.name) not in AMBIGUOUS
