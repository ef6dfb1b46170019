"""Vue and Svelte components and MDX pages: markup around code."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kratom_lint.formats import is_walked, read
from tests.spelling import assert_spelled, outline, sources, texts

FRAGMENTS = (
    *("<p>", "</p>", "<Card>", "</Card>", "<Icon/>", "<br/>", "<b>", "</b>", "<!-- c -->", "<script>", "</script>"),
    *(
        '<i title="a {b} c">',
        "</i>",
        '<Faq q="Why?" :a="\'It is\'" b={c} />',
        "<img alt={`a b`}>",
        "<style>",
        "</style>",
    ),
    *("{{ a }}", '{{ "a b" }}', "{{", "}}", "{", "}", "{a}", "{'a * b'}", "{/* c */}", "{#if a}", "{:else}", "{/if}"),
    *("{a ? 'b c' : d}", "<template>", "</template>", "import a from 'b c'\n", "export const a = {\n\ntitle: 'b'\n}\n"),
    *(
        "\n",
        "\n\n",
        "\r\n",
        "    ",
        "\t",
        "- ",
        "> ",
        "# ",
        "**",
        "`",
        "```\n",
        "\\{",
        "\\<",
        "&amp;",
        "'",
        '"',
        "<",
        ">",
    ),
    *("{@html '<b>a b</b>'}", "{...a}", "=", "\u200b", "\0", "[a](b 'c d')", "---\na: b\n---\n"),
)
SOUP = st.lists(st.sampled_from(FRAGMENTS) | st.text("ab éK.😀", max_size=4), max_size=25).map("".join)
FORMATS = st.sampled_from(["vue", "svelte", "mdx"])

VUE = """<script setup lang="ts">
// kratom-lint: ignore a: b
const uses: string[] = ["Eases back pain", "worry"]
</script>

<template>
  <!-- note -->
  <Layout title="Kratom &amp; you" class="big red box">
    <h1>Kratom {{ 'cures' }} {{ name }}</h1>
    <div>It <BaseMark>cu</BaseMark>res <NuxtLink to="/all">all</NuxtLink> ills</div>
    <FaqItem question="Is it safe?" :answer="'It\\'s safe'" @click="f('not shown')" v-if="a > 1" />
    <img :alt="`A leaf`" src="/leaf.png"><p v-text="'It treats'" />
    <p>Well: {{ ok ? 'very good' : 'not bad' }}</p>
    <Card :items="[{ title: 'One use', text: 'Two uses' }]" />
  </Layout>
</template>

<i18n>{"en": {"hero": "Kratom cures"}}</i18n>
<style scoped>p { color: red }</style>
"""


def test_vue() -> None:
    assert outline(VUE, "vue") == [
        ("value", "Eases back pain", None),
        ("value", "worry", None),
        ("title", "Kratom & you", None),
        ("heading", "Kratom cures \ufffc", None),
        ("paragraph", "It cures all ills", "Kratom cures \ufffc"),
        ("url", "all", None),
        ("value", "Is it safe?", None),
        ("value", "It's safe", "Is it safe?"),
        ("alt", "A leaf", None),
        ("url", "leaf png", None),
        ("value", "It treats", None),
        ("paragraph", "Well: very good", "Kratom cures \ufffc"),
        ("paragraph", "Well: not bad", "Kratom cures \ufffc"),
        ("value", "One use", None),
        ("value", "Two uses", "One use"),
        ("value", "Kratom cures", None),
    ]
    assert [comment.text for comment in read(VUE, "vue").comments] == [" kratom-lint: ignore a: b", " note "]
    assert sources(VUE, "vue", "It cures all ills") == ["It ", "cu", "res ", "all", " ills"]


def test_svelte() -> None:
    source = """<script>let tagline = "It is good";</script>
