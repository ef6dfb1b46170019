"""Office files made in memory, part by part, for tests to read."""

from __future__ import annotations

from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = {
    "w": W,
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": TYPES,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
}
DECLARED = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())


def zipped(parts: dict[str, str]) -> bytes:
    """Return the parts as one file."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return file.getvalue()


def relations(links: dict[str, tuple[str, str]]) -> str:
    """Return a part of relations: by id the last word of the type, and the target."""
    rows = "".join(
        f'<Relationship Id="{id_}" Type="{TYPES}/{type_}" Target="{escape(target)}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if '://' in target else ''}/>"
        for id_, (type_, target) in links.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def docx(body: str, links: dict[str, tuple[str, str]] | None = None, **parts: str) -> bytes:
    """Return a Word document with this body; `parts` are others by name ("styles"), each with a relation."""
    files = {
        "_rels/.rels": relations({"rId1": ("officeDocument", "/word/document.xml")}),
        "word/document.xml": f"<w:document {DECLARED}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(
            {name: (name.rstrip("0123456789"), f"{name}.xml") for name in parts} | (links or {})
        ),
    }
    for name, content in parts.items():
        root = {"header": "hdr", "footer": "ftr"}.get(name.rstrip("0123456789"), name)
        files[f"word/{name}.xml"] = f"<w:{root} {DECLARED}>{content}</w:{root}>"
    return zipped(files)


def run(text: str, properties: str = "") -> str:
    """Return a run of a Word document."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def par(*runs: str, properties: str = "") -> str:
    """Return a paragraph of a Word document; what is no element is a run of its own."""
    inner = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx(sheets: dict[str, str], strings: str = "", state: str = "visible") -> bytes:
    """Return a workbook with these sheets, each the content of its `worksheet`; `strings` are the shared `si`."""
    names = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="s{number}" state="{state}"/>'
        for number, name in enumerate(sheets, 1)
    )
    links = {f"s{number}": ("worksheet", f"worksheets/s{number}.xml") for number in range(1, len(sheets) + 1)}
    parts = {
        "_rels/.rels": relations({"a": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{X}" xmlns:r="{TYPES}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(links | {"t": ("sharedStrings", "sharedStrings.xml")}),
        "xl/sharedStrings.xml": f'<sst xmlns="{X}">{strings}</sst>',
    }
    for number, content in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/s{number}.xml"] = f'<worksheet xmlns="{X}">{content}</worksheet>'
    return zipped(parts)


def pptx(*slides: str, notes: str = "", show: str = "1") -> bytes:
    """Return a presentation with these slides, each the content of its tree of shapes; `notes` go with the first."""
    ids = "".join(f'<p:sldId id="{300 - number}" r:id="s{number}"/>' for number in range(len(slides)))
    parts = {
        "_rels/.rels": relations({"a": ("officeDocument", "ppt/presentation.xml")}),
        "ppt/presentation.xml": f"<p:presentation {DECLARED}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(
            {f"s{number}": ("slide", f"slides/slide{9 - number}.xml") for number in range(len(slides))}
        ),
    }
    for number, content in enumerate(slides):
        parts[f"ppt/slides/slide{9 - number}.xml"] = f'<p:sld {DECLARED} show="{show}">{content}</p:sld>'
    if notes:
        parts["ppt/slides/_rels/slide9.xml.rels"] = relations({"n": ("notesSlide", "../notes/n.xml")})
        parts["ppt/notes/n.xml"] = f"<p:notes {DECLARED}>{notes}</p:notes>"
    return zipped(parts)


def shape(*texts: str, placeholder: str = "", hidden: str = "0", properties: str = "") -> str:
    """Return a shape of a slide with a paragraph for each text."""
    inner = "".join(f"<a:p><a:pPr>{properties}</a:pPr><a:r><a:t>{escape(text)}</a:t></a:r></a:p>" for text in texts)
    place = f"<p:nvPr>{placeholder}</p:nvPr>"
    drawn = f'<p:cNvPr id="1" name="n" hidden="{hidden}"/>'
    return f"<p:sp><p:nvSpPr>{drawn}{place}</p:nvSpPr><p:txBody>{inner}</p:txBody></p:sp>"


ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODF_DECLARED = " ".join(
    f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "text", "table", "draw", "presentation", "style")
)
ODF_DECLARED += f' xmlns:svg="{ODF}svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'


def odf(kind: str, body: str, styles: str = "", margins: str = "") -> bytes:
    """Return an OpenDocument file of a kind (text, presentation, spreadsheet); `margins` are in its master styles."""
    inner = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:{kind}>{body}"
    inner += f"</office:{kind}></office:body>"
    master = f"<office:master-styles><style:master-page>{margins}</style:master-page></office:master-styles>"
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {ODF_DECLARED}>{inner}</office:document-content>",
            "styles.xml": f"<office:document-styles {ODF_DECLARED}>{master}</office:document-styles>",
        }
    )
