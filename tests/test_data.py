"""What all structured data has in common: which values are copy, fields, languages, edits, long runs."""

from __future__ import annotations

import csv
import io
import json
import tomllib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.formats import read
from kratom_lint.formats.document import Document
from kratom_lint.formats.looks import kind_of
from kratom_lint.formats.selection import Selection
from kratom_lint.formats.sniff import sniff
from kratom_lint.languages import language_of_path
from kratom_lint.sources import decode


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("description", "A leaf of a tree.", "value"),
        ("label", "Anxiety", "value"),
        ("label", "non-addictive", "value"),
        ("strength", "7-OH", "value"),
        ("tags", "pain relief", "keyword"),
        ("slug", "pain-relief", "slug"),
        ("Handle", "pain-relief", "slug"),
        ("seo.handle", "pain-relief", "slug"),
        ("file", "kratom_pain_relief", "slug"),
        ("image", "/img/pain-relief.png", "url"),
        ("image", "https://x.example/pain relief", "value"),
        ("image", "pain relief tea.PNG", "url"),
        ("image", "It relieves pain. See tea.png", "value"),
        ("link", "pain-relief", "url"),
        ("start", "/?for=pain", "url"),
        ("type", "kratom", ""),
        ("type", "Pain relief capsules", "value"),
        ("id", "kratom", ""),
        ("class", "btn pain", ""),
        ("color", "#ff00aa", ""),
        ("x", "#ff00aa", ""),
        ("x", "rgb(1, 2, 3)", ""),
        ("x", "2026-11-22", ""),
        ("x", "2026-11-22 07:32:00", ""),
        ("x", "2026-11-22T07:32:00Z", ""),
        ("x", "$19.99", ""),
        ("x", "100mg", ""),
        ("x", "123e4567-e89b-12d3-a456-426614174000", ""),
        ("x", "d41d8cd98f00b204e9800998ecf8427e", ""),
        ("x", "data:image/png;base64,AAAA", ""),
        ("x", "gid://shopify/Product/1", ""),
        ("x", "text/html", ""),
        ("x", "…", ""),
        ("x", "Ä", "value"),
    ],
)
def test_what_is_copy(key: str, value: str, kind: str) -> None:
    assert kind_of(key, value) == kind


PAGE = json.dumps(
    {
        "description": "One here.",
        "seo": {"title": "Two here.", "deep": {"text": "Three here."}, "id": "four"},
        "list": [{"text": "Five here."}, "Six here."],
        "nav.seo.title": "Seven here.",
    }
)


@pytest.mark.parametrize(
    ("fields", "texts"),
    [
        (["description"], ["One here."]),
        (["DESCRIPTION", "text"], ["One here.", "Three here.", "Five here."]),
        (["seo.*"], ["Two here.", "Three here.", "four", "Seven here."]),
        (["/seo/*"], ["Two here.", "Three here.", "four"]),
        (["/seo"], ["Two here.", "Three here.", "four"]),
        (["seo.deep"], ["Three here."]),
        (["list.text"], ["Five here."]),
        (["t*"], ["Two here.", "Three here.", "Five here.", "Seven here."]),
        (["!seo"], ["One here.", "Five here.", "Six here."]),
        (["seo", "!deep", "!nav.*"], ["Two here.", "four"]),
        (["none"], []),
    ],
)
def test_fields_are_chosen_by_globs_of_keys(fields: list[str], texts: list[str]) -> None:
    document = read(PAGE, "json", selection=Selection(tuple(fields)))
    assert [block.prose.text for block in document.blocks if block.kind != "key"] == texts


