"""YAML files; front matter is tested with the pages it stands in."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.formats import read
from tests.spelling import assert_spelled, kinds, outline, sources

LETTERS = st.text(st.sampled_from("ab Kc.:#-'\"\\\n\t\u00e9😀{}[],&*!|>%@`~\u2028\u0085"), min_size=1, max_size=12)
VALUES = st.recursive(
    LETTERS | st.integers() | st.booleans() | st.none() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(LETTERS, inner, max_size=4),
    max_leaves=12,
)
STYLES = st.sampled_from([None, "'", '"', "|", ">"])
PIECES = "a:|- |b|: |'|\"|\\n|\n|\n  |# c|[|]|{|}|, |&x |*x|!t |---\n|...\n|? |%|\t|\\x41|''|>-\n"
SOUP = st.lists(st.sampled_from(PIECES.split("|")) | st.just("|\n"), max_size=20).map("".join)


def pointers(source: str) -> list[tuple[str, str]]:
    return [(block.pointer, block.prose.text) for block in read(source, "yaml").blocks]


SITE = """\
# kratom-lint: ignore safety/safe: a test
hero:
  title: "A # \\u201cleaf\\u201d"  # why
  text: >-
    It cu\\res
    all.

    And more.
on: yes
faq:
  - q: Is it 'safe'?
    a: 'It''s not
      known.'
good_for: [backs, !x &y "ne\\
  cks", *y]
"""


def test_values_with_their_pointers() -> None:
    assert pointers(SITE) == [
        ("/hero/title", "A # “leaf”"),
        ("/hero/text", "It cu\\res all."),
        ("/hero/text", "And more."),
        ("/faq/0/q", "Is it 'safe'?"),
        ("/faq/0/a", "It's not known."),
        ("/good_for", "good for"),
        ("/good_for/0", "backs"),
        ("/good_for/1", "necks"),
    ]
    assert sources(SITE, "yaml", "It's not known") == ["It''s not\n      known"]
    assert sources(SITE, "yaml", "necks") == ["ne", "cks"]


def test_what_introduces_a_value() -> None:
    assert outline(SITE, "yaml")[3:] == [
        ("value", "Is it 'safe'?", None),
        ("definition", "It's not known.", "Is it 'safe'?"),
        ("key", "good for", None),
        ("list-item", "backs", "good for"),
        ("list-item", "necks", "good for"),
    ]


def test_only_real_comments_are_comments() -> None:
    comments = read(SITE, "yaml").comments
    assert [SITE[comment.span.start : comment.span.end] for comment in comments] == [
        "# kratom-lint: ignore safety/safe: a test",
        "# why",
    ]


def test_documents_after_the_first_have_their_index() -> None:
    assert pointers("a: One.\n---\n- Two.\n---\nThree.\n") == [("/a", "One."), ("/1/0", "Two."), ("/2", "Three.")]


@pytest.mark.parametrize("source", ["a: [1\nb: Kratom cures", "a: {{ b }} c", "{" * 200, "a: \x07 b"])
def test_what_is_no_yaml_is_read_as_text(source: str) -> None:
    assert kinds(source, "yaml") == kinds(source, "text")


def at(value: Any, pointer: str) -> Any:
    for key in pointer.split("/")[1:]:
        key = key.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


@given(VALUES, STYLES, st.booleans())
def test_each_string_is_found_at_its_pointer(value: object, style: str, flow: bool) -> None:
    source = yaml.safe_dump(value, default_style=style, default_flow_style=flow, allow_unicode=True)
    document = read(source, "yaml")
    assert_spelled(document)
    for block in document.blocks:
        if block.kind == "value":
            found = at(yaml.safe_load(source), block.pointer)
            assert isinstance(found, str)
            assert " ".join(found.split()) == " ".join(block.prose.text.split()) or "<" in found or "&" in found


@given(SOUP)
def test_no_text_makes_it_fail(source: str) -> None:
    assert_spelled(read(source, "yaml"))
