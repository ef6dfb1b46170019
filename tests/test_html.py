"""HTML pages, and what a browser would show of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kratom_lint.formats import read
from tests.spelling import assert_spelled, kinds, outline, sources, texts

FRAGMENTS = (
    *(
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<br>",
        "<br/>",
        "<div class='a>b'>",
        "</div>",
        "<h1>",
        "<h3>",
        "</h1>",
        "<svg/>",
        "<x-y>",
    ),
    *(
        "&amp;",
        "&lt",
        "&notit;",
        "&#65;",
        "&#x1F600;",
        "&copy",
        "&bogus;",
        "&#0;",
        "&#x80;",
        "&NotEqualTilde;",
        "&shy;",
    ),
    *(
        "<",
        "</",
        "<!--",
        "-->",
        "<!",
        "<?php",
        "?>",
        "'",
        '"',
        ">",
        "=",
        "/",
        "\n",
        "\r\n",
        "  ",
        "\t",
        "\0",
        "\xad",
        "\u200b",
    ),
    *(
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<title>",
        "</title>",
        "<textarea>",
        "<code>",
        "</code>",
        "<pre>",
        "</pre>",
    ),
    *(
        "<img alt='x&amp;y' src=z>",
        "<img alt=q&copy>",
        '<a title="a&copy=b" href="/a_b%20c?d">',
        "<meta name=description content='x y'>",
    ),
    *(
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "<th>",
        "</table>",
        "<dl><dt>",
        "<dd>",
        "<blockquote>",
        "</blockquote>",
    ),
    *(
        "<div hidden>",
        "<span style='display: none'>",
        "</span>",
        "#PainRelief",
        "https://a.b/c_d",
        "{{ x }}",
        "{% if a > b %}",
    ),
)
SOUP = st.lists(st.sampled_from(FRAGMENTS) | st.text("ab éK.😀 \u00a0", max_size=4), max_size=25).map("".join)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>It <b>cu</b>res\n  all.</p>", "It cures all."),
        ("guaranteed<br>safe", "guaranteed\nsafe"),
        ("cu<wbr>res can&shy;cer &amp;&nbsp;more", "cures cancer & more"),
        ("3 &lt 4 &#60; &#x35; &notit; &bogus; &amp", "3 < 4 < 5 ¬it; &bogus; &"),
        ("a < b <3 c", "a < b <3 c"),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        ("a <code>f(x)</code> b", "a \ufffc b"),
        ("a <!-- no --> b <?php no ?> c", "a b c"),
        ("a<img src=i.png>b", "a b"),
        ("a {{ b }} c", "a \ufffc c"),
        ("<title>a &amp; <b></title>", "a & <b>"),
        ("<textarea>a <b></textarea>", "a <b>"),
        ("<p title='a > b'>c", "c"),
        ("<P>a</P >", "a"),
    ],
)
def test_visible_text(source: str, text: str) -> None:
    assert texts(source, "html")[0] == text


@pytest.mark.parametrize("name", ["script", "style", "template", "iframe", "noembed", "xmp", "code"])
def test_what_is_no_copy(name: str) -> None:
    assert texts(f"<{name}>cures <b>pain</b></{name}><p>text", "html") == ["text"]


@pytest.mark.parametrize(
    ("source", "words", "segments"),
    [
        ("<p>Kratom <b>cu</b>res", "cures", ["cu", "res"]),
        ("<p>a &amp; b", "& b", ["&amp; b"]),
        ("a \n\t b", "a b", ["a \n\t b"]),
        ("a <b> c", "a c", ["a ", "c"]),
        ("<img alt='a &amp; b'>", "a & b", ["a &amp; b"]),
    ],
)
def test_segments_are_exact(source: str, words: str, segments: list[str]) -> None:
    assert sources(source, "html", words) == segments


PAGE = """<!doctype html>
<html><head>
<title>Kratom facts</title>
<meta name="description" content="It eases pain">
<meta property="og:title" content="Facts">
<meta name="keywords" content="kratom, pain">
<meta name="viewport" content="width=device-width">
</head><body>
<h1>Facts</h1>
<p>It helps with:</p>
<ul><li>pain<li>sleep
  <ol><li>deep</ol>