@pytest.mark.parametrize(
    ("value", "texts", "foreign"),
    [
        ({"t": {"en": "One.", "de": "Eins.", "fr": "Un."}}, ["One."], {"de": 1, "fr": 1}),
        ({"t": {"en-US": "One.", "pt_BR": "Um."}}, ["One."], {"pt-br": 1}),
        ({"de": {"a": "Eins.", "b": ["Zwei."]}}, [], {"de": 2}),
        ({"it": {"a": "One."}}, ["One."], {}),
        ({"it": {"a": "Uno."}, "en": {"a": "One."}}, ["One."], {"it": 1}),
        ({"id": "One here.", "no": "Two here."}, ["One here.", "Two here."], {}),
        ({"de": "One.", "text": "Two."}, ["One.", "Two."], {}),
        ({"title": "One.", "title_de": "Eins."}, ["One."], {"de": 1}),
        ({"title_en": "One.", "title_de": "Eins."}, ["One."], {"de": 1}),
        ({"title_de": "Eins.", "made_in": "One."}, ["Eins.", "One."], {}),
        ([{"lang": "de", "text": "Eins."}, {"lang": "en", "text": "One."}], ["One."], {"de": 2}),
    ],
)
def test_languages_that_are_not_read_are_counted(value: object, texts: list[str], foreign: dict[str, int]) -> None:
    document = read(json.dumps(value), "json")
    assert [block.prose.text for block in document.blocks if block.kind != "key"] == texts
    assert dict(document.foreign) == foreign
    everything = Selection(languages=("en", "de", "fr", "pt", "it"))
    assert read(json.dumps(value), "json", selection=everything).foreign == ()


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("locales/de.json", "de"),
        ("src/i18n/pt-BR/shop.yml", "pt-br"),
        ("app/src/values-de/strings.xml", "de"),
        ("app/src/values-pt-rBR/strings.xml", "pt-br"),
        ("app/src/values/strings.xml", ""),
        ("de.lproj/Localizable.strings", "de"),
        ("messages.fr.po", "fr"),
        ("lib/app_de.arb", "de"),
        ("lib/app_en.arb", "en"),
        ("locale/it/LC_MESSAGES/django.po", "it"),
        ("it/report.json", ""),
        ("notes/no.json", ""),
        ("states/ga.json", ""),
        ("products_ga.csv", ""),
        ("a.b.json", ""),
    ],
)
def test_languages_in_paths(path: str, language: str) -> None:
    assert language_of_path(path) == language


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ('{"a": 1}', "json"),
        ("\ufeff [1]", "json"),
        ('{"a": 1}\n{"a": 2}\n', "ndjson"),
        ("{% if a %}", "text"),
        ("<!DOCTYPE html><p>", "html"),
        ("  <!-- x -->\n<section>", "html"),
        ("<?xml version='1.0'?>\n<rss>", "html"),
        ("<?php echo 1 ?>", "php"),
        ("WEBVTT\n", "captions"),
        ("<resources>", "android"),
        ("---\ntitle: a\n---\n# B", "markdown"),
        ("# Title\n\nSome **bold** text.", "markdown"),
        ("title: a\nlist:\n  - b: c\n", "yaml"),
        ("---\na: b\n", "yaml"),
        ('# x\nmsgid ""\nmsgstr ""\n', "po"),
        ("Note: a\nit cures", "text"),
        ("Kratom cures anxiety.", "text"),
        ("", "text"),
    ],
)
def test_the_format_of_a_text_without_a_name(text: str, format: str) -> None:
    assert sniff(text) == format


# Laws

TEXTS = st.lists(st.text(st.sampled_from("abc dé😀\"'\\&;<,\n\t"), min_size=1, max_size=12), min_size=1, max_size=4)


def as_json(texts: list[str]) -> str:
    return json.dumps({"a": texts, "b": {"description": texts[0]}})


def as_yaml(texts: list[str]) -> str:
    return yaml.safe_dump({"a": texts, "b": {"description": texts[0]}}, allow_unicode=True, width=20)


