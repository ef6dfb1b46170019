"""Blocks of very large documents are packed, and come out as they were put in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.engine import lint
from kratom_lint.formats import blocks as packing
from kratom_lint.formats import read
from kratom_lint.formats.blocks import Blocks
from kratom_lint.formats.document import Block
from kratom_lint.formats.prose import Prose
from kratom_lint.loading import load_rulebook
from kratom_lint.model import Span

SOURCE = "# Leaf\n\nKratom cures *anxiety*\nand is sold &amp; shipped.\n\n- safe\n- cures pain\n\n[shop](https://example.org)\n"
TEXTS = st.sampled_from(["leaf", "a b", "Kratom", ""])


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    start = draw(st.integers(0, 40))
    prose = draw(
        st.one_of(
            st.builds(lambda size: Prose.of(SOURCE[start : start + size], start), st.integers(0, 9)),
            st.builds(lambda texts: Prose.join([Prose.of(text, start) for text in texts]), st.lists(TEXTS, max_size=3)),
        )
    )
    lead = draw(st.none() | st.integers(0, 9))
    kind, pointer = draw(st.sampled_from(["paragraph", "heading"])), draw(st.sampled_from(["", "/a/1"]))
    return Block(kind, prose, Span(start, start + 3), pointer, draw(st.integers(0, 6)), lead, draw(st.booleans()))


@given(st.lists(blocks(), max_size=8), st.integers(0, 3))
def test_packed_blocks_are_those_that_were_added(given_blocks: list[Block], whole: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "WHOLE", whole)
        found = Blocks()
        found.source = SOURCE
        for block in given_blocks:
            found.append(block)
        assert len(found) == len(given_blocks)
        assert list(found) == given_blocks
        assert found.packed() == tuple(given_blocks)
        assert found[1:-1] == given_blocks[1:-1]
        with pytest.raises(IndexError):
            found[len(given_blocks)]
        if given_blocks:
            assert found[-1] == given_blocks[-1]
            found.rename(len(found) - 1, "alt")
            assert (found[-1].kind, found[-1].prose) == ("alt", given_blocks[-1].prose)


@pytest.mark.parametrize("format_", ["markdown", "text", "html"])
def test_findings_do_not_depend_on_packing(format_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    book = load_rulebook()
    plain = lint(read(SOURCE, format_, product="kratom"), book)
    monkeypatch.setattr(packing, "WHOLE", 0)
    packed = read(SOURCE, format_, product="kratom")
    assert isinstance(packed.blocks, Blocks)
    assert lint(packed, book) == plain != []
