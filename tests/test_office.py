"""Workbooks, presentations and OpenDocument files: what is shown, and its address."""

from __future__ import annotations

import random
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kratom_lint.errors import SourceError
from kratom_lint.formats import read
from kratom_lint.formats.transcript import MOST_LETTERS
from tests.office import docx, odf, par, pptx, shape, xlsx, zipped
from tests.spelling import assert_spelled, kinds, outline


def addresses(data: bytes, format: str) -> list[tuple[str, str, str]]:
    return [(block.pointer, block.kind, block.prose.text) for block in read(data, format).blocks]


def inline(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_cells_have_their_address_and_their_columns_head() -> None:
    strings = "<si><t>Product</t></si><si><r><t>Kratom cu</t></r><r><t>res</t></r><rPh><t>x</t></rPh></si>"
    first = f'<row r="2"><c r="B2" t="s"><v>0</v></c>{inline("C2", "Helps with")}</row>'
    second = f'<row r="4"><c r="B4" t="s"><v>1</v></c>{inline("C4", "pain_x000D_&#10;&#10;and stress, I say.")}</row>'
    third = '<row><c t="str"><f>A1&amp;"x"</f><v>From a formula</v></c><c><v>42</v></c><c t="b"><v>1</v></c></row>'
    data = xlsx({"Sheet & 1": f"<sheetData>{first}{second}{third}</sheetData>"}, strings)
    assert addresses(data, "xlsx") == [
        ("Sheet & 1!B2", "table-head", "Product"),
        ("Sheet & 1!C2", "table-head", "Helps with"),
        ("Sheet & 1!B4", "table-cell", "Kratom cures"),
        ("Sheet & 1!C4", "table-cell", "pain"),
        ("Sheet & 1!C4", "table-cell", "and stress, I say."),
        ("Sheet & 1!A5", "table-cell", "From a formula"),
    ]
    assert outline(data, "xlsx")[3] == ("table-cell", "pain", "Helps with")
    assert read(data, "xlsx").source.count("\n") == 5
    unnumbered = xlsx({"S": f"<sheetData><row>{inline('B4', 'One')}</row></sheetData>"})
    assert addresses(unnumbered, "xlsx") == [("S!B4", "table-head", "One")]


def test_cells_of_markup_addresses_and_handles() -> None:
    head = inline("A1", "Body") + inline("B1", "Handle") + inline("C1", "Link")
    row = inline("A2", "&lt;p&gt;cu&lt;b&gt;res&lt;/b&gt;&lt;/p&gt;&lt;p&gt;pain&lt;/p&gt;")
    row += inline("B2", "cures-pain") + inline("C2", "/heals")
    data = xlsx({"S": f"<sheetData><row>{head}</row><row>{row}</row></sheetData>"})
    assert addresses(data, "xlsx")[3:] == [
        ("S!A2", "table-cell", "cures"),
        ("S!A2", "table-cell", "pain"),
        ("S!B2", "slug", "cures-pain"),
        ("S!C2", "url", "heals"),
    ]
    assert_spelled(read(data, "xlsx"))


def test_hidden_rows_columns_and_sheets_are_hidden_text() -> None:
    columns = '<cols><col min="2" max="3" hidden="1"/></cols>'
    rows = f'<row>{inline("A1", "One")}{inline("C1", "Two")}</row><row hidden="1">{inline("A2", "Three")}</row>'
    data = xlsx({"S": f"{columns}<sheetData>{rows}</sheetData>"})
    assert kinds(data, "xlsx") == [("table-head", "One"), ("hidden", "Two"), ("hidden", "Three")]
    hidden = xlsx({"S": f"<sheetData><row>{inline('A1', 'One')}</row></sheetData>"}, state="veryHidden")
    assert kinds(hidden, "xlsx") == [("hidden", "One")]


def test_one_string_shown_without_end_is_refused() -> None:
    cells = "".join('<c t="s"><v>0</v></c>' for _ in range(MOST_LETTERS // 30_000 + 1))
    data = xlsx({"S": f"<sheetData><row>{cells}</row></sheetData>"}, f"<si><t>{'a b' * 10_000}</t></si>")
    with pytest.raises(SourceError, match=r"^it holds more than 50000000 letters; split it"):
        read(data, "xlsx")


TEXTS = st.text(st.sampled_from("ab cß😀<&'\"_x\n"), min_size=1, max_size=12)


@settings(deadline=None)
@given(st.lists(st.lists(TEXTS, max_size=4), max_size=4))
def test_workbooks_of_another_library_are_read_cell_by_cell(rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([f"Text: {text}" for text in row])
    file = BytesIO()
    book.save(file)
    document = read(file.getvalue(), "xlsx")
    assert_spelled(document)
    cells = {
        f"Sheet!{cell.coordinate}": str(cell.value)
        for row in openpyxl.load_workbook(file).active.iter_rows()  # type: ignore[union-attr]
        for cell in row
        if cell.value
    }
    assert document.source.replace("\u2028", "\n") == "".join(f"{text}\n" for text in cells.values())
    assert {block.pointer for block in document.blocks} <= cells.keys()


def test_slides_in_their_order_with_titles_first() -> None:
    first = shape("pain", "sleep", placeholder="<p:ph/>") + shape("Benefits", placeholder='<p:ph type="title"/>')
    second = shape("Plain words.") + shape("One", "Two", properties="<a:buChar/>") + shape("Gone.", hidden="1")
    third = shape("7", placeholder='<p:ph type="sldNum"/>') + shape("Notes to self.")
    data = pptx(first, second, third)
    assert addresses(data, "pptx") == [
        ("slide 1/p3", "heading", "Benefits"),
        ("slide 1/p1", "list-item", "pain"),
        ("slide 1/p2", "list-item", "sleep"),
        ("slide 2/p1", "paragraph", "Plain words."),
        ("slide 2/p2", "list-item", "One"),
        ("slide 2/p3", "list-item", "Two"),
        ("slide 2/p4", "hidden", "Gone."),
        ("slide 3/p2", "paragraph", "Notes to self."),
    ]
    assert [lead for _, _, lead in outline(data, "pptx")] == [
        None, "Benefits", "Benefits", None, "Plain words.", "Plain words.", None, None,
    ]  # fmt: skip


def test_notes_and_hidden_slides_are_hidden_text() -> None:
    data = pptx(shape("Seen."), notes=shape("Say it cures."))
    assert addresses(data, "pptx") == [
        ("slide 1/p1", "paragraph", "Seen."),
        ("slide 1/notes/p1", "hidden", "Say it cures."),
    ]
    assert kinds(pptx(shape("Left out."), show="0"), "pptx") == [("hidden", "Left out.")]


def test_tables_on_slides() -> None:
    def row(*texts: str) -> str:
        cells = "".join(f"<a:tc><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>" for text in texts)
        return f"<a:tr>{cells}</a:tr>"

    table = f'<a:tbl><a:tblPr firstRow="1"/>{row("Leaf", "Helps with")}{row("Red", "insomnia")}</a:tbl>'
    assert outline(pptx(table), "pptx") == [
        ("table-head", "Leaf", None),
        ("table-head", "Helps with", None),
        ("table-cell", "Red", "Leaf"),
        ("table-cell", "insomnia", "Helps with"),
    ]


def test_opendocument_texts() -> None:
    styles = (
        '<style:style style:name="ghost"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="P1" style:parent-style-name="Title"/>'
    )
    changed = "<text:tracked-changes><text:changed-region><text:p>Deleted.</text:p></text:changed-region>"
    items = "".join(
        f"<text:list-item><text:p>{text}</text:p><text:p>More.</text:p></text:list-item>" for text in ("pain", "stress")
    )
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>N.</text:p></text:note-body>"
    comment = "<office:annotation><text:p>kratom-lint: ignore a/b: c</text:p></office:annotation>"
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("Leaf", "For"))
    others = cells.replace("Leaf", "Red").replace("For", "sleep")
    body = (
        changed + "</text:tracked-changes>"
        '<text:p text:style-name="P1">Our Leaf</text:p><text:h text:outline-level="2">Uses</text:h>'
        '<text:p>Kratom<text:s text:c="2"/>cu<text:span text:style-name="ghost">XX</text:span>res<text:line-break/>'
        f'pain{note}</text:note>{comment}<text:a xlink:href="https://a.com/heals">.</text:a></text:p>'
        f"<text:p>It helps with:</text:p><text:list>{items}</text:list>"
        f"<table:table><table:table-header-rows><table:table-row>{cells}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{others}</table:table-row></table:table>"
        "<text:p><draw:frame><draw:image/><svg:desc>A leaf</svg:desc></draw:frame></text:p>"
    )
    data = odf("text", body, styles, "<style:header><text:p>Head.</text:p></style:header><text:p>No.</text:p>")
    document = read(data, "odf")
    assert_spelled(document)
    assert outline(data, "odf") == [
        ("heading", "Our Leaf", None),
        ("heading", "Uses", "Our Leaf"),
        ("paragraph", "N.", "Uses"),
        ("paragraph", "Kratom cures\npain.", "Uses"),
        ("hidden", "XX", None),
        ("url", "a com\nheals", None),
        ("paragraph", "It helps with:", "Uses"),
        ("list-item", "pain", "It helps with:"),
        ("paragraph", "More.", "pain"),
        ("list-item", "stress", "It helps with:"),
        ("paragraph", "More.", "stress"),
        ("table-head", "Leaf", "It helps with:"),
        ("table-head", "For", "It helps with:"),
        ("table-cell", "Red", "Leaf"),
        ("table-cell", "sleep", "For"),
        ("alt", "A leaf", None),
        ("paragraph", "Head.", None),
    ]
    assert [block.pointer for block in document.blocks][3] == "content.xml/p4"
    assert document.blocks[-1].pointer == "styles.xml/p1"
    [directive] = document.comments
    assert directive.text == "kratom-lint: ignore a/b: c"
    assert "cuXXres" in document.source[directive.span.start : directive.span.end]


def test_opendocument_presentations_and_spreadsheets() -> None:
    frame = '<draw:frame presentation:class="title"><draw:text-box><text:p>Uses</text:p></draw:text-box></draw:frame>'
    notes = "<presentation:notes><draw:text-box><text:p>Say it.</text:p></draw:text-box></presentation:notes>"
    page = f"<draw:page>{frame}<draw:frame><text:p>Sleep.</text:p></draw:frame>{notes}</draw:page><draw:page/>"
    assert addresses(odf("presentation", page), "odf") == [
        ("slide 1/p1", "heading", "Uses"),
        ("slide 1/p2", "paragraph", "Sleep."),
        ("slide 1/p3", "hidden", "Say it."),
    ]

    def cell(text: str, properties: str = 'office:value-type="string"') -> str:
        note = "<office:annotation><text:p>Kratom cures.</text:p></office:annotation>"
        return f"<table:table-cell {properties}>{note}<text:p>{text}</text:p></table:table-cell>"

    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    rows = (
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        f"<table:table-row>{cell('Name')}{gap}{cell('Helps with')}</table:table-row>"
        f"<table:table-row>{cell('7', 'office:value-type=' + repr('float'))}{gap}{cell('pain')}</table:table-row>"
        f'<table:table-row table:visibility="collapse">{cell("Gone")}</table:table-row>'
    )
    assert addresses(odf("spreadsheet", f'<table:table table:name="S1">{rows}</table:table>'), "odf") == [
        ("S1!A4", "table-head", "Name"),
        ("S1!D4", "table-head", "Helps with"),
        ("S1!D5", "table-cell", "pain"),
        ("S1!A6", "hidden", "Gone"),
    ]


@pytest.mark.parametrize(
    ("data", "format", "message"),
    [
        (docx(par("Leaf.")), "xlsx", "it is no workbook, though its suffix says so; check its suffix"),
        (docx(par("Leaf.")), "pptx", "it is no presentation, though its suffix says so; check its suffix"),
        (xlsx({}), "docx", "it is no Word document, though its suffix says so; check its suffix"),
        (xlsx({}), "odf", "it is no OpenDocument file; check its suffix, or name its format under `formats`"),
        (b"Kratom", "odf", "it is no zipped file or a broken one (File is not a zip file); save it again"),
        (
            zipped({"mimetype": "application/epub+zip", "content.xml": "<a/>"}),
            "odf",
            "it is no OpenDocument file, though it is zipped like one; check its suffix",
        ),
        (
            zipped({"mimetype": "a", "content.xml": "x", "META-INF/manifest.xml": "<manifest:encryption-data/>"}),
            "odf",
            "it has a password; save it without one",
        ),
        (
            xlsx({"S": '<sheetData><row><c t="s"><v>5</v></c></row></sheetData>'}),
            "xlsx",
            "a cell of row 1 shows a text that is missing in it; save it again",
        ),
    ],
)
def test_wrong_and_broken_files_say_what_to_do(data: bytes, format: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(data, format)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("format", "data"),
    [
        ("xlsx", xlsx({"S": f"<sheetData><row>{inline('A1', 'One two')}</row></sheetData>"}, "<si><t>x y</t></si>")),
        ("pptx", pptx(shape("Leaf.", placeholder="<p:ph/>"), notes=shape("Note."))),
        ("odf", odf("text", "<text:list><text:list-item><text:p>Leaf.</text:p></text:list-item></text:list>")),
    ],
)
def test_no_damage_crashes_or_hangs(format: str, data: bytes) -> None:
    rng = random.Random(11)
    for _ in range(300):
        broken = bytearray(data)
        for _ in range(rng.randint(1, 4)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        try:
            assert_spelled(read(bytes(broken), format))
        except SourceError:
            continue


NAMES = {
    "docx": [
        "w:p",
        "w:r",
        "w:t",
        "w:tbl",
        "w:tr",
        "w:tc",
        "w:pPr",
        "w:rPr",
        "w:numPr",
        "w:ilvl",
        "w:numId",
        "w:del",
        "w:vanish",
        "w:txbxContent",
        "w:hyperlink",
        "w:tblPr",
        "w:commentRangeStart",
        "w:commentRangeEnd",
        "w:trPr",
        "w:tcPr",
        "w:tblLook",
        "w:gridSpan",
        "w:tblHeader",
        "w:cellDel",
        "w:br",
        "w:instrText",
        "w:footnote",
        "mc:Fallback",
        "w:altChunk",
        "w:outlineLvl",
        "w:pStyle",
        "w:document",
        "w:body",
    ],
    "pptx": [
        "p:sp",
        "a:p",
        "a:r",
        "a:t",
        "a:br",
        "a:pPr",
        "a:buChar",
        "a:tbl",
        "a:tr",
        "a:tc",
        "a:tblPr",
        "p:ph",
        "p:cNvPr",
        "p:sld",
        "a:hlinkClick",
    ],
    "odf": [
        "text:p",
        "text:h",
        "text:span",
        "text:s",
        "text:list",
        "text:list-item",
        "text:note-body",
        "table:table",
        "table:table-row",
        "table:table-cell",
        "table:covered-table-cell",
        "table:table-header-rows",
        "draw:page",
        "draw:frame",
        "draw:text-box",
        "svg:desc",
        "office:annotation",
        "presentation:notes",
        "text:a",
        "office:spreadsheet",
        "table:table-column",
        "text:tracked-changes",
    ],
}
KEYS = {
    "docx": ["w:val", "w:id", "r:id", "w:firstRow"],
    "pptx": ["lvl", "type", "hidden", "firstRow", "descr", "r:id"],
    "odf": [
        "text:c",
        "text:outline-level",
        "table:number-columns-repeated",
        "table:number-rows-repeated",
        "xlink:href",
    ],
}
VALUES = ["0", "1", "7", "x", "-1", "title", "999999999999", "#a", "", "\u0662", "\u00b2", "string", "04A0"]


def tree(rng: random.Random, format: str, depth: int = 0) -> str:
    """Return elements of a format in any order and place."""
    if depth > 7 or rng.random() < 0.25:
        return rng.choice(["Kratom ", "cures", "\n", ""])
    name = rng.choice(NAMES[format])
    keys = "".join(f' {key}="{rng.choice(VALUES)}"' for key in rng.sample(KEYS[format], rng.randint(0, 2)))
    return f"<{name}{keys}>{''.join(tree(rng, format, depth + 1) for _ in range(rng.randint(0, 4)))}</{name}>"


@pytest.mark.parametrize("format", NAMES)
def test_elements_in_any_place_do_no_harm(format: str) -> None:
    rng = random.Random(13)
    for _ in range(250):
        body = "".join(tree(rng, format) for _ in range(4))
        kind = rng.choice(["text", "presentation", "spreadsheet"])
        data = {"docx": docx(body), "pptx": pptx(body), "odf": odf(kind, body)}[format]
        try:
            assert_spelled(read(data, format))
        except SourceError:
            continue
