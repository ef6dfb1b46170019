"""Tells the format of a text whose name does not say it."""

from __future__ import annotations

import json
import re

from kratom_lint.formats import FORMATS

_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype|\?xml|[a-z][a-z0-9:-]*[\s/>])", re.I | re.S)
_SIGNS = (
    ("captions", re.compile(r"WEBVTT\b")),
    ("captions", re.compile(r"\s*\d+[ \t]*\r?\n\d\d:\d\d:\d\d[,.]\d{3} --> ")),
    ("php", re.compile(r"\s*<\?(?:php|=)")),
    ("android", re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<resources\b", re.S)),
    ("html", _PAGE),
    ("markdown", re.compile(r"---[ \t]*\r?\n(?:.*\r?\n)*?---[ \t]*(?:\r?\n|\Z)")),
    ("yaml", re.compile(r"---[ \t]*\r?\n|%YAML\b")),
    ("po", re.compile(r"(?:#[^\n]*+\n|\s++)*+msgid \"")),
)
_PAIR = re.compile(r"[ \t]*(?:- |(?:- )?[\w$-]+:(?:[ \t]|$)|#|$)")
_MARKDOWN = re.compile(r"^#{1,6} \S|^```|\*\*[^*\n]+\*\*|\]\([^()\s]+\)", re.M)
_BEGINNING = 4096


def sniff(text: str) -> str:
    """Return the format of `text`, one of FORMATS; "text" if nothing tells it."""
    text = text.removeprefix("\ufeff")
    beginning = text[:_BEGINNING]
    if beginning.lstrip()[:1] in ("{", "[") and (format := _json(text)):
        return format
    for format, sign in _SIGNS:
        if format in FORMATS and sign.match(beginning):
            return format
    lines = [line for line in beginning.splitlines() if line.strip()]
    if len(lines) >= 3 and all(map(_PAIR.match, lines)) and sum(": " in line for line in lines) >= 2:
        return "yaml"
    if len(_MARKDOWN.findall(beginning)) >= 2:
        return "markdown"
    return "text"


def _json(text: str) -> str:
    """Return which kind of JSON a text is, "" for none."""
    try:
        json.loads(text)
    except RecursionError:
        return "json"
    except ValueError:
        pass
    else:
        return "json"
    try:
        json.loads(text.lstrip().partition("\n")[0])
    except (ValueError, RecursionError):
        return ""
    return "ndjson"
