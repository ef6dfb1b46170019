"""Cuts the tags of templates out of a text: Liquid, Jinja, Handlebars, Go, ERB, PHP, Blade."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kratom_lint.formats.blade import directive
from kratom_lint.formats.tags import Tag

_OPEN = re.compile(r"\{\{\{?|\{!!|\{%|\{#|<%|<\?(?:php(?![\w-])|=)")
_OPEN_PHP = re.compile(rf"{_OPEN.pattern}|(?<![\w@])@(?=[A-Za-z])")
_BODIES = {
    "{{{": re.compile(r"([^{}]*+)\}\}\}"),
    "{{": re.compile(r"((?:[^{}]|\{(?!\{)|\}(?!\}))*+)\}\}"),
    "{!!": re.compile(r"((?:[^!{}]|!(?!!\}))*+)!!\}"),
    "{%": re.compile(r"((?:[^%{]|%(?!\})|\{(?!%))*+)%\}"),
    "{#": re.compile(r"(?!#?[\w.:-]+\s*\})-?((?:[^#{]|#(?!\})|\{(?!#))*+)#\}"),
    "<%": re.compile(r"(?!%)((?:[^%<]|%(?!>)|<(?!%))*+)%>"),
}
"""What follows an opening up to its closing. A tag that begins again inside is none, nor is `{#id}` or `<%%`."""
_COMMENT = re.compile(r"[-~]?(?:(!?--)|(/\*)|(!))")
_CLOSED = "comment doc schema javascript stylesheet style highlight codeblock"
_BLOCK = re.compile(rf"[-\s]*+({_CLOSED.replace(' ', '|')})\b")
_END = {name: re.compile(rf"\{{%-?\s*+end{name}\s*+-?%\}}") for name in _CLOSED.split()}
"""Tags whose contents are no copy, and what ends them."""

_KINDS = {"comment": "comment", "doc": "comment", "highlight": "sample", "codeblock": "sample"}

_PHP = re.compile(
    r"""((?:[^?"'/\#<\\]|\\.|"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)
    |(?://|\#(?!\[))(?:[^\r\n?]|\?(?!>))*+|<<<[ ]*["']?(?P<mark>[A-Za-z_]\w*)["']?[^\n]*+\n
    (?:(?![ \t]*(?P=mark)\b)[^\n]*+\n)*+|["'/\#<\\]|\?(?!>))*+)\?>""",
    re.X | re.S,
)
"""Code up to where it ends; what looks like that in a string does not end it."""


class Scanner:
    """Finds the tags of one text from left to right, in time linear in it."""

    def __init__(self, text: str, php: bool = False) -> None:
        self._text = text
        self._php = php
        self._missing: set[str] = set()
        self._loose = False

    def tags(self) -> Iterator[Tag]:
        """Yield the tags in order. With `php`, code that is never closed ends with the text."""
        at, opening = 0, _OPEN_PHP if self._php else _OPEN
        while match := opening.search(self._text, at):
            tag = self._tag(match)
            if tag:
                yield tag
            at = tag.end if tag else match.end()

    def _tag(self, match: re.Match[str]) -> Tag | None:
        text, opening, start, low = self._text, match[0], match.start(), match.end()
        if opening == "@":
            return directive(text, start)
        if opening.startswith("<?"):
            return self._script(opening, start, low)
        if opening == "{{" and (comment := _COMMENT.match(text, low)):
            stops = {1: ("--}}", "--~}}"), 2: ("*/}}", "*/ }}", "*/ -}}", "*/-}}"), 3: ("}}",)}[comment.lastindex or 3]
            return self._until("comment", start, comment.end(), stops)
        body = _BODIES[opening].match(text, low)
        if body is None:
            return None
        high, end = body.end(1), body.end()
        inside = text[low : low + 1]
        if opening == "{#" or (opening == "<%" and inside == "#"):
            return Tag("comment", start, end, low + (opening == "<%"), high)
        if opening == "{%":
            return self._block(Tag("code", start, end, low, high))
        return Tag("print" if opening != "<%" or inside == "=" else "code", start, end, low, high)

    def _block(self, tag: Tag) -> Tag:
        """Return a tag of Liquid; with its contents, if these are no copy."""
        remark = re.compile(r"[-\s]*+#").match(self._text, tag.low)
        if remark:
            return tag._replace(kind="comment", low=remark.end())
        block = _BLOCK.match(self._text, tag.low)
        if block is None or block[1] in self._missing:
            return tag
        end = _END[block[1]].search(self._text, tag.end)
        if end is None:
            self._missing.add(block[1])
            return tag
        kind = _KINDS.get(block[1], "data")
        return Tag(kind, tag.start, end.end(), tag.end, end.start())

    def _script(self, opening: str, start: int, low: int) -> Tag | None:
        kind = "print" if opening == "<?=" else "php"
        body = None if "?>" in self._missing or self._loose else _PHP.match(self._text, low)
        if body:
            return Tag(kind, start, body.end(), low, body.end(1))
        self._loose = not self._php  # a quote without its like: from here on, the next sign ends the code
        tag = None if self._php else self._until(kind, start, low, ("?>",))
        if tag is None and self._php:
            size = len(self._text)
            return Tag("php", start, size, low, size)
        return tag

    def _until(self, kind: str, start: int, low: int, stops: tuple[str, ...]) -> Tag | None:
        """Return the tag that goes on to the first of `stops`."""
        found: list[tuple[int, int]] = []
        for stop in stops:
            if stop not in self._missing:
                at = self._text.find(stop, low, found[0][0] if found else len(self._text))
                if at >= 0:
                    found.insert(0, (at, at + len(stop)))
                elif not found:
                    self._missing.add(stop)
        return Tag(kind, start, found[0][1], low, found[0][0]) if found else None
