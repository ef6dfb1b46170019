"""Opens the tags of templates, so that another format can read the text between them.

What a tag prints is a hole, a text it is given is copy, its comments are real ones, and branches part phrases.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kratom_lint.formats import Reader, blade, fields, reader_of
from kratom_lint.formats.branches import CHOICE, ELSE, END, WHEN
from kratom_lint.formats.builder import BREAK, Builder
from kratom_lint.formats.conditions import sign_of
from kratom_lint.formats.data import inner_format
from kratom_lint.formats.outline import ITEM_RANK, Outline
from kratom_lint.formats.prose import HOLE, Prose
from kratom_lint.formats.scanner import Scanner
from kratom_lint.formats.spoken import Said, spoken
from kratom_lint.formats.tags import MARKS, TRANSLATIONS, Given, Tag, name_of, prints, remarks, strings
from kratom_lint.model import Span

ESCAPE = re.compile(r"\\[\"'\\nrt]")
FILLED = re.compile(
    rf"{ESCAPE.pattern}|\{{\$[^{{}}]*+\}}|\$[A-Za-z_]\w*+(?:->\w++|\[[^\]\r\n]*+\])?|\$\{{[^{{}}]*+\}}|#\{{[^{{}}]*+\}}"
)
"""Escapes and variables in a string of PHP or Ruby."""
JOINED = re.compile(r"[\"']\s*[.,+]\s*[\"']")
_REST = re.compile(r"[ \t]*+(?:\r?\n|\Z)")
_FLOWS = re.compile(r"(?!\d+[.)]\s)(?:[\w\"'“‘({!]|\*\*?\w|<[%?])")
"""What a line of text begins with that is no heading, list, quote or the like."""
_INVERTED = re.compile(r"\s*\{\{~?\^\s*([\w.-]+)\s*~?\}\}")
_NEXT = {"": re.compile("<(?=[A-Za-z/])"), ">": re.compile("[\"'>]"), '"': re.compile('"'), "'": re.compile("'")}
"""By where a text is, outside of HTML tags, in one or in quotes there, what ends that."""
_INSTEAD = re.compile(r"\A[\"']\s*:\s*[\"']\Z|\belse\b")
"""What stands in code between two texts of which it prints one."""
_ECHO = re.compile(r"\s*(?:echo|print|the_|_e\b|esc_)")
_DEFAULT = re.compile(r'"(?:default|content)"\s*+:\s*+"((?:[^"\\]|\\.)*+)"')


class Text(NamedTuple):
    """A text given to a tag: the name it is given there, the kind of block it makes, and which tag it stands in."""

    name: str
    kind: str
    prose: Prose
    tag: Span


def has_tags(text: str) -> bool:
    """Say whether a text may have tags of templates in it."""
    return any(mark in text for mark in MARKS)


def read_template(source: Prose, outline: Outline, reader: Reader, by_lines: bool, php: bool) -> None:
    """Read a template into the outline: `reader` reads what it would print."""
    template = TemplateReader(source, outline, by_lines, php)
    reader(template.open(), outline)
    outline.flush()
    template.close()


class TemplateReader:
    """Makes of a template the text that it would print, with a hole for all that is not known before it runs.

    `by_lines` is for formats that read lines: there a branch begins a new paragraph. `php` lets code end with the text.
    """

    def __init__(self, source: Prose, outline: Outline, by_lines: bool, php: bool = False) -> None:
        self._source = source
        self._outline = outline
        self._by_lines = by_lines
        self._php = php
        self._builder = Builder(source)
        self._texts: list[Text] = []
        self._begun = False
        self._inside = ""
        self._opened: list[tuple[str, bool]] = []
        self._inverted = -1

    def open(self) -> Prose:
        """Return the text around the tags; comments go to the outline at once, other texts by `close`."""
        text, at = self._source.text, 0
        for tag in Scanner(text, self._php).tags():
            self._copy(at, tag.start)
            _, line_end, tail = text[at : tag.start].rpartition("\n")
            self._begun = bool(tail.strip()) or (self._begun and not line_end)
            at = tag.end
            self._tag(tag)
        self._copy(at, len(text))
        return self._builder.done()

    def close(self) -> None:
        """Add to the outline the texts that tags are given; one may introduce the next of its tag."""
        outline, height, tag = self._outline, self._outline.height, None
        for text in self._texts:
            if text.tag != tag:
                outline.leave(height)
                outline.enter("value", text.tag.start)
                outline.frame.ranks.clear()
                tag = text.tag
            extent = text.prose.span(0, len(text.prose.text))
            if text.kind in ("url", "slug", "keyword"):
                outline.aside(text.kind, text.prose, extent)
                outline.flush()
            elif format := inner_format(text.prose.text):
                reader_of(format)(text.prose, outline)
                outline.flush()
            else:
                outline.add(text.prose, extent, text.kind, rank=ITEM_RANK if fields.introduces(text.name) else 0)
        outline.leave(height)

    def _copy(self, start: int, end: int) -> None:
        """Copy text, and take note of whether it ends inside an HTML tag, and in which quotes there."""
        self._builder.copy(start, end)
        while match := _NEXT[self._inside].search(self._source.text, start, end):
            sign, start = match[0], match.end()
            if sign == ">":
                self._inside = ""
            else:
                self._inside = sign if self._inside == ">" else ">"

    def _tag(self, tag: Tag) -> None:
        text = self._source.text
        if tag.kind == "comment":
            self._comment(text[tag.low : tag.high], tag.start, tag.end)
        elif tag.kind == "data":
            for match in _DEFAULT.finditer(text, tag.low, tag.high):
                if fields.kind_of("", match[1]):
                    self._given("default", "value", match.start(1), match.end(1), tag)
        elif tag.kind == "php":
            self._code(tag)
        elif tag.kind == "sample":
            self._branch(tag)
        else:
            self._markup(tag)

    def _markup(self, tag: Tag) -> None:
        """Take a tag of a template language: what it prints, if it does, is a text of its own or a hole."""
        text = self._source.text
        name = name_of(text, tag)
        said = spoken(text, tag) if tag.kind == "print" or name in TRANSLATIONS or name == "choice" else None
        mark = "" if said else sign_of(text, tag, name)
        if said:
            self._print(said, tag)
        elif tag.kind == "blade":
            if blade.prints(name):
                self._hole(tag)
        elif prints(text, tag, name) and not (mark and text.startswith("{", tag.start)):
            self._hole(tag)
        if mark:
            self._mark(mark, tag, name)
        if text.startswith("<%", tag.start):
            for remark in remarks(text, tag):
                self._comment(remark[remark.lastindex or 0], *remark.span())
        for given in strings(text, tag):
            if said is None or given.start not in (start for start, _ in said.parts):
                filled = given.filled and text.startswith("<", tag.start)
                self._given(given.name, given.kind, given.start, given.end, tag, filled)

    def _code(self, tag: Tag) -> None:
        """Take PHP code: what it prints is part of the text, other copy in it is not."""
        text = self._source.text
        for remark in remarks(text, tag):
            self._comment(remark[remark.lastindex or 0], *remark.span())
        printed = []
        for given in strings(text, tag):
            if given.printed:
                printed.append(given)
            else:
                self._given(given.name, given.kind, given.start, given.end, tag, given.filled)
        self._echo(printed)
        shown = bool(printed)
        name = name_of(text, tag)
        mark = "" if shown else sign_of(text, tag, name)
        if mark:
            self._mark(mark, tag, name)
        elif not shown and _ECHO.match(text, tag.low, tag.high):
            self._hole(tag)

    def _echo(self, printed: Sequence[Given]) -> None:
        """Add what code prints, one after the other, or the one or the other."""
        text, choosing = self._source.text, False
        for number, given in enumerate(printed):
            before = text[printed[number - 1].end : given.start] if number else ";"
            after = text[given.end : printed[number + 1].start] if number + 1 < len(printed) else ""
            if _INSTEAD.search(before):
                self._builder.atom(ELSE, given.start, given.start)
            elif number and not JOINED.fullmatch(before) and ";" not in before:
                self._builder.atom(HOLE, printed[number - 1].end, given.start)
            if not choosing and _INSTEAD.search(after):
                self._builder.atom(CHOICE, given.start, given.start)
                choosing = True
            self._say(given.start, given.end, given.filled)
            if choosing and not _INSTEAD.search(after) and not JOINED.fullmatch(after):
                self._builder.atom(END, given.end, given.end)
                choosing = False

    def _print(self, said: Said, tag: Tag) -> None:
        """Add what a tag prints: a text, or two of which a reader sees one."""
        text = self._source.text
        if said.element:
            self._builder.atom(f"<{said.element}>", tag.start, tag.start)
        for number, (start, end) in enumerate(said.parts):
            if len(said.parts) > 1:
                self._builder.atom(ELSE if number else CHOICE, start, start)
            self._say(start, end, filled=text.startswith("<", tag.start) and text[start - 1] == '"')
        if len(said.parts) > 1:
            self._builder.atom(END, tag.end, tag.end)
        if said.element:
            self._builder.atom(f"</{said.element}>", tag.end, tag.end)

    def _say(self, start: int, end: int, filled: bool) -> None:
        self._builder.decode(start, end, FILLED if filled else ESCAPE, unescape)
        self._begun = True

    def _hole(self, tag: Tag) -> None:
        """Add what a tag prints; alone on its line it is no part of a phrase."""
        if self._by_lines and not self._begun and _REST.match(self._source.text, tag.end):
            return
        self._builder.atom(HOLE, tag.start, tag.end)
        self._begun = True

    def _mark(self, mark: str, tag: Tag, name: str) -> None:
        """Take a tag that begins, parts or ends a choice of texts: its mark, where the choice is part of a line."""
        text = self._source.text
        at = self._source.span(tag.start, tag.end).start
        if tag.end == self._inverted or (name == "case" and self._opened and self._opened[-1][0] == "switch"):
            mark = ELSE
        if mark in (WHEN, CHOICE):
            flowing = not self._by_lines or self._begun or _FLOWS.match(text, tag.end) is not None
            self._opened.append((name, flowing and self._inside != ">"))
        marked = bool(self._opened) and self._opened[-1][1]
        if mark == END:
            inverted = _INVERTED.match(text, tag.end) if name.startswith("/") else None
            if inverted and inverted[1] == name[1:]:  # what stands there while this does not
                self._inverted = inverted.end()
                return
            if self._opened:
                self._opened.pop()
        self._outline.choices.sign(mark, at)
        if marked:
            self._builder.atom(mark, tag.start, tag.start)
        elif mark == ELSE:
            self._branch(tag)

    def _branch(self, tag: Tag) -> None:
        """Part what stands before and after a tag, as where a reader sees the one or the other."""
        self._builder.atom("\n" if self._by_lines and not self._begun else BREAK, tag.start, tag.start)

    def _comment(self, text: str, start: int, end: int) -> None:
        self._outline.comment(text, self._source.span(start, end))

    def _given(self, name: str, kind: str, start: int, end: int, tag: Tag, filled: bool = False) -> None:
        builder = Builder(self._source)
        builder.decode(start, end, FILLED if filled else ESCAPE, unescape)
        self._texts.append(Text(name, kind, builder.done(), self._source.span(tag.start, tag.end)))


def unescape(match: re.Match[str]) -> str:
    """Return what an escape in a string stands for, a hole for a variable; a line break is a space."""
    if match[0][0] != "\\":
        return HOLE
    return " " if match[0][1] in "nrt" else match[0][1]