def as_csv(texts: list[str]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([["name one", "text"], *([text, texts[0]] for text in texts)])
    return file.getvalue()


def as_toml(texts: list[str]) -> str:
    return "\r\n".join(f"k{number} = {json.dumps(text)}" for number, text in enumerate(texts))


def said(document: Document) -> list[tuple[str, str, str]]:
    return [(block.kind, block.pointer, block.prose.text) for block in document.blocks]


@given(TEXTS, st.sampled_from([as_json, as_yaml, as_csv, as_toml]), st.data())
def test_an_edit_of_the_source_changes_just_what_it_spells(
    texts: list[str], spelling: object, data: st.DataObject
) -> None:
    source = spelling(texts)  # type: ignore[operator]
    format = spelling.__name__.removeprefix("as_")  # type: ignore[attr-defined]
    document = read(source, format)
    letters = [
        (number, at)
        for number, block in enumerate(document.blocks)
        for at, letter in enumerate(block.prose.text)
        if letter in "abc" and block.kind != "table-head"
    ]
    if not letters:
        return
    number, at = data.draw(st.sampled_from(letters))
    span = document.blocks[number].prose.span(at, at + 1)
    assert source[span.start : span.end] == document.blocks[number].prose.text[at]
    wanted = said(document)
    kind, pointer, text = wanted[number]
    wanted[number] = (kind, pointer, f"{text[:at]}z{text[at + 1 :]}")
    assert said(read(f"{source[: span.start]}z{source[span.end :]}", format)) == wanted


LOADERS = {
    "json": json.loads,
    "yaml": yaml.safe_load,
    "csv": lambda text: list(csv.reader(io.StringIO(text, newline=""))),
    "toml": tomllib.loads,
}


@given(TEXTS, st.sampled_from([as_json, as_yaml, as_csv, as_toml]))
def test_what_is_left_without_a_value_is_still_of_the_format(texts: list[str], spelling: object) -> None:
    source = spelling(texts)  # type: ignore[operator]
    format = spelling.__name__.removeprefix("as_")  # type: ignore[attr-defined]
    for block in read(source, format).blocks:
        if block.kind in ("value", "list-item") and block.pointer:
            LOADERS[format](source[: block.extent.start] + source[block.extent.end :])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_encodings_with_a_mark(encoding: str) -> None:
    source = decode('{"a": "It c\u0301ures 😀\t**a**ll."}\r\n'.encode(encoding), "a.json")
    assert isinstance(source, str)
    (block,) = read(source, "json").blocks
    assert block.prose.text == "It c\u0301ures 😀 all."
    assert source[block.prose.span(3, 9).start : block.prose.span(3, 9).end] == "c\u0301ures"


@pytest.mark.parametrize(
    ("format", "unit"),
    [
        *(("json", unit) for unit in ('{"a":', "[", '["', '"\\', '{"a":"x",', "/*", "//", "'", '{"a_b":"c"},', "a b")),
        *(
            ("yaml", unit)
            for unit in ("- ", "a: ", "a: &b\n", "'", '"\\', "# a\n", "|\n a\n", "? ", "[a, ", "- a # b\n")
        ),
        *(("toml", unit) for unit in ("a = 1\n", "[a]\n", "[[a]]\n", '"""', "'''", "a.", "b = [", "# a\n", '"\\')),
        *(("csv", unit) for unit in (",", '"', '""', "a,b\n", '"a",', "\n", ";\t|,", '"a\n"b')),
        *(("properties", unit) for unit in ("a", "\\", "\\\n", "a=b\n", ":", "''", "#\n")),
        *(("po", unit) for unit in ('msgid "a"\n', '"', "msgid ", "#, fuzzy\n", '"a"\n', "\\")),
        *(("android", unit) for unit in ("<string>", "<string", "<!--", "<item>a</item>", "<![CDATA[", "\\", "&")),
        *(("strings", unit) for unit in ('"a"="b";', '"', "/*", "=", '"a" ', "\\")),
        *(("plist", unit) for unit in ("<key>", "<dict>", "<string>a</string>", "<!--", "<array><string>b</string>")),
    ],
)
def test_long_runs_finish(format: str, unit: str) -> None:
    assert read(unit * (20_000 // len(unit)), format).format == format
