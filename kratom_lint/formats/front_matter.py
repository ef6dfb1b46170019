"""Reads the front matter of a page, in YAML or TOML: every string in it, with its place as a JSON pointer."""

from __future__ import annotations

import re

from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import Prose

FENCED = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*(?:\r\n|[\r\n])(?P<inside>.*?)^(?P=fence)[ \t]*(?=[\r\n]|\Z)", re.S | re.M
)


def read_front_matter(source: Prose, outline: Outline) -> Prose:
    """Read the front matter at the top of a page into the outline, and return the rest of the page.

    YAML stands between lines of ---, which are no front matter if they hold no mapping, TOML between lines of +++.
    """
    match = FENCED.match(source.text)
    if match is None:
        return source
    inside = source.cut(*match.span("inside"))
    if match["fence"] == "+++":
        from kratom_lint.formats.toml import read_toml

        read_toml(inside, outline)
    else:
        from kratom_lint.formats.yaml import read_mapping

        if not read_mapping(inside, outline):
            return source
    return source.cut(match.end(), len(source.text))
