"""Markdown, with GitHub's extensions, front matter and the HTML inside it."""

from __future__ import annotations

import re

import pyromark
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kratom_lint.formats import read
from kratom_lint.formats.document import PLACES, Document
from kratom_lint.formats.markdown import options
from kratom_lint.model import Span
from tests.spelling import assert_spelled, kinds, outline, sources, texts

FRAGMENTS = (
    *(
        "**",
        "*",
        "_",
        "`",
        "``",
        "~~",
        "[",
        "]",
        "(",
        "](",
        "|",
        "\\*",
        "\\|",
        "\\\n",
        "  \n",
        "\n",
        "\n\n",
        "\t",
        "    ",
    ),
    *("> ", "- ", "1. ", "# ", "## x #\n", "---\n", "```\n", "- [ ] ", "| a | b |\n|---|---|\n| c\\|d | `e\\|f` |\n"),
    *('[a](b "t&amp;")', "![x *y*](y 'q\\'z')", "[r]", "\n\n[r]: /u\n", "[^1]", "\n\n[^1]: note\n", "<https://a.b>"),
    *("&amp;", "&#x41;", "&nbsp;", "\xad", "\u200b", "\u2028", "\x0c", "#PainRelief", "http://x.y/a_b ", "{{ x }}"),
    *("<b>", "</b>", "<br>", "<!-- c -->", "<div>\n", "</div>\n", '<img alt="q&quot;">', "</span>"),
)
PARTS = (("paragraph", "c", "a"), ("paragraph", "d", "a"))
WIKI = [("url", "b", None), ("url", "f", None), ("url", "g png", None), ("alt", "h", None)]
SHOWN = [fragment for fragment in FRAGMENTS if fragment != "<https://a.b>"]
RENDERED = st.lists(st.sampled_from(SHOWN) | st.text("ab éK.😀:", max_size=4), max_size=25).map("".join)
SIGNS = (
    "\n:::tip[a *b*]\n",
    ":::",
    "{: .a title='bc'}",
    "{#c}",
    "[d text=ef]",
    "[/d]",
    "==",
    "$",
    "$x^2$",
    "\n: ",
    "[[a|",
    "]]",
    "!!! a\n    ",
    "$5 ",
)
ANYTHING = st.lists(
    st.sampled_from(
        [*FRAGMENTS, *SIGNS, "\0", "\ud800", "\ufeff", "<ul>", "<li>", "<div hidden>\n\n", "<span hidden>", "\r\n"]
    )
    | st.text(max_size=3),
    max_size=25,
).map("".join)
YAML = st.lists(
    st.sampled_from(
        [
            "---\n",
            "a: ",
            "tags: [x, 'y''z']\n",
            'b: "q\\u00e9\\n x"\n',
            "c: |\n  - x\n  - y\n",
            "d: >\n  f\n  g\n",
            "&a ",
            "*a",
            "!!str ",
            "# c\n",
            "slug: a_b\n",
            "\n",
            "'",
            '"',
            "  ",
            "- ",
            ": ",
            "{",
            "}",
            "text\n",
            "é😀",
        ]
    ),
    max_size=15,
).map("".join)


def wrap(source: str, first: str, rest: str) -> str:
    return "\n".join((rest if number else first) + line for number, line in enumerate(source.split("\n")))


