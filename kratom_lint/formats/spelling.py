"""How the formats that put text between quotes write it there."""

from __future__ import annotations

import re

_LEADING = re.compile(r"\A[@?]")
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


def escaped_as_c(text: str) -> str:
    """Return how a text is written between double quotes in C, and so in gettext and in Apple's catalogues."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return text.replace("\r", "\\r").replace("\t", "\\t")


def resource(text: str) -> str:
    """Return how a text is written in a string resource of Android, an XML file with escapes of its own."""
    text = _LEADING.sub(r"\\\g<0>", re.sub(r"[\\'\"]", r"\\\g<0>", text))
    return references(text).replace("\n", "\\n").replace("\t", "\\t")


def references(text: str) -> str:
    """Return how a text is written between the tags of XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def property_value(text: str, *, ascii: bool, messages: bool) -> str:
    """Return how a text is written as the value of a Java property.

    `ascii` is for files that hold nothing else, which may be read as ISO 8859-1; `messages` for those in which an
    apostrophe is doubled, as java.text.MessageFormat wants it.
    """
    text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    text = text.replace("'", "''") if messages else text
    return text if not ascii else "".join(each if each.isascii() else _units(each) for each in text)


def backslashed(text: str) -> str:
    """Return how reStructuredText writes a text: with a backslash before what might be markup."""
    return re.sub(r"[\\*`|]|_(?!\w)", r"\\\g<0>", text)


def referenced(text: str) -> str:
    """Return how AsciiDoc writes a text: with references for what might be markup, for it shows needless escapes."""
    return re.sub(r"[*_`#^~+{<\\]|\[(?=[^\]]*\])|&(?=#|\w+;)", lambda match: f"&#{ord(match[0])};", text)


def quoted_printable(text: str) -> str:
    """Return how a text is written in a body of quoted-printable UTF-8 (RFC 2045), on one line."""
    return "".join(
        letter if letter.isascii() and letter.isprintable() and letter != "=" else _octets(letter) for letter in text
    )


def _octets(letter: str) -> str:
    return "".join(f"={octet:02X}" for octet in letter.encode("utf-8", "replace"))


def _units(letter: str) -> str:
    """Return a letter as escapes of its UTF-16 code units."""
    octets = letter.encode("utf-16-be", "replace")
    return "".join(f"\\u{octets[at]:02X}{octets[at + 1]:02X}" for at in range(0, len(octets), 2))


def _controlled(text: str) -> str:
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
