"""JavaScript, TypeScript and JSX: what their readers see, and what only programs do."""

from __future__ import annotations

import builtins
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kratom_lint.formats import is_walked, read, syntax
from kratom_lint.formats.document import Unread
from tests.spelling import assert_spelled, kinds, outline, sources, texts

FRAGMENTS = (
    *("<p>", "</p>", "<b>", "</b>", "<>", "</>", "<br/>", "<Card>", "</Card>", "<Icon/>", "<a.b>", "</a.b>"),
    *('<i title="a &amp; b">', "</i>", "<img alt={`a ${b} c`} />", "<Faq q='Why is it?' a={x ? 'a b' : \"c d\"} />"),
    *('{" "}', "{x}", "{/* c */}", '{"a < b & c"}', "{a && <b>c d</b>}", "{x ? 'a b' : <i>c</i>}", "{t('a b')}"),
    *("{a.map(b => <li>{b} c</li>)}", "&amp;", "&nbsp;", "&bogus;", "\n", "\r\n  ", "  ", "\t", "a b ", "\u200b"),
    *(
        "const x = ",
        "'a \\' b'",
        '"a \\u0041\\n b"',
        "`a ${b + 'c d'} e`",
        " + ",
        "[",
        "]",
        "{",
        "}",
        "(",
        ")",
        ",",
        ";",
    ),
    *("title: ", "// c\n", "/* c */", "=>", "=", "html`<p>a b</p>`", "return ", "import 'x y';\n", "\0", "\ud800"),
)
SOUP = st.lists(st.sampled_from(FRAGMENTS) | st.text("ab éK.😀", max_size=4), max_size=25).map("".join)
LANGUAGES = st.sampled_from(["javascript", "typescript", "tsx"])


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>It <b>cu</b>res all</p>", "It cures all"),
        ("<p>\n  Over\n  two lines\n</p>", "Over two lines"),
        ("<p>\n  It{' '}\n  <b>cures</b>{\" \"}\n  all\n</p>", "It cures all"),
        ("<p>cu\n{/* no */}res</p>", "cures"),
        ("<p>It&nbsp;\n  cures &amp; heals</p>", "It cures & heals"),
        ('<p>{"cures"} {`all`} {"a < b & \\"c\\""}</p>', 'cures all a < b & "c"'),
        ("<p>Hi {name}, it cures {x.map(f)} pain</p>", "Hi \ufffc, it cures \ufffc pain"),
        ("<p>{t('It cures')} {t('cart.add')}</p>", "It cures \ufffc"),
        ("<p>It <Mark>cu</Mark>res <Name/> pain</p>", "It cures \ufffc pain"),
        ("<div>It <Ui.Strong>cures</Ui.Strong> all</div>", "It cures all"),
        ("<>It <>cures</> all</>", "It cures all"),
        ("<p>guaranteed<br/>Safe</p>", "guaranteed\nSafe"),
        ("<p>a{'b' + 'c'}</p>", "abc"),
    ],
)
def test_visible_text(source: str, text: str) -> None:
    assert texts(f"x = {source};", "tsx") == [text]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>It {x ? 'cures' : 'treats'} pain</p>", ["It cures pain", "It treats pain"]),
        ("<p>It {x ? <b>cures</b> : null} pain</p>", ["It cures pain", "It pain"]),
        ("<p>It {x && <b>cures</b>} pain</p>", ["It cures pain", "It pain"]),
        ("<p>It {x || 'cures'} pain</p>", ["It \ufffc pain", "It cures pain"]),
        ("<p>{x ? <p>It cures</p> : <p>all</p>}</p>", ["It cures", "all"]),
        ("<img alt={x ? 'It cures' : 'all'} />", ["It cures", "all"]),
    ],
)
def test_branches(source: str, expected: list[str]) -> None:
    assert texts(f"x = {source};", "tsx") == expected


