"""How the formats that put text between quotes write it there."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


def escaped(text: str) -> str:
    """Return how a text is written between double quotes in JSON, YAML and TOML."""
    return _controlled(text.replace("\\", "\\\\").replace('"', '\\"'))


def escaped_single(text: str) -> str:
    """Return how a text is written between single quotes in the relatives of JSON."""
    return _controlled(text.replace("\\", "\\\\").replace("'", "\\'"))


def doubled(text: str) -> str:
    """Return how a text is written between double quotes in a table (RFC 4180)."""
    return text.replace('"', '""')


def doubled_single(text: str) -> str:
    """Return how a text is written between single quotes in YAML."""
    return text.replace("'", "''")


def templated(text: str) -> str:
    """Return how a text is written between backquotes in JavaScript."""
    return text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")


def braced(text: str) -> str:
    """Return how text that is HTML already is written in JSX, where braces hold code."""
    return text.replace("{", "&#123;").replace("}", "&#125;")


def quoted_printable(text: str) -> str:
    """Return how a text is written in a body of quoted-printable UTF-8 (RFC 2045), on one line."""
    return "".join(
        letter if letter.isascii() and letter.isprintable() and letter != "=" else _octets(letter) for letter in text
    )


def _octets(letter: str) -> str:
    return "".join(f"={octet:02X}" for octet in letter.encode("utf-8", "replace"))


def _controlled(text: str) -> str:
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
