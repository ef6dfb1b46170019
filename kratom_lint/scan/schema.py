"""The Arrow schemas of what a scan reads and of what it writes."""

from __future__ import annotations

import pyarrow as pa

_TEXT = pa.string()
_RANGE = pa.list_(pa.int64())
_POSITION = pa.struct([("line", pa.int64()), ("column", pa.int64())])
_SPAN = pa.struct([("start", _POSITION), ("end", _POSITION), ("char", _RANGE), ("byte", _RANGE), ("utf16", _RANGE)])


def _texts(*names: str) -> list[tuple[str, pa.DataType]]:
    return [(name, _TEXT) for name in names]


_AUTHORITY = pa.struct(_texts("id", "citation", "title", "url", "jurisdiction", "in_force", "until", "confidence"))
_EDIT = pa.struct([("char", _RANGE), ("text", _TEXT)])
_SUGGESTION = pa.struct(
    [*_texts("title", "kind", "applicability"), ("verified", pa.bool_()), ("edits", pa.list_(_EDIT))]
)

FINDING = pa.struct(
    [
        *_texts("rule", "severity", "claim", "message", "why", "path", "fingerprint", "anchor", "match"),
        ("block", pa.struct(_texts("kind", "pointer"))),
        ("span", _SPAN),
        ("segments", pa.list_(_RANGE)),
        ("authority", pa.list_(_AUTHORITY)),
        ("trace", pa.list_(pa.struct(_texts("step", "detail")))),
        ("related", pa.list_(pa.struct([*_texts("rule", "message"), ("span", _SPAN)]))),
        ("suggestions", pa.list_(_SUGGESTION)),
        ("suppression", pa.struct([*_texts("reason", "until"), ("span", _SPAN)])),
        ("waiver", pa.struct(_texts("reason", "approved_by", "approved_on", "expires", "ticket"))),
        *_texts("baseline", "known_since", "upcoming_from"),
    ]
)
"""A finding, as `schemas/output.schema.json` has it."""

KEYS = [("source", _TEXT), ("position", pa.int64()), *_texts("id", "url", "site", "month")]
"""What tells a document from all others, and what summaries count by.

`source` is the file. `position` is unique in it: the number of the row from 0 in Parquet and CSV, else the byte where
the record begins: in JSON lines of the decompressed text, in WARC of the file. It is null where a row stands for a file
or unit as a whole. `month` is YYYY-MM.
"""

SKIPPED = "skipped"
"""The reason of documents that are no copy."""

DOCUMENTS = pa.schema([*KEYS, *_texts("format", "text", "reason", "detail")])
"""Documents to scan. Those with a `reason` are not scanned: it is why their text could not be read, or SKIPPED."""

RESULTS = pa.schema(
    [
        *KEYS,
        ("status", _TEXT),
        ("incomplete", pa.list_(pa.struct(_texts("reason", "detail")))),
        ("suppressed", pa.int32()),
        ("unnamed", pa.int32()),
        ("findings", pa.list_(FINDING)),
    ]
)
"""One row a document.

`status` is clean, findings, incomplete (it, or a part of it, could not be checked; there may be findings) or skipped
(no copy; `incomplete` has the reason). `unnamed` is how many more findings there would be if the text, which names
no product, were about kratom.
"""
