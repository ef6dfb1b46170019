"""Word documents: what a reader of the accepted text sees, and where it stands in the file."""

from __future__ import annotations

import random
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx as oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kratom_lint import lint_path, lint_text, load_rulebook
from kratom_lint.check import check
from kratom_lint.engine import lint
from kratom_lint.errors import SourceError
from kratom_lint.fix import verify
from kratom_lint.formats import read
from kratom_lint.formats.document import Unread
from kratom_lint.formats.docx import readers
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.package import Package
from kratom_lint.formats.tracked import Line, LineReader
from kratom_lint.formats.transcript import Transcript
from tests.office import STRICT, W, docx, par, relations, run, zipped
from tests.spelling import assert_spelled, kinds, outline

DELETED = '<w:del w:id="1" w:author="a"><w:r><w:delText>not </w:delText></w:r></w:del>'
BULLET = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="3"/></w:numPr>'


def pointers(data: bytes) -> dict[str, str]:
    return {block.prose.text: block.pointer for block in read(data, "docx").blocks}


def lines_of(data: bytes) -> list[Line]:
    found = readers(Package(data), Transcript(Outline()), LineReader)
    return [line for reader in found for line in reader.lines]


def test_each_paragraph_is_a_line_and_its_pointer_counts_all_paragraphs() -> None:
    data = docx(par("Kratom cu", run("res", "<w:b/>"), " pain.") + par() + par("It is a <leaf> & more."))
    document = read(data, "docx")
    assert document.source == "Kratom cures pain.\nIt is a <leaf> & more.\n"
    assert [(block.prose.text, block.pointer) for block in document.blocks] == [
        ("Kratom cures pain.", "word/document.xml/p1"),
        ("It is a <leaf> & more.", "word/document.xml/p3"),
    ]


def test_tracked_changes_are_read_as_accepted() -> None:
    inserted = f'<w:ins w:id="2" w:author="a">{run("surely ")}</w:ins>'
    moved = f"<w:moveFrom>{run('gone ')}</w:moveFrom><w:moveTo>{run('come ')}</w:moveTo>"
    row = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{par('Old cell.')}</w:tc></w:tr>"
    cells = f"<w:tr><w:tc>{par('One.')}</w:tc><w:tc><w:tcPr><w:cellDel/></w:tcPr>{par('Two.')}</w:tc></w:tr>"
    changed = par("Styled.", properties="<w:pPrChange><w:pPr><w:pStyle w:val='h'/></w:pPr></w:pPrChange>")
    data = docx(par("It does ", DELETED, inserted, moved, "cure.") + changed + f"<w:tbl>{row}{cells}</w:tbl>")
    assert read(data, "docx").source == "It does surely come cure.\nStyled.\nOne.\n"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    joined = "<w:rPr><w:del/></w:rPr>"
    data = docx(par("Kratom helps treat ", properties=joined) + par("pain.") + par("Last.", properties=joined))
    document = read(data, "docx")
    assert document.source == "Kratom helps treat pain.\nLast.\n"
    assert [block.pointer for block in document.blocks] == ["word/document.xml/p1", "word/document.xml/p3"]


def test_hidden_text_is_a_block_of_its_own_kind() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Late"><w:basedOn w:val="Ghost"/></w:style>'
    )
    data = docx(
        par("Pure leaf", run(" cures pain", "<w:vanish/>"), run(" heals", '<w:rStyle w:val="Ghost"/>'), ", dried.")
        + par(run("Seen", '<w:vanish w:val="0"/>'))
        + par("All of it.", properties='<w:pStyle w:val="Late"/>'),
        styles=styles,
    )
    assert kinds(data, "docx") == [
        ("paragraph", "Pure leaf, dried."),
        ("hidden", "cures pain heals"),
        ("paragraph", "Seen"),
        ("hidden", "All of it."),
    ]


