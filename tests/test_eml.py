"""Mails: the texts of their parts, exact through every encoding."""

from __future__ import annotations

import random
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.errors import SourceError
from kratom_lint.formats import read
from kratom_lint.formats.document import Unread
from kratom_lint.formats.mime import decode_body, decode_words
from kratom_lint.formats.prose import Prose
from tests.spelling import assert_tiled

HTML = (
    '<html><head><title>News</title></head><body><div style="display:none">Relief inside</div>'
    "<p>Kratom cu<b>res</b> pain – guaranteed.</p><!-- kratom-lint: ignore a/b: c --></body></html>"
)


def mail(subject: str = "Kratom cures anxiety", **texts: str) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = subject
    message["From"] = '"House of Leaves" <a@example.com>'
    message.set_content(
        texts.get("plain", "Kratom cures pain – guaranteed.\n"), cte=texts.get("cte", "quoted-printable")
    )
    if "html" in texts:
        message.add_alternative(texts["html"], subtype="html", cte=texts.get("cte", "quoted-printable"))
    return message


def seen(data: bytes) -> list[tuple[str, str, str]]:
    return [(block.pointer, block.kind, block.prose.text) for block in read(data, "eml").blocks]


@pytest.mark.parametrize("cte", ["quoted-printable", "base64", "8bit"])
def test_subject_sender_preheader_and_body(cte: str) -> None:
    data = mail(html=HTML, cte=cte).as_bytes()
    assert seen(data) == [
        ("Subject", "subject", "Kratom cures anxiety"),
        ("From", "sender", "House of Leaves"),
        ("text/html", "page-title", "News"),
        ("text/html", "preheader", "Relief inside"),
        ("text/html", "paragraph", "Kratom cures pain – guaranteed."),
    ]
    document = read(data, "eml")
    assert document.source == data.decode()
    assert [comment.text.strip() for comment in document.comments] == ["kratom-lint: ignore a/b: c"]


def test_words_are_exact_through_quoted_printable() -> None:
    data = mail(html="<p>Kr\u00e4tom cu<b>res</b> pain</p>" + "<p>x</p>" * 20, plain="Other words.").as_bytes()
    document = read(data, "eml")
    block = next(block for block in document.blocks if block.kind == "paragraph")
    segments = block.prose.segments(0, len("Krätom cures"))
    assert [document.source[each.start : each.end] for each in segments] == ["Kr=C3=A4tom cu", "res"]


def test_a_soft_break_inside_a_word_parts_nothing() -> None:
    data = b"Subject: x\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nKratom cu=\r\nres pa=C3=\r\n=AFn.\r\n"
    assert seen(data)[1:] == [("text/plain", "paragraph", "Kratom cures pa\u00efn.")]


def test_the_plain_form_is_read_when_it_says_more() -> None:
    plain = "Kratom cures pain - guaranteed.\n\nhttps://example.com/a\n"
    assert [pointer for pointer, *_ in seen(mail(html=HTML, plain=plain).as_bytes())].count("text/plain") == 0
    more = mail(html=HTML, plain="It also heals cancer.\n").as_bytes()
    assert seen(more)[-1] == ("text/plain", "paragraph", "It also heals cancer.")


def test_encoded_subjects() -> None:
    subject = "Krätom cures 😀 " + "pain and anxiety and more " * 4
    assert seen(mail(subject.strip()).as_bytes())[0] == ("Subject", "subject", subject.strip())
    folded = b"Subject: =?utf-8?Q?Kratom_c?=\r\n =?UTF-8?B?dXJlcw==?= all\r\n\tpain\r\n\r\n"
    assert seen(folded) == [("Subject", "subject", "Kratom cures all pain")]


def test_attachments_are_named_and_pictures_left_out() -> None:
    message = mail(html=HTML)
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="offer.pdf")
    message.add_attachment(b"GIF", maintype="image", subtype="gif", filename="leaf.gif")
    assert read(message.as_bytes(), "eml").unread == (
        Unread("unread", 'the attachment "offer.pdf" was not read; save it as a file and check that as well'),
    )


