"""Reads the linked data of a web page: JSON-LD, which search engines show."""

from __future__ import annotations

import re

from kratom_lint.formats.json import read_values
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import HOLE, Prose

_TEMPLATED = re.compile(rf'"(?:[^"\\]|\\.)*+"|{HOLE}', re.S)


def read_linked_data(source: Prose, outline: Outline) -> None:
    """Read the strings in a script of JSON-LD into the outline; what is no JSON is not shown to anybody.

    Where a template prints a whole value, quotes and all, some number is taken to stand.
    Source: JSON-LD 1.1, section 7 "Embedding JSON-LD in HTML Documents".
    """
    outline.flush()
    if HOLE in source.text:
        text = _TEMPLATED.sub(lambda match: "0" if match[0] == HOLE else match[0], source.text)
        source = Prose(text, source.pieces, source.spelling)
    read_values(source, outline)
    outline.flush()
