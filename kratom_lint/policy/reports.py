"""Reports that were written into a folder of copy: they quote claims and make none, and each begins with our mark."""

from __future__ import annotations

from pathlib import Path

from kratom_lint.expressions import late

_HEAD = 16_384
"""So many bytes are read; the longest way to the mark is the first line of rdjsonl."""

_RULE = rb"[a-z0-9-]+/[a-z0-9-]+"
_NAME = rb'\{\s*"name":\s*"kratom-lint"'
_MARKS = (
    rb'<!doctype html>\s*<html lang="en">\s*<head>\s*<meta charset="utf-8">\s*<meta name="generator"'
    rb' content="kratom-lint ',  # the reviewers' page
    rb'\{\s*"schema_version":\s*\d+,\s*"tool":\s*' + _NAME,
    rb'\{\s*"\$schema":\s*"[^"]*sarif[^"]*",\s*"version":\s*"[\d.]+",\s*"runs":\s*\[\s*\{\s*"tool":\s*\{\s*"driver":\s*'
    + _NAME,
    rb'\{\s*"source":\s*' + _NAME,
    rb'\{"message": "[^\n]*"source": \{"name": "kratom-lint"\}',
    rb'\[\s*\{\s*"type":\s*"issue",\s*"check_name":\s*"' + _RULE + b'"',
    rb'<\?xml[^>]*>\s*<testsuites name="kratom-lint"',
    rb'<\?xml[^>]*>\s*<checkstyle version="[\d.]+">\s*<file [^>]*>\s*<error [^>]*source="kratom-lint\.',
    rb'"path","line","column","place","severity","rule","claim","text","finding","why","law"',
    rb"## kratom-lint\s+[^\n]*\. Law of \d{4}-\d\d-\d\d\.",
    rb"[^\n]+: (?:error|warning|info) " + _RULE + rb" [A-Z]",  # human, concise
    rb"::(?:error|warning|notice) [^\n]*title=" + _RULE + b"::",
    rb'\{\s*"schema_version":\s*\d+,\s*"as_of":\s*"[\d-]*",\s*"jurisdictions":\s*\[',  # matrix
    rb"[^\n]+  (?:clean {15}|change {14}|cannot be sold there)  [a-z][a-z-]+(?: [a-z-]+)*(?:: "
    + _RULE
    + b"(?:, "
    + _RULE
    + rb")*)?\r?\n",
    rb'\{\s*"corpora":\s*\[\s*\{\s*"path":\s*"[^"]*",\s*"sha256":\s*"',  # score
    rb"[^\n]+: \d+ texts, sha256 [0-9a-f]{64}\r?\n",
    rb'\{\s*"schema_version":\s*\d+,\s*"options":\s*\{\s*"version":\s*"[^"]*",\s*"engine":\s*"',  # scan
    rb"\d+ documents: \d+ clean, \d+ with findings, \d+ incomplete, \d+ skipped\r?\n",
)

_MARK = late(rb"(?:\xef\xbb\xbf)?(?:" + b"|".join(_MARKS) + b")")


def is_report(path: str) -> bool:
    """Say whether the file at `path` begins as what we print or write does: check, report, matrix, score, scan."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(_HEAD)
    except OSError:  # reading it will tell why
        return False
    return _MARK.match(head) is not None
