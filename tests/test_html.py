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
    *(
        "<button aria-controls=a>",
        "</button>",
        "<div id=a hidden>",
        "<select><option>",
        "<label>",
        "<details><summary>",
        "<iframe srcdoc='<p>a&amp;amp;b'>",
        "<input type=submit value='a&#98;'>",
        "<td colspan=2 rowspan=3>",
        "<template>",
        "</template>",
        "<video>",
        "<script type='application/ld+json'>",
        '{"a": "b\\u00e9 c", "d": [',
        '"<b>e<\\/b> f"',
    ),
)
SOUP = st.lists(st.sampled_from(FRAGMENTS) | st.text("ab éK.😀 \u00a0", max_size=4), max_size=25).map("".join)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>It <b>cu</b>res\n  all.</p>", "It cures all."),
        ("guaranteed<br>safe", "guaranteed safe"),
        ("safe.<br>now<br>Or<br><br>never<br>- ever", "safe.\nnow\nOr\nnever\n- ever"),
        ("<h2>Guaranteed<br>Safe</h2>", "Guaranteed Safe"),
        ("cu<wbr>res can&shy;cer &amp;&nbsp;more", "cures cancer & more"),
        ("3 &lt 4 &#60; &#x35; &notit; &bogus; &amp", "3 < 4 < 5 ¬it; &bogus; &"),
        ("a < b <3 c", "a < b <3 c"),
        ("<pre>one\n  Two\n\n three\nfour</pre>", "one\nTwo\nthree four"),
        ("a <code>f(x)</code> b", "a \ufffc b"),
        ("a <!-- no --> b <?php no ?> c", "a b c"),
        ("a<img src=i.png>b", "a b"),
        ("a {{ b }} c", "a \ufffc c"),
        ("<title>a &amp; <b></title>", "a & <b>"),
        ("<textarea>a <b></textarea>", "a <b>"),
        ("<p title='a > b'>c", "c"),
        (
            "<p>It <script>var a</script>helps <style>b{}</style>with<link rel=x> all<template></template>",
            "It helps with all",
        ),
        ("<p>It <x-tip>helps</x-tip> with <foo>all</foo>", "It helps with all"),
        ("<p>a<video>old</video>b<canvas></canvas>c", "a b c"),
        ("<p>see <iframe src=x>no</iframe> and <math><mi>x</mi></math>", "see \ufffc and \ufffc"),
        ("<P>a</P >", "a"),
    ],
)
def test_visible_text(source: str, text: str) -> None:
    assert texts(source, "html")[0] == text


@pytest.mark.parametrize("name", ["script", "style", "iframe", "noembed", "xmp", "code"])
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
        ("page-title", "Kratom facts", None),
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
        ("definition", "a tree", "Kratom"),
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


JOINS = """
<dl><div><dt>Kratom helps with:<dd>back pain</div><div><dt>Is it safe?<dd><p>Yes.<p>More.</div></dl>
<table><tr><th>Treats<td>pain<tr><th rowspan=2>Eases<td>sleep<tr><td>anxiety<tr><td>Heals:<td>wounds<td>cuts</table>
<table><thead><tr><th colspan=2>Use<th>Dose<tbody><tr><td>a<td rowspan=2>b<td>c<tr><td>d<td>e</table>
<h3><button aria-controls=p aria-expanded=false>Does it cure?</button></h3><div id=p hidden>It does.</div>
<div role=tablist><button aria-controls=t1>Relieves</button><button aria-controls=t2>Dose</button></div>
<div id=t1 role=tabpanel><ul><li>aches</ul></div><div id=t2 role=tabpanel hidden><ul><li>2 g</ul></div>
<details><summary><h4>Benefits</h4></summary><ul><li>calm</ul></details>
<label>Good for:</label><select><optgroup label=Mind><option>Rest<option label=Night>Sleep</select>
"""


