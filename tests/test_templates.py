"""Templates: what their tags print, what they are given, and what they say to nobody but their writers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kratom_lint.formats import format_of, read
from tests.spelling import assert_spelled, kinds, outline, sources, texts

FRAGMENTS = (
    *("{{", "}}", "{{{", "}}}", "{%", "%}", "{#", "#}", "<%", "%>", "<%=", "<?php ", "<?=", "?>", "{!!", "!!}"),
    *("{{ x }}", "{% if a %}", "{% else %}", "{% endif %}", '{{ "It cures" | t }}', "{{!-- c --}}", "{# c #}"),
    *("{% comment %}", "{% endcomment %}", "{% schema %}", "{% endschema %}", "{{/* c */}}", "<%# c %>"),
    *("<?php echo 'It cures'; ?>", '{% include a title="It cures" q="Why not?" a="It is." %}', "{{< x >}}"),
    *(
        "@if ($a)",
        "@else",
        "@endif",
        "@lang('It cures')",
        "@foreach (",
        "@php",
        "@endphp",
        "@",
        "{{ x ? 'It' : 'cures' }}",
    ),
    *('"', "'", "\\", "\\'", "=", ":", ",", "(", ")", ";", "echo ", "t(", "title", "//", "/*", "*/", "#"),
    *("<p>", "</p>", "**", "# ", "- ", "\n", "\n\n", "\r\n", "    ", "a b ", "&amp;", "\u200b"),
)
SOUP = st.lists(st.sampled_from(FRAGMENTS) | st.text("ab éK.😀", max_size=4), max_size=25).map("".join)
FORMATS = st.sampled_from(["html", "markdown", "text", "php"])


@pytest.mark.parametrize(
    ("path", "format"),
    [
        ("a.liquid", "html"),
        ("a.html.erb", "html"),
        ("a.md.j2", "markdown"),
        ("a.txt.mustache", "text"),
        ("a.blade.php", "php"),
        ("sections/main.about.liquid", "html"),
        ("theme.css.liquid", None),
        ("nginx.conf.j2", None),
    ],
)
def test_format_by_suffix(path: str, format: str | None) -> None:
    assert format_of(path) == format


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a {{ b }} c {{{ d }}} e {!! f !!}", "a \ufffc c \ufffc e \ufffc"),
        ("It {% if x %}cures{% endif %} all", "It cures all"),
        ("It {{#if x}}cu{{/if}}res all", "It cures all"),
        ("It {{ 'cures pain' | t }} now", "It cures pain now"),
        ("It {{ _('cures pain') }} now", "It cures pain now"),
        ('It {% trans "cures pain" %} now', "It cures pain now"),
        ("It <%= t('cures pain') %> now", "It cures pain now"),
        ("It <?= __('cures pain', 'shop') ?> now", "It cures pain now"),
        ("It <?php _e('doesn\\'t hurt', 'shop'); ?> now", "It doesn't hurt now"),
        ('It <?php echo "cures " . $x . " pain"; ?> now', "It cures \ufffc pain now"),
        ("{{ 'cart.add_item' | t }} now", "\ufffc now"),
        ("{{ 'a b.png' | asset_url }} now", "\ufffc now"),
        ("{% url 'shop' %} now", "\ufffc now"),
        ("{% assign x = 'a b' | split: ' ' %}now", "now"),
        ("<%% a %> now", "<%% a %> now"),
        ("{#faq} now {{ open", "{#faq} now {{ open"),
        ("a {{ b {{ c }} d", "a {{ b \ufffc d"),
    ],
)
def test_visible_text(source: str, text: str) -> None:
    assert texts(source, "html")[0] == text


def test_lines_of_tags_part_paragraphs_and_leave_headings_alone() -> None:
    source = "Kratom\n{% if a %}\n# Uses\n\ncures\n{% else %}pain\n{% endif %}\n{% include x.md %}\nmore"
    assert kinds(source, "markdown") == [
        ("paragraph", "Kratom"),
        ("heading", "Uses"),
        ("paragraph", "cures"),
        ("paragraph", "pain"),
        ("paragraph", "more"),
    ]


def test_texts_given_to_a_tag_introduce_each_other() -> None:
    source = (
        "<p>text</p>{% include faq.html q='Does it help?' a=\"It does, 'fast'.\" class='big red box' %}"
        "{% render 'card', title: 'Kratom for pain', url: '/a-b' %}{{ x | default: 'Pure joy' }}"
        "{% if page.title == 'Not shown here' %}{% endif %}"
    )
    assert outline(source, "html") == [
        ("paragraph", "text", None),
        ("value", "Does it help?", None),
        ("value", "It does, 'fast'.", "Does it help?"),
        ("title", "Kratom for pain", None),
        ("url", "a-b", None),
        ("value", "Pure joy", None),
    ]


def test_code_is_copy_only_by_its_names() -> None:
    source = "<?php $q = 'SELECT a FROM b'; return ['title' => 'It cures', 'class' => 'big box', 'x' => 'not shown'];"
    assert kinds(source, "php") == [("title", "It cures")]


def test_code_ends_where_php_ends_it() -> None:
    source = """<?php $a = '<?xml version="1.0"?>'; # don't
    echo "It $x[0] cures {$y->z} " . "pain ?>"; $html = <<<HTML
      <p>Don't <b>say</b> it $heals all.</p>
      HTML; // the end?>
    <p>It's text</p>"""
    assert texts(source, "php") == ["It \ufffc cures \ufffc pain ?>", "It's text", "Don't say it \ufffc all."]


