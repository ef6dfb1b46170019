"""Adds comments to a Word document (ECMA-376 part 1, 17.13.4), with the part and the relation they need."""

from __future__ import annotations

import html
import posixpath
import re

from kratom_lint.formats.package import Package
from kratom_lint.formats.wordruns import text_of

TYPES = "[Content_Types].xml"
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_NUMBER = re.compile(r'<w:comment\s[^<>]*?w:id="(\d+)"')
_END = re.compile(r"</w:comments\s*>\s*\Z|(?P<empty>/>)\s*\Z")


class Margin:
    """The comments of one document: those it has, and those that come.

    Raises ValueError where they are written in a way that is not known.
    """

    def __init__(self, package: Package, body: str, author: str, date: str) -> None:
        self._package = package
        self._body = body
        self._signed = f'w:author="{html.escape(author)}" w:date="{date}" w:initials="kl"'
        self._added: list[str] = []
        found = [each.target for each in package.relations(body).values() if each.type == "comments"]
        self._is_new = not found
        self._part = found[0] if found else posixpath.join(posixpath.dirname(body), "comments.xml")
        if self._is_new and self._part in package.names:
            raise ValueError("the file has comments that belong to no part of it")
        self._xml = "" if self._is_new else package.read(self._part).decode("utf-8")
        self._next = max((int(number) for number in _NUMBER.findall(self._xml)), default=-1) + 1

    def add(self, text: str) -> tuple[str, str]:
        """Add a comment, a line each paragraph, and return what goes before and after the text it is about."""
        number = self._next
        self._next += 1
        lines = "".join(f"<w:p><w:r>{text_of(line)}</w:r></w:p>" for line in text.splitlines())
        self._added.append(f'<w:comment w:id="{number}" {self._signed}>{lines}</w:comment>')
        end = f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
        return f'<w:commentRangeStart w:id="{number}"/>', end

    def parts(self) -> dict[str, bytes]:
        """Return the parts of the file that the new comments change."""
        if not self._added:
            return {}
        new = "".join(self._added)
        if self._is_new:
            declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            text = f'{declared}<w:comments xmlns:w="{_SPACE}">{new}</w:comments>'
            return {self._part: text.encode(), **self._linked()}
        end = _END.search(self._xml)
        if end is None or (end["empty"] and "<w:comments" not in self._xml):
            raise ValueError("the comments are written in an unknown way")
        tail = f">{new}</w:comments>" if end["empty"] else new + end[0]
        return {self._part: (self._xml[: end.start()] + tail).encode()}

    def _linked(self) -> dict[str, bytes]:
        """Return the parts that say what the part of comments is, and that it belongs to the body."""
        kind = f'<Override PartName="/{html.escape(self._part)}" ContentType="{_KIND}"/>'
        folder, name = posixpath.split(self._body)
        target = html.escape(posixpath.basename(self._part))
        relation = f'<Relationship Id="kratomLintComments" Type="{_RELATION}" Target="{target}"/>'
        return self._with(TYPES, "Types", kind) | self._with(f"{folder}/_rels/{name}.rels", "Relationships", relation)

    def _with(self, part: str, root: str, element: str) -> dict[str, bytes]:
        text = self._package.read(part).decode("utf-8")
        before, end, after = text.rpartition(f"</{root}>")
        if not end:
            raise ValueError(f"{part} is written in an unknown way")
        return {part: (before + element + end + after).encode()}