# What a reader sees


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("It **cu**res *all*.", "It cures all."),
        ("over two\nlines", "over two lines"),
        ("over\r\n  two lines", "over two lines"),
        ("> quoted **over**\n> two lines", "quoted over two lines"),
        ("hard  \nBreak", "hard\nBreak"),
        ("hard\\\nbreak", "hard break"),
        ("hard: <br/>\nbreak", "hard:\nbreak"),
        ("a &amp; b &lt; \\*c\\*", "a & b < *c*"),
        ("no&nbsp;break, can&shy;cer, cu\u200bres", "no break, cancer, cures"),
        ("call `f(x)` now", "call \ufffc now"),
        ("see [the ~~old~~ *page*](/p), [r] and [x][r]\n\n[r]: #a", "see the old page, r and x"),
        ("see <https://example.com/cures> now", "see \ufffc now"),
        ("see https://example.com/a_b_(c), now", "see \ufffc), now"),
        ("see www.example.com.", "see \ufffc."),
        ("with a note[^1] here\n\n[^1]: note", "with a note here"),
        ("- [x] done", "done"),
        ("write to relief@cures-pain.com, please", "write to \ufffc, please"),
        ("# Head {#id .c}", "Head"),
        ("a [b](c){:target=x} *d*{.e} f{: .g}\n{: .h}", "a b d f"),
        ("a {b} {c d} ${e=f} \\{.g}", "a {b} {c d} ${e=f} {.g}"),
        ("it ==re==lieves a == b == c", "it relieves a == b == c"),
        ("a [hl color=red]b[/hl]c [x y='z'] [d](e) [f] g", "a bc \ufffc d [f] g"),
        ("a $x^2$ b $k$ c $$\n\\sum x\n$$", "a \ufffc b \ufffc c \ufffc"),
        ("from $20 (was **$30**) or $5-$6", "from $20 (was $30) or $5-$6"),
        ("_$20_ or _$30_, all $US", "$20 or $30, all $US"),
        ("a :: b", "a :: b"),
        ("an ![image](i.png) between", "an between"),
        ("a <b>c</b><i>d</i> <!-- no --> e", "a cd e"),
        ("a <code>cures *x*</code> b", "a \ufffc b"),
        ("a {{ product.title }} b", "a \ufffc b"),
        ("Setext\n===", "Setext"),
    ],
)
def test_visible_text(source: str, text: str) -> None:
    assert texts(source, "markdown")[0] == text


@pytest.mark.parametrize(
    ("source", "words", "segments"),
    [
        ("It **cu**res it", "cures", ["cu", "res"]),
        ("> relieves\n> pain", "relieves pain", ["relieves\n", "pain"]),
        ("a &amp; b", "a & b", ["a &amp; b"]),
        ("x \\*c\\*", "*c*", ["*c", "*"]),
        ("- 😀 é **it**\n  cures", "it cures", ["it", "\n", "cures"]),
        ("[eases\npain](/u)", "eases pain", ["eases\npain"]),
        ("| a |\n|---|\n| x\\|y |", "x|y", ["x", "|y"]),
    ],
)
def test_segments_are_exact(source: str, words: str, segments: list[str]) -> None:
    assert sources(source, "markdown", words) == segments


def test_code_is_no_copy() -> None:
    assert texts("```\ncures pain\n```\n\n    cures pain\n\n`cures pain`", "markdown") == []


def test_emphasis_inside_a_word_joins_and_a_tag_that_breaks_lines_parts_words() -> None:
    assert texts("pain<br>free and cu<wbr>res", "markdown") == ["pain free and cures"]


# What introduces what


def test_headings_lead_by_level() -> None:
    source = "# A\n\nunder a\n\n## B\n\nunder b\n\n### C\n\n## D\n\nunder d\n\n# E"
    assert outline(source, "markdown") == [
        ("heading", "A", None),
        ("paragraph", "under a", "A"),
        ("heading", "B", "A"),
        ("paragraph", "under b", "B"),
        ("heading", "C", "B"),
        ("heading", "D", "A"),
        ("paragraph", "under d", "D"),
        ("heading", "E", None),
    ]
    assert [block.level for block in read(source, "markdown").blocks] == [1, 0, 2, 0, 3, 2, 0, 1]


def test_lists_lead_by_what_stands_before_them() -> None:
    source = "# H\n\n- a\n  - b\n\n    more\n    - c\n\nIt eases:\n\n1. d\n\n   still d\n2. e\n\n## F\n* g\n"
    assert outline(source, "markdown") == [
        ("heading", "H", None),
        ("list-item", "a", "H"),
        ("list-item", "b", "a"),
        ("paragraph", "more", "b"),
        ("list-item", "c", "more"),
        ("paragraph", "It eases:", "H"),
        ("list-item", "d", "It eases:"),
        ("paragraph", "still d", "d"),
        ("list-item", "e", "It eases:"),
        ("heading", "F", "H"),
        ("list-item", "g", "F"),
    ]
    assert [block.level for block in read(source, "markdown").blocks if block.kind == "list-item"] == [1, 2, 3, 1, 1, 1]


