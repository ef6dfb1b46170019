"""Tells what a tag of a template prints as it is: a text, one of two, or one inside an element that a helper makes."""

from __future__ import annotations

import re
from typing import NamedTuple

from kratom_lint.formats import fields
from kratom_lint.formats.tags import TRANSLATIONS, Tag

_TEXT = r"""(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+')"""
_OTHER = r"""(?:[^"'?]|\?[?.]|\?->)"""
_CALLED = rf"(?:(?:{'|'.join(map(re.escape, sorted(TRANSLATIONS)))})(?![\w$])\s*\(?\s*)"
_EITHER = rf"(?:{_CALLED})?{{}}\s*\)?"
_SAYS = re.compile(rf"[-~=]?\s*{_CALLED}?(?P<said>{_TEXT})", re.S)
_DIRECTIVE = re.compile(rf"\w+\s*\(\s*(?P<said>{_TEXT})", re.S)
_CHOICES = (
    re.compile(
        rf"(?:{_OTHER}|{_TEXT})*+\?(?!:)\s*{_EITHER.format(f'(?P<said>{_TEXT})')}"
        rf"\s*:\s*{_EITHER.format(f'(?P<other>{_TEXT})')}",
        re.S,
    ),
    re.compile(
        rf"[-~=]?\s*{_EITHER.format(f'(?P<said>{_TEXT})')}\s+if\b(?:[^\"'e]|\Be|e(?!lse\b)|{_TEXT})*+"
        rf"\belse\s+{_EITHER.format(f'(?P<other>{_TEXT})')}",
        re.S,
    ),
)
"""A text or another, as most languages write it, and as Python does."""
_HELPERS = re.compile(
    rf"""[=-]?\s*+(?:
      (?:link_to|button_to|button_tag|submit_tag)(?![\w?!])\s*\(?\s*(?=["'](?!/|\#|https?:))
    | content_tag\s*\(?\s*:(?P<tag>\w+)\s*,\s* | tag\.(?P<element>\w+)\s*\(?\s*
    | \w+\.(?:submit|button)\s*\(?\s* | \w+\.label\s*\(?\s*:\w+\s*,\s* | label_tag\s*\(?\s*(?::\w+|{_TEXT})\s*,\s*
    ){_CALLED}?(?P<said>{_TEXT})""",
    re.X | re.S,
)
"""Helpers of Rails that show the text they are given first; a link with a block has its address there."""
FILTERS = "t|trans|translate|i18n|escape|e|safe|raw|html|safeHTML|strip|markdownify|upcase|downcase|capitalize"
_KEEPS = re.compile(rf"[\s)]*(?:\|\s*(?:{FILTERS})\b.*|,.*|;\s*|if\b.*|unless\b.*)?[-~]?", re.S)
"""What may follow a text in a tag that prints it as it is."""


class Said(NamedTuple):
    """Where the texts stand, without quotes, of which a tag prints one, and the element that it puts it into."""

    parts: tuple[tuple[int, int], ...]
    element: str = ""


def spoken(text: str, tag: Tag) -> Said | None:
    """Return what a tag prints as it is, as `{{ 'text' | t }}` does; None if that is no text."""
    helper = _HELPERS.match(text, tag.low, tag.high) if text.startswith("<%=", tag.start) else None
    if helper:
        found = [helper]
    elif tag.kind == "blade":
        found = [match for match in [_DIRECTIVE.match(text, tag.low, tag.high)] if match]
    else:
        found = [match for shape in (*_CHOICES, _SAYS) if (match := shape.match(text, tag.low, tag.high))]
    for match in found:
        groups = ("said", "other") if "other" in match.re.groupindex else ("said",)
        parts = tuple((match.start(group) + 1, match.end(group) - 1) for group in groups)
        if any(fields.is_words(text[slice(*part)]) for part in parts) and _KEEPS.fullmatch(text, match.end(), tag.high):
            return Said(parts, (helper["tag"] or helper["element"] or "") if helper else "")
    return None
