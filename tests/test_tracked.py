"""Word documents that `fix` changes as a reviewer would: accepting gives what is wanted, rejecting what was there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx as oracle
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from kratom_lint import load_rulebook
from kratom_lint.commands.fix import fix
from kratom_lint.engine import lint
from kratom_lint.errors import SourceError
from kratom_lint.formats import read
from kratom_lint.formats.document import Document
from kratom_lint.formats.tracked import open_word
from kratom_lint.model import Edit, Span
from kratom_lint.rounds import Outcome, repair
from tests.office import W, docx, par, relations, run, zipped
from tests.test_docx import PIECE, SPELLED

BOOK = load_rulebook(as_of="2026-11-22")
DAY = "2026-11-22"
SIGNED = f'w:author="kratom-lint" w:date="{DAY}T00:00:00Z"'
BODY = "word/document.xml"


def opened(data: bytes) -> Document:
    return open_word(data, None, "kratom", None, day=DAY)


def changed(document: Document, edits: Sequence[Edit], note: str = "") -> Document:
    assert document.container
    return document.container.edited(document, edits, [Noted(edits, note)] if note else [])


def bytes_of(document: Document) -> bytes:
    assert document.container
    return document.container.data()


def xml_of(document: Document, part: str = BODY) -> str:
    return ZipFile(BytesIO(bytes_of(document))).read(part).decode()


@dataclass(frozen=True)
class Noted:
    edits: Sequence[Edit]
    text: str


def repaired(data: bytes) -> Outcome:
    return repair(opened(data), BOOK, lambda document: lint(document, BOOK), "review")


def rejected(data: bytes) -> str:
    """Return what the body of a file holds when every change by us is rejected."""
    lines = []
    for paragraph in etree.fromstring(ZipFile(BytesIO(data)).read(BODY)).iter(f"{{{W}}}p"):
        copy = deepcopy(paragraph)
        if copy.find(f"{{{W}}}pPr/{{{W}}}rPr/{{{W}}}ins") is not None:
            continue  # a paragraph that came; what stood behind it is as it was
        for gone in list(copy.iter(f"{{{W}}}ins")):
            if gone.get(f"{{{W}}}author") == "kratom-lint":
                gone.getparent().remove(gone)
        lines.append("".join(text.text or "" for text in copy.iter(f"{{{W}}}t", f"{{{W}}}delText")))
    return "\n".join(lines)


def test_a_claim_over_two_runs_goes_and_each_keeps_its_looks() -> None:
    before = opened(docx(par("It cu", run("res pa", "<w:b/>"), "in. Fresh.")))
    start = before.source.index("cures")
    after = changed(before, [Edit(Span(start, start + 10), "is sold & dried")])
    assert after.source == "It is sold & dried. Fresh.\n"
    plain, bold = "<w:r><w:rPr></w:rPr>", "<w:r><w:rPr><w:b/></w:rPr>"
    text = '<w:t xml:space="preserve">{}</w:t></w:r>'
    gone = '<w:delText xml:space="preserve">{}</w:delText></w:r></w:del>'
    assert xml_of(after) == xml_of(before).replace(
        plain + text.format("It cu") + bold + text.format("res pa") + plain + text.format("in. Fresh."),
        plain + text.format("It ")
        + f'<w:del w:id="1" {SIGNED}>' + plain + gone.format("cu")
        + f'<w:ins w:id="2" {SIGNED}>' + plain + text.format("is sold &amp; dried") + "</w:ins>"
        + f'<w:del w:id="3" {SIGNED}>' + bold + gone.format("res pa")
        + f'<w:del w:id="4" {SIGNED}>' + plain + gone.format("in")
        + plain + text.format(". Fresh."),
    )  # fmt: skip


def test_a_paragraph_goes_with_the_mark_at_its_end() -> None:
    before = opened(docx(par("One.") + par("Two.", properties='<w:jc w:val="left"/>') + par("Three.")))
    after = changed(before, [Edit(Span(5, 10), "")])
    assert after.source == "One.\nThree.\n"
    assert f'<w:pPr><w:jc w:val="left"/><w:rPr><w:del w:id="1" {SIGNED}/></w:rPr></w:pPr>' in xml_of(after)
    assert rejected(bytes_of(after)) == "One.\nTwo.\nThree."


def test_the_last_mark_of_a_cell_stays() -> None:
    before = opened(docx(f"<w:tbl><w:tr><w:tc>{par('Gone.')}</w:tc><w:tc>{par('Kept.')}</w:tc></w:tr></w:tbl>"))
    after = changed(before, [Edit(Span(0, 6), "")])
    assert after.source == "Kept.\n"
    assert "<w:rPr><w:del" not in xml_of(after)


def test_a_paragraph_comes_in_the_style_of_its_neighbour() -> None:
    before = opened(docx(par("One.", properties='<w:pStyle w:val="Text"/><w:jc w:val="left"/>') + par("Two.")))
    after = changed(before, [Edit(Span(4, 4), "\n**Bold** & plain.")])
    assert after.source == "One.\nBold & plain.\nTwo.\n"
    assert (
        f'<w:p><w:pPr><w:pStyle w:val="Text"/><w:rPr><w:ins w:id="1" {SIGNED}/></w:rPr></w:pPr>'
        f'<w:ins w:id="2" {SIGNED}><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">Bold</w:t></w:r></w:ins>'
    ) in xml_of(after)
    first = changed(before, [Edit(Span(0, 0), "Zero.\n")])
    assert first.source == "Zero.\nOne.\nTwo.\n"
    assert rejected(bytes_of(after)) == rejected(bytes_of(first)) == "One.\nTwo."


def test_a_comment_says_why_and_the_file_gets_what_it_needs_for_it() -> None:
    for data in (
        docx(par("Bad. Good.")),
        docx(par("Bad. Good."), comments='<w:comment w:id="7"><w:p/></w:comment>'),
    ):
        parts = {name: ZipFile(BytesIO(data)).read(name).decode() for name in ZipFile(BytesIO(data)).namelist()}
        types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>'
        before = opened(zipped({"[Content_Types].xml": types, **parts}))
        after = changed(before, [Edit(Span(0, 5), "")], "a/b: Bad.\nLaw: X < Y")
        assert after.source == "Good.\n"
        assert 'w:initials="kl"' in xml_of(after, "word/comments.xml")
        assert "Law: X &lt; Y" in xml_of(after, "word/comments.xml")
        number = 0 if "word/comments.xml" not in parts else 8
        assert f'<w:commentRangeStart w:id="{number}"/><w:del ' in xml_of(after)
        assert ("comments.xml" in xml_of(after, "[Content_Types].xml")) == (number == 0)
        assert xml_of(after, "word/_rels/document.xml.rels").count("comments.xml") == 1


def test_what_holds_more_than_text_is_left_alone() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    before = opened(docx(par("It cures", note, " pain."), footnotes=f'<w:footnote w:id="2">{par("N.")}</w:footnote>'))
    with pytest.raises(ValueError, match="more than text"):
        changed(before, [Edit(Span(3, 13), "")])
    box = f"<w:txbxContent>{par('Boxed.')}</w:txbxContent>"
    boxed = opened(docx(par(f"<w:r><w:pict>{box}</w:pict></w:r>", "x.")))
    with pytest.raises(ValueError, match="no paragraph that can be changed"):
        changed(boxed, [Edit(Span(0, 7), "")])


def test_a_signed_file_is_left_alone() -> None:
    data = zipped(
        {"_rels/.rels": relations({"a": ("officeDocument", "x.xml"), "b": ("digital-signature/origin", "y")})}
    )
    with pytest.raises(SourceError, match="it is signed"):
        opened(data)


@settings(deadline=None)
@given(
    st.lists(st.lists(PIECE, min_size=1, max_size=6), min_size=1, max_size=4),
    st.integers(0, 100),
    st.integers(0, 8),
    st.sampled_from(["", "new", "a & <b>"]),
)
def test_an_edit_gives_the_wanted_line_and_leaves_all_else(
    paragraphs: list[list[tuple[str, str]]], at: int, size: int, text: str
) -> None:
    before = opened(docx("".join(par(*(SPELLED[kind](letters) for kind, letters in line)) for line in paragraphs)))
    lines = before.source.split("\n")
    starts = [len("\n".join(lines[:number])) + (number > 0) for number in range(len(lines) - 1)]
    if not starts:
        return
    start = starts[at % len(starts)]
    line = lines[at % len(starts)]
    low = at % (len(line) + 1)
    high = min(low + size, len(line))
    wanted = before.source[: start + low] + text + before.source[start + high :]
    if not (line[:low] + text + line[high:]).strip():
        return
    after = changed(before, [Edit(Span(start + low, start + high), text)])
    assert after.source == wanted
    assert rejected(bytes_of(after)) == rejected(bytes_of(before))
    etree.fromstring(xml_of(after).encode())


def sample() -> bytes:
    made = oracle.Document()
    made.add_heading("Our leaf", 1)
    text = made.add_paragraph("Our Green Maeng Da is bitter. It ")
    text.add_run("cures anx").bold = True
    text.add_run("iety, they say. Buy kratom powder here.")
    made.add_paragraph("Kratom helps with:")
    made.add_paragraph("back pain", style="List Bullet")
    made.add_paragraph("opioid withdrawal", style="List Bullet")
    made.add_heading("Origin", 2)
    made.add_paragraph("Kratom can cause nausea. It grows in Borneo.")
    made.sections[0].header.paragraphs[0].text = "Kratom cures cancer"
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def test_a_repaired_document_is_clean_and_another_library_reads_it() -> None:
    data = sample()
    outcome = repaired(data)
    after = bytes_of(outcome.document)
    assert not outcome.left
    assert lint(read(after, "docx", product="kratom"), BOOK) == []
    old, new = ZipFile(BytesIO(data)), ZipFile(BytesIO(after))
    touched = {name for name in new.namelist() if name not in old.namelist() or new.read(name) != old.read(name)}
    assert touched <= {
        *("[Content_Types].xml", BODY, "word/comments.xml", "word/header1.xml", "word/_rels/document.xml.rels"),
    }
    assert rejected(after) == "\n".join(each.text for each in oracle.Document(BytesIO(data)).paragraphs)
    read_again = oracle.Document(BytesIO(after))
    comments = [comment.text for comment in read_again.comments]
    assert {comment.author for comment in read_again.comments} == {"kratom-lint"}
    assert any(text.startswith("disease/pain: ") and "\nLaw: 21 U.S.C." in text for text in comments)
    assert bytes_of(repaired(data).document) == after


def test_the_command_writes_the_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "a.docx"
    file.write_bytes(sample())
    arguments = ["--as-of", DAY, "--select", "disease", "--apply", "review", "a.docx"]
    shown = CliRunner().invoke(fix, ["--diff", *arguments], standalone_mode=False)
    assert (shown.return_value, file.read_bytes()) == (1, sample_of(file))
    assert "-Our Green Maeng Da is bitter. It cures anxiety, they say. Buy kratom powder here.\n" in shown.stdout
    refused = CliRunner().invoke(fix, ["--patch", "a.patch", *arguments], standalone_mode=False)
    assert refused.return_value == 2
    assert "a.docx: is no text, so no patch can hold it; fix it without --patch" in refused.stderr
    done = CliRunner().invoke(fix, arguments, standalone_mode=False)
    assert done.return_value == 0
    assert "a.docx: 4 fixed, 0 left" in done.stdout
    assert lint(read(file.read_bytes(), "docx", product="kratom"), BOOK.configured(as_of=DAY, select=["disease"])) == []


def sample_of(file: Path) -> bytes:
    """Return what the file holds, which nobody may have written since."""
    assert ZipFile(file).testzip() is None
    assert not list(file.parent.glob(".a.docx.*"))
    return file.read_bytes()


@pytest.mark.real
@pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed; apt-get install libreoffice-writer"
)
def test_libreoffice_opens_it_with_the_changes_and_comments(tmp_path: Path) -> None:
    outcome = repaired(sample())
    (tmp_path / "a.docx").write_bytes(bytes_of(outcome.document))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "fodt", "--outdir", str(tmp_path), "a.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    flat = (tmp_path / "a.fodt").read_text(encoding="utf-8")
    body = [each for each in outcome.applied if each.finding.pointer != "word/header1.xml/p1"]
    assert flat.count("<office:annotation ") == len(body)
    assert flat.count("<text:insertion>") == sum(each.suggestion.kind == "insert" for each in body)
    assert flat.count("<text:deletion>") >= sum(each.suggestion.kind == "delete" for each in body)
