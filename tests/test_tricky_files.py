"""Tricky files, as in `test_tricky.py`: each ⟦marked place⟧ is found to the letter, and no ⟪unread one⟫."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from kratom_lint import load_rulebook
from kratom_lint.engine import lint
from kratom_lint.formats import format_of, read
from kratom_lint.formats.document import Document
from tests.office import docx, odf, par, pptx, run, shape, xlsx
from tests.test_tricky import Marked

MAIL = """\
From: "Leaf House" <⟪cures-anxiety⟫@example.com>
To: you@example.com
Subject: Kratom ⟦cures
 anxiety⟧
X-Campaign: kratom ⟪cures anxiety⟫
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="⟪cures-anxiety⟫"

A preamble: kratom ⟪cures anxiety⟫.
--⟪cures-anxiety⟫
Content-Type: text/plain; charset=utf-8

Kratom ⟪cures anxiety⟫ and treats pain.
--⟪cures-anxiety⟫
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<div style=3D"display:none">Kratom ⟦treats p=
ain⟧ today</div><style>.⟪cures-anxiety⟫ {}</style>
<p class=3D"⟪cures-anxiety⟫">Kratom <b>⟦cu</b>res=C2=A0anx=
iety⟧ and ⟦treats pa=69n⟧.</p>
--⟪cures-anxiety⟫--
"""
MARK = re.compile("[⟦⟧⟪⟫]")


def assert_found(document: Document, marked: str) -> None:
    """Check that the findings of a document stand where its text is marked, and nowhere else."""
    expected = Marked.parse(marked)
    assert document.source == expected.text
    spans = {each.span for each in lint(document, load_rulebook()) if each.anchor == "text"}
    assert [(span.start, span.end) for span in sorted(spans)] == sorted(expected.ranges["⟦"])


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_mail(newline: str) -> None:
    marked = MAIL.replace("\n", newline)
    assert_found(read(MARK.sub("", marked).encode(), "eml", product="kratom"), marked)


def unmarked(data: bytes) -> bytes:
    """Return an office file with the marks taken out of its parts."""
    file = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, MARK.sub("", before.read(name).decode()))
    return file.getvalue()


DELETED = "<w:del w:id='1'><w:r><w:delText>not </w:delText></w:r></w:del>"
GONE = "<w:moveFrom><w:r><w:t>kratom ⟪cures anxiety⟫</w:t></w:r></w:moveFrom>"
NOTE = "<w:comment w:id='0'><w:p><w:r><w:t>kratom ⟪cures anxiety⟫</w:t></w:r></w:p></w:comment>"
JOINED = "<w:rPr><w:del/></w:rPr>"


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


OFFICE = {
    "runs.docx": docx(par("Our kratom ", run("⟦cu", "<w:b/>"), run("res", "<w:i/>"), "\u00ad an\u200bxiety⟧ fast.")),
    "changes.docx": docx(par("It does ", DELETED, "⟦", f"<w:ins w:id='2'>{run('cure')}</w:ins>", " anxiety⟧.", GONE)),
    "joined.docx": docx(par("Our kratom ⟦treats ", properties=JOINED) + par("pain⟧.")),
    "comments.docx": docx(par("A leaf."), comments=NOTE),
    "parts.docx": docx(par("A leaf."), header1=par("Kratom ⟦treats pain⟧."), footnotes=par("It ⟦cures anxiety⟧.")),
    "hidden.docx": docx(par("Kratom ⟦cures", run(" no", "<w:vanish/>"), " anxiety⟧.")),
    "shop.xlsx": xlsx(
        {
            "⟪cures anxiety⟫": f"<sheetData><row>{cell('A1', 'Text')}{cell('B1', 'Handle')}</row>"
            f"<row>{cell('A2', '&lt;p&gt;Kratom ⟦cu&lt;b&gt;res&lt;/b&gt; anxiety⟧&lt;/p&gt;')}"
            f"{cell('B2', '⟦cures-anxiety⟧')}</row></sheetData>"
        }
    ),
    "talk.pptx": pptx(shape("Kratom ⟦treats pain⟧."), notes=shape("Never say it ⟪cures anxiety⟫.")),
    "page.odt": odf(
        "text",
        "<text:tracked-changes><text:p>Kratom ⟪cures anxiety⟫.</text:p></text:tracked-changes>"
        "<text:p>Kratom ⟦<text:span>cu</text:span>res<text:s/>anxiety⟧.</text:p>",
    ),
}


@pytest.mark.parametrize("name", OFFICE)
def test_files(name: str) -> None:
    format = format_of(name)
    assert format is not None
    marked = read(OFFICE[name], format).source
    assert_found(read(unmarked(OFFICE[name]), format, product="kratom"), marked)