def test_what_nobody_sees() -> None:
    source = (
        "{% comment %}It cures{% endcomment %}{% javascript %}It cures{% endjavascript %}{# It cures #}"
        '{% highlight html linenos %}<p title="It cures">It cures</p>{% endhighlight %}'
        '{% schema %}{"name": "It cures", "default": "Shown by default"}{% endschema %}<p>text'
    )
    assert texts(source, "html") == ["text", "Shown by default"]


def test_segments_leave_out_the_tags() -> None:
    assert sources("It {% if x %}cu{% endif %}res <b>a&amp;b</b>", "html", "It cures a&b") == [
        "It ",
        "cu",
        "res ",
        "a&amp;b",
    ]
    assert sources("<img alt=\"{{ 'Kratom cures' | t }} {{ x }}\">", "html", "Kratom cures \ufffc") == [
        "Kratom cures",
        " {{ x }}",
    ]


@pytest.mark.parametrize(
    ("source", "comment"),
    [
        ("{% comment %} x {% endcomment %}", " x "),
        ("{% # x %}", " x "),
        ("{# x #}", " x "),
        ("{{! x }}", " x "),
        ("{{!-- x }} --}}", " x }} "),
        ("{{/* x */}}", " x "),
        ("{{-- x --}}", " x "),
        ("<%# x %>", " x "),
        ("<?php /* x */ ?>", " x "),
        ("<?php // x\n$a = '// b'; ?>", " x"),
        ("<?php # x\n ?>", " x"),
    ],
)
def test_comments(source: str, comment: str) -> None:
    assert [each.text for each in read(f"a {source} b", "php").comments] == [comment]


def test_a_string_is_no_comment() -> None:
    assert read('<?php $a = "# b"; $c = \'/* d */\'; ?>{{ "{# e #}" }}', "php").comments == ()


def test_directives_of_blade() -> None:
    source = (
        "@extends('a.b') @section('title', 'It cures') <p>@lang('It treats') all, @@if "
        "@if (f(')')) a @elseif ($b) b @else c @endif @media x @foreach ($x as $y) d @endforeach</p>"
        "@include('card', ['title' => 'It eases', 'id' => 'big box']) @if (open"
    )
    assert kinds(source, "php") == [
        ("paragraph", "It treats all, @@if a @media x d"),
        ("paragraph", "It treats all, @@if b @media x d"),
        ("paragraph", "It treats all, @@if c @media x d"),
        ("paragraph", "\ufffc @if (open"),
        ("value", "It cures"),
        ("title", "It eases"),
    ]


def test_helpers_of_rails_make_elements() -> None:
    source = (
        "<%= content_tag :h2, 'Uses' %><%= tag.p 'It cures', class: 'big box' %>it <%= content_tag(:b, t('ea')) %>ses"
    )
    assert kinds(source, "html") == [("heading", "Uses"), ("paragraph", "It cures"), ("paragraph", "it eases")]


@given(SOUP, FORMATS)
@settings(max_examples=300, deadline=None)
def test_every_character_is_spelled_by_the_source(source: str, format: str) -> None:
    assert_spelled(read(source, format))


@pytest.mark.parametrize(
    "unit",
    [
        *("{{", "{%", "{#", "<%", "<?php ", "<?=", "{{!--", "{{/*", "{{!", "{{{", "{!!", "{{--", "{% comment %}"),
        *("@if(", "@if('", "@php ", "@lang(')", "{{ 'a b' if ", "{{ a ? 'b c' : ", "<?= a ? 'b c' : 'd e'"),
        *("{% schema %}", "{{ a", "{% a", "{{ ' }}", '<?php "\\"', "{{ x }}", "{% else %}", "\\'", "/*", "<?php // ?>"),
        *(
            "{{ 'a b' ",
            "{{ t(",
            "echo '",
            "<?php echo 'a b'",
            "<?php '?>'",
            "<<<A\n",
            "{% if a = '",
            "}}",
            "%}",
            " {{ x }}",
        ),
    ],
)
def test_long_runs_finish(unit: str) -> None:
    for format in ("php", "markdown"):
        for source in (unit * (60_000 // len(unit)), "<?php " + unit * (60_000 // len(unit))):
            assert read(source, format).format == format
