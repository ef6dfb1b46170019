"""Catalogues of messages: Java properties, gettext, Android resources, Apple's and Flutter's files."""

from __future__ import annotations

import plistlib
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.formats import format_of, read
from kratom_lint.formats.selection import Selection
from tests.spelling import assert_spelled, kinds, sources

LETTERS = st.text(st.sampled_from("ab Kc.:#='\"\\\n\t\u00e9😀!"), min_size=1, max_size=10)
TABLES = st.dictionaries(st.from_regex(r"[a-c]{1,3}\.[a-c]{1,3}", fullmatch=True), LETTERS, max_size=4)
SOUP = st.text(st.sampled_from("ab \"'\\\n\r\t=;:#/*<>!&[]{}u0041"), max_size=40)
WORDS = (
    'msgid |msgstr |msgctxt |msgid_plural |msgstr[0] |"a b"|""|"|\\n|\n|#, fuzzy\n|# x\n|<string name="a">|</string>'
)
MORE = "<item>|</item>|<plurals name='b'>|</plurals>|<![CDATA[|]]>|<!--|-->|<key>|</key>|<dict>|</dict>|<array>|&amp;"
PIECES = st.lists(st.sampled_from(f"{WORDS}|{MORE}".split("|")), max_size=25).map("".join)
FORMATS = ("properties", "po", "android", "strings", "plist", "xcstrings", "arb")


def pointers(source: str, format: str, selection: Selection | None = None) -> list[tuple[str, str]]:
    return [(block.pointer, block.prose.text) for block in read(source, format, selection=selection).blocks]


def comments(source: str, format: str) -> list[tuple[str, str]]:
    found = read(source, format).comments
    return [(comment.text, source[comment.span.start : comment.span.end]) for comment in found]


@pytest.mark.parametrize(
    ("path", "format"),
    [
        ("m.properties", "properties"),
        ("a/de.po", "po"),
        ("m.pot", "po"),
        ("res/values/strings.xml", "android"),
        ("res/values-de/arrays.xml", "android"),
        ("feed.xml", None),
        ("en.lproj/Localizable.strings", "strings"),
        ("L.stringsdict", "plist"),
        ("L.xcstrings", "xcstrings"),
        ("app_en.arb", "arb"),
    ],
)
def test_names(path: str, format: str | None) -> None:
    assert format_of(path) == format


def test_properties() -> None:
    source = (
        "# kratom-lint: x\r\n  ! y\r\nhero.title = It cu\\u0072es \\\r\n    all ''pain''\r\n"
        "key\\ with:space here\r\nempty=\r\nhelps_with it all\r\ncolor=\\#fff\r\nlast=<b>One</b> two\\"
    )
    assert pointers(source, "properties") == [
        ("/hero.title", "It cures all 'pain'"),
        ("/key with", "key with"),
        ("/key with", "space here"),
        ("/helps_with", "helps with"),
        ("/helps_with", "it all"),
        ("/last", "One two"),
    ]
    assert sources(source, "properties", "cures all 'pain'") == ["cu\\u0072es ", "all ''pain''"]
    assert comments(source, "properties") == [(" kratom-lint: x", "# kratom-lint: x"), (" y", "! y")]


CATALOGUE = """\
# A head
msgid ""
msgstr ""
"Language: LANGUAGE\\n"

#. for translators
#, c-format, fuzzy
msgid "It cures"
msgstr "Falsch"

msgctxt "menu"
msgid "A \\"leaf\\" "
"of a tree"
msgid_plural "Leaves of trees"
msgstr[0] ""
msgstr[1] ""

msgid "Two"
msgstr "Zwei "
"<b>Bl</b>ätter"

#~ msgid "obsolete words"
"""


def test_gettext_shows_a_good_translation_and_else_what_is_in_the_code() -> None:
    source = CATALOGUE.replace("LANGUAGE", "en_GB")
    assert pointers(source, "po") == [
        ("/It cures", "It cures"),
        ('/menu|A "leaf" of a tree/0', 'A "leaf" of a tree'),
        ('/menu|A "leaf" of a tree/1', "Leaves of trees"),
        ("/Two", "Zwei Blätter"),
    ]
    assert sources(source, "po", '"leaf" of') == ['\\"leaf\\" ', "of"]
    assert comments(source, "po")[0] == (" A head", "# A head")


def test_a_catalogue_in_another_language_is_counted() -> None:
    document = read(CATALOGUE.replace("LANGUAGE", "de"), "po")
    assert document.blocks == ()
    assert document.foreign == (("de", 3),)
    assert len(pointers(CATALOGUE.replace("LANGUAGE", "de"), "po", Selection(languages=("en", "de")))) == 4


RESOURCES = r"""<?xml version="1.0" encoding="utf-8"?>
<resources xmlns:xliff="urn:oasis:names:tc:xliff:document:1.2">
  <!-- kratom-lint: x -->
  <string name="app">Kratom\'s <b>cu</b>res &amp; <xliff:g id="n">%1$s</xliff:g> more</string>
  <string name="title">"  spaced \u0041 "</string>
  <string name="page"><![CDATA[<p>One &amp; two</p><ul><li>pain</li></ul>]]></string>
  <string name="escaped">&lt;b>Bold&lt;/b> say</string>
  <string name="key" translatable="false">Never seen</string>
  <string-array name="helps_with"><item>calm</item><item>sleep</item></string-array>
  <plurals name="days"><item quantity="one">%d day</item><item quantity="other">%d days</item></plurals>
</resources>
"""


