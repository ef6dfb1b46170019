"""The tags of templates: what they are called, what they print, and the strings in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kratom_lint.formats import fields

MARKS = ("{{", "{%", "{#", "{!!", "<%", "<?")
_REMARK = re.compile(r"/\*((?:[^*]|\*(?!/))*+)(?:\*/|\Z)|(?<!:)//([^\r\n]*+)|(?<![&\w])#([^\r\n]*+)")
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
_TOKEN = re.compile(
    r"""<<<[ ]*(?P<raw>')?["']?(?P<label>[A-Za-z_]\w*)["']?\r?\n(?P<text>(?:(?![ \t]*(?P=label)\b)[^\n]*+\n)*+)
    |(?<=[\s;{}])\#[ ][^\r\n]*+|\\.|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|(?<!:)//[^\r\n]*+
    |"(?P<double>(?:[^"\\]|\\.)*+)"|'(?P<single>(?:[^'\\]|\\.)*+)'|(?P<word>\$?[A-Za-z_][\w-]*+)
    |(?P<mark>=>|[=!]==?|<>|[<>]=?|[:=(,|?;.[\])])|\s++|.""",
    re.X | re.S,
)
_COMPARISONS = frozenset({"==", "===", "!=", "!==", "<>", "<", ">", "<=", ">=", "["})
_COMPARING = frozenset({"contains", "in", "is", "eq", "ne", "include", "render", "extends", "import", "from"})


class Tag(NamedTuple):
    """A tag at [start, end) with its inside at [low, high).

    It is a print, code, php, a directive of blade, a comment, a sample of code, or data nobody sees.
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
