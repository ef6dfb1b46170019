"""What is written into a text of each format is read back as it was meant, and all other letters stand."""

from __future__ import annotations

import json
import plistlib
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kratom_lint.formats import read
from kratom_lint.repair.edits import Addition, Change, Plan, edits_for

PLACES = {
    "properties": "# notes\nproduct.description = Green leaf {0}.\nother=1\n",
    "po": 'msgid "product_description"\nmsgstr ""\n"Green "\n"leaf."\n\n# end\n',
    "android": '<resources>\n  <string name="product_description">Green leaf.</string>\n</resources>\n',
    "strings": '/* notes */\n"product_description" = "Green leaf.";\n',
    "plist": "<plist><dict><key>product_description</key><string>Green leaf.</string></dict></plist>\n",
    "xcstrings": '{"strings": {"a": {"localizations": {"en": {"stringUnit": {"value": "Green leaf."}}}}}}\n',
    "arb": '{"productDescription": "Green leaf."}\n',
    "json": '{"description": "Green leaf.", "b": [1]}\n',
    "yaml": 'description: "Green leaf."  # notes\nb: 1\n',
    "toml": 'description = "Green leaf."  # notes\nb = 1\n',
    "csv": 'description,b\n"Green leaf.",1\n',
    "rst": "Title\n=====\n\nGreen leaf.\n\n.. notes\n",
    "asciidoc": "= Title\n\nGreen leaf.\n\n// notes\n",
    "markdown": "# Title\n\nGreen leaf.\n\n<!-- notes -->\n",
    "html": "<h1>Title</h1>\n<p>Green leaf.</p>\n",
    "vue": "<template>\n  <p>Green leaf.</p>\n</template>\n",
    "svelte": "<p>Green leaf.</p>\n",
    "text": "Title\n\nGreen leaf.\n",
}
"""A text in each format with a sentence in it."""

SIGNS = ["red", "it's", '"so"', "\\", "50 %", "a & b", "*", "_", "`x`", "é", "[1]", "#", "+", "~", "^", "|", "…"]


@pytest.mark.parametrize("format", PLACES)
@given(words=st.lists(st.sampled_from(SIGNS), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_words_come_and_the_rest_stands(format: str, words: list[str]) -> None:
    source = PLACES[format]
    before = read(source, format, product="kratom")
    number, block = next((n, each) for n, each in enumerate(before.blocks) if "leaf" in each.prose.text)
    at = block.prose.text.index("leaf")
    words = " ".join(" ".join(words).split())
    made = edits_for(before, Plan((Change(number, at, at + 4, f"dried {words} leaf"),)))
    assert made, words
    wanted = block.prose.text.replace("leaf", f"dried {words} leaf")
    assert [each.prose.text for each in made.document.blocks] == [
        wanted if n == number else each.prose.text for n, each in enumerate(before.blocks)
    ]
    after = made.document.source
    low, high = source.index("leaf"), len(source) - source.index("leaf")
    assert after.startswith(source[:low])
    assert after.endswith(source[-high:])


@pytest.mark.parametrize(
    ("format", "source", "wanted"),
    [
        ("properties", "description=It is a leaf.\n", "description=It\\u2019s \\\\ 'one' leaf.\n"),
        (
            "properties",
            "a=Don''t\ndescription=It is a leaf.\n",
            "a=Don''t\ndescription=It\\u2019s \\\\ ''one'' leaf.\n",
        ),
        ("properties", "a=é\ndescription=It is a leaf.\n", "a=é\ndescription=It’s \\\\ 'one' leaf.\n"),
        (
            "po",
            'msgid "description"\nmsgstr "It is a leaf."\n',
            'msgid "description"\nmsgstr "It’s \\\\ \'one\' leaf."\n',
        ),
        ("strings", '"description" = "It is a leaf.";\n', '"description" = "It’s \\\\ \'one\' leaf.";\n'),
        (
            "android",
            '<resources><string name="description">It is a leaf.</string></resources>\n',
            "<resources><string name=\"description\">It’s \\\\ \\'one\\' leaf.</string></resources>\n",
        ),
        ("rst", "It is a leaf.\n", "It’s \\\\ 'one' leaf.\n"),
        ("asciidoc", "It is a leaf.\n", "It’s &#92; 'one' leaf.\n"),
    ],
)
def test_each_format_has_escapes_of_its_own(format: str, source: str, wanted: str) -> None:
    before = read(source, format, product="kratom")
    number, block = next((n, each) for n, each in enumerate(before.blocks) if "leaf" in each.prose.text)
    size = len(block.prose.text)
    made = edits_for(before, Plan((Change(number, 0, size, "It’s \\ 'one' leaf."),)))
    assert made
    assert made.document.source == wanted


def test_other_readers_agree() -> None:
    said = "Green \"dried\" 'red' & 2 < 3 \\ leaf."
    readers: list[tuple[str, Callable[[str], str]]] = [
        ("json", lambda text: json.loads(text)["description"]),
        ("plist", lambda text: plistlib.loads(text.encode())["product_description"]),
        ("android", lambda text: re.sub(r"\\(.)", r"\1", ElementTree.fromstring(text)[0].text or "")),
    ]
    for format, value in readers:
        before = read(PLACES[format], format, product="kratom")
        made = edits_for(before, Plan((Change(0, 0, len(before.blocks[0].prose.text), said),)))
        assert made
        assert value(made.document.source) == said


@pytest.mark.parametrize(
    ("format", "bold"),
    [
        ("markdown", "**must**"),
        ("rst", "**must**"),
        ("asciidoc", "*must*"),
        ("html", "<strong>must</strong>"),
        ("vue", "<strong>must</strong>"),
        ("svelte", "<strong>must</strong>"),
        ("text", "must"),
    ],
)
def test_a_paragraph_comes_in_the_markup_of_the_format(format: str, bold: str) -> None:
    before = read(PLACES[format], format, product="kratom")
    number = next(n for n, each in enumerate(before.blocks) if each.prose.text == "Green leaf.")
    made = edits_for(before, Plan(additions=(Addition(number, "It **must** be said & read."),)))
    assert made
    assert made.document.blocks[number + 1].prose.text == "It must be said & read."
    [line] = [line for line in made.document.source.splitlines() if bold in line]
    known = next(line for line in before.source.splitlines() if "Green leaf." in line)
    assert line[: len(line) - len(line.lstrip())] == known[: len(known) - len(known.lstrip())]
