"""JSON, its relatives with comments, and JSON lines."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.formats import read
from tests.spelling import assert_spelled, kinds, outline, sources, texts

LETTERS = st.text(st.sampled_from('ab Kc."\\/\n\t\u00e9\u0301😀{}[]:,\u2028<&'), min_size=1, max_size=8)
VALUES = st.recursive(
    LETTERS | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(LETTERS, inner, max_size=4),
    max_leaves=12,
)
SOUP = st.text(st.sampled_from("{}[]:,\"'\\/*\n u0041dz"), max_size=40)


def pointers(source: str, format: str = "json") -> list[tuple[str, str]]:
    return [(block.pointer, block.prose.text) for block in read(source, format).blocks]


def test_values_with_their_pointers() -> None:
    source = r'{"seo": {"a/b~c": "A tree.", "n": 3}, "list": [null, ["It cu\u0072es."], {"": "All."}]}'
    assert pointers(source) == [("/seo/a~1b~0c", "A tree."), ("/list/1/0", "It cures."), ("/list/2/", "All.")]
    assert sources(source, "json", "cures.") == [r"cu\u0072es."]


def test_escapes_are_decoded_where_they_stand() -> None:
    source = r'["\ud83d\ude00 \"Safe\" \u0026 sound\u00a0\ud83d now \/ here"]'
    assert texts(source, "json") == ['😀 "Safe" & sound \ufffd now / here']
    assert sources(source, "json", "😀") == [r"\ud83d\ude00"]
    assert sources(source, "json", '"Safe" &') == [r"\"Safe\" \u0026"]


def test_the_inner_of_a_value_is_read_as_what_it_is() -> None:
    source = (
        r'{"body": "<p>It \u003cb>cu</b>res<\/p><ul><li>pain</li></ul>", "more": "See **th**is.", "t": "One.\n\nTwo."}'
    )
    assert kinds(source, "json") == [
        ("paragraph", "It cures"),
        ("list-item", "pain"),
        ("paragraph", "See this."),
        ("paragraph", "One."),
        ("paragraph", "Two."),
    ]
    assert sources(source, "json", "cures") == ["cu", "res"]
    assert {pointer for pointer, _ in pointers(source)} == {"/body", "/more", "/t"}


def test_what_introduces_a_value() -> None:
    source = """{
      "faqs": [{"answer": "No.", "question": "Is it safe?"}, {"q": "Why?", "a": "Because."}],
      "Helps with": "pain",
      "benefits": ["sleep", "calm"],
      "hero": {"title": "Good for", "items": [{"text": "backs"}], "description": "A leaf of a tree."},
      "spec": {"label": "Use", "value": "tea"}
    }"""
    assert outline(source, "json") == [
        ("value", "Is it safe?", None),
        ("definition", "No.", "Is it safe?"),
        ("value", "Why?", None),
        ("definition", "Because.", "Why?"),
        ("key", "Helps with", None),
        ("definition", "pain", "Helps with"),
        ("key", "benefits", None),
        ("list-item", "sleep", "benefits"),
        ("list-item", "calm", "benefits"),
        ("value", "Good for", None),
        ("list-item", "backs", "Good for"),
        ("value", "A leaf of a tree.", "Good for"),
        ("value", "Use", None),
        ("definition", "tea", "Use"),
    ]


def test_comments_and_other_liberties() -> None:
    source = '{// one\n a: \'it\\\'s\', /* two */ b: +1.5e3, c: [0x1F, .5, NaN,], "n": "// no",}'
    document = read(source, "json")
    assert [block.prose.text for block in document.blocks] == ["it's", "// no"]
    assert [(comment.text, source[comment.span.start : comment.span.end]) for comment in document.comments] == [
        (" one", "// one"),
        (" two ", "/* two */"),
    ]


@pytest.mark.parametrize(
    "source", ['{"a": Kratom cures}', "Kratom cures anxiety.", '["a"] }', '{"a" "b"}', "[" * 200 + '"a"']
)
def test_what_is_no_json_is_read_as_text(source: str) -> None:
    assert kinds(source, "json") == kinds(source, "text")


def test_a_text_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    assert pointers('{"a": ["One.", "Two') == [("/a/0", "One."), ("/a/1", "Two")]


def test_lines_of_json_each_stand_alone() -> None:
    source = '{"text": "One."}\r\nnot {json}\r\n{"text": "Three."}\r\n'
    assert pointers(source, "ndjson") == [("/0/text", "One."), ("/1", "not {json}"), ("/2/text", "Three.")]


@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_each_string_is_found_at_its_pointer(value: object, ascii: bool, indent: int | None) -> None:
    source = json.dumps(value, ensure_ascii=ascii, indent=indent)
    document = read(source, "json")
    assert_spelled(document)
    for block in document.blocks:
        if block.kind in ("value", "list-item", "definition"):
            found: object = value
            for key in block.pointer.split("/")[1:]:
                key = key.replace("~1", "/").replace("~0", "~")
                found = found[int(key)] if isinstance(found, list) else found[key]  # type: ignore[index]
            assert isinstance(found, str)


@given(SOUP)
def test_no_text_makes_it_fail(source: str) -> None:
    assert_spelled(read(source, "json"))
    assert_spelled(read(source, "ndjson"))


def test_the_pieces_of_rich_text_are_one_text() -> None:
    source = """{"type": "doc", "content": [{"type": "paragraph", "content": [
        {"type": "text", "text": "It "}, {"type": "text", "marks": [{"type": "bold"}], "text": "cu"},
        {"type": "text", "text": "res \\u0061ll"}, {"type": "hardBreak"}, {"type": "text", "text": "and more"}]}]}"""
    assert pointers(source) == [
        ("/content/0/content/0/text", "It cures all"),
        ("/content/0/content/4/text", "and more"),
    ]
    assert sources(source, "json", "cures all") == ["cu", "res \\u0061ll"]