def test_signs_in_runs() -> None:
    breaks = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:softHyphen/><w:t>d</w:t><w:noBreakHyphen/></w:r>"
    )
    data = docx(par(breaks, run("e\nf")))
    assert kinds(data, "docx") == [("paragraph", "a b\ncd\u2011e f")]
    assert read(data, "docx").source.count("\n") == 1


def test_headings_lists_and_their_lead_ins() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="u1"><w:name w:val="heading 2"/><w:basedOn w:val="N"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="u1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="LB"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    data = docx(
        par("Uses", properties='<w:pStyle w:val="x"/>')
        + par("Kratom helps with:")
        + par("pain", properties=BULLET.format(0))
        + par("in the back", properties=BULLET.format(1))
        + par("stress", properties='<w:pStyle w:val="LB"/>')
        + par("Typed by hand:")
        + par("•\tsleep")
        + par(run("Our Promise", "<w:b/>"))
        + par("Fresh leaf.")
        + par("By level", properties='<w:outlineLvl w:val="1"/>')
        + par("No item", properties='<w:pStyle w:val="LB"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        styles=styles,
    )
    assert outline(data, "docx") == [
        ("heading", "Uses", None),
        ("paragraph", "Kratom helps with:", "Uses"),
        ("list-item", "pain", "Kratom helps with:"),
        ("list-item", "in the back", "pain"),
        ("list-item", "stress", "Kratom helps with:"),
        ("paragraph", "Typed by hand:", "Uses"),
        ("list-item", "sleep", "Typed by hand:"),
        ("paragraph", "Our Promise", "Uses"),
        ("paragraph", "Fresh leaf.", "Our Promise"),
        ("heading", "By level", None),
        ("paragraph", "No item", "By level"),
    ]


def test_cells_are_led_by_the_head_of_their_column() -> None:
    def row(*cells: str, properties: str = "") -> str:
        inner = "".join(f"<w:tc>{par(cell) if cell[0] != '<' else cell}</w:tc>" for cell in cells)
        return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"

    wide = f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{par("Red, green")}'
    inner = f"<w:tbl>{row('Inner')}</w:tbl>{par('After.')}"
    data = docx(
        par("What it does")
        + "<w:tbl>"
        + row("Leaf", "Origin", "Helps with", properties="<w:tblHeader/>")
        + row(wide, "insomnia")
        + row("White", "Borneo", inner)
        + "</w:tbl>"
    )
    assert outline(data, "docx") == [
        ("paragraph", "What it does", None),
        ("table-head", "Leaf", "What it does"),
        ("table-head", "Origin", "What it does"),
        ("table-head", "Helps with", "What it does"),
        ("table-cell", "Red, green", "Leaf"),
        ("table-cell", "insomnia", "Helps with"),
        ("table-cell", "White", "Leaf"),
        ("table-cell", "Borneo", "Origin"),
        ("table-cell", "Inner", None),
        ("table-cell", "After.", "Helps with"),
    ]


def test_headers_footers_and_notes_follow_the_body_and_comments_are_left_out() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    data = docx(
        par("Body", reference, " text."),
        header1=par("Head."),
        footer1=par("Foot."),
        footnotes=f'<w:footnote w:id="2">{par("Note.")}</w:footnote>',
        endnotes=f'<w:endnote w:id="2">{par("End.")}</w:endnote>',
        comments=f'<w:comment w:id="0">{par("Kratom cures everything.")}</w:comment>',
    )
    assert pointers(data) == {
        "Body text.": "word/document.xml/p1",
        "Note.": "word/footnotes.xml/p1",
        "End.": "word/endnotes.xml/p1",
        "Head.": "word/header1.xml/p1",
        "Foot.": "word/footer1.xml/p1",
    }


