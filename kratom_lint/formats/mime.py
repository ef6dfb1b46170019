"""Decodes what mails encode: bodies in quoted-printable and base64, encoded words, charsets; with an exact map back."""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.spelling import quoted_printable

PLAIN = frozenset({"7bit", "8bit", "binary", ""})
ALIASES = {"iso8859-1": "cp1252", "ascii": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}
"""Charsets that programs read as a larger one, as the WHATWG Encoding Standard says; ASCII is often not kept to."""
BY_LETTER = re.compile(r"utf-8|cp125\d|iso8859-\d+|koi8-[ru]|mac-.*|latin.*")
"""Charsets in which an ASCII byte is always that character."""
NO_CHARSET = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7", "mbcs", "oem"}
)
ESCAPED = r"=[0-9A-Fa-f]{2}"
SOFT_BREAK = r"=[ \t]*(?:\r?\n|\Z)"
QUOTED = re.compile(rf"(?:{ESCAPED}|{SOFT_BREAK})+")
UNIT = re.compile(rf"(?P<escape>{ESCAPED})|{SOFT_BREAK}|[^=]|=")
WORD = re.compile(r"=\?([\w.:-]+)(?:\*[\w-]*)?\?(?:([qQ])\?([^?\r\n]*)|([bB])\?([A-Za-z0-9+/= ]*))\?=")
DIGITS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

Unit = tuple[int, int, int]
"""A byte and the range of the text that spells it."""


def known_charset(name: str) -> str:
    """Return Python's name of the charset to read `name` as; cp1252 for one that is unknown, UTF-8 for none."""
    try:
        found = codecs.lookup(name or "utf-8")
        b"".decode(found.name)  # raises for codecs that are no charset
    except (LookupError, ValueError):
        return "cp1252"
    return "cp1252" if found.name in NO_CHARSET else ALIASES.get(found.name, found.name)


def decode_body(source: Prose, low: int, high: int, encoding: str, charset: str) -> Prose | None:
    """Return the body at [low, high) of a source that is decoded already, None if the transfer encoding is unknown."""
    charset = known_charset(charset)
    builder = Builder(source, quoted_printable if encoding == "quoted-printable" else None)
    if encoding == "quoted-printable":
        _put_quoted(builder, low, high, charset)
    elif encoding == "base64":
        _put(builder, _base64(source.text, low, high), charset)
    elif encoding not in PLAIN:
        return None
    elif charset.startswith(("iso2022", "hz")):  # these spell other letters in ASCII
        _put(builder, [(ord(source.text[at]) & 0x7F, at, at + 1) for at in range(low, high)], charset)
    else:
        builder.copy(low, high)
    return _clean(builder.done())


def decode_words(source: Prose, low: int, high: int) -> Prose:
    """Return a header at [low, high) with its encoded words decoded; white space between two of them is none."""
    builder = Builder(source)
    at = low
    for word in WORD.finditer(source.text, low, high):
        if at == low or source.text[at : word.start()].strip():
            builder.copy(at, word.start())
        at = word.end()
        charset = known_charset(word[1])
        if word[2]:
            units = [
                (ord(" ") if source.text[start:end] == "_" else byte, start, end)
                for byte, start, end in _units(source.text, *word.span(3))
            ]
            _put(builder, units, charset)
        else:
            _put(builder, _base64(source.text, *word.span(5)), charset)
    builder.copy(at, high)
    return _clean(builder.done())


def _clean(prose: Prose) -> Prose:
    return Prose(prose.text.replace("\0", "\ufffd"), prose.pieces, prose.spelling)


def _put_quoted(builder: Builder, low: int, high: int, charset: str) -> None:
    """Add quoted-printable text; runs of escapes alone need the charset where ASCII stands for itself."""
    text = builder.base.text
    if not BY_LETTER.fullmatch(charset):
        _put(builder, list(_units(text, low, high)), charset)
        return
    for run in QUOTED.finditer(text, low, high):
        builder.copy(low, run.start())
        low = run.end()
        _put(builder, list(_units(text, *run.span())), charset)
    builder.copy(low, high)


def _units(text: str, low: int, high: int) -> Iterator[Unit]:
    """Yield the bytes of quoted-printable text."""
    for match in UNIT.finditer(text, low, high):
        start, end = match.span()
        if match["escape"]:
            yield int(match[0][1:], 16), start, end
        elif len(match[0]) == 1:
            yield from ((byte, start, end) for byte in match[0].encode())


def _base64(text: str, low: int, high: int) -> list[Unit]:
    """Return the bytes of base64 text, up to its padding; each is spelt by two digits, or by three over a line end."""
    end = text.find("=", low, high)
    places = [at for at in range(low, high if end < 0 else end) if text[at] in DIGITS]
    del places[len(places) - (len(places) % 4 == 1) :]
    data = binascii.a2b_base64("".join(text[at] for at in places) + "=" * (-len(places) % 4))
    return [(byte, places[8 * i // 6], places[(8 * i + 7) // 6] + 1) for i, byte in enumerate(data)]


def _put(builder: Builder, units: list[Unit], charset: str) -> None:
    """Add the characters that bytes spell, each as an atom over its bytes; what they do not spell is U+FFFD."""
    decoder = codecs.getincrementaldecoder(charset)("replace")
    first: int | None = None
    end = 0
    for byte, start, end in units:
        first = start if first is None else first
        letters = decoder.decode(bytes((byte,)))
        if letters:
            _put_letters(builder, letters, first, end)
            first = None
    if rest := decoder.decode(b"", True):
        _put_letters(builder, rest, end if first is None else first, end)


def _put_letters(builder: Builder, letters: str, start: int, end: int) -> None:
    if builder.base.text[start:end] == letters:
        builder.copy(start, end)
    else:
        builder.atom(letters, start, end)
