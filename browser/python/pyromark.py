"""Stands in for pyromark, which is compiled code, where there is only Python: its events, made by `markdown.js`."""

from __future__ import annotations

import json
from typing import Any

from markdown_js import read


class Options:
    """The extensions of Markdown. All are on, except for formulas, which are found when they are asked for."""

    ENABLE_TABLES = ENABLE_FOOTNOTES = ENABLE_STRIKETHROUGH = ENABLE_TASKLISTS = 0
    ENABLE_DEFINITION_LIST = ENABLE_GFM = 0
    ENABLE_MATH = 1


def events_with_range(text: str, *, options: int) -> list[Any]:
    """Return the events of a Markdown text, each with its range in bytes of UTF-8."""
    events: list[Any] = json.loads(read(text, bool(options & Options.ENABLE_MATH)))["events"]
    return events


def reference_definitions(text: str, *, options: int) -> dict[str, Any]:
    """Return the link definitions of a Markdown text by label."""
    definitions: dict[str, Any] = json.loads(read(text, False))["definitions"]
    return definitions
