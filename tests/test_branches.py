"""Branches: a block with texts of which a reader sees one is read in each way that it may be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint import lint_text
from kratom_lint.formats import read
from kratom_lint.formats.branches import CHOICE, ELSE, END, MARK, MOST, WHEN, alternatives
from kratom_lint.formats.prose import Prose
from tests.spelling import assert_spelled, texts

SHORT = {"[": WHEN, "(": CHOICE, "|": ELSE, "]": END, ")": END}
SOUP = st.text("[(|)]ab ", max_size=30)


def readings(short: str) -> list[str]:
    """Return the ways to read a text in which brackets stand for the marks of branches."""
    return [
        each.text.replace("\u2028", "/") for each in alternatives(Prose.of("".join(SHORT.get(c, c) for c in short)))
    ]


@pytest.mark.parametrize(
    ("short", "expected"),
    [
        ("a", ["a"]),
        ("a[b]d", ["abd", "ad"]),
        ("a[b|c]d", ["abd", "acd"]),
        ("a(b)d", ["abd"]),
        ("a(b|c)d", ["abd", "acd"]),
        ("a(|b|c|d)e", ["ae", "abe", "ace", "ade"]),
        ("a[b|c[d|e]]f", ["abf", "acdf", "acef"]),
        ("[a|b][c|d]", ["ac", "ad", "bc", "bd"]),
        ("a|b", ["a/b"]),
        ("a[b|c", ["ab/c"]),
        ("a|b]c", ["a/bc"]),
        ("a]b[c", ["abc"]),
        ("[a|b", ["a/b"]),
        ("[[a|b]|c", ["a/c", "b/c"]),
    ],
)
def test_ways_to_read(short: str, expected: list[str]) -> None:
    assert readings(short) == expected


def test_many_branches_are_each_read_and_too_many_only_parted() -> None:
    assert readings("[a|b]" * 5) == ["aaaaa", "bbbbb"]
    assert readings("[" + "|".join("a" * (MOST + 1)) + "]") == ["/".join("a" * (MOST + 1))]


@given(SOUP)
def test_each_letter_is_read_and_stands_where_it_says(short: str) -> None:
    source = "".join(SHORT.get(letter, letter) for letter in short)
    found = alternatives(Prose.of(source))
    seen: set[int] = set()
    for prose in found:
        assert not MARK.search(prose.text)
        for at, start, size, width in prose.pieces:
            assert width in (0, size)
            assert not width or prose.text[at : at + size] == source[start : start + width]
            seen |= set(range(start, start + width))
    assert len({prose.text for prose in found}) <= len(found)
    assert seen == {at for at, letter in enumerate(source) if not MARK.match(letter)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("It {% if x %}cures{% else %}treats{% endif %} all", ["It cures all", "It treats all"]),
        ("It {%- unless x -%}cures{%- elsif y -%}treats{%- endunless -%} all", ["It cures all", "It treats all"]),
        ("It {#if}does not {% if x %}not {% endif %}cure", ["It {#if}does not not cure", "It {#if}does not cure"]),
        ("It {{#if x}}cures{{else}}treats{{/if}} all", ["It cures all", "It treats all"]),
        ("It {{#if x}}cures{{else if y}}treats{{/if}} all", ["It cures all", "It treats all"]),
        ("It {{#x}}cures{{^}}treats{{/x}} all", ["It cures all", "It treats all"]),
        ("It {{#x}}cures{{/x}}{{^x}}treats{{/x}} all", ["It cures all", "It treats all"]),
        ("It {{^x}}cures{{/x}} all", ["It cures all", "It all"]),
        ("It {{ if .x }}cures{{ else }}treats{{ end }} all", ["It cures all", "It treats all"]),
        ("It {{ range .x }}cures{{ if .y }}!{{ end }}{{ end }} all", ["It cures! all", "It cures all"]),
        ("It <% if x %>cures<% else %>treats<% end %> all", ["It cures all", "It treats all"]),
        ("It <% if (x) { %>cures<% } else { %>treats<% } %> all", ["It cures all", "It treats all"]),
        ("It <% x.each do |y| %>cures<% end %><% unless z %>!<% end %>", ["It cures!", "It cures"]),
        ("It <?php if ($x): ?>cures<?php else: ?>treats<?php endif; ?> all", ["It cures all", "It treats all"]),
        ("It <?php if ($x) { ?>cures<?php } else { ?>treats<?php } ?> all", ["It cures all", "It treats all"]),
        ("It <?php $y = 1; if ($x) { ?>cures<?php } ?> all", ["It cures all", "It all"]),
        ("It <?php foreach ($x as $y): ?>cures<?php endforeach ?> all", ["It cures all"]),
        ("It {% case x %}{% when 1 %}cures{% when 2 %}treats{% endcase %}", ["It", "It cures", "It treats"]),
        ("It {% switch x %}{% case 1 %}cures{% default %}treats{% endswitch %}", ["It", "It cures", "It treats"]),
        ("It {% for a in b %}cures{% else %}treats{% endfor %} all", ["It cures all", "It treats all"]),
        ("It {% trans %}cures{% pluralize %}cure{% endtrans %} all", ["It cures all", "It cure all"]),
        ("It {% trans x %} all", ["It \ufffc all"]),
        ('<img alt="It {% if x %}cures{% else %}treats{% endif %} all">', ["It cures all", "It treats all"]),
        ("<p {% if x %}hidden{% else %}class=x{% endif %}>It cures", ["It cures"]),
        ("<p>It {% if x %}cures<p>It{% else %}all{% endif %} now", ["It cures", "It\nall now"]),
        ("It \ufdd0cures\ufdd3 all", ["It \ufffdcures\ufffd all"]),
    ],
)
def test_templates(source: str, expected: list[str]) -> None:
    assert texts(source, "php") == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% if a %}It cures{% else %}It treats{% endif %} all", ["It cures all", "It treats all"]),
        ("It {% if a %}**cures**\n{% else %}treats\n{% endif %}\nall", ["It cures all", "It treats all"]),
        ("{% if a %}\n# It cures\n{% else %}\nall\n{% endif %}", ["It cures", "all"]),
        ("{% if a %}- It cures\n{% else %}- all\n{% endif %}", ["It cures", "all"]),
    ],
)
def test_lines_of_templates(source: str, expected: list[str]) -> None:
    assert texts(source, "markdown") == expected


def test_values_in_templates() -> None:
    source = 'a: It {% if x %}cures{% else %}treats{% endif %} all\nb: "{{ y }} now"\n'
    assert texts(source, "yaml-template") == ["It cures all", "It treats all", "\ufffc now"]


@given(st.lists(st.sampled_from(["{% if a %}", "{% else %}", "{% endif %}", "a ", "<p>", "<b ", ">", '"', "\n", "# "])))
def test_every_character_is_spelled_by_the_source(parts: list[str]) -> None:
    for format in ("html", "markdown"):
        assert_spelled(read("".join(parts), format))


def below(source: str, format: str) -> list[tuple[str, list[str]]]:
    """Return the items of lists and the answers of a source, each with all that introduces it."""
    document = read(source, format)
    leads = [[document.blocks[lead].prose.text for lead in document.leads(at)] for at in range(len(document.blocks))]
    return [(block.prose.text, sorted(leads[at])) for at, block in enumerate(document.blocks) if leads[at]]


BOTH = ["Good for adults:", "Good for seniors:"]
LIST = "<ul><li>pain</li></ul>"


@pytest.mark.parametrize(
    ("source", "format", "expected"),
    [
        ("<p>Good for{% if a %} adults{% else %} seniors{% endif %}:</p>" + LIST, "html", [("pain", BOTH)]),
        (f"{{% if a %}}<p>{BOTH[0]}</p>{{% else %}}<p>{BOTH[1]}</p>{{% endif %}}" + LIST, "html", [("pain", BOTH)]),
        (f"{{% if a %}}\n{BOTH[0]}\n{{% else %}}\n{BOTH[1]}\n{{% endif %}}\n\n- pain", "markdown", [("pain", BOTH)]),
        ("<p>Good for:</p>{% if a %}<p>Sold as:</p>{% endif %}" + LIST, "html", [("pain", ["Good for:", "Sold as:"])]),
        (
            f"<p>Good for:</p>{{% if a %}}{LIST}{{% else %}}{LIST}{{% endif %}}",
            "html",
            [("pain", ["Good for:"]), ("pain", ["Good for:"])],
        ),
        (f"{{% if a %}}<p>Good for:</p>{{% else %}}{LIST}{{% endif %}}", "html", []),
        ("<p>Good for {#if a}adults{:else}seniors{/if}:</p>" + LIST, "svelte", [("pain", BOTH)]),
        (
            f"<template><div><p v-if='a'>{BOTH[0]}</p><p v-else>{BOTH[1]}</p>{LIST}</div></template>",
            "vue",
            [("pain", BOTH)],
        ),
        (f'x = <div><p>Good for {{a ? "adults" : "seniors"}}:</p>{LIST}</div>', "tsx", [("pain", BOTH)]),
        (f"x = <div>{{a ? <p>{BOTH[0]}</p> : <p>{BOTH[1]}</p>}}{LIST}</div>", "tsx", [("pain", BOTH)]),
    ],
)
def test_each_branch_introduces_what_stands_below(
    source: str, format: str, expected: list[tuple[str, list[str]]]
) -> None:
    assert below(source, format) == expected


@pytest.mark.parametrize(
    ("lead", "found"),
    [
        ("Kratom{% if a %} is sold for{% else %} treats{% endif %}:", ["pain"]),
        ("Kratom{% if a %} treats{% else %} is sold with{% endif %}:", ["pain"]),
        ("Kratom{% if a %} is sold{% else %} is shipped{% endif %} with:", []),
    ],
)
def test_a_claim_that_any_branch_leads_in_to_is_found_once(lead: str, found: list[str]) -> None:
    findings = lint_text(f"<p>{lead}</p><ul><li>pain</li></ul>", format="html", product="kratom")
    assert [finding.match for finding in findings if finding.anchor == "text"] == found


def test_of_many_lead_ins_the_nearest_are_kept() -> None:
    source = "".join(f"{{% if a %}}<p>Good for {number}:</p>{{% endif %}}" for number in range(40)) + LIST
    [(_, leads)] = below(source, "html")
    assert leads == sorted(f"Good for {number}:" for number in range(40 - MOST, 40))
