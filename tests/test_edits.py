"""A letter put between two visible ones is read just there, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kratom_lint.formats import read
from kratom_lint.formats.document import Block
from tests import test_html, test_markdown

REFERENCES = ("[r]", "[^1]", "https", "http", "{", "[d", "#")
MARKDOWN = [each for each in (*test_markdown.SHOWN, *test_markdown.SIGNS) if not any(r in each for r in REFERENCES)]
HTML = [each for each in test_html.FRAGMENTS if not any(r in each for r in REFERENCES)]
SOUPS = {"markdown": MARKDOWN, "html": HTML}


def inside(block: Block, at: int) -> int | None:
    """Return where in a block's text a letter put into the source at `at` appears, None if it does not."""
    for start, source, size, width in block.prose.pieces:
        if size == width and source < at < source + width:
            return start + at - source
    return None


@pytest.mark.parametrize("format", SOUPS)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_an_edit_is_read_where_it_was_made(format: str, data: st.DataObject) -> None:
    parts = st.lists(st.sampled_from(SOUPS[format]) | st.sampled_from(["word", "more words", "één "]), max_size=20)
    source = "".join(data.draw(parts))
    before = read(source, format)
    places = [
        at
        for at in range(1, len(source))
        if source[at - 1].isalpha() and source[at].isalpha() and any(inside(each, at) for each in before.blocks)
    ]
    assume(places)
    at = data.draw(st.sampled_from(places))
    wanted = []
    for block in before.blocks:
        text, place = block.prose.text, inside(block, at)
        wanted.append((block.kind, text if place is None else f"{text[:place]}x{text[place:]}"))
    after = read(f"{source[:at]}x{source[at:]}", format)
    assert [(block.kind, block.prose.text) for block in after.blocks] == wanted