def test_text_boxes_pictures_and_links() -> None:
    box = f"<w:txbxContent>{par('Boxed.')}</w:txbxContent>"
    shape = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    picture = '<w:r><w:drawing><wp:inline><wp:docPr id="1" descr="A leaf"/></wp:inline></w:drawing></w:r>'
    link = f'<w:hyperlink r:id="l">{run("here")}</w:hyperlink>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://b.com/heals" </w:instrText>'
        f'</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("there")}'
    )
    art = '<w:r><w:pict><v:textpath string="DRAFT"/></w:pict></w:r>'
    data = docx(
        par("Around ", f"<w:r>{shape}</w:r>", "it.")
        + par("Look ", link, " and ", field, ".", picture, art),
        {"l": ("hyperlink", "https://a.com/cures")},
    )  # fmt: skip
    assert kinds(data, "docx") == [
        ("paragraph", "Boxed."),
        ("paragraph", "Around it."),
        ("paragraph", "Look here and there."),
        ("url", "a com\ncures"),
        ("url", "b com\nheals"),
        ("alt", "A leaf"),
        ("alt", "DRAFT"),
    ]
    assert pointers(data)["Around it."] == "word/document.xml/p1"
    assert pointers(data)["Look here and there."] == "word/document.xml/p4"  # the fallback counts
    assert pointers(data)["A leaf"] == "word/document.xml/p4/alt"


def test_a_reviewers_comment_may_be_a_directive() -> None:
    text = "kratom-lint: ignore disease/pain: quotes the FDA letter"
    ranged = (
        f'<w:commentRangeStart w:id="7"/>{run("cures pain")}<w:commentRangeEnd w:id="7"/>'
        '<w:r><w:commentReference w:id="7"/></w:r>'
    )
    data = docx(
        par("Kratom ", ranged, ".") + par("Kratom cures cancer."),
        comments=f'<w:comment w:id="7">{par("kratom-lint:")}{par(text[13:])}</w:comment>',
    )
    document = read(data, "docx")
    [comment] = document.comments
    assert comment.text == text
    assert document.source[comment.span.start : comment.span.end] == "cures pain"


@pytest.mark.parametrize(
    "anchor",
    [
        ('<w:commentRangeStart w:id="7"/>' + par("Kratom cures pain.") + '<w:commentRangeEnd w:id="7"/>'),
        par("Kratom cures pain.", '<w:r><w:commentReference w:id="7"/></w:r>'),
        par('<w:commentRangeStart w:id="7"/>') + par("Kratom cures pain."),
        par('<w:commentRangeStart w:id="7"/>', "Kratom cures pain.") + par("B", '<w:commentRangeEnd w:id="7"/>'),
    ],
)
def test_a_comment_stands_for_the_paragraph_its_range_begins_in(anchor: str) -> None:
    document = read(docx(anchor, comments=f'<w:comment w:id="7">{par("Why?")}</w:comment>'), "docx")
    assert [document.source[each.span.start : each.span.end] for each in document.comments] == ["Kratom cures pain."]


def test_strict_documents_read_alike() -> None:
    data = docx(par("Kratom cures pain."))
    with ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name).decode().replace(W, STRICT) for name in package.namelist()}
    assert kinds(zipped(parts), "docx") == [("paragraph", "Kratom cures pain.")]


def test_findings_stand_in_the_extracted_text_and_offer_no_edits() -> None:
    data = docx(par("Our leaf.") + par("Kratom ", run("cu", "<w:i/>"), "res cancer."))
    document = read(data, "docx", product="kratom")
    book = load_rulebook()
    found = verify(document, lint(document, book), book)
    [finding] = [each for each in found if each.anchor == "text"]
    assert document.source[finding.span.start : finding.span.end] == finding.match
    assert finding.pointer == "word/document.xml/p2"
    assert finding.suggestions and not any(each.edits for each in finding.suggestions)


def test_embedded_chunks_are_told() -> None:
    data = docx(par("Body.") + '<w:altChunk r:id="c"/>', {"c": ("aFChunk", "chunk.htm")})
    assert read(data, "docx").unread == (
        Unread("unread", "it embeds word/chunk.htm, which was not read; save it once in Word to make it text"),
    )