def test_components_and_their_properties() -> None:
    source = """export default () => (
      <Layout title="Kratom &amp; you" className="big red box" metaDescription={`It ${x} cures`}>
        <Card.Title>Uses</Card.Title>
        <ul>{items.map(item => <li key={item.id}>for {item.name}</li>)}</ul>
        <Faq question="Does it help?" answer={ok ? "It does." : "It may."} icon="big plus"/>
        <img src="/kratom-cure.png" alt={"A \\"leaf\\""} />
        <p hidden={true}>unseen</p><p style={{ display: "none" }}>nor this</p>
        <div dangerouslySetInnerHTML={{ __html: "<p>In <b>HTML</b></p>" }} />
        <style jsx>{`p { color: red }`}</style>
      </Layout>
    );"""
    assert outline(source, "tsx") == [
        ("title", "Kratom & you", None),
        ("value", "It \ufffc cures", "Kratom & you"),
        ("heading", "Uses", None),
        ("list-item", "for \ufffc", "Uses"),
        ("value", "Does it help?", None),
        ("value", "It does.", "Does it help?"),
        ("value", "It may.", "Does it help?"),
        ("url", "kratom-cure png", None),
        ("alt", 'A "leaf"', None),
        ("hidden", "unseen", None),
        ("hidden", "nor this", None),
        ("paragraph", "In HTML", "Uses"),
    ]


def test_objects_and_arrays_of_copy() -> None:
    source = """
    export const metadata = { title: "Kratom for pain", description: 'It\\'s good', robots: "index, follow" };
    const faqs = [{ q: "Is it safe?", a: "Yes " + "it is." }, { label: "Good for", value: "pain" }];
    const benefits = ["Relieves pain", "anxiety", `better ${x} sleep`], sizes = ["sm", "lg"];
    const card = { cls: "flex items-center p-4", size: "lg", title: "Kratom", items: ["back pain", "bad moods"] };
    """
    assert outline(source, "javascript") == [
        ("value", "Kratom for pain", None),
        ("value", "It's good", "Kratom for pain"),
        ("value", "index, follow", "Kratom for pain"),
        ("value", "Is it safe?", None),
        ("definition", "Yes it is.", "Is it safe?"),
        ("value", "Good for", None),
        ("definition", "pain", "Good for"),
        ("value", "Relieves pain", None),
        ("value", "anxiety", None),
        ("value", "better \ufffc sleep", None),
        ("value", "Kratom", None),
        ("list-item", "back pain", "Kratom"),
        ("list-item", "bad moods", "Kratom"),
    ]
    pointers = [block.pointer for block in read(source, "javascript").blocks]
    assert pointers[:5] == ["/metadata/title", "/metadata/description", "/metadata/robots", "/faqs/0/q", "/faqs/0/a"]


def test_elements_among_the_values_of_an_object() -> None:
    source = """
    const faqs = [
      { q: "What is it for?", a: <p>For <b>back</b> pain &amp; more</p>, icon: <Leaf className="big leaf" /> },
      { q: "Any more?", a: <>It <i>eases</i> worry.</> },
      { title: "Good for", body: <><Uses label="bad moods" />{n} <em>nights</em></> },
    ];
    """
    assert outline(source, "javascript") == [
        ("value", "What is it for?", None),
        ("list-item", "For back pain & more", "What is it for?"),
        ("value", "Any more?", None),
        ("list-item", "It eases worry.", "Any more?"),
        ("value", "Good for", None),
        ("value", "bad moods", None),
        ("paragraph", "\ufffc nights", "Good for"),
    ]
    assert sources(source, "javascript", "It eases worry.") == ["It ", "eases", " worry."]


@pytest.mark.parametrize(
    "source",
    [
        '"use strict mode";',
        'import x from "some thing here"; export * from "some thing here"; const y = require("some thing here");',
        'if (x === "not shown here") f["not shown here"];',
        'switch (x) { case "not shown here": }',
        'console.log("not shown here"); throw new Error("not shown here"); document.querySelector("main p.a b");',
        "const Box = styled.div`color: red; margin: 0 auto`; const q = gql`query a { b c }`;",
        'const x = { className: "big red box", id: "a b c", "data-x": "not-shown" }; cn("big box", { "red box": y });',
        "let re = /not shown here/;",
        "db.query(`SELECT name FROM uses WHERE use = 'not shown' AND ${x}`);",
        'fetch("/api/not-shown", { method: "POST", body: JSON.stringify({ note: "not shown here" }) });',
        'const x = <div data-note="not shown here" />;',
    ],
)
def test_what_no_reader_sees(source: str) -> None:
    assert texts(source, "javascript") == []


