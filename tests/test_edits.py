"""A letter changed in the source changes that letter of the text and nothing else, in all formats of code and tags."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kratom_lint.formats import format_of, read

FOLDER = Path(__file__).with_name("tricky")
SUFFIXES = (".js", ".jsx", ".tsx", ".vue", ".svelte", ".mdx", ".liquid", ".j2", ".hbs", ".erb", ".php")
PATHS = sorted(path for path in FOLDER.iterdir() if path.suffix in SUFFIXES)
MARKS = re.compile("[⟦⟧⟨⟩⟪⟫]")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_an_edited_letter_is_read_where_it_was_seen(path: Path) -> None:
    source = MARKS.sub("", path.read_text(encoding="utf-8"))
    format = format_of(path.name)
    assert format is not None
    before = [block.prose for block in read(source, format).blocks]
    edited = 0
    for number, prose in enumerate(before):
        for at in range(0, len(prose.text), 3):
            span = prose.span(at, at + 1)
            if not prose.text[at].isalpha() or source[span.start : span.end] != prose.text[at]:
                continue  # an entity or escape: its letters are not those that are seen
            after = read(f"{source[: span.start]}z{source[span.end :]}", format).blocks
            wanted = [each.text for each in before]
            wanted[number] = f"{prose.text[:at]}z{prose.text[at + 1 :]}"
            assert [block.prose.text for block in after] == wanted, (prose.text, at)
            edited += 1
    assert edited > 5
