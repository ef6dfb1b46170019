"""Cuts the tags of templates out of a text, and finds the strings in a tag: Liquid, Jinja, Handlebars, Go, ERB, PHP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kratom_lint.formats import fields

MARKS = ("{{", "{%", "{#", "{!!", "<%", "<?")
_OPEN = re.compile(r"\{\{\{?|\{!!|\{%|\{#|<%|<\?(?:php(?![\w-])|=)")
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
_REMARK = re.compile(r"/\*((?:[^*]|\*(?!/))*+)(?:\*/|\Z)|(?<!:)//([^\r\n]*+)|(?<![&\w])#([^\r\n]*+)")
_CLOSED = "comment doc schema javascript stylesheet style highlight codeblock"
_BLOCK = re.compile(rf"[-\s]*+({_CLOSED.replace(' ', '|')})\b")
_END = {name: re.compile(rf"\{{%-?\s*+end{name}\s*+-?%\}}") for name in _CLOSED.split()}
"""Tags whose contents are no copy, and what ends them."""

_KINDS = {"comment": "comment", "doc": "comment", "highlight": "sample", "codeblock": "sample"}

_NAME = re.compile(r"[-~=@+\s]*+([#/^>&<%]?\s*+/?[A-Za-z_][\w.-]*+|[/^]|\}\s*+(?:else|elseif|elsif)\b)?")
_CONTROLS = {
    "print": re.compile(r"[#/].*|[<%]/.*|end|if|range|with|define|block"),
    "code": re.compile(
        r"""end\w*|if\w*|unless|for\w*|while|until|switch|block\w*|extends|layout|set|assign|capture|macro|import|from|load
        |with\w*|without|filter|autoescape|spaceless|raw|verbatim|liquid|paginate|tablerow|form|increment|decrement|break
        |continue|do|apply|sandbox|embed|language|localize|get_\w+|async\w*""",
        re.X,
    ),
}
"""What a tag begins with that prints nothing: in tags that print as a rule, and in others."""
TRANSLATIONS = frozenset(
    "t _ __ _x _n trans translate lang gettext ngettext pgettext tr i18n $t text esc_html__ esc_attr__".split()  # noqa: SIM905
)
ECHOES = frozenset("echo print printf _e _ex esc_html_e esc_attr_e".split())  # noqa: SIM905
FILTERS = "t|trans|translate|i18n|escape|e|safe|raw|html|safeHTML|strip|markdownify|upcase|downcase|capitalize"
_LINKS = re.compile(r"[=-]?\s*+(?:link_to|button_to|button_tag)(?![\w?!])\s*\(?\s*(?=[\"'](?!/|#|https?:))")
"""Helpers of Rails that show the text they are given first; with a block it is the address."""
_KEEPS = re.compile(rf"[\s)]*(?:\|\s*(?:{FILTERS})\b.*|,.*|;\s*|if\b.*|unless\b.*)?[-~]?", re.S)
"""What may follow a text in a tag that prints it as it is."""
_SAYS = re.compile(rf"[-~=]?\s*(?:(?:{'|'.join(map(re.escape, sorted(TRANSLATIONS)))})(?![\w$])\s*\(?\s*)?(?=[\"'])")
_TOKEN = re.compile(
    r"""<<<[ ]*(?P<raw>')?["']?(?P<label>[A-Za-z_]\w*)["']?\r?\n(?P<text>(?:(?![ \t]*(?P=label)\b)[^\n]*+\n)*+)
    |(?<=[\s;{}])\#[ ][^\r\n]*+|\\.|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|(?<!:)//[^\r\n]*+
    |"(?P<double>(?:[^"\\]|\\.)*+)"|'(?P<single>(?:[^'\\]|\\.)*+)'|(?P<word>\$?[A-Za-z_][\w-]*+)
    |(?P<mark>=>|[=!]==?|<>|[<>]=?|[:=(,|?;.[\])])|\s++|.""",
    re.X | re.S,
)
_COMPARISONS = frozenset({"==", "===", "!=", "!==", "<>", "<", ">", "<=", ">=", "["})
_COMPARING = frozenset({"contains", "in", "is", "eq", "ne", "include", "render", "extends", "import", "from"})


_PHP = re.compile(
    r"""((?:[^?"'/\#<\\]|\\.|"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)
    |(?://|\#(?!\[))(?:[^\r\n?]|\?(?!>))*+|<<<[ ]*["']?(?P<mark>[A-Za-z_]\w*)["']?[^\n]*+\n
    (?:(?![ \t]*(?P=mark)\b)[^\n]*+\n)*+|["'/\#<\\]|\?(?!>))*+)\?>""",
    re.X | re.S,
)
"""Code up to where it ends; what looks like that in a string does not end it."""


class Tag(NamedTuple):
    """A tag at [start, end) with its inside at [low, high).

    It is a print, code, php, a comment, a sample of code, or data nobody sees.
    """

    kind: str
    start: int
    end: int
    low: int
    high: int


class Given(NamedTuple):
    """A string in a tag, at [start, end) without its quotes, the name it is given, and whether code prints it.

    What is `filled` has variables in it, as "$name" in PHP and "#{name}" in Ruby.
    """

    name: str
    start: int
    end: int
    printed: bool
    kind: str
    filled: bool


class Scanner:
    """Finds the tags of one text from left to right, in time linear in it."""

    def __init__(self, text: str, php: bool = False) -> None:
        self._text = text
        self._php = php
        self._missing: set[str] = set()
        self._loose = False

    def tags(self) -> Iterator[Tag]:
        """Yield the tags in order. With `php`, code that is never closed ends with the text."""
        at = 0
        while match := _OPEN.search(self._text, at):
            tag = self._tag(match)
            if tag:
                yield tag
            at = tag.end if tag else match.end()

    def _tag(self, match: re.Match[str]) -> Tag | None:
        text, opening, start, low = self._text, match[0], match.start(), match.end()
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


def name_of(text: str, tag: Tag) -> str:
    """Return the word that a tag begins with, and its sign, as in "#if"; "" if it begins with none."""
    match = _NAME.match(text, tag.low, tag.high)
    return "".join((match[1] or "").split()) if match else ""


def prints(text: str, tag: Tag, name: str) -> bool:
    """Say whether a tag of this name puts something into the text."""
    if tag.kind == "code" and text.startswith("<%", tag.start):
        return False
    return tag.kind != "php" and _CONTROLS[tag.kind].fullmatch(name) is None


def remarks(text: str, tag: Tag) -> Iterator[re.Match[str]]:
    """Yield the comments in the code of a tag; strings are none. The inner text is the last group."""
    if any(sign in text[tag.low : tag.high] for sign in ("/*", "//", "#")):
        strings = re.compile(rf"""{_REMARK.pattern}|"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|\\.""", re.S)
        for match in strings.finditer(text, tag.low, tag.high):
            if match.lastindex:
                yield match


def spoken(text: str, tag: Tag) -> tuple[int, int] | None:
    """Return where the string stands that a tag prints as it is, as `{{ 'text' | t }}` does, if it prints one."""
    link = _LINKS.match(text, tag.low, tag.high) if text.startswith("<%=", tag.start) else None
    match = link or _SAYS.match(text, tag.low, tag.high)
    string = _TOKEN.match(text, match.end(), tag.high) if match else None
    if string is None or string.lastgroup not in ("double", "single"):
        return None
    start, end = string.span(string.lastgroup)
    if fields.is_words(text[start:end]) and _KEEPS.fullmatch(text, string.end(), tag.high):
        return start, end
    return None


def strings(text: str, tag: Tag) -> Iterator[Given]:
    """Yield the strings in a tag that are copy, by their names, by what takes them, or by their looks."""
    mark = word = name = ""
    echoing = called = False
    last: tuple[int, int] | None = None
    for token in _TOKEN.finditer(text, tag.low, tag.high):
        group = token.lastgroup
        if group == "word":
            word, mark = token[0], ""
            if word in ECHOES:
                echoing, called = True, word not in ("echo", "print")
            last = None
        elif group == "mark":
            if token[0] in ("=>", ":", "=") and mark not in _COMPARISONS:
                name = text[last[0] : last[1]] if last else word if len(word) < 4 else word.lstrip("$")
            elif token[0] in ";,)":
                name = ""
                echoing = echoing and token[0] != ";" and not (token[0] == "," and called)
            mark = token[0]
        elif group in ("double", "single", "text"):
            start, end = last = token.span(group)
            compared = mark in _COMPARISONS or (not mark and word in _COMPARING)
            translated = word in TRANSLATIONS and mark in ("", "(")
            value = text[start:end]
            told = echoing or translated or (group == "text" and fields.is_phrase(value))
            kind = "" if compared else _kind(tag, name, value, told)
            if kind:
                yield Given(name, start, end, echoing, kind, group != "single" and not token["raw"])
            mark = word = ""


def _kind(tag: Tag, name: str, value: str, told: bool) -> str:
    """Return the kind of block that a string in a tag makes, "" if it is no copy."""
    if told:
        return "value" if fields.is_words(value) else ""
    if not name and (tag.kind == "php" or tag.kind == "data"):
        return ""
    kind = fields.kind_of(name, value)
    return kind if tag.kind != "php" or fields.is_named(name) else ""
