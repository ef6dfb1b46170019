"""Reads mails as they are sent (RFC 5322, RFC 2045 to 2049): subject, sender, and each text among their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_string
from email.message import Message
from typing import NamedTuple

from kratom_lint.errors import SourceError
from kratom_lint.formats.builder import Builder
from kratom_lint.formats.html import HtmlReader
from kratom_lint.formats.mime import decode_body, decode_words, known_charset
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.plain import read_plain
from kratom_lint.formats.prose import Prose

MAIL = ("from", "to", "subject", "date", "mime-version", "content-type", "received", "return-path")
"""Headers one of which every mail has."""
DEEPEST = 20
HEADER_END = re.compile(r"^\r?\n", re.M)
FIELD = re.compile(r"^([!-9;-~]+)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.M)
MBOX = re.compile(r"From [^\n]*\n")
CHARSET = re.compile(rb"charset=\"?([\w.:-]+)", re.I)
ADDRESS = re.compile(r"<[^<>]*>|[^\s@<>]{1,64}@[^\s@<>]{1,255}")
QUOTES = '" \t\r\n'
FLOWED = re.compile(r"(?<!^--) \r?\n(?![ \t\r\n>]|\Z)", re.M)
"""A line break that only wraps (RFC 3676, 4.2); the line before a signature is none."""
HTML = frozenset({"text/html", "text/x-amp-html", "application/xhtml+xml"})
PLAIN = frozenset({"text/plain", "text/markdown", "text/enriched"})
NO_COPY = re.compile(r"(?:image|audio|video|font)/.*|text/css|application/(?:pgp|pkcs7|x-pkcs7)-signature")
LETTERS = re.compile(r"[\W_]+")


class Part(NamedTuple):
    """A part of a mail: its headers, and where its body stands in the source."""

    headers: Message
    low: int
    high: int

    @property
    def type(self) -> str:
        """The type of its content, in lower case."""
        return self.headers.get_content_type()


def read_eml(data: bytes, outline: Outline) -> str:
    """Read a mail into the outline, and return its whole text: spans are those of the file, encoded as they are.

    The pointer of a block is the name of its header, or the type of its part. Of two forms of the same text, the plain
    one is left out when it says nothing that the HTML does not. The first text of the HTML, when hidden, is what an
    inbox shows below the subject: a preheader. Attachments are named as unread; pictures, fonts and signatures are left
    out.
    """
    text = _decoded(data)
    source = Prose.of(text.replace("\0", "\ufffd"))
    start = mbox.end() if (mbox := MBOX.match(text)) else 0
    whole = _part(source.text, start, len(text))
    if not any(name in whole.headers for name in MAIL):
        raise SourceError("it has none of the headers of a mail; check its suffix, or name its format under `formats`")
    for field in FIELD.finditer(source.text, start, whole.low):
        if field[1].lower() in ("subject", "from"):
            _read_header(source, outline, field)
    _Reader(source, outline).read(whole, 0)
    outline.pointer = ""
    return text


def _decoded(data: bytes) -> str:
    """Return the bytes of a mail as text: UTF-8, or what its first part says, or the letters of western Europe."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = CHARSET.search(data)
        charset = known_charset(found[1].decode("ascii", "replace") if found else "")
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _part(text: str, low: int, high: int) -> Part:
    """Return the part that stands at [low, high)."""
    end = HEADER_END.search(text, low, high)
    head = text[low : end.start()] if end else text[low:high]
    return Part(message_from_string(head), end.end() if end else high, high)


def _read_header(source: Prose, outline: Outline, field: re.Match[str]) -> None:
    """Add the subject, or the name of the sender without the address."""
    prose = decode_words(source, *field.span(2))
    kind = "subject"
    if field[1].lower() == "from":
        kind = "sender"
        builder = Builder(prose)
        builder.decode(0, len(prose.text), ADDRESS, lambda _: "")
        prose = builder.done()
        start = len(prose.text) - len(prose.text.lstrip(QUOTES))
        prose = prose.cut(start, max(start, len(prose.text.rstrip(QUOTES))))
    outline.pointer = field[1].capitalize()
    outline.aside(kind, prose, source.span(*field.span()))
    outline.flush()


