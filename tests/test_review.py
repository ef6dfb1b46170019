"""The reviewers' page: every finding at its exact place, all text as text, and nothing that could run or load."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kratom_lint import __version__
from kratom_lint.formats import read
from kratom_lint.model import Edit, Finding, Related, Severity, Span
from kratom_lint.review.cards import diff
from kratom_lint.review.marks import strips
from kratom_lint.review.markup import element, escaped, link
from tests.report_values import finding, marked
from tests.repository import Repository

COPY = """\
# Leaf <b>one</b>

It **cures** colds & "cures everything".

- Cures anxiety.

![Leaf that cures colds](leaf.png)

Buy kratom here.
"""


class Page(HTMLParser):
    """What a browser would make of the page: elements with their attributes, and the words of each finding."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.boxed: dict[int, list[str]] = {}
        self.texts: dict[str, list[str]] = {}
        self._open: list[tuple[str, list[int]]] = []
        self.feed(source)
        self.close()
        self.about = json.loads("".join(self.texts["about"]))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in attrs}
        self.elements.append((tag, attributes))
        numbers = [int(number) for number in attributes.get("data-findings", "").split()]
        for number in numbers:
            self.boxed.setdefault(number, []).append("")
        if tag not in {"meta", "br", "input", "rect"}:
            self._open.append((attributes.get("id", ""), numbers))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"rect"}:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for name, numbers in self._open:
            if name:
                self.texts.setdefault(name, []).append(data)
            for number in numbers:
                self.boxed[number][-1] += data

    def text(self, name: str) -> str:
        """Return the text of the element of that id, white space folded."""
        return " ".join("".join(self.texts[name]).split())


def page(repository: Repository, *arguments: str, code: int = 0) -> Page:
    done = repository.lint("report", *arguments, "-o", "review.html")
    assert (done.code, done.err if not code else "") == (code, ""), done
    return Page(repository.read("review.html"))


Boxed = list[tuple[str, tuple[int, ...]]]


def boxes(source: str, *findings: Finding) -> list[tuple[str, Boxed]]:
    """Return each strip of a text with its marked pieces and the findings they belong to."""
    found = strips(read(source, "markdown"), source, list(enumerate(findings, 1)))
    return [(each.kind, [(piece.text, piece.findings) for piece in each.pieces if piece.findings]) for each in found]


def test_each_finding_is_boxed_at_its_exact_words(repository: Repository) -> None:
    repository.write("a.md", COPY)
    made = page(repository, "a.md")
    found = [(each["rule"], each["match"]) for each in made.about["findings"]]
    assert found == [
        ("claims/cure", "cures colds"),
        ("claims/cure", "cures everything"),
        ("claims/cure", "Cures anxiety"),
        ("claims/cure", "cures colds"),
        ("claims/warning", ""),
    ]
    missing = "Sells the product without the warning. Missing: nothing says that it is habit forming."
    assert made.boxed == {
        1: ["cures colds"],
        2: ["cures everything"],
        3: ["Cures anxiety"],
        4: ["cures colds"],
        5: [missing],
    }
    card = made.text("f1")
    assert card.startswith("1Error claims/cureSays the product cures.a.md:3:6cures coldsWhyNo leaf cures.")
    assert "House Code 1, What our copy may sayxx · in force since 2020-01-01 · V1: read in the primary text" in card
    whole = 'It **cures** colds & "cures everything".'
    assert f"What to doDelete the paragraph{whole} - Cures anxiety.AcceptLaw" in card


def test_the_output_says_what_is_on_the_page(repository: Repository) -> None:
    repository.write("a.md", COPY)
    done = repository.lint("report", ".", "-o", "review.html")
    assert (done.code, done.out) == (0, "review.html: 5 findings in 1 file to review, as of 2026-11-22\n")
    first = repository.read("review.html")
    assert repository.lint("report", ".", "-o", "review.html").out == done.out  # it is no copy itself
    assert repository.read("review.html") == first


def test_overlapping_findings_are_cut_where_one_begins_or_ends() -> None:
    source = "Now it cures pain and grief fast.\n"
    one, other = finding((Span(7, 17),)), finding((Span(13, 27),), severity=Severity.INFO)
    assert boxes(source, one, other) == [
        ("paragraph", [("cures ", (1,)), ("pain", (1, 2)), (" and grief", (2,))]),
    ]


def test_a_finding_over_several_blocks_is_boxed_in_each() -> None:
    source, segments = marked("# [[Benefits]]\n\n[[Back pain]] and\nmore.\n")
    assert boxes(source, finding(segments)) == [
        ("heading", [("Benefits", (1,))]),
        ("paragraph", [("Back pain", (1,))]),
    ]