WORDS = st.text(st.sampled_from("abc äß😀<&\u0301\u200b'\""), min_size=1, max_size=6)
PIECE = st.tuples(st.sampled_from(["run", "del", "ins", "hidden", "tab", "break", "link"]), WORDS)
SPELLED = {
    "run": run,
    "del": lambda text: f"<w:del>{run(text).replace('w:t', 'w:delText')}</w:del>",
    "ins": lambda text: f"<w:ins>{run(text)}</w:ins>",
    "hidden": lambda text: run(text, "<w:vanish/>"),
    "tab": lambda text: "<w:r><w:tab/></w:r>",
    "break": lambda text: "<w:r><w:br/></w:r>",
    "link": lambda text: f'<w:hyperlink w:anchor="x">{run(text)}</w:hyperlink>',
}


@settings(deadline=None)
@given(st.lists(st.lists(PIECE, max_size=6), min_size=1, max_size=4))
def test_every_paragraph_is_spelled_by_its_line_and_its_runs(paragraphs: list[list[tuple[str, str]]]) -> None:
    data = docx("".join(par(*(SPELLED[kind](text) for kind, text in pieces)) for pieces in paragraphs))
    document = read(data, "docx")
    assert_spelled(document)
    meaning = {"del": "", "tab": "\t", "break": "\u2028"}
    expected = ["".join(meaning.get(kind, text) for kind, text in pieces) for pieces in paragraphs]
    lines = document.source.split("\n")[:-1]
    assert lines == [line for line in expected if line.strip()]
    xml = ZipFile(BytesIO(data)).read("word/document.xml")
    for line, place in zip(lines, lines_of(data), strict=True):
        assert document.source[place.start : place.end] == line
        assert re.fullmatch(rb"<w:p>.*</w:p>", xml[place.low : place.high], re.S)
        runs = place.runs
        assert [(each.start, each.end) for each in runs] == [
            (start, end)
            for start, end in zip([0, *(each.end for each in runs)], [each.end for each in runs], strict=False)
        ]
        for each in runs:
            raw = xml[each.low : each.high].decode()
            assert raw.startswith("<w:r>") and raw.endswith("</w:r>")
            bare = re.sub("<[^>]*>", "", raw.replace("<w:tab/>", "\t").replace("<w:br/>", "\u2028"))
            plain = bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            assert plain == line[each.start : each.end]


def test_it_reads_what_another_library_writes() -> None:
    made = oracle.Document()
    made.add_heading("Benefits", 1)
    made.add_paragraph("Kratom helps with:")
    made.add_paragraph("back pain", style="List Bullet")
    made.add_paragraph("stress", style="List Number")
    table = made.add_table(2, 2)
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, text in zip(cells, ("Leaf", "For", "Red", "rest"), strict=True):
        cell.text = text
    made.sections[0].header.paragraphs[0].text = "House of Leaves"
    file = BytesIO()
    made.save(file)
    document = read(file.getvalue(), "docx")
    assert_spelled(document)
    body = [each.text for each in made.paragraphs] + [cell.text for cell in cells]
    assert [block.prose.text for block in document.blocks] == [*body, "House of Leaves"]
    assert [block.kind for block in document.blocks][:4] == ["heading", "paragraph", "list-item", "list-item"]