</ul>
<h2>Uses</h2>
<table><thead><tr><th>Use<th>Dose</thead>
<tr><td>pain<td>2 g</table>
<dl><dt>Kratom<dd>a tree</dl>
<details><summary>Is it safe?</summary>No.</details>
<p><strong>Why?</strong></p><p>Because.</p>
<a href="/pain-relief" title="More on pain">more</a>
<input placeholder="Your pain"><button aria-label="Buy relief">Buy</button>
</body></html>
"""


def test_a_page() -> None:
    assert outline(PAGE, "html") == [
        ("title", "Kratom facts", None),
        ("meta", "It eases pain", None),
        ("meta", "Facts", None),
        ("keyword", "kratom, pain", None),
        ("heading", "Facts", None),
        ("paragraph", "It helps with:", "Facts"),
        ("list-item", "pain", "It helps with:"),
        ("list-item", "sleep", "It helps with:"),
        ("list-item", "deep", "sleep"),
        ("heading", "Uses", "Facts"),
        ("table-head", "Use", "Uses"),
        ("table-head", "Dose", "Uses"),
        ("table-cell", "pain", "Use"),
        ("table-cell", "2 g", "Dose"),
        ("term", "Kratom", "Uses"),
        ("paragraph", "a tree", "Kratom"),
        ("paragraph", "Is it safe?", "Uses"),
        ("paragraph", "No.", "Is it safe?"),
        ("paragraph", "Why?", "Uses"),
        ("paragraph", "Because.", "Why?"),
        ("paragraph", "more", "Why?"),
        ("url", "pain-relief", None),
        ("title", "More on pain", None),
        ("placeholder", "Your pain", None),
        ("paragraph", "Buy", "Why?"),
        ("aria-label", "Buy relief", None),
    ]


def test_levels() -> None:
    blocks = read("<h3>a</h3><ul><li>b<ul><li>c</ul></ul>", "html").blocks
    assert [block.level for block in blocks] == [3, 1, 2]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a <span hidden>b</span> c", [("paragraph", "a c"), ("hidden", "b")]),
        ("<div aria-hidden='true'><p>a <img alt=b></div>c", [("hidden", "b"), ("hidden", "a"), ("paragraph", "c")]),
        ("<p style='color:red; display : none'>a<p>b", [("hidden", "a"), ("paragraph", "b")]),
        ("<p style='visibility:hidden'>a</p>b", [("hidden", "a"), ("paragraph", "b")]),
        ("<ul><li hidden>a<li>b</ul>", [("hidden", "a"), ("list-item", "b")]),
        ("<div hidden><div>a</div>b</div>c", [("hidden", "a"), ("hidden", "b"), ("paragraph", "c")]),
        ("<input hidden>a", [("paragraph", "a")]),
        ("<div hidden><script>a</script></div>", []),
        ("<p aria-hidden=false>a", [("paragraph", "a")]),
    ],
)
def test_hidden_text(source: str, found: list[tuple[str, str]]) -> None:
    assert kinds(source, "html") == found


@pytest.mark.parametrize(
    ("source", "extents"),
    [
        ("<p>a</p> b", ["<p>a</p>", "b"]),
        ("<ul><li><b>a</b></li><li>b<ul><li>c</li></ul></li></ul>", ["<li><b>a</b></li>", "b", "<li>c</li>"]),
        ("<h1 class=x>a</h1>", ["<h1 class=x>a</h1>"]),
        ("<img alt='a b' src=/c>", ["alt='a b'", "src=/c"]),
    ],
)
def test_extents(source: str, extents: list[str]) -> None:
    document = read(source, "html")
    assert [source[block.extent.start : block.extent.end] for block in document.blocks] == extents


def test_comments_are_comments_only_outside_script() -> None:
    source = "<!-- a --><script><!-- b --></script><textarea><!-- c --></textarea><p title='<!-- d -->'>x<!--e"
    document = read(source, "html")
    assert [(comment.text, source[comment.span.start : comment.span.end]) for comment in document.comments] == [
        (" a ", "<!-- a -->"),
        ("e", "<!--e"),
    ]


def test_addresses_in_attributes_that_lead_somewhere() -> None:
    source = "<a href='https://a.b/cures?x=pain&amp;y=1'>a</a><link href=/style.css><script src=/cures.js></script>"
    assert kinds(source, "html") == [("paragraph", "a"), ("url", "a b\ncures\nx\npain\ny\n1")]


def test_front_matter_of_a_page() -> None:
    assert kinds("---\ntitle: A\n---\n<p>b", "html") == [("value", "A"), ("paragraph", "b")]


@given(SOUP)
@settings(max_examples=200, deadline=None)
def test_every_character_is_spelled_by_the_source(source: str) -> None:
    assert_spelled(read(source, "html"))


@given(st.text())
@settings(max_examples=50, deadline=None)
def test_any_text_is_read(source: str) -> None:
    assert_spelled(read(source, "html"))


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<a ",
        "<!--",
        "</",
        "<div>",
        "<li>",
        "<ul><li>",
        "<table><td>",
        "</x>",
        "<p>",
        "<b>",
        "<script>",
        "<title>",
        "<!",
        "<?",
        "<p hidden>",
        "<a title='",
        "<pre>\n",
        "&#",
        "&#x",
        "&abcdefghi",
        '<img alt="a" ',
        "<a b=c d",
        "<dt><dd>",
        "{{",
        "{%",
    ],
)
def test_long_runs_finish(unit: str) -> None:
    assert read(unit * (20_000 // len(unit)), "html").format == "html"