def test_what_leads_in_to_a_finding_or_repeats_it_is_shown_as_its_own() -> None:
    source, (title, heading, claim) = marked(
        "---\ntitle: [[Cures pain]]\n---\n\n# [[Benefits]]\n\nIt [[cures pain]].\n"
    )
    related = (Related("The heading.", heading), Related("Once more.", title), Related("A rule.", claim, "a/b"))
    found = strips(read(source, "markdown"), source, [(1, finding((claim,), related=related))])
    assert [(piece.text, piece.findings, piece.also) for each in found for piece in each.pieces] == [
        ("Cures pain", (), (1,)),
        ("Benefits", (), (1,)),
        ("It ", (), ()),
        ("cures pain", (1,), ()),
        (".", (), ()),
    ]


def test_words_parted_by_markup_or_a_line_are_one_box() -> None:
    source, segments = marked("It [[re]]**[[lieves]]**\n[[pain]] now.\n")
    assert boxes(source, finding(segments)) == [("paragraph", [("relieves pain", (1,))])]


def test_what_stands_in_no_block_is_shown_in_its_line() -> None:
    source = "One.\n\n<!-- kratom-lint: ignore a/b: c -->\n\nTwo.\n"
    about = finding((Span(6, 41),), block_kind="comment")
    [one, line, two] = strips(read(source, "markdown"), source, [(1, about)])
    assert (one.kind, line.kind, line.label, two.kind) == ("paragraph", "source", "line 3", "paragraph")
    assert [piece.text for piece in line.pieces] == ["<!-- kratom-lint: ignore a/b: c -->"]


def test_addresses_are_shown_only_for_what_is_found_in_them() -> None:
    source = "[Here](https://example.org/cures-pain) and [there](https://example.org/other).\n"
    kinds = [each.kind for each in strips(read(source, "markdown"), source, [])]
    assert kinds == ["paragraph"]
    at = source.index("cures-pain")
    found = boxes(source, finding((Span(at, at + 10),), block_kind="url"))
    assert found == [("paragraph", []), ("url", [("cures-pain", (1,))])]


def test_what_is_opaque_is_shown_as_the_source_has_it() -> None:
    source = "Costs `x < y` only.\n"
    [strip] = strips(read(source, "markdown"), source, [])
    assert [(piece.text, piece.hole) for piece in strip.pieces if piece.hole] == [("`x < y`", True)]


def test_a_diff_shows_what_goes_and_what_comes() -> None:
    source = "One.\nIt cures <b>all</b>, they say.\nTwo.\n"
    edits = (Edit(Span(8, 13), "is"), Edit(Span(24, 35), ""))
    assert re.sub(r"</?pre[^>]*>", "", diff(source, edits)) == (
        "It <del>cures</del><ins>is</ins> &lt;b&gt;all&lt;/b&gt;<del>, they say.</del>"
    )


def test_texts_become_no_markup() -> None:
    assert escaped("<a href='x'>&\"\0\ud800") == "&lt;a href=&#x27;x&#x27;&gt;&amp;&quot;\ufffd\ufffd"
    assert element("p", {"title": '"><script>', "hidden": True, "id": None}, "<br>", element("br", {})) == (
        '<p title="&quot;&gt;&lt;script&gt;" hidden>&lt;br&gt;<br></p>'
    )
    assert link("javascript:alert(1)", "law") == "law"
    assert link("https://a.example/?b&c", "law").startswith('<a href="https://a.example/?b&amp;c" rel="noreferrer')


HOSTILE = '</script><script>alert(1)</script><img src=x onerror=alert(2)> "onmouseover=alert(3) ${version} $$ <!-- ]]>'


def test_hostile_texts_names_and_rules_stay_text(repository: Repository) -> None:
    name = "<img src=x onerror=alert(4)>'\".txt"
    repository.write(name, f"It cures colds. {HOSTILE}\n")
    rule = repository.read("pack/claims/cure.yaml")
    repository.write("pack/claims/cure.yaml", rule.replace("why: No leaf cures.", f"why: '{HOSTILE} <b>no</b>'"))
    code = repository.read("pack/authorities.yaml")
    code = code.replace("citation: House Code 1", "citation: '<u>1</u>\" onclick=a'")
    repository.write("pack/authorities.yaml", code)
    made = page(repository, ".")
    tags = [tag for tag, _ in made.elements]
    assert (tags.count("script"), tags.count("style")) == (2, 1)
    assert not {"img", "u", "b"} & set(tags)
    assert [key for _, attributes in made.elements for key in attributes if key.startswith("on")] == []
    links = [attributes["href"] for _, attributes in made.elements if "href" in attributes]
    assert [each for each in links if not each.startswith(("#", "https://example.org/"))] == []
    assert HOSTILE in "".join(made.texts["documents"])
    assert made.about["findings"][0]["path"] == name
    assert f"{HOSTILE} <b>no</b>" in "".join(made.texts["f1"])
    assert '<u>1</u>" onclick=a' in made.text("f1")