def test_mails_inside_mails_and_text_that_flows() -> None:
    inner = b"Subject: in\nContent-Type: text/plain; format=flowed\n\nKratom \ncures \npain.\n"
    data = b"Subject: out\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"
    assert seen(data + inner + b"--b--\nepilogue cures\n") == [
        ("Subject", "subject", "out"),
        ("text/plain", "paragraph", "Kratom cures pain."),
    ]


def test_charsets() -> None:
    head = b"Subject: x\nContent-Type: text/plain; charset="
    assert seen(head + b"iso-8859-1\n\nKratom can\x92t cure.\n")[1][2] == "Kratom can\u2019t cure."
    assert seen(head + b"nonsense\n\nKratom heals.\n")[1][2] == "Kratom heals."
    japanese = "痛みに効く".encode("iso-2022-jp")
    assert seen(head + b"iso-2022-jp\n\n" + japanese + b"\n")[1][2] == "痛みに効く"
    odd = b"Subject: x\nContent-Transfer-Encoding: x-uuencode\n\nbegin"
    assert read(odd, "eml").unread == (
        Unread("unread", 'a part of it is encoded as "x-uuencode", which is not read; save the mail again'),
    )


LETTERS = st.text(st.sampled_from("ab =.<\n_?éß–😀\t"), max_size=60)


@given(LETTERS, st.sampled_from(["quoted-printable", "base64", "8bit"]), st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_bodies_are_decoded_as_the_standard_library_does(text: str, cte: str, charset: str) -> None:
    if charset == "cp1252":
        text = text.replace("😀", "")
    if charset == "utf-16" or (charset == "cp1252" and cte == "8bit"):
        cte = "base64"
    message = EmailMessage(policy=policy.SMTP)
    message.set_content(text, charset=charset, cte=cte)
    source = message.as_bytes(policy=policy.SMTPUTF8).decode()
    start = source.index("\r\n\r\n") + 4
    prose = decode_body(Prose.of(source), start, len(source), cte, charset)
    assert prose is not None
    assert_tiled(prose, len(source))
    known = message_from_bytes(source.encode(), policy=policy.default)
    assert prose.text.replace("\r\n", "\n") == known.get_content().replace("\r\n", "\n")
    for at, letter in enumerate(prose.text):
        span = prose.span(at, at + 1)
        spelling = source[span.start : span.end]
        if cte == "quoted-printable" and spelling != letter:
            escapes = spelling.replace("=\r\n", "").replace("=", "")
            assert bytes.fromhex(escapes).decode(charset) == letter
        elif cte == "8bit":
            assert spelling == letter


@given(st.text(st.sampled_from("ab é😀=?_,"), min_size=1, max_size=60).filter(str.strip))
def test_subjects_are_decoded_as_the_standard_library_does(subject: str) -> None:
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = subject
    source = message.as_bytes().decode("ascii")
    prose = decode_words(Prose.of(source), len("Subject:"), source.index("\r\n\r\n"))
    assert_tiled(prose, len(source))
    assert "".join(prose.text.split()) == "".join(message["Subject"].split())


def test_what_is_no_mail_says_so() -> None:
    with pytest.raises(SourceError, match=r"^it has none of the headers of a mail"):
        read(b"Kratom cures pain.\n", "eml")


def test_no_damage_crashes_or_hangs() -> None:
    rng = random.Random(3)
    sources = [mail(html=HTML, cte=cte).as_bytes() for cte in ("quoted-printable", "base64", "8bit")]
    for _ in range(600):
        broken = bytearray(rng.choice(sources))
        for _ in range(rng.randint(1, 12)):
            at = rng.randrange(len(broken))
            broken[at : at + rng.randint(0, 3)] = bytes(rng.choice(b'=?-;:"\n\r\0\xff\xc3B ') for _ in range(2))
        try:
            document = read(bytes(broken), "eml")
        except SourceError:
            continue
        for block in document.blocks:
            assert_tiled(block.prose, len(document.source))


def test_time_grows_no_faster_than_the_mail() -> None:
    open_words = b"Subject: " + b"=?utf-8?q?a" * 20_000 + b"\n\n"
    boundaries = b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 5_000
    for data in (open_words, boundaries, b"Subject: x\n" + b"\t\n" * 50_000, b"From: " + b"<" * 50_000 + b"\n\nx"):
        read(data, "eml")
