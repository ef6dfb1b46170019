"""Which attributes of HTML tags carry copy, and as what kind of block."""

from __future__ import annotations

import re

from kratom_lint.expressions import late

ADDRESSES = {
    "href": frozenset({"a", "area"}),
    "src": frozenset({"img", "video", "audio", "source", "iframe", "embed"}),
    "poster": frozenset({"video"}),
    "data": frozenset({"object"}),
}
SHOWN = frozenset(
    {"alt", "title", "placeholder", "aria-label", "aria-description", "aria-placeholder", "aria-valuetext"}
)
UNTITLED = frozenset({"link", "style", "script", "meta"})
"""Elements whose title names a style sheet, or nothing."""
LABELLED = frozenset({"option", "optgroup", "track"})
BUTTONS = frozenset({"submit", "button", "reset"})
FIELDS = frozenset({"", "text", "search", "email", "tel", "url"})
META = late(
    r"(?:(?:og|twitter|dc|dcterms|article|product):)?(?:[\w.]*\.)?"
    r"(?:title|description|abstract|subject|site_name|headline|(?:og:|twitter:)?image:alt)"
    r"|apple-mobile-web-app-title|application-name|name|alternatename|caption|slogan|reviewbody|twitter:(?:label|data)\d",
    re.I,
)


def kind_of(tag: str, name: str, attributes: dict[str, str]) -> str:
    """Return the kind of block that attribute `name` of a `tag` makes, "" for one that holds no copy."""
    if name in SHOWN:
        return "" if name == "title" and tag in UNTITLED else name
    if tag in ADDRESSES.get(name, ()):
        return "url"
    if name == "label" and tag in LABELLED:
        return name
    if name == "value" and tag == "input":
        type_ = attributes.get("type", "").strip().lower()
        return "button" if type_ in BUTTONS else "value" if type_ in FIELDS else ""
    if name == "download" and tag in ("a", "area"):
        return "file-name"
    return _meta_kind(attributes) if tag == "meta" and name == "content" else ""


def _meta_kind(attributes: dict[str, str]) -> str:
    about = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
    about = about.strip()
    if about.lower() in ("keywords", "news_keywords", "article:tag"):
        return "keyword"
    return "meta" if META.fullmatch(about) else ""