def test_cells_lead_by_their_column() -> None:
    source = "# H\n\n| Use | Dose |\n|---|---|\n| | 2 g |\n| pain | |\n"
    assert outline(source, "markdown") == [
        ("heading", "H", None),
        ("table-head", "Use", "H"),
        ("table-head", "Dose", "H"),
        ("table-cell", "2 g", "Dose"),
        ("table-cell", "pain", "Use"),
    ]


def test_a_bold_line_leads_as_a_heading_does() -> None:
    source = (
        "# H\n\n**Is it safe?**\n\nYes.\n\n**This whole warning is in bold, and it goes on for some time.**\n\nMore."
    )
    assert outline(source, "markdown") == [
        ("heading", "H", None),
        ("paragraph", "Is it safe?", "H"),
        ("paragraph", "Yes.", "Is it safe?"),
        ("paragraph", "This whole warning is in bold, and it goes on for some time.", "Is it safe?"),
        ("paragraph", "More.", "Is it safe?"),
    ]


def test_quotes_keep_their_headings_to_themselves() -> None:
    assert outline("# A\n\n> ## B\n>\n> in\n> - item\n\nout", "markdown") == [
        ("heading", "A", None),
        ("heading", "B", "A"),
        ("paragraph", "in", "B"),
        ("list-item", "item", "in"),
        ("paragraph", "out", "A"),
    ]


def test_definitions_and_rows() -> None:
    source = "Eases\n: pain\n: *sl*eep\n\n| | |\n|-|-|\n| **Heals** | cuts |\n| For: | burns |\n| a | b |"
    assert outline(source, "markdown") == [
        ("term", "Eases", None),
        ("definition", "pain", "Eases"),
        ("definition", "sleep", "Eases"),
        ("table-cell", "Heals", None),
        ("table-cell", "cuts", "Heals"),
        ("table-cell", "For:", None),
        ("table-cell", "burns", "For:"),
        ("table-cell", "a", None),
        ("table-cell", "b", None),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("It $a b$ is $x$.", "It \ufffc is \ufffc."),
        ("$5 is $x$ or $9", "$5 is \ufffc or $9"),
        ("Was $1,500.00, now $20k!", "Was $1,500.00, now $20k!"),
        ("15$ for us, 20$ for you", "15$ for us, 20$ for you"),
        ("US$ a and CA$ b", "US$ a and CA$ b"),
        ("$a for $5$ b", "$a for $5$ b"),
        ("a $ b$ or $c $", "a $ b$ or $c $"),
        ("$a$1 $b$", "$a$1 \ufffc"),
        ("\\$a$ $b\\$ $5 **$6**", "$a$ $b$ $5 $6"),
        ("$$ a\n$$ b $$$ c $$$", "\ufffc b $$$ c $$$"),
        ("é$a$ é", "é$a$ é"),
    ],
)
def test_formulas(source: str, text: str) -> None:
    assert texts(source, "markdown") == [text]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('!!! tip "Go slow"\n    - one\n', [("paragraph", "Go slow", None), ("list-item", "one", "Go slow")]),
        ("!!! tip\r\n\tone\r\n\r\n\t\tcode\r\n\r\ntwo", [("paragraph", "one", None), ("paragraph", "two", None)]),
        ("- a\n\n    ??? b end\n        c\n\n    d", [("list-item", "a", None), *PARTS]),
        ("!!! note\n\nplain", [("paragraph", "!!! note", None), ("paragraph", "plain", None)]),
        ("a [[b|c *d*]] [[e]] ![[f|9x9]] ![[g.png|h]]", [("paragraph", "a c d [[e]] \ufffc \ufffc", None), *WIKI]),
    ],
)
def test_admonitions_and_wiki_links(source: str, found: list[tuple[str, str, str | None]]) -> None:
    assert outline(source, "markdown") == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (":::tip[Is it safe?]\nYes.\n:::", [("paragraph", "Is it safe?", None), ("paragraph", "Yes.", "Is it safe?")]),
        ("::: tip Go slow\n- one\n:::", [("paragraph", "Go slow", None), ("list-item", "one", "Go slow")]),
        ("::: {.note title='Tip'} :::\nin\n:::", [("title", "Tip", None), ("paragraph", "in", None)]),
        (":::tip[Is it?]\r\nYes.\r\n:::\r\n", [("paragraph", "Is it?", None), ("paragraph", "Yes.", "Is it?")]),
        ("> :::note\n> in\n> :::", [("paragraph", "in", None)]),
        ("::card{title='Tip' icon='i'}\nin\n::", [("title", "Tip", None), ("paragraph", "in", None)]),
        (
            "a [b text='Buy &' url='/c']",
            [("paragraph", "a \ufffc", None), ("value", "Buy &", None), ("url", "c", None)],
        ),
        ("a{: title='Tip'}", [("paragraph", "a", None), ("title", "Tip", None)]),
        ("```\n:::tip[Tip]\n[b text='Tip']\n```\n\n`{: title='Tip'}`\n\n    [b text='Tip']", []),
        (":::a[b]\n\n```\n:::c[d]\n```\n\n:::e[f]", [("paragraph", "b", None), ("paragraph", "f", None)]),
    ],
)
def test_directives(source: str, found: list[tuple[str, str, str | None]]) -> None:
    assert outline(source, "markdown") == found