def test_android_resources() -> None:
    assert pointers(RESOURCES, "android") == [
        ("/app", "Kratom's cures & %1$s more"),
        ("/title", "spaced A"),
        ("/page", "One & two"),
        ("/page", "pain"),
        ("/escaped", "Bold say"),
        ("/helps_with", "helps with"),
        ("/helps_with/0", "calm"),
        ("/helps_with/1", "sleep"),
        ("/days/one", "%d day"),
        ("/days/other", "%d days"),
    ]
    assert kinds(RESOURCES, "android")[5:8] == [("key", "helps with"), ("list-item", "calm"), ("list-item", "sleep")]
    assert sources(RESOURCES, "android", "Kratom's cures &") == ["Kratom\\'s ", "cu", "res &amp;"]
    assert comments(RESOURCES, "android") == [(" kratom-lint: x ", "<!-- kratom-lint: x -->")]


def test_apple_strings() -> None:
    source = '/* A note */\n"hero.title" = "It \\"cures\\" \\U0041ll"; // why\nbare = "Two // words";\n"Alone, too";\n'
    assert pointers(source, "strings") == [
        ("/hero.title", 'It "cures" All'),
        ("/bare", "Two // words"),
        ("/Alone, too", "Alone, too"),
    ]
    assert comments(source, "strings") == [(" A note ", "/* A note */"), (" why", "// why")]
    assert sources(source, "strings", '"cures" All') == ['\\"cures\\" \\U0041ll']


@pytest.mark.parametrize("source", ['"a" = b c;', "Kratom cures, (it does)", '= "a";', '"a" "b";'])
def test_what_is_no_strings_file_is_read_as_text(source: str) -> None:
    assert kinds(source, "strings") == kinds(source, "text")


def test_string_catalogues_have_texts_for_keys() -> None:
    source = """{"sourceLanguage": "en", "strings": {"It \\"cures\\"": {}, "k": {"comment": "not this", "localizations":
    {"en": {"stringUnit": {"state": "translated", "value": "It heals"}}, "de": {"stringUnit": {"value": "Es heilt"}}}},
    "Key two": {"localizations": {"de": {"stringUnit": {"value": "Zwei"}}}}}, "version": "1.0"}"""
    document = read(source, "xcstrings")
    assert [block.prose.text for block in document.blocks] == ['It "cures"', "It heals", "Key two"]
    assert document.foreign == (("de", 2),)
    assert sources(source, "xcstrings", '"cures"') == ['\\"cures\\"']


def test_resource_bundles_have_notes_for_translators() -> None:
    source = '{"@@locale": "LANGUAGE", "hi": "It cures {name}", "@hi": {"description": "a note"}}'
    assert pointers(source.replace("LANGUAGE", "en"), "arb") == [("/hi", "It cures {name}")]
    assert read(source.replace("LANGUAGE", "de"), "arb").foreign == (("de", 1),)


def same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())


def assert_same(source: str, format: str, table: dict[str, str]) -> None:
    document = read(source, format)
    assert_spelled(document)
    for block in document.blocks:
        if block.kind == "value":
            assert same(block.prose.text, table[block.pointer[1:]])


@given(TABLES, st.booleans())
def test_each_property_says_what_was_written(table: dict[str, str], ascii: bool) -> None:
    def written(text: str) -> str:
        text = re.sub(r"[\\:=#!]", r"\\\g<0>", text).replace("\n", "\\n").replace("'", "''").replace("\t", "\\t")
        text = re.sub(r"[^\0-\uffff]", lambda match: match[0] if not ascii else "?", text)
        return re.sub(r"[^\0-\x7f]", lambda match: f"\\u{ord(match[0]):04x}", text) if ascii else text

    lines = [f"{key} = {written(value)}" for key, value in table.items()]
    said = {key: value.replace("😀", "?") if ascii else value for key, value in table.items()}
    assert_same("\n".join(lines), "properties", said)


@given(TABLES)
def test_each_property_list_says_what_was_written(table: dict[str, str]) -> None:
    source = plistlib.dumps(table).decode()
    document = read(source, "plist")
    assert_spelled(document)
    for block in document.blocks:
        if block.kind == "value":
            assert same(block.prose.text, plistlib.loads(source.encode())[block.pointer[1:]])


@given(TABLES)
def test_each_resource_says_what_was_written(table: dict[str, str]) -> None:
    root = ElementTree.Element("resources")
    for key, value in table.items():
        written = re.sub(r"[\\'\"]", r"\\\g<0>", value).replace("\n", "\\n")
        ElementTree.SubElement(root, "string", name=key).text = written
    assert_same(ElementTree.tostring(root, encoding="unicode"), "android", table)


@given(TABLES)
def test_each_string_says_what_was_written(table: dict[str, str]) -> None:
    def written(text: str) -> str:
        return '"' + re.sub(r'[\\"]', r"\\\g<0>", text).replace("\n", "\\n") + '"'

    assert_same("\n".join(f"{written(key)} = {written(value)};" for key, value in table.items()), "strings", table)
    entries = "\n\n".join(f"msgid {written(key)}\nmsgstr {written(value)}" for key, value in table.items())
    assert_same(entries, "po", table)


@given(SOUP | PIECES, st.sampled_from(FORMATS))
def test_no_text_makes_it_fail(source: str, format: str) -> None:
    assert_spelled(read(source, format))
