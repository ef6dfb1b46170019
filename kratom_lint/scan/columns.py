"""Which columns of a table hold what, and what a row says of itself: its key, its site, its month."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from kratom_lint.errors import SourceError
from kratom_lint.formats import BINARY, FORMATS, format_of

DEFAULTS = {
    "text": ("text", "description", "body", "body_html", "content", "html", "markdown", "copy"),
    "format": ("format", "content_type", "mime_type"),
    "id": ("id", "sku", "handle", "listing_id", "product_id", "document_id", "record_id", "doc_id", "uuid"),
    "url": ("url", "link", "page_url", "product_url", "canonical_url", "loc"),
    "date": ("date", "timestamp", "updated_at", "created_at", "published_at", "fetched_at", "crawl_date"),
    "site": ("site", "domain", "host", "hostname", "shop", "store"),
}
"""By what a column is for the names it may have when nobody says which it is; the first that is there is taken."""

_MEDIA = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/json": "json",
    "application/ld+json": "json",
}
_SURROGATES = re.compile("[\ud800-\udfff]")
_MONTH = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])|(0[1-9]|1[0-2])(?:\d\d)?)(?!\d)")


@dataclass(frozen=True, slots=True)
class Columns:
    """By what a column is for its name, None when there is none."""

    text: str | None = None
    format: str | None = None
    id: str | None = None
    url: str | None = None
    date: str | None = None
    site: str | None = None

    def among(self, names: Iterable[str]) -> Columns:
        """Return the columns of a table with these names; raise SourceError if a named one or the text is missing."""
        return _among(self, tuple(names))

    @property
    def names(self) -> list[str]:
        """Return the names of those that there are, each once."""
        given = (self.text, self.format, self.id, self.url, self.date, self.site)
        return list(dict.fromkeys(name for name in given if name is not None))

    def keys_of(self, record: Mapping[str, Any]) -> dict[str, str | None]:
        """Return the id, address, site and month that a record has."""
        url = self._value(record, self.url)
        site = self._value(record, self.site) or site_of(url)
        month = month_of(record.get(self.date)) if self.date else None
        return {"id": self._value(record, self.id), "url": url, "site": site, "month": month}

    def document_of(self, record: Mapping[str, Any]) -> dict[str, str | None]:
        """Return what a record gives to `schema.DOCUMENTS`."""
        text = record.get(self.text or "")
        found = self.keys_of(record) | {"format": self._value(record, self.format)}
        if isinstance(text, bytes):
            try:
                text = text.decode()
            except UnicodeDecodeError:
                return found | {"reason": "undecodable", "detail": "the text is not valid UTF-8; write it anew"}
        if text is None or isinstance(text, str):
            return found | {"text": text and sound(text)}
        detail = f"the text is of type {type(text).__name__}; give it as a text"
        return found | {"reason": "not-text", "detail": detail}

    @staticmethod
    def _value(record: Mapping[str, Any], name: str | None) -> str | None:
        value = record.get(name) if name else None
        return None if value is None or value == "" else sound(str(value))


@lru_cache(maxsize=256)
def _among(asked: Columns, names: tuple[str, ...]) -> Columns:
    found = {}
    lower = {name.lower(): name for name in reversed(names)}
    for purpose, defaults in DEFAULTS.items():
        name = getattr(asked, purpose)
        if name is not None and name not in names:
            raise SourceError(f"no column {name!r}; it has {_listed(names)}; say which with --{purpose}-column")
        found[purpose] = name or next((lower[each] for each in defaults if each in lower), None)
    if found["text"] is None:
        raise SourceError(f"which column is the text? it has {_listed(names)}; say which with --text-column")
    return Columns(**found)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:20]) + (" ..." if len(names) > 20 else "") if names else "none"


def sound(text: str) -> str:
    """Return `text` without halves of surrogate pairs, which JSON can spell and Arrow cannot hold."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def site_of(url: str | None) -> str | None:
    """Return the host that an address names, in lower case and without "www."; None if it names none."""
    if url is None:
        return None
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and "." in host else None


def month_of(value: Any) -> str | None:
    """Return the month, YYYY-MM, of a date or of a text that begins with one as ISO 8601 has it; else None."""
    if isinstance(value, date):
        return f"{value.year:04}-{value.month:02}"
    m = _MONTH.match(value) if isinstance(value, str) else None
    return f"{m[1]}-{m[2] or m[3]}" if m else None


@lru_cache(maxsize=256)
def format_named(name: str | None) -> str | None:
    """Return the format that a name, a suffix or a media type means, None for None; raise SourceError for others."""
    if name is None:
        return None
    plain = name.partition(";")[0].strip().lower()
    found = plain if plain in FORMATS else _MEDIA.get(plain) or format_of(f"text.{plain.removeprefix('.')}")
    if found is None or found in BINARY:
        raise SourceError(f"the format {name!r} is none of a text; name one of those of --format")
    return found
