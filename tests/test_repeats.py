"""A claim that a page repeats about itself is one finding with several places."""

from __future__ import annotations

import pytest

from kratom_lint import lint_text
from kratom_lint.model import Finding


def places(source: str, format: str) -> list[tuple[str, list[str]]]:
    """Return, for each finding about a text, the line it stands in and those of its related places."""

    def line(at: int) -> str:
        return source[source.rfind("\n", 0, at) + 1 :].partition("\n")[0].strip()

    def related(finding: Finding) -> list[str]:
        return [f"{line(each.span.start)} ({each.message})" for each in finding.related if "same claim" in each.message]

    found = lint_text(source, format=format, product="kratom")
    return [(line(finding.span.start), related(finding)) for finding in found if finding.anchor == "text"]


PAGE = """<title>Kratom cures anxiety</title>
<meta name=description content="Kratom  CURES anxiety, we say.">
<meta property=og:title content="Leaf news">
<script type=application/ld+json>
{"name": "Kratom cures anxiety",
"items": [{"text": "Kratom cures anxiety"}]}
</script>
<h1>Kratom cures anxiety</h1>
<p>Truly, kratom cures anxiety.</p>
<p hidden>Kratom cures anxiety</p>
"""


def test_a_page_says_it_once() -> None:
    assert places(PAGE, "html") == [
        (
            "<h1>Kratom cures anxiety</h1>",
            [
                "<title>Kratom cures anxiety</title> (the same claim in the title)",
                '<meta name=description content="Kratom  CURES anxiety, we say."> '
                "(the same claim in the description of the page)",
                '{"name": "Kratom cures anxiety", (the same claim in /name)',
                '"items": [{"text": "Kratom cures anxiety"}]} (the same claim in /items/0/text)',
            ],
        ),
        ("<p>Truly, kratom cures anxiety.</p>", []),
        ("<p hidden>Kratom cures anxiety</p>", []),
    ]


@pytest.mark.parametrize(
    ("source", "format", "found"),
    [
        (
            "---\ntitle: Kratom cures anxiety\nseo:\n  title: kratom cures anxiety\n---\nGood leaf.\n",
            "markdown",
            [("title: Kratom cures anxiety", ["title: kratom cures anxiety (the same claim in /seo/title)"])],
        ),
        (
            "---\nitems:\n- a: Kratom cures anxiety\n- a: Kratom cures anxiety.\n---\nGood leaf.\n",
            "markdown",
            [("- a: Kratom cures anxiety", []), ("- a: Kratom cures anxiety.", [])],
        ),
        (
            '{"a": "Kratom cures anxiety",\n"b": "Kratom cures anxiety"}',
            "json",
            [('{"a": "Kratom cures anxiety",', []), ('"b": "Kratom cures anxiety"}', [])],
        ),
        (
            "<title>Kratom cures anxiety</title>\n<p>Kratom treats anxiety.</p>",
            "html",
            [("<title>Kratom cures anxiety</title>", []), ("<p>Kratom treats anxiety.</p>", [])],
        ),
    ],
)
def test_what_is_said_once(source: str, format: str, found: list[tuple[str, list[str]]]) -> None:
    assert places(source, format) == found


def test_an_excuse_in_the_text_excuses_no_repetition() -> None:
    source = (
        "<title>Kratom cures anxiety</title>\n"
        "<!-- kratom-lint: ignore disease/anxiety-depression: quoted -->\n<p>Kratom cures anxiety</p>"
    )
    assert places(source, "html") == [("<title>Kratom cures anxiety</title>", [])]
