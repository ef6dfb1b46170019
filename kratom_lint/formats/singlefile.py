"""Reads the single-file components of Vue and Svelte: markup, scripts and translations in one file."""

from __future__ import annotations

import re

from kratom_lint.formats import reader_of
from kratom_lint.formats.branches import CHOICE, ELSE, END, WHEN
from kratom_lint.formats.components import ComponentReader
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.prose import Prose
from kratom_lint.formats.rewrite import Rewriter
from kratom_lint.formats.script import read_expression, read_script

_ATTRIBUTES = r"(?P<attributes>(?:\"[^\"]*+\"|'[^']*+'|[^>\"'])*+)"
BLOCK = re.compile(rf"<!--(?:[^-]|-(?!->))*+(?:-->|\Z)|<(?P<name>script|style|i18n)\b{_ATTRIBUTES}>", re.I)
ENDS = {name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style", "i18n")}
LANGUAGE = re.compile(r"\blang\s*=\s*[\"']?([\w-]+)")
SCRIPTS = {"ts": "typescript", "typescript": "typescript", "tsx": "tsx"}
VUE = re.compile(r"<!--(?:[^-]|-(?!->))*+(?:-->|\Z)|\{\{((?:[^{}]|\{(?!\{)|\}(?!\}))*+)\}\}|<(?=[/A-Za-z])")
SVELTE = re.compile(r"<!--(?:[^-]|-(?!->))*+(?:-->|\Z)|\{|<(?=[/A-Za-z])")
SIGNS = {"#": CHOICE, ":": ELSE, "/": END}
SIGN = re.compile(r"\s*+([#/:@])\s*+(\w*)")


def read_vue(source: Prose, outline: Outline) -> None:
    """Read a single-file component of Vue into the outline."""
    _read(source, outline, "vue")


def read_svelte(source: Prose, outline: Outline) -> None:
    """Read a component of Svelte into the outline."""
    _read(source, outline, "svelte")


def _read(source: Prose, outline: Outline, dialect: str) -> None:
    """Read the blocks of a component in order."""
    text, at, start = source.text, 0, 0
    reader = ComponentReader(outline)
    while block := BLOCK.search(text, at):
        at = block.end()
        name = (block["name"] or "").lower()
        if not name or block["attributes"].endswith("/"):
            continue
        close = ENDS[name].search(text, at)
        low, high = at, close.start() if close else len(text)
        at = close.end() if close else high
        _markup(source.cut(start, block.start()), outline, reader, dialect)
        start = at
        language = LANGUAGE.search(block["attributes"])
        if name != "style" and not text[low:high].isspace():
            _inside(source.cut(low, high), outline, name, language[1] if language else "")
    _markup(source.cut(start, len(text)), outline, reader, dialect)
    reader.close()


def _inside(source: Prose, outline: Outline, name: str, language: str) -> None:
    """Read what is no markup: a script, or a table of translations."""
    if name == "script" and "json" not in language:
        read_script(source, outline, SCRIPTS.get(language, "javascript"))
    elif name == "i18n":
        reader_of("yaml" if language in ("yaml", "yml") else "json")(source, outline)


def _markup(source: Prose, outline: Outline, reader: ComponentReader, dialect: str) -> None:
    """Read a piece of markup."""
    if not source.text or source.text.isspace():
        return
    rewriter = Rewriter(source, outline, dialect)
    (_rewrite_vue if dialect == "vue" else _rewrite_svelte)(rewriter, source.text)
    reader.read(rewriter.builder.done())
    reader.flush(None)
    for code in rewriter.later:
        read_expression(code.source, outline, code.name)


def _rewrite_vue(rewriter: Rewriter, text: str) -> None:
    at = 0
    while match := VUE.search(text, at):
        start, end = match.span()
        rewriter.words(at, start)
        at = end
        if match[1] is not None:
            rewriter.say(*match.span(1), "text", start, end)
        elif text.startswith("<!--", start):
            rewriter.builder.copy(start, end)
        else:
            at = rewriter.tag(start)
            if at == start:
                at = end
                rewriter.words(start, end)
    rewriter.words(at, len(text))


def _rewrite_svelte(rewriter: Rewriter, text: str) -> None:
    at = 0
    while match := SVELTE.search(text, at):
        start, end = match.span()
        rewriter.words(at, start)
        at = end
        if text[start] == "{":
            found = _braces(rewriter, text, start)
        elif text.startswith("<!--", start):
            rewriter.builder.copy(start, end)
            continue
        else:
            found = rewriter.tag(start)
        if found > start:
            at = found
        else:
            rewriter.words(start, end)
    rewriter.words(at, len(text))


def _braces(rewriter: Rewriter, text: str, start: int) -> int:
    """Write what a tag in braces shows, and return where it ends."""
    sign = SIGN.match(text, start + 1)
    if sign is None or text.startswith(("/*", "//"), start + 1):
        return rewriter.code(start)
    end = rewriter.end_of_code(start)
    mark = WHEN if sign[2] == "if" and sign[1] == "#" else SIGNS.get(sign[1], "")
    if end > 0 and mark:
        rewriter.mark(mark, start)
    elif end > 0 and sign[2] in ("html", "render"):
        rewriter.hole(start, end)
        rewriter.wait(sign.end(), end - 1, "text")
    return end
