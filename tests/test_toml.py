"""TOML files."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.formats import read
from tests.spelling import assert_spelled, kinds, sources, texts

PIECES = "a|b.c|'d e'|\"f\\u0041\"| = |=|1|1.5|2026-11-22 07:32:00|true|[|]|[[|]]|{|}|, |# kratom|\"one two\"|'three'"
LINES = (
    "\n",
    "\r\n",
    '"""x\n""y"""',
    "'''z\n'''",
    '"\\\\ \\n \\U0001F600"',
    "[t]\n",
    "[[u]]\n",
    "[u.v]\n",
    "k = 'lit'\n",
    'm = ["p q", {n = "r s"}]\n',
    'w = """a \\\n  b"""\n',
)
FRAGMENTS = st.sampled_from(PIECES.split("|")) | st.sampled_from(LINES)
SOUP = st.lists(FRAGMENTS, max_size=20).map("".join)


def pointers(source: str) -> list[tuple[str, str]]:
    return [(block.pointer, block.prose.text) for block in read(source, "toml").blocks]


def test_values_with_their_pointers() -> None:
    source = '''title = "A \\u00e9" # why
[seo]
description = """
Line one \\
   and two"""
a."b c" = 'It is.'
list = [ 1.5, 1979-05-27 07:32:00, "Three.", {k = 'Four.'}, ["Five."] ]
[[products]]
text = "Green"
[products.more]
text = "Leaves"
[[products]]
text = 'Red'
'''
    assert pointers(source) == [
        ("/title", "A é"),
        ("/seo/description", "Line one and two"),
        ("/seo/a/b c", "It is."),
        ("/seo/list/2", "Three."),
        ("/seo/list/3/k", "Four."),
        ("/seo/list/4/0", "Five."),
        ("/products/0/text", "Green"),
        ("/products/0/more/text", "Leaves"),
        ("/products/1/text", "Red"),
    ]
    assert sources(source, "toml", "one and") == ["one ", "and"]
    comments = read(source, "toml").comments
    assert [(comment.text, source[comment.span.start : comment.span.end]) for comment in comments] == [
        (" why", "# why")
    ]


@pytest.mark.parametrize("source", ["a = Kratom cures", 'a = "one', "a = " + "[" * 200 + '"b"' + "]" * 200])
def test_what_is_no_toml_is_read_as_text(source: str) -> None:
    assert kinds(source, "toml") == kinds(source, "text")


def test_a_sign_in_a_string_starts_no_comment() -> None:
    document = read('a = "one # two"\nb = """\n# three\n"""\n', "toml")
    assert not document.comments
    assert texts('a = "one # two"\n', "toml") == ["one # two"]


@given(SOUP)
def test_each_string_is_found_at_its_pointer(source: str) -> None:
    document = read(source, "toml")
    assert_spelled(document)
    try:
        table: object = tomllib.loads(source)
    except ValueError:
        return
    for block in document.blocks:
        found: object = table
        for key in block.pointer.split("/")[1:]:
            found = found[int(key)] if isinstance(found, list) else found[key]  # type: ignore[index]
        if block.kind == "key":
            continue
        assert isinstance(found, str)
        assert block.kind != "value" or " ".join(found.split()) == " ".join(block.prose.text.split())