def test_what_elements_introduce() -> None:
    assert outline(JOINS, "html") == [
        ("term", "Kratom helps with:", None),
        ("definition", "back pain", "Kratom helps with:"),
        ("term", "Is it safe?", None),
        ("definition", "Yes.", "Is it safe?"),
        ("paragraph", "More.", "Is it safe?"),
        ("table-head", "Treats", None),
        ("table-cell", "pain", "Treats"),
        ("table-head", "Eases", "Treats"),
        ("table-cell", "sleep", "Eases"),
        ("table-cell", "anxiety", "Eases"),
        ("table-cell", "Heals:", "Treats"),
        ("table-cell", "wounds", "Heals:"),
        ("table-cell", "cuts", "Heals:"),
        ("table-head", "Use", None),
        ("table-head", "Dose", None),
        ("table-cell", "a", "Use"),
        ("table-cell", "b", "Use"),
        ("table-cell", "c", "Dose"),
        ("table-cell", "d", "Use"),
        ("table-cell", "e", "Dose"),
        ("heading", "Does it cure?", None),
        ("paragraph", "It does.", "Does it cure?"),
        ("paragraph", "Relieves", "Does it cure?"),
        ("paragraph", "Dose", "Does it cure?"),
        ("list-item", "aches", "Relieves"),
        ("list-item", "2 g", "Dose"),
        ("heading", "Benefits", "Does it cure?"),
        ("list-item", "calm", "Benefits"),
        ("paragraph", "Good for:", "Does it cure?"),
        ("label", "Mind", None),
        ("option", "Rest", "Good for:"),
        ("option", "Sleep", "Good for:"),
        ("label", "Night", None),
    ]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<input type=submit value='Buy &amp; relax'>", [("button", "Buy & relax")]),
        ("<input value=a><input type=hidden value=b><input type=checkbox value=c>", [("value", "a")]),
        ("<a download='cures-pain.pdf'>x</a>", [("paragraph", "x"), ("file-name", "cures-pain.pdf")]),
        ("<iframe srcdoc='<p>cures &amp;amp; heals'></iframe>", [("paragraph", "cures & heals")]),
        ("<link title=no><meta title=no><abbr title=yes>a</abbr>", [("paragraph", "a"), ("title", "yes")]),
        ("<meta name=twitter:description content=a><meta itemprop=name content=b>", [("meta", "a"), ("meta", "b")]),
        ("<meta property=og:image:alt content=a><meta property=og:url content=b>", [("meta", "a")]),
        ("<meta http-equiv=refresh content=a><meta name=author content=b>", []),
        ("<video poster='/cures.png'></video>", [("url", "cures png")]),
        ("<template><p>a</template><noscript>b</noscript>", [("paragraph", "a"), ("paragraph", "b")]),
        ("<figure><img alt=a><figcaption>b</figcaption></figure>", [("alt", "a"), ("paragraph", "b")]),
        ("<svg><title>a</title><path d=x /></svg>", [("title", "a")]),
    ],
)
def test_what_else_is_shown(source: str, found: list[tuple[str, str]]) -> None:
    assert kinds(source, "html") == found


LINKED = """<p>above<script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [
  {"@type": "Product", "name": "It \\u0063ures <b>p<\\/b>ain", "sku": "X1", "description": {{ description | json }}},
  {"@type": "FAQPage", "mainEntity": [
    {"@type": "Question", "name": "Is it safe?", "acceptedAnswer": {"@type": "Answer", "text": "<p>Yes, all.<\\/p>"}}
  ]}
]}
</script> below</p><script type="application/json">{"a": "not shown"}</script>
<script type="application/ld+json">{"name": "broken off here</script><script type=application/ld+json>{no data}</script>
"""


def test_linked_data() -> None:
    blocks = read(LINKED, "html").blocks
    assert [(block.kind, block.pointer, block.prose.text, block.lead) for block in blocks] == [
        ("url", "/@context", "schema org", None),
        ("paragraph", "/@graph/0/name", "It cures pain", None),
        ("value", "/@graph/1/mainEntity/0/name", "Is it safe?", None),
        ("paragraph", "/@graph/1/mainEntity/0/acceptedAnswer/text", "Yes, all.", 2),
        ("paragraph", "", "above below", None),
        ("value", "/name", "broken off here", None),
    ]
    assert sources(LINKED, "html", "cures pain") == ["\\u0063ures ", "p", "ain"]


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
        ("<div hidden><textarea>a <b></textarea></div>", [("hidden", "a <b>")]),
        ("a <i hidden>b</i><i hidden>c</i> d", [("paragraph", "a d"), ("hidden", "b\nc")]),
        ("<div hidden><script>a</script></div>", []),
        ("<p aria-hidden=false>a", [("paragraph", "a")]),
        ("<p hidden=until-found>a", [("paragraph", "a")]),
        ("<button aria-controls='x y'>a</button><p id=y hidden>b", [("paragraph", "a"), ("definition", "b")]),
        ("<p id=y hidden>b", [("hidden", "b")]),
        ("<div role=dialog aria-hidden=true>a</div>", [("paragraph", "a")]),
        ("<video>a</video>", [("hidden", "a")]),
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
        "<table><tr><td rowspan=99 colspan=99>",
        "<tr><td rowspan=99 colspan=99>",
        "<x-y>",
        "</x-y><x-y>",
        "<iframe srcdoc=<iframe/srcdoc=a&gt;>",
        "<button aria-controls=a id=a>b",
        "{{",
        "{%",
    ],
)
def test_long_runs_finish(unit: str) -> None:
    assert read(unit * (20_000 // len(unit)), "html").format == "html"
