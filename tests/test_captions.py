"""Captions: sentences run over cues, times and markup are no copy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_lint.formats import read
from tests.spelling import assert_spelled, kinds, sources

SRT = """\
1
00:00:01,000 --> 00:00:03,000
Our customers say that <i>kra</i>tom

2
00:00:03,100 --> 00:00:05,000 X1:1
cures {\\an8}back &amp; neck
pain in days.

3
00:00:09,000 --> 00:00:10,000
Next one stands apart.
"""


def said(source: str) -> list[tuple[str, str]]:
    return [(block.pointer, block.prose.text) for block in read(source, "captions").blocks]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_sentences_run_over_cues_and_part_at_pauses(line_end: str) -> None:
    source = SRT.replace("\n", line_end)
    assert said(source) == [
        ("00:00:01,000", "Our customers say that kratom cures back & neck pain in days."),
        ("00:00:09,000", "Next one stands apart."),
    ]
    assert_spelled(read(source, "captions"))
    assert sources(source, "captions", "kratom cures back") == ["kra", "tom", "cures ", "back"]


def test_webvtt_comments_names_and_styles_are_no_copy() -> None:
    source = (
        "WEBVTT - Kratom cures\nKind: captions\n\nNOTE kratom-lint: ignore a/b: reason\nover lines\n\n"
        "STYLE\n::cue { color: red }\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v Ann>It heals.\n\n"
        "NOTE\nlast\n\n00:02.000 --> 00:03.000\n<v Ben>Does <00:02.500><c>it?</c>\n\nNOTE at the end"
    )
    assert said(source) == [("00:01.000", "It heals."), ("00:02.000", "Does it?")]
    comments = read(source, "captions").comments
    assert [each.text for each in comments] == ["kratom-lint: ignore a/b: reason\nover lines", "last", "at the end"]
    assert source[comments[1].span.start : comments[1].span.end] == "NOTE\nlast"


def test_youtube_captions_and_speakers() -> None:
    source = "0:00:01.000,0:00:02.000\n- Does it help?\n- It cures\n\n0:00:02.000,0:00:03.000\neverything.\n"
    assert said(source) == [("0:00:01.000", "- Does it help?"), ("0:00:01.000", "- It cures everything.")]


def test_lines_that_roll_are_read_once() -> None:
    source = "".join(
        f"00:00:0{number}.000 --> 00:00:0{number + 1}.000\n{lines}\n\n"
        for number, lines in enumerate(("it does", "it does\nnot cure", "not cure\nanything"), 1)
    )
    assert said(f"WEBVTT\n\n{source}") == [("00:00:01.000", "it does not cure anything")]


def test_a_blank_line_or_none_between_cues_loses_nothing() -> None:
    source = "1\n00:00:01,000 --> 00:00:02,000\nKratom\n\ncures\n2\n00:00:02,000 --> 00:00:03,000\n42\npains"
    assert said(source) == [("00:00:01,000", "Kratom cures 42 pains")]


def test_what_has_no_times_is_plain_text() -> None:
    assert kinds("Kratom cures pain.\n", "captions") == [("paragraph", "Kratom cures pain.")]


FRAGMENTS = [
    "1\n",
    "\n",
    "\r\n",
    "00:01.000 --> 00:02.000\n",
    "0:0:1.0,0:0:2.0\n",
    "WEBVTT\n",
    "NOTE ",
    "STYLE\n",
    "<i>",
]
FRAGMENTS += ["STYLE\n", "</i>", "&amp;", "- ", "Kratom ", "cures.", "{\\an8}", "<v Ann>", "\u2028", "<", "&"]


@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=30).map("".join))
def test_every_character_stands_for_its_source(source: str) -> None:
    assert_spelled(read(source, "captions"))


@given(st.lists(st.text(st.sampled_from("ab c.é"), min_size=1).filter(str.strip), min_size=1, max_size=8))
def test_all_that_is_said_is_read(lines: list[str]) -> None:
    unique = [f"{number}x {line}" for number, line in enumerate(lines)]
    source = "".join(f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{line}\n\n" for n, line in enumerate(unique))
    assert " ".join(text for _, text in said(source)).split() == " ".join(unique).split()


def test_a_comment_is_about_the_cue_after_it() -> None:
    cue = "00:0{0}.000 --> 00:0{1}.000\n{2}\n\n"
    cues = [cue.format(n, n + 1, text) for n, text in enumerate(("It cures.", "It treats", "all.", "It eases."))]
    source = f"WEBVTT\n\n{cues[0]}NOTE kratom-lint: ignore a/b: c\n\n{''.join(cues[1:])}"
    assert [block.prose.text for block in read(source, "captions").blocks] == [
        "It cures.",
        "It treats all.",
        "It eases.",
    ]