def test_nothing_but_its_own_style_and_script_is_allowed(repository: Repository) -> None:
    repository.write("a.md", COPY)
    source = (page(repository, "a.md"), repository.read("review.html"))[1]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', source)
    assert policy
    for tag in ("style", "script"):
        text = source.rpartition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src &#x27;sha256-{digest}&#x27;;" in policy[1]
    assert policy[1].startswith("default-src &#x27;none&#x27;; ")
    assert "unsafe" not in policy[1]


def test_the_record_names_what_a_signature_is_about(repository: Repository) -> None:
    repository.write("a.md", COPY)
    made = page(repository, "a.md")
    run = made.about["run"]
    digest = hashlib.sha256(COPY.encode()).hexdigest()
    assert run["inputs"] == [{"path": "a.md", "sha256": digest}]
    assert (run["as_of"], run["tool"]["version"], run["packs"][0]["id"]) == ("2026-11-22", __version__, "house")
    signed = made.text("signoff")
    assert "Law as of 2026-11-22" in signed
    assert f"a.md{digest}" in signed
    assert f"Rule book house 1.0.0{run['packs'][0]['sha256']}" in signed


def test_what_was_not_checked_is_told_and_exits_2(repository: Repository) -> None:
    repository.write("a.md", COPY)
    (repository.folder / "b.md").write_bytes(b"caf\xe9")
    made = page(repository, ".", code=2)
    told = "These could not be checked, and may hold anything:b.md: byte 3 (0xe9, line 1) is not valid UTF-8"
    assert told in made.text("documents")


def test_what_is_excused_is_told_with_its_reason(repository: Repository) -> None:
    repository.write("a.md", "<!-- kratom-lint: ignore claims/cure: quotes the letter -->\nIt cures colds.\n")
    made = page(repository, "a.md")
    assert made.about["findings"] == []
    assert "a.mdclaims/curecures coldssuppressed: quotes the letter" in made.text("documents")


def test_what_is_about_a_waiver_is_shown_and_not_decided_about(repository: Repository) -> None:
    repository.write("a.md", "It cures colds.\n")
    assert repository.lint(
        *("waiver", "add", "claims/cure", "--path", "b.md", "--reason", "Quoted.", "--approved-by", "J. Doe"),
        *("--approved-on", "2026-11-01", "--expires", "2027-06-01"),
    ).code == 0  # fmt: skip
    made = page(repository)
    assert [(each["rule"], each["decidable"], each["waivable"]) for each in made.about["findings"]] == [
        ("claims/cure", True, True),
        ("waiver/unused", False, False),
    ]
    assert [entry["path"] for entry in made.about["run"]["inputs"]] == ["a.md"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Say what to do: -o FILE for a page, --audit DIR for an audit, --replay DIR to repeat one."),
        (("-o", "a.html", "--audit", "b"), "Say what to do: -o FILE for a page"),
        (("-o", "a.html", "--with-texts"), "--with-texts is about --audit."),
        (("-o", "a.html", "-"), "A decision about standard input cannot be carried out."),
        (("-o", "a.html", "absent.md"), "absent.md"),
        (("-o", "a.html", "../outside.md"), "../outside.md"),
        (("-o", "no/such/folder/a.html", "b.md"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    repository: Repository, arguments: tuple[str, ...], message: str
) -> None:
    repository.write("b.md", COPY)
    outside = repository.folder.parent / "outside.md"
    outside.write_text("It cures colds.\n", encoding="utf-8")
    done = repository.lint("report", *arguments)
    assert done.code == 2
    assert message in done.err
    assert not (repository.folder / "a.html").exists()
    outside.unlink()


def test_thousands_of_findings_make_a_page(tmp_path: Path) -> None:
    source = "It cures pain.\n\n" * 3000
    at = [(number, finding((Span(16 * number + 3, 16 * number + 13),))) for number in range(3000)]
    numbered = [(number + 1, replace(each, match="cures pain")) for number, each in at]
    found = strips(read(source, "markdown"), source, numbered)
    boxed = [piece.findings for each in found for piece in each.pieces if piece.findings]
    assert boxed == [(number,) for number in range(1, 3001)]