def test_types_are_no_copy() -> None:
    source = 'type A = "one two" | "three four"; interface B { c: "five six" } let x: Box<"d e"> = f("It is");'
    assert texts(source, "typescript") == ["It is"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('const heading = "Cures";', "Cures"),
        ('alert("It cures " + name + ".");', "It cures \ufffc."),
        ('x.cta = y ? "Buy" : z;', "Buy"),
        ("const a = `It\n  cures`;", "It cures"),
        ("const a = `\n    It **cu**res\n    pain.\n    `;", "It cures pain."),
        ("const a = html`<p>It <b>cu</b>res ${x}</p>`;", "It cures \ufffc"),
        ('const a = "<p>It <b>cu</b>res</p>";', "It cures"),
        ('const a = "It \\u0063\\x75res\\t\\u{1F600}";', "It cures \U0001f600"),
    ],
)
def test_strings(source: str, text: str) -> None:
    assert texts(source, "javascript") == [text]


def test_segments() -> None:
    source = "<p>\n  It <b>cu</b>res{' '}\n  <i>a&amp;b</i></p>"
    assert sources(source, "tsx", "It cures a&b") == ["It ", "cu", "res", " ", "a&amp;b"]
    assert sources("x = 'It\\'s a ' + 'cure'", "javascript", "It's a cure") == ["It\\'s a ", "cure"]


def test_comments() -> None:
    source = "// one\nx = <p>{/* two */}a b{// three\n}</p>; f(/* four */ '// five');"
    found = [(each.text, source[each.span.start : each.span.end]) for each in read(source, "javascript").comments]
    assert found == [
        (" one", "// one"),
        (" two ", "/* two */"),
        (" three", "// three"),
        (" four ", "/* four */"),
    ]


def test_a_mistake_is_told_and_the_rest_read() -> None:
    document = read("const a = 1;\nconst b = {{{;\nconst c = 'It cures';", "javascript")
    assert document.unread == (
        Unread("unread", "2:9: here begins what is no javascript that can be understood; mend it"),
    )


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: Any) -> Any:
        if name.startswith("tree_sitter"):
            raise ImportError(name)
        return real(name, *rest)

    syntax._parser.cache_clear()
    monkeypatch.setattr(builtins, "__import__", absent)
    assert read("x = 'It cures'", "javascript").unread == (Unread("missing-extra", syntax.EXTRA),)
    assert 'pip install "kratom-lint[js]"' in syntax.EXTRA


def test_a_walk_takes_markup_and_leaves_mere_code() -> None:
    assert [path for path in ("a.jsx", "a.tsx", "a.js", "a.ts", "a.mjs") if is_walked(path)] == ["a.jsx", "a.tsx"]


@given(SOUP, LANGUAGES)
@settings(max_examples=300, deadline=None)
def test_every_character_is_spelled_by_the_source(source: str, language: str) -> None:
    assert_spelled(read(source, language))
    assert_spelled(read(f"x = <div>{source}</div>", language))


@given(st.lists(st.sampled_from(["a", "b c", " ", "\n ", "&amp;", "{' '}", "<b>d</b>", "{x}", "{'e'}"]), max_size=9))
@settings(max_examples=200, deadline=None)
def test_an_edited_string_reads_as_edited(parts: list[str]) -> None:
    source = f"const q = 'Old words'; x = <div><p>{''.join(parts)}</p><p>Old words</p></div>"
    before, after = kinds(source, "tsx"), kinds(source.replace("Old words", "New ones"), "tsx")
    assert [(kind, text.replace("Old words", "New ones")) for kind, text in before] == after


@pytest.mark.parametrize(
    "unit",
    [
        *("<p>", "{", "(", "[", "'a b' + ", "a + ", "{x ? ", "<a b={", "`${", "{a: ", "<b>a</b>", "// a\n", "f(", "!"),
        *("<p>{x && ", "[{a: 'b c'}, ", "&amp;", "{' '}", "{/* a */}", "f('a b').g", "x = 'a b';", "/*", "=> "),
    ],
)
def test_long_runs_finish(unit: str) -> None:
    for start in ("x = ", "x = <p>"):
        assert read(start + unit * (20_000 // len(unit)), "javascript").format == "javascript"
