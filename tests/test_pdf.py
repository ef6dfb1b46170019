"""PDF files: the text layer page by page, and the pages that have none."""

from __future__ import annotations

import random
import sys

import pytest

from kratom_lint.errors import SourceError
from kratom_lint.formats import read
from kratom_lint.formats.document import Unread
from tests.spelling import assert_spelled

PICTURE = ["0 0 100 100 re f"]


def pdf(*pages: list[str], information: str = "") -> bytes:
    """Return a PDF whose pages have these lines, 14 points apart; a line that ends in " f" is drawn, not written."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{5 + 2 * i} 0 R' for i in range(len(pages)))}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<<{information}>>",
    ]
    for number, lines in enumerate(pages):
        drawn = " ".join(line for line in lines if line.endswith(" f"))
        written = "".join(f"({line}) Tj T* " for line in lines if not line.endswith(" f"))
        content = f"{drawn} BT /F1 10 Tf 14 TL 50 750 Td {written}ET" if lines else ""
        page = "/Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>"
        objects.append(f"<<{page}/Contents {6 + 2 * number} 0 R>>")
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    data = "%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj{each}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer<</Size {size}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{len(data)}\n%%EOF"
    return f"{data}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def seen(data: bytes) -> list[tuple[str, str, str]]:
    return [(block.pointer, block.kind, block.prose.text) for block in read(data, "pdf").blocks]


def test_pages_are_read_as_text_with_their_number() -> None:
    data = pdf(["Our Leaf", "Kratom cures pain."], ["Kratom helps with:", "- sleep", "- stress"])
    assert seen(data) == [
        ("page 1", "heading", "Our Leaf"),
        ("page 1", "paragraph", "Kratom cures pain."),
        ("page 2", "paragraph", "Kratom helps with:"),
        ("page 2", "list-item", "sleep"),
        ("page 2", "list-item", "stress"),
    ]
    document = read(data, "pdf")
    assert_spelled(document)
    assert document.source.splitlines()[:2] == ["Our Leaf", "Kratom cures pain."]
    assert document.unread == ()


def test_words_parted_at_the_end_of_a_line_are_whole() -> None:
    [(_, _, text)] = seen(pdf(["The leaf of this tree has been sold as a cer-", "tain treat-", "ment for pain."]))
    assert text == "The leaf of this tree has been sold as a cer-tain treat-ment for pain."


def test_pages_without_text_are_named_and_blank_ones_are_not() -> None:
    document = read(pdf(["Leaf."], PICTURE, [], PICTURE, PICTURE), "pdf")
    assert [block.prose.text for block in document.blocks] == ["Leaf."]
    assert document.unread == (Unread("unread", "pages 2, 4-5 hold no readable text; add a text layer by OCR"),)
    assert read(pdf(PICTURE), "pdf").unread == (
        Unread("unread", "page 1 holds no readable text; add a text layer by OCR"),
    )


def test_running_heads_and_feet_are_read_once_and_apart() -> None:
    pages = [
        [
            "House of Leaves",
            f"Part {name} of the tale is told on this page, as it was",
            f"told in chapter {name}.",
            f"Page {number}",
        ]
        for number, name in enumerate(("one", "two", "three"), 1)
    ]
    assert seen(pdf(*pages)) == [
        ("page 1", "paragraph", "House of Leaves"),
        ("page 1", "paragraph", "Page 1"),
        ("page 1", "paragraph", "Part one of the tale is told on this page, as it was told in chapter one."),
        ("page 2", "paragraph", "Part two of the tale is told on this page, as it was told in chapter two."),
        ("page 3", "paragraph", "Part three of the tale is told on this page, as it was told in chapter three."),
    ]


def test_a_sentence_goes_on_over_pages() -> None:
    pages = [
        ["House of Leaves", "This is the story of a leaf that some people say relieves", "Page 1"],
        [
            "House of Leaves",
            "pain, and that others keep for the look of it. It grows in",
            "the south.",
            "Rain",
            "Page 2",
        ],
        ["House of Leaves", "More of it.", "Page 3"],
    ]
    document = read(pdf(*pages), "pdf")
    assert [(block.pointer, block.prose.text) for block in document.blocks][2:] == [
        (
            "page 1",
            "This is the story of a leaf that some people say relieves pain, and that others keep for the look of it. "
            "It grows in the south.",
        ),
        ("page 2", "Rain"),
        ("page 3", "More of it."),
    ]
    assert_spelled(document)


def test_title_subject_and_keywords() -> None:
    data = pdf(["Leaf."], information="/Title(Kratom cures)/Subject(All about it)/Keywords(pain, sleep)")
    assert seen(data) == [
        ("title", "page-title", "Kratom cures"),
        ("subject", "meta", "All about it"),
        ("keywords", "keyword", "pain, sleep"),
        ("page 1", "paragraph", "Leaf."),
    ]


def test_without_the_extra_nothing_is_read_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    document = read(pdf(["Leaf."]), "pdf")
    assert document.blocks == ()
    assert document.unread == (
        Unread(
            "missing-extra",
            'reading PDF takes an optional library; pip install "kratom-lint[pdf]", or --exclude it',
        ),
    )


@pytest.mark.parametrize("data", [b"", b"Kratom cures pain.", b"%PDF-1.4 nothing", pdf(["Leaf."])[:100]])
def test_what_is_no_pdf_says_what_to_do(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^it is no PDF file or a broken one \(Failed to load document"):
        read(data, "pdf")


def test_no_damage_crashes_or_hangs() -> None:
    rng = random.Random(5)
    data = pdf(["Kratom cures pain."], PICTURE, information="/Title(Leaf)")
    for _ in range(300):
        broken = bytearray(data)
        for _ in range(rng.randint(1, 6)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        try:
            assert_spelled(read(bytes(broken), "pdf"))
        except SourceError:
            continue