GOOD = docx(par("Kratom cures pain."))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is no zipped file or a broken one"),
        (b"Kratom cures pain.", "it is no zipped file or a broken one"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "it has a password or the form of Office 97"),
        (GOOD[:-30], "it is no zipped file or a broken one"),
        (zipped({"a.txt": "a"}), "it is no Office file; check its suffix"),
        (zipped({"_rels/.rels": relations({"a": ("officeDocument", "word/x.xml")})}), "it is no Office file"),
        (
            zipped({"_rels/.rels": relations({"a": ("officeDocument", "x.xml")}), "x.xml": "<workbook/>"}),
            "it is no Word document, though its suffix says so",
        ),
        (docx("<w:p>"), "its part word/document.xml is no well-formed XML (mismatched tag"),
    ],
)
def test_what_is_no_document_says_what_to_do(data: bytes, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(data, "docx")
    assert str(caught.value).startswith(message)


def test_document_types_and_bombs_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document xmlns:w="w">&b;</w:document>'
    main = {"_rels/.rels": relations({"a": ("officeDocument", "x.xml")})}
    with pytest.raises(SourceError, match="has a document type"):
        read(zipped(main | {"x.xml": bomb}), "docx")
    with pytest.raises(SourceError, match="unpacks to more than 128 MB"):
        read(zipped(main | {"x.xml": "<a>" + " " * (1 << 27)}), "docx")


def test_a_run_goes_on_after_a_text_box_inside_it() -> None:
    box = f"<w:txbxContent>{par(run('In.', '<w:b/>'))}</w:txbxContent>"
    data = docx(par(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>Be</w:t><w:pict>{box}</w:pict><w:t>fore</w:t></w:r>", "."))
    assert kinds(data, "docx") == [("paragraph", "In."), ("hidden", "Before")]
    inner, outer = lines_of(data)
    assert inner.boxed and not outer.boxed
    assert [(each.start, each.end) for each in outer.runs] == [(0, 6), (6, 7)]


def test_a_file_is_checked_by_its_suffix_or_reported(tmp_path: Path) -> None:
    good, broken = tmp_path / "good.docx", tmp_path / "broken.docx"
    good.write_bytes(docx(par("Kratom cures cancer.")))
    assert [each.match for each in lint_path(good) if each.match] == ["cures cancer"]
    assert check([str(good)]).exit_code == 1
    broken.write_bytes(b"Kratom is a tree.")
    run = check([str(broken), str(good)])
    assert run.exit_code == 2
    [entry] = run.incomplete
    assert entry.path == broken.as_posix()
    assert (entry.reason, entry.detail) == (
        "unreadable",
        "it is no zipped file or a broken one (File is not a zip file); save it again",
    )
    with pytest.raises(SourceError, match="it is no zipped file"):
        lint_path(broken)


def test_no_damage_crashes_or_hangs() -> None:
    rng = random.Random(7)
    data = docx(par("Kratom cures pain.") + par("Leaf.", properties=BULLET.format(1)), styles="", header1=par("Head."))
    plain = BytesIO()
    with ZipFile(BytesIO(data)) as package, ZipFile(plain, "w") as stored:
        for name in package.namelist():
            stored.writestr(name, package.read(name))
    for source in (data, plain.getvalue()):
        for _ in range(400):
            broken = bytearray(source)
            for _ in range(rng.randint(1, 4)):
                broken[rng.randrange(len(broken))] = rng.randrange(256)
            try:
                assert_spelled(read(bytes(broken[: rng.choice([len(broken), rng.randrange(len(broken))])]), "docx"))
            except SourceError:
                continue


def test_elements_in_odd_places_do_no_harm() -> None:
    odd = "<w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr></w:tc></w:tr><w:tc/><w:pPr><w:ilvl/></w:pPr>" + run(
        "loose", "<w:b/>"
    )
    data = docx(odd + par("Leaf.") + f"<w:txbxContent><w:tbl><w:tc>{par('In.')}</w:tc></w:tbl></w:txbxContent>")
    assert [text for _, text in kinds(data, "docx")] == ["Leaf.", "In."]


def test_text_is_not_taken_for_a_file_nor_a_file_for_text() -> None:
    with pytest.raises(SourceError, match="is read from the bytes of a file"):
        lint_text("Kratom cures pain.", format="docx")
    with pytest.raises(SourceError, match="is read from a text"):
        read(GOOD, "markdown")