<h1 class="a">Kratom {"cures"} {name}</h1>
{#if a > b}<p>One {x ? 'very good' : "not bad"}</p>{:else}<p>Two</p>{/if}
<p>It {#if x}cures{:else}treats{/if} pain {@html "<b>raw text</b>"} {/* note */}</p>
<Card title={"No side effects"} desc="Great {x} stuff" on:click={() => f("Not here")} {x} {...y} />
<p hidden={true}>unseen</p>it's {unclosed"""
    assert outline(source, "svelte") == [
        ("value", "It is good", None),
        ("heading", "Kratom cures \ufffc", None),
        ("paragraph", "One very good", "Kratom cures \ufffc"),
        ("paragraph", "One not bad", "Kratom cures \ufffc"),
        ("paragraph", "Two", "Kratom cures \ufffc"),
        ("paragraph", "It cures pain \ufffc", "Kratom cures \ufffc"),
        ("paragraph", "It treats pain \ufffc", "Kratom cures \ufffc"),
        ("title", "No side effects", None),
        ("value", "Great \ufffc stuff", "No side effects"),
        ("hidden", "unseen", None),
        ("paragraph", "it's {unclosed", "Kratom cures \ufffc"),
        ("paragraph", "raw text", None),
        ("value", "Not here", None),
    ]
    assert [comment.text for comment in read(source, "svelte").comments] == [" note "]


def test_branches() -> None:
    inline = '<p>It <b v-if="x">cures</b> <!-- a --> <i v-else-if="y">treats</i><u v-else>eases</u> all</p>'
    assert texts(f"<template>{inline}</template>", "vue") == ["It cures all", "It treats all", "It eases all"]
    assert texts("<template><p>It <template v-if='x'>may </template>ease</p></template>", "vue") == [
        "It may ease",
        "It ease",
    ]
    assert texts("<p>It {#each a as b}{b}{:else}cures{/each} {a?.b == '?' ? 'all' : `pain`}</p>", "svelte") == [
        "It \ufffc all",
        "It \ufffc pain",
        "It cures all",
        "It cures pain",
    ]
    assert texts("It {x ? 'cures' : 'tr*ea*ts'} **all**", "mdx") == ["It cures all", "It tr*ea*ts all"]


def test_mdx() -> None:
    source = """---
title: A page
---
import Card from "./some card"
export const meta = {
  description: "Kratom for you",

  x: 1
}

# Kratom {"cures"} **all** {name}

{/* note */}

<Card title="No side effects" icon="big leaf">
    Kratom **cu**res <Mark>all</Mark> pain

    - one
    - two *three*

    <Inner>Text *emph* here</Inner>
</Card>

<Faq question="Is it safe?" answer={"Yes it is"} items={[{ title: "One use", text: "Two uses" }]} />

    no code in MDX

<h2>Benefits</h2>

Use `{code}` and <b>bold</b>{" "}
words \\{x} {ok ? "very good" : name} it's.

```js
const title = "not read"
```

{items.map(i => <li>JSX for {i}</li>)}
"""
    assert outline(source, "mdx") == [
        ("value", "A page", None),
        ("heading", "Kratom cures all \ufffc", None),
        ("title", "No side effects", None),
        ("paragraph", "Kratom cures all pain", "Kratom cures all \ufffc"),
        ("list-item", "one", "Kratom cures all pain"),
        ("list-item", "two three", "Kratom cures all pain"),
        ("paragraph", "Text emph here", "Kratom cures all \ufffc"),
        ("paragraph", "no code in MDX", "Kratom cures all \ufffc"),
        ("heading", "Benefits", "Kratom cures all \ufffc"),
        ("paragraph", "Use \ufffc and bold words {x} \ufffc it's.", "Benefits"),
        ("value", "Is it safe?", None),
        ("value", "Yes it is", "Is it safe?"),
        ("value", "Kratom for you", None),
        ("value", "One use", None),
        ("value", "Two uses", "One use"),
        ("value", "very good", None),
        ("list-item", "JSX for \ufffc", "Benefits"),
    ]
    (comment,) = read(source, "mdx").comments
    assert (comment.text, source[comment.span.start : comment.span.end]) == (" note ", "{/* note */}")
    assert sources(source, "mdx", "Kratom cures all pain") == ["Kratom ", "cu", "res ", "all", " pain"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("It {'cures *all*'} ills", "It cures *all* ills"),
        ("It <Name/> cures", "It \ufffc cures"),
        ("a < b and {unclosed", "a < b and {unclosed"),
        ("`{a` b} c", "\ufffc b} c"),
        ("1 {/* over\nlines */} 2", "1 2"),
        ("<div>It *cu*res</div>", "It cures"),
        ("- a {b}\n  c", "a \ufffc c"),
        ("important *words*", "important words"),
    ],
)
def test_visible_text_of_mdx(source: str, text: str) -> None:
    assert texts(source, "mdx") == [text]


def test_a_walk_takes_components() -> None:
    assert all(is_walked(path) for path in ("a.vue", "a.svelte", "a.mdx"))


@given(SOUP, FORMATS)
@settings(max_examples=400, deadline=None)
def test_every_character_is_spelled_by_the_source(source: str, format: str) -> None:
    assert_spelled(read(source, format))


@given(SOUP, FORMATS)
@settings(max_examples=150, deadline=None)
def test_other_blocks_stay_when_one_is_edited(source: str, format: str) -> None:
    page = f"<p>Old words</p>\n\n{source}"
    before = [block.prose.text for block in read(page, format).blocks]
    after = [block.prose.text for block in read(page.replace("Old words", "New ones", 1), format).blocks]
    assert [text.replace("Old words", "New ones") for text in before] == after


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "{",
            "{{",
            "{'",
            "<a ",
            "<a b={",
            '<a b="',
            "<A>",
            "<p>",
            "</p>",
            "`",
            "``` ",
            "<script>",
            "<!--",
            "{a} ",
            "{/*",
        ),
        *(
            "{#if ",
            "{:else}",
            "import a\n\n",
            "export {",
            "<A b='c d'/>",
            "{'a b'}",
            "    a\n\n",
            "<A>\n",
            "{a ? 'b c' : d}",
        ),
    ],
)
def test_long_runs_finish(unit: str) -> None:
    for format in ("vue", "svelte", "mdx"):
        assert read(unit * (20_000 // len(unit)), format).format == format
