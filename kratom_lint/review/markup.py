"""HTML made of values: whatever is not markup already is escaped, so that no text can become any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TypeAlias

from kratom_lint.report.xml import held

_VOID = frozenset({"br", "input"})


class Markup(str):
    """Text that is HTML and goes into the page as it is."""

    __slots__ = ()


Child: TypeAlias = "Markup | str | int | None"


def escaped(text: str) -> Markup:
    """Return a text as HTML shows it, in an element or an attribute; what no document may hold becomes U+FFFD."""
    return Markup(escape(held(text)))


def joined(children: Iterable[Child]) -> Markup:
    """Return the children one after the other, texts escaped."""
    there = (child for child in children if child is not None)
    return Markup("".join(child if isinstance(child, Markup) else escaped(str(child)) for child in there))


def element(name: str, attributes: Mapping[str, object], *children: Child) -> Markup:
    """Return an element. An attribute that is None or False is left out, one that is True has no value."""
    written = "".join(
        f" {key}" if value is True else f' {key}="{escaped(str(value))}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Markup(f"<{name}{written}>" if name in _VOID else f"<{name}{written}>{joined(children)}</{name}>")


def link(address: str, *children: Child) -> Markup:
    """Return a link to a page of the web; an address of any other kind is no link."""
    if not address.lower().startswith(("https://", "http://")):
        return joined(children)
    return element("a", {"href": address, "rel": "noreferrer noopener", "target": "_blank"}, *children)