# Where a block stands


@pytest.mark.parametrize(
    ("source", "extents"),
    [
        ("# Head #\n\ntext\nmore\n\nend", ["# Head #\n", "text\nmore\n", "end"]),
        ("- one\n  - two\n- three\n\n", ["- one\n", "- two\n", "- three\n"]),
        ("1. one\r\n\r\n2. two\r\n", ["1. one\r\n", "2. two\r\n"]),
        ("> - one\n>   more\n> - two", ["- one\n>   more\n", "- two"]),
        ("**bold** text  \n\nend", ["**bold** text  \n", "end"]),
        ("| a | b |\n|---|---|\n| c | d |", [" a ", " b ", " c ", " d "]),
        ("<p>one</p>\n<p>two", ["<p>one</p>", "two"]),
    ],
)
def test_extents(source: str, extents: list[str]) -> None:
    document = read(source, "markdown")
    assert [source[block.extent.start : block.extent.end] for block in document.blocks] == extents


# Places that are no running text


def places(source: str) -> list[tuple[str, str, str]]:
    document = read(source, "markdown")
    return [
        (block.kind, block.prose.text, source[slice(*_ends(block.prose.span(0, len(block.prose.text))))])
        for block in document.blocks
        if block.kind not in ("paragraph", "heading", "list-item")
    ]


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("[a](/pain-relief/for_you)", [("url", "pain-relief\nfor you", "pain-relief/for_you")]),
        ("[a *b*](</x y>  'why &amp; how')", [("url", "x y", "x y"), ("title", "why & how", "why &amp; how")]),
        ('[a](/u "t")', [("url", "u", "u"), ("title", "t", "t")]),
        ("[![alt *x*](/i.png)](/u)", [("alt", "alt x", "alt *x"), ("url", "i png", "i.png"), ("url", "u", "u")]),
        ("[a][r]\n\n[r]: /cures%20pain (title)", [("url", "cures pain", "cures%20pain"), ("title", "title", "title")]),
        ("<https://a.b/c-d>", [("url", "a b\nc-d", "a.b/c-d")]),
        ("x https://a.b/c-d. y", [("url", "a b\nc-d", "a.b/c-d")]),
        ("buy #PainRelief now", [("hashtag", "Pain Relief", "PainRelief")]),
        (
            "#kratomCures #7OHRelief #ok #1",
            [
                ("hashtag", "kratom Cures", "kratomCures"),
                ("hashtag", "7OH Relief", "7OHRelief"),
                ("hashtag", "ok", "ok"),
            ],
        ),
        ("a <span style='display:none'>se*cr*et</span> b", [("hidden", "secret", "se*cr*et")]),
        (
            "<b hidden>a\nb</b> c <b hidden>D</b>",
            [("hidden", "a b\nD", "a\nb</b> c <b hidden>D")],
        ),
        ("<div hidden>\n\n# One\n\nTwo\n\n</div>\n\nThree", [("hidden", "One", "One"), ("hidden", "Two", "Two")]),
        ('<img src="/a.png" alt="a &amp; b">', [("url", "a png", "a.png"), ("alt", "a & b", "a &amp; b")]),
        ("#tag_ #_one_two", [("hashtag", "tag", "tag"), ("hashtag", "one two", "one_two")]),
        ("<script>\ncures\n</script>\n\na <code>cures</code> <template>cures</template>", []),
        ("[a](#) [b](javascript:cures) [c](data:text/cures)", []),
    ],
)
def test_places(source: str, found: list[tuple[str, str, str]]) -> None:
    assert places(source) == found