class _Reader:
    """Reads the parts of one mail."""

    def __init__(self, source: Prose, outline: Outline) -> None:
        self._source = source
        self._outline = outline

    def read(self, part: Part, depth: int) -> None:
        """Read a part and those inside it."""
        type_ = part.type
        if depth > DEEPEST:
            self._outline.unread("its parts stand too deep inside one another; save them as files of their own")
        elif part.headers.get_content_disposition() == "attachment":
            self._attached(part)
        elif type_ == "message/rfc822":
            inner = _part(self._source.text, part.low, part.high)
            self.read(inner, depth + 1)
        elif type_.startswith("multipart/") and (parts := list(self._parts(part))):
            if type_ == "multipart/alternative":
                self._alternatives(parts, depth)
            else:
                for each in parts:
                    self.read(each, depth + 1)
        elif type_ in HTML:
            self._html(part)
        elif type_ in PLAIN or type_.startswith("multipart/"):
            self._plain(part, self._outline)
        elif not NO_COPY.fullmatch(type_):
            self._attached(part)

    def _parts(self, part: Part) -> Iterator[Part]:
        """Yield the parts between the boundaries of a multipart body; the last one may lack its end."""
        boundary = part.headers.get_boundary()
        if not boundary:
            return
        mark = re.compile(rf"^--{re.escape(boundary)}(--)?[ \t]*(?:\r?\n|\Z)", re.M)
        start = None
        for found in mark.finditer(self._source.text, part.low, part.high):
            if start is not None:
                yield _part(self._source.text, start, self._before_break(start, found.start()))
            start = None if found[1] else found.end()
            if found[1]:
                return
        if start is not None:
            yield _part(self._source.text, start, part.high)

    def _before_break(self, low: int, at: int) -> int:
        """Return where the line break before `at` begins, which belongs to the boundary there."""
        line = self._source.text[max(low, at - 2) : at]
        return at - (2 if line == "\r\n" else line.endswith("\n"))

    def _alternatives(self, parts: list[Part], depth: int) -> None:
        """Read the forms of one text: the plain one last, and only if it says something that the others do not."""
        before = len(self._outline.blocks)
        plain = [part for part in parts if part.type in PLAIN]
        for part in parts:
            if part not in plain:
                self.read(part, depth + 1)
        said = "".join(_letters(block.prose.text) for block in self._outline.blocks[before:])
        for part in plain:
            alone = Outline()
            self._plain(part, alone)
            words = (_letters(block.prose.text) for block in alone.blocks if block.kind != "url")
            if not all(each in said for each in words):
                self.read(part, depth + 1)

    def _body(self, part: Part) -> Prose | None:
        """Return the decoded body of a text, None if its encoding is unknown."""
        encoding = str(part.headers.get("content-transfer-encoding") or "7bit").strip().lower()
        charset = str(part.headers.get_content_charset() or "")
        prose = decode_body(self._source, part.low, part.high, encoding, charset)
        if prose is None:
            self._outline.unread(f'a part of it is encoded as "{encoding}", which is not read; save the mail again')
        return prose

    def _html(self, part: Part) -> None:
        outline, before = self._outline, len(self._outline.blocks)
        body = self._body(part)
        if body is None:
            return
        outline.pointer = part.type
        height = outline.height
        outline.enter("part", part.low)
        reader = HtmlReader(outline)
        reader.read(body)
        reader.flush(None)
        outline.leave(height)
        shown = (index for index in range(before, len(outline.blocks)) if outline.blocks[index].kind != "page-title")
        first = next(shown, None)
        if first is not None and outline.blocks[first].kind == "hidden":
            outline.blocks.rename(first, "preheader")

    def _plain(self, part: Part, outline: Outline) -> None:
        body = self._body(part)
        if body is None:
            return
        if str(part.headers.get_param("format", "")).lower() == "flowed":
            builder = Builder(body)
            builder.decode(0, len(body.text), FLOWED, lambda _: " ")
            body = builder.done()
        outline.pointer = part.type
        height = outline.height
        outline.enter("part", part.low)
        read_plain(body, outline)
        outline.leave(height)

    def _attached(self, part: Part) -> None:
        if NO_COPY.fullmatch(part.type):
            return
        name = part.headers.get_filename() or part.type
        self._outline.unread(f'the attachment "{name}" was not read; save it as a file and check that as well')


def _letters(text: str) -> str:
    return LETTERS.sub("", text).lower()
