"""Reads captions: SubRip, WebVTT and YouTube's SBV. What is said runs over the cues, and so do the blocks."""

from __future__ import annotations

import re

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.markup import REFERENCE, decode
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.plain import read_plain
from kratom_lint.formats.prose import Prose
from kratom_lint.values import field, record

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d\d[.,]\d{1,3}"
TIMING = re.compile(rf"[ \t]*(?P<start>{_TIME})(?:[ \t]*-->[ \t]*|,)(?P<end>{_TIME})(?:[ \t][^\r\n]*)?")
LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
MARKUP = re.compile(rf"(?P<tag></?[A-Za-z0-9:][^<>\r\n]{{0,200}}>|\{{\\[^{{}}\r\n]{{0,200}}\}})|{REFERENCE.pattern}")
"""Markup of cues: <i>, <c.yellow>, <v Ann>, <00:00:01.000>, {\\an8}."""
SPEAKER = re.compile(r"\s*(?:[-–—]\s|>>|<v[ .][^<>]{0,200}>)")
STOP = re.compile(r"[.!?…♪\])][\"'”’)\]*_]*(?:</?[a-z][^<>]{0,200}>)*\s*$")
ASIDE = re.compile(r"(NOTE|STYLE|REGION)(?=[ \t\r\n]|\Z)")
PAUSE = 2.0
"""Seconds of silence after the end of a sentence that let the next one stand apart."""


@record
class Cue:
    """What is shown at one time, in seconds: its lines as ranges of the source. `stamp` is how the start is written.

    It is `noted` if a comment stands before it, which may be about it.
    """

    start: float
    end: float
    stamp: str
    noted: bool = False
    lines: list[tuple[int, int]] = field(default_factory=list)


def read_captions(source: Prose, outline: Outline) -> None:
    """Read captions into the outline. The pointer of a block is the time at which its first cue appears.

    A block ends where the speaker changes, or where a sentence ends before a pause, before a comment, or after the cue
    that a comment is about. Lines that a cue repeats from the
    one before, as captions that roll do, are read once. A text without any cue is read as plain text.
    """
    cues = _cues(source, outline)
    if not cues:
        read_plain(source, outline)
        return
    text = source.text
    builder = Builder(source)
    shown: set[str] = set()
    last, stamp, end, noted = "", "", 0.0, False
    for cue in cues:
        lines = [(low, high, text[low:high].strip()) for low, high in cue.lines]
        for low, high, line in lines:
            if line in shown:
                continue
            apart = noted or cue.noted or cue.start - end >= PAUSE
            if last and (SPEAKER.match(line) or (apart and stamp != cue.stamp and STOP.search(last))):
                _add(outline, builder.take(), stamp)
                last = ""
            if not last:
                stamp, noted = cue.stamp, cue.noted
            builder.atom(" ", low, low)
            _put(builder, low, high)
            last, end = line, cue.end
        shown = {line for _, _, line in lines}
    _add(outline, builder.take(), stamp)
    outline.pointer = ""


def _add(outline: Outline, prose: Prose, stamp: str) -> None:
    outline.pointer = stamp
    outline.add(prose, prose.span(0, len(prose.text)))


def _put(builder: Builder, low: int, high: int) -> None:
    """Add a line of a cue without its markup."""
    for match in MARKUP.finditer(builder.base.text, low, high):
        builder.copy(low, match.start())
        low = match.end()
        if match["tag"]:
            continue
        meaning = decode(match)
        if meaning == match[0]:
            builder.copy(*match.span())
        else:
            builder.atom(meaning, *match.span())
    builder.copy(low, high)


def _cues(source: Prose, outline: Outline) -> list[Cue]:
    """Return the cues in order; comments of WebVTT (W3C WebVTT, 4.1) go to the outline.

    What stands after an empty line inside a cue is still its text, unless a time follows it, which makes it a name.
    """
    text = source.text
    lines = [match.span(1) for match in LINE.finditer(text)]
    times = [TIMING.fullmatch(text, low, high) for low, high in lines] + [None]
    web = text.startswith("WEBVTT")
    cues: list[Cue] = []
    inside = "skip" if web else ""
    note = (0, 0)
    noted = False
    for number, (low, high) in enumerate(lines):
        line = text[low:high].strip()
        if inside == "note" and line:
            note = (note[0], high)
        elif inside == "note":
            outline.comment(text[note[0] + len("NOTE") : note[1]].strip(), source.span(*note))
        if time := times[number]:
            cues.append(Cue(_seconds(time["start"]), _seconds(time["end"]), time["start"], noted))
            inside, noted = "cue", False
        elif not line:
            inside = ""
        elif web and not inside and (aside := ASIDE.match(text, low, high)):
            inside, note = ("note", (low, high)) if aside[1] == "NOTE" else ("skip", note)
            noted = noted or inside == "note"
        elif times[number + 1] and (inside != "cue" or line.isdecimal()):
            inside = ""
        elif cues and inside not in ("note", "skip"):
            cues[-1].lines.append((low, high))
    if inside == "note":
        outline.comment(text[note[0] + len("NOTE") : note[1]].strip(), source.span(*note))
    return cues


def _seconds(stamp: str) -> float:
    """Return a time such as "1:02:03,500" in seconds."""
    seconds = 0.0
    for part in stamp.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds
