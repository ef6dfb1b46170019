"""Reads MDX: Markdown with imports, exports, JSX tags and JavaScript in braces."""

from __future__ import annotations

import re

from kratom_lint.formats.elements import BLOCK
from kratom_lint.formats.front_matter import read_front_matter
from kratom_lint.formats.jsx import role_of
from kratom_lint.formats.markdown import read_markdown
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.rewrite import NAME, Rewriter
from kratom_lint.formats.script import read_expression, read_script

INDENT = re.compile(r"[ \t]*+")
INLINE = re.compile(r"\r?\n|`++|\\[\\`<{}]|\{|<(?=[/A-Za-z])")
FENCE = re.compile(r"(?:(?:[-*+>]|\d+[.)])[ \t]+)*+(`{3,}+(?=[^`\r\n]*+$)|~{3,}+)", re.M)
MODULE = re.compile(r"(?:import|export)\b(?=[\s{*'\"])")
MODULE_END = re.compile(r"\{|\r?\n[ \t]*+(?=\r?\n|\Z)")
BLANK = re.compile(r"[ \t]*+(?:\r?\n|\Z)")
LISTED = re.compile(r"(?:[-*+]|\d+[.)])[ \t]|>")
MARKED = re.compile(r"[*_`\[\]{~]")
SPECIAL = re.compile(r"[&<*_`\[\]~#|>]")


def read_mdx(source: Prose, outline: Outline) -> None:
    """Read a page of MDX, with or without front matter, into the outline."""
    page = read_front_matter(source, outline)
    writer = _Writer(page, outline)
    writer.write()
    read_markdown(writer.rewriter.builder.done(), outline)
    writer.rewriter.add_properties()
    for module in writer.modules:
        read_script(module, outline, "tsx")
    for code in writer.rewriter.later:
        read_expression(code.source, outline, code.name)


class _Writer:
    """Writes MDX as Markdown with HTML in it, line by line.

    In MDX, indents mean nothing outside lists, and Markdown goes on inside tags: tags on lines of their own
    are set apart by blank lines, so that the Markdown between them is read as such.
    """

    def __init__(self, source: Prose, outline: Outline) -> None:
        self.rewriter = Rewriter(source, outline, "mdx", SPECIAL)
        self.modules: list[Prose] = []
        self._source = source
        self._text = source.text
        self._indents: list[int] = []
        self._listed = False
        self._unclosed: set[int] = set()

    def write(self) -> None:
        """Write all lines."""
        text, at, fresh = self._text, 0, True
        while at < len(text):
            if fresh and not self._indents and MODULE.match(text, at):
                at = self._module(at)
                continue
            blank = BLANK.match(text, at)
            if blank:
                self.rewriter.builder.copy(at, blank.end())
                self.rewriter.flowing = False
                at, fresh = blank.end(), True
                continue
            at = self._line(at, fresh)
            fresh = False

    def _module(self, at: int) -> int:
        """Leave out imports and exports, which a blank line outside braces ends."""
        start = at
        while match := MODULE_END.search(self._text, at):
            end = self.rewriter.end_of_code(match.start()) if match[0] == "{" else -1
            at = max(end, match.end())
            if match[0] != "{":
                break
        else:
            at = len(self._text)
        self.modules.append(self._source.cut(start, at))
        return at

    def _line(self, at: int, fresh: bool) -> int:
        """Write a line, and what begins in it and ends in another; return where the next one begins."""
        text, builder = self._text, self.rewriter.builder
        indent = INDENT.match(text, at)
        low = indent.end() if indent else at
        width = low - at
        if fresh and not width:
            self._listed = False
        self._listed = self._listed or LISTED.match(text, low) is not None
        fence = FENCE.match(text, low)
        if fence:
            end = self._fence(fence)
            builder.copy(at, end)
            return end
        flow = text[low] in "<{"
        if flow or (self._indents and width <= self._indents[-1] + 4) or (fresh and width > 3 and not self._listed):
            at = low
        elif self._indents:
            at += self._indents[-1] + 4
        builder.copy(at, low)
        if not flow:
            return self._inline(low)
        end = self._tags(low)
        alone = end > low and BLANK.match(text, end) is not None
        if not alone and not (end > low and self._opens_block(low) and self._marked(end)):
            return self._inline(low)
        builder.atom("\n", low, low)
        self.rewriter.flowing = False
        while low < end:
            low = self._tag(low, width)
            space = INDENT.match(text, low)
            low = space.end() if space else low
        builder.atom("\n" if alone else "\n\n", low, low)
        return self._inline(low, not alone)

    def _marked(self, at: int) -> bool:
        """Say whether there is Markdown in the rest of a line."""
        end = self._text.find("\n", at)
        return MARKED.search(self._text, at, end if end >= 0 else len(self._text)) is not None

    def _opens_block(self, at: int) -> bool:
        match = NAME.match(self._text, at)
        return match is not None and not match[1] and role_of(match[2], False) in BLOCK

    def _tags(self, at: int) -> int:
        """Return where the tags end that begin at `at` and follow each other."""
        end = at
        while self._text.startswith("<", at):
            end = self.rewriter.end_of_tag(at)
            if end < 0:
                return at
            space = INDENT.match(self._text, end)
            at = space.end() if space else end
        return at

    def _tag(self, at: int, indent: int) -> int:
        """Write a tag, and take note of how far the element that it opens is indented."""
        end = self.rewriter.tag(at)
        if self._text.startswith("</", at):
            del self._indents[-1:]
        elif end > at and self._text[end - 2] != "/" and self.rewriter.open:
            self._indents.append(indent)
        return end

    def _inline(self, at: int, apart: bool = False) -> int:
        """Write the text from `at` to the end of its line; `apart` sets end tags of blocks on lines of their own."""
        text, rewriter = self._text, self.rewriter
        while match := INLINE.search(text, at):
            start, end = match.span()
            rewriter.words(at, start)
            at, sign = end, match[0]
            if sign[0] in "\r\n":
                rewriter.builder.copy(start, end)
                return end
            if sign == "{":
                at = max(rewriter.code(start), start)
            elif sign == "<":
                at = self._inline_tag(start, apart)
            elif sign[0] == "`":
                at = self._ticks(end, len(sign))
                rewriter.words(start, at)
            else:
                rewriter.words(start, end)
            if at == start:
                at = end
                rewriter.words(start, end)
        rewriter.words(at, len(text))
        return len(text)

    def _inline_tag(self, at: int, apart: bool) -> int:
        if apart and self._text.startswith("</", at) and self._indents:
            self.rewriter.builder.atom("\n\n", at, at)
            end = self._tag(at, 0)
            self.rewriter.builder.atom("\n\n", end, end)
            return end
        return self.rewriter.tag(at)

    def _ticks(self, at: int, count: int) -> int:
        """Return where the inline code ends that `count` backticks before `at` begin; `at`, if nothing ends it."""
        if count not in self._unclosed:
            close = re.compile(rf"(?<!`)`{{{count}}}(?!`)").search(self._text, at)
            if close:
                return close.end()
            self._unclosed.add(count)
        return at

    def _fence(self, match: re.Match[str]) -> int:
        """Return where the code ends that a fence begins."""
        sign = match[1]
        close = re.compile(rf"^[ \t>]*+{sign[0]}{{{len(sign)},}}[ \t]*+(?:\r?\n|\Z)", re.M).search(
            self._text, match.end()
        )
        return close.end() if close else len(self._text)