def test_a_hashtag_stays_in_the_prose_as_written() -> None:
    assert kinds("buy #PainRelief", "markdown") == [("paragraph", "buy #PainRelief"), ("hashtag", "Pain Relief")]


# Front matter


PAGE = """---
title: "Kratom \\u201Cfacts\\u201D"
slug: kratom-cures-pain
permalink: /kratom/cures_pain
tags: [kratom, 'pain''s end']
draft: true
price: 9.99
seo:
  description: >-
    It eases
    pain.
  images:
    - alt: A leaf
      src: /img/a_leaf.png
body: |
  Helps with:
  - pain
  - sleep
# kratom-lint: ignore x: y
---
# Page
"""


def test_front_matter() -> None:
    blocks = read(PAGE, "markdown").blocks
    assert [(block.kind, block.pointer, block.prose.text) for block in blocks] == [
        ("value", "/title", "Kratom “facts”"),
        ("slug", "/slug", "kratom-cures-pain"),
        ("url", "/permalink", "kratom\ncures pain"),
        ("keyword", "/tags/0", "kratom"),
        ("keyword", "/tags/1", "pain's end"),
        ("value", "/seo/description", "It eases pain."),
        ("value", "/seo/images/0/alt", "A leaf"),
        ("url", "/seo/images/0/src", "img\na leaf png"),
        ("paragraph", "/body", "Helps with:"),
        ("list-item", "/body", "pain"),
        ("list-item", "/body", "sleep"),
        ("heading", "", "Page"),
    ]
    assert blocks[9].lead == blocks[10].lead == 8
    assert sources(PAGE, "markdown", "“facts”") == ["\\u201Cfacts\\u201D"]
    assert sources(PAGE, "markdown", "eases pain") == ["eases\n    pain"]


def test_comments_in_front_matter() -> None:
    (comment,) = read(PAGE, "markdown").comments
    assert comment.text == " kratom-lint: ignore x: y"
    assert PAGE[comment.span.start : comment.span.end] == "# kratom-lint: ignore x: y"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (
            "---\na: [1\nb: cures pain\n---\n# H",
            [("paragraph", "a: [1"), ("paragraph", "b: cures pain"), ("heading", "H")],
        ),
        ("---\n\nIt cures.\n\n---\n", [("paragraph", "It cures.")]),
        ("text\n\n---\na: b\n---\n", [("paragraph", "text"), ("heading", "a: b")]),
        ("---\n\ufefftitle: x\n---\n", [("value", "x")]),
        ("+++\ntitle = 'x'\n+++\n# H", [("value", "x"), ("heading", "H")]),
        ("---\r\na: b\r\n---\r\n# H", [("value", "b"), ("heading", "H")]),
        ("\ufeff---\na: b\n---\n", [("value", "b")]),
        ("---\n" + "a: {" * 5000 + "\n---\n", [("paragraph", ("a: {" * 5000).strip())]),
        ("---\na: &x one\nb: *x\nc: !note two\n---", [("value", "one"), ("value", "two")]),
    ],
)
def test_unusual_front_matter(source: str, found: list[tuple[str, str]]) -> None:
    assert kinds(source, "markdown") == found


