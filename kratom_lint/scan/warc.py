"""Reads web archives (WARC, ISO 28500): the pages and texts among their records."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from kratom_lint.errors import SourceError
from kratom_lint.scan.columns import Columns, format_named, month_of, site_of, sound
from kratom_lint.scan.schema import SKIPPED
from kratom_lint.scan.streams import GZIP, ZSTD, next_member, places
from kratom_lint.scan.units import Unit

_BEGINNING = b"WARC/"
_READ = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_LOOKED_AT = 1024
"""The bytes of a page among which a browser looks for its encoding (HTML Standard, 13.2.3.2)."""
_LATIN = frozenset({"iso8859-1", "ascii"})
"""What browsers take for windows-1252 (Encoding Standard, 4.2)."""


def read_warc(unit: Unit, columns: Columns, longest: int) -> Iterator[dict[str, Any]]:
    """Return a row of `DOCUMENTS` for each response, resource and conversion; `longest` is in bytes.

    After a damaged record, which is told, reading goes on with the next.
    """
    with Path(unit.path).open("rb") as file:
        at: int | None = 0
        told = False
        while at is not None:
            last, why = None, None
            try:
                for row in _rows(file, at, longest):
                    last, told = row["position"], False
                    yield row
            except (OSError, ValueError) as error:
                why = str(error)
            if why is None:
                return
            begun = at if last is None else last
            at = _next(file, begun + 1)
            if not told:  # the first that is found after it may be the damaged one itself
                rest = "no other after it" if at is None else "what follows it is read"
                detail = f"a record after byte {begun} is damaged ({why}); {rest}; fetch the file again"
                yield {"position": begun + 1, "reason": "unreadable", "detail": detail}
            told = True


def _next(file: BinaryIO, at: int) -> int | None:
    file.seek(0)
    beginning = file.read(4)
    magic = next((magic for magic in (GZIP, ZSTD) if beginning.startswith(magic)), None)
    if magic:
        return next_member(file, at, magic, _BEGINNING)
    return next((found + 1 for found in places(file, at, b"\n" + _BEGINNING)), None)


def _rows(file: BinaryIO, at: int, longest: int) -> Iterator[dict[str, Any]]:
    file.seek(at)
    for record in ArchiveIterator(file, record_types=_READ, parse_http=False, fsspec_args=False):
        url = record.headers.get("WARC-Target-URI")
        keys = {"position": at + record.stream_pos, "id": record.record_id, "url": url and sound(url.strip("<>"))}
        yield keys | {"site": site_of(url), "month": month_of(record.record_date)} | _content(record, longest)


def _content(record: WarcRecord, longest: int) -> dict[str, Any]:
    size = record.content_length
    if size > longest:
        return _fault("too-large", f"a record of {size:,} bytes is longer than --max-size allows for")
    raw = record.reader.read()
    if len(raw) < size:
        return _fault("unreadable", f"the record has {len(raw):,} of {size:,} bytes; fetch the file again")
    cut = record.headers.get("WARC-Truncated") is not None
    media = record.headers.get("Content-Type") or ""
    charset = None
    if "application/http" in media:
        try:
            record.set_bytes_content(raw)
            record.parse_http(auto_decode="all")
            raw = record.reader.read(longest + 1)
        except (OSError, ValueError) as error:
            return _fault("unreadable", f"the answer is no HTTP: {error}")
        status = record.http_headers.status_code if record.http_headers else None
        if status is None or not 200 <= status < 300:
            return _fault(SKIPPED, f"HTTP status {status}")
        media, charset = record.http_content_type or "text/html", record.http_charset
    if len(raw) > longest:
        return _fault("too-large", "the page, decompressed, is longer than --max-size allows for")
    try:
        format = format_named(media)
    except SourceError:
        return _fault(SKIPPED, f"its type is {media}")
    page = {"format": format, "text": sound(_decoded(raw, charset))}
    return page | _fault("truncated", "the crawler has cut the page off; fetch it again") if cut else page


def _fault(reason: str, detail: str) -> dict[str, Any]:
    return {"reason": reason, "detail": detail}


def _decoded(raw: bytes, charset: str | None) -> str:
    """Return the text of a page as a browser reads it: what is not valid becomes U+FFFD."""
    if raw.startswith(codecs.BOM_UTF8):
        return raw.decode("utf-8-sig", "replace")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    declared = _DECLARED.search(raw, 0, _LOOKED_AT)
    for label in (charset, declared and declared[1].decode()):
        with contextlib.suppress(LookupError, UnicodeError):
            if label:
                name = codecs.lookup(label).name
                return raw.decode("cp1252" if name in _LATIN else name, "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")  # the default of browsers in the West