# Comments


@pytest.mark.parametrize(
    ("source", "comments"),
    [
        ("<!-- one -->\n\ntext <!--two--> more", [(" one ", "<!-- one -->"), ("two", "<!--two-->")]),
        ("> <!-- over\n> lines -->", [(" over\nlines ", "<!-- over\n> lines -->")]),
        (
            '[//]: # (one)\n[//]: # (two)\n\n[//]: <> "three"',
            [("one", "[//]: # (one)"), ("two", "[//]: # (two)"), ("three", '[//]: <> "three"')],
        ),
        ("text\n[//]: # (shown)", []),
        ("{::comment}one{:/comment} `{::comment}two{:/comment}`", [("one", "{::comment}one{:/comment}")]),
        ("```\n<!-- code -->\n[//]: # (code)\n```\n\n`<!-- code -->`", []),
    ],
)
def test_comments(source: str, comments: list[tuple[str, str]]) -> None:
    document = read(source, "markdown")
    assert [(comment.text, source[comment.span.start : comment.span.end]) for comment in document.comments] == comments


# Laws


@given(ANYTHING)
@settings(max_examples=150, deadline=None)
def test_every_character_is_spelled_by_the_source(source: str) -> None:
    assert_spelled(read(source, "markdown"))


@given(ANYTHING, st.sampled_from([("> ", "> "), ("- ", "  "), ("> 1. ", ">    "), ("-\t", "\t")]))
@settings(max_examples=100, deadline=None)
def test_every_character_is_spelled_inside_containers(source: str, prefixes: tuple[str, str]) -> None:
    assert_spelled(read(wrap(source, *prefixes), "markdown"))
    assert_spelled(read(wrap(source, *prefixes).replace("\n", "\r\n"), "markdown"))


@given(YAML)
@settings(max_examples=150, deadline=None)
def test_every_character_of_front_matter_is_spelled_by_the_source(source: str) -> None:
    assert_spelled(read(f"---\nt: x\n{source}\n---\nrest", "markdown"))


def letters(document: Document) -> list[str]:
    blocks = [block for block in document.blocks if block.kind not in PLACES | {"alt", "title"}]
    return sorted(re.sub(r"\W", "", "".join(block.prose.text for block in blocks)))


@given(RENDERED)
@settings(max_examples=150, deadline=None)
def test_reads_the_words_that_its_html_shows(source: str) -> None:
    assume("::" not in source)  # a directive, which is no Markdown to the other
    page = pyromark.html(source, options=options())
    page = re.sub(r'<sup class="footnote-(?:reference|definition-label)">.*?</sup>', "", page, flags=re.S)
    assert letters(read(source, "markdown")) == letters(read(page, "html"))


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "> ",
        "*a ",
        "![",
        "[a](",
        "<",
        "<a ",
        "<!--",
        "`",
        "- ",
        "|a",
        "a\\\n",
        "[a]: b\n",
        "[//]: # (",
        "&",
        "www.",
        "{{",
        "#a",
        "\xa0 ",
        "_*",
        "<span hidden>",
        "<div>\n\n",
        "**a**\n\n",
        "http://a)",
        "[a](b 'c",
        "x[^1]\n\n[^1]: a\n\n",
        ":::a[b]\n",
        "[a b=c ",
        "[a b=c]",
        "{: ",
        "{.a ",
        "==a ",
        "$a",
        "$x^$ ",
        "$5 ",
        "a$ ",
        "$$$",
        "[[a|",
        "![[a|b]] ",
        "!!! a\n    b\n",
        "    !!! a\n",
        "a\n: b\n\n",
        "a.b@",
        "{::comment}",
    ],
)
def test_long_runs_finish(unit: str) -> None:
    assert read(unit * (20_000 // len(unit)), "markdown").format == "markdown"
