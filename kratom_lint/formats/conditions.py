"""Tells which tags of templates begin, part and end texts of which a reader sees one."""

from __future__ import annotations

import re

from kratom_lint.formats import blade
from kratom_lint.formats.branches import CHOICE, ELSE, END, WHEN
from kratom_lint.formats.tags import Tag

_SIGNS = {"when": WHEN, "choice": CHOICE, "else": ELSE, "end": END}
_SECTIONS = re.compile(
    r"(?P<when>#(?:if|unless)|if|\^.+)|(?P<choice>#.+|range|with|define|block)|(?P<else>else\w*|\^)|(?P<end>/.+|end)"
)
"""Names of tags in double braces: Handlebars, Mustache, Go."""
_BLOCKS = re.compile(
    r"""(?P<when>if\w*|unless)|(?P<choice>case|switch|for\w*|tablerow|trans|translate|blocktrans\w*)
    |(?P<else>else\w*|elsif|elif|when|default|empty|plural|pluralize)
    |(?P<end>end(?:if\w*|unless|case|switch|for\w*|tablerow|trans|translate|blocktrans\w*))""",
    re.X,
)
"""Names of tags with a percent sign: Liquid, Jinja, Twig."""
_OPEN_TEXT = re.compile(r"-?\s*\w+(?:\s*-?\Z|\s+with\b|\s+\w+\s*=)")
"""What begins a text to translate; with anything else after its name, the tag is given one."""
_FIRST = re.compile(r"\}?\s*([A-Za-z_]\w*)?")
_OPENS = re.compile(r"(?:\{(?:\s*\|[^|]*\|)?|\bdo(?:\s*\|[^|]*\|)?|:)\Z")
_LAST_IF = re.compile(r"\bif\s*\([^{}]*[:{]\Z")
_PARTING = frozenset("else elsif elseif elif when rescue ensure catch finally".split())  # noqa: SIM905
_ENDING = frozenset("end endif endfor endforeach endwhile endswitch".split())  # noqa: SIM905
_RUBY = frozenset("case while until for begin def".split())  # noqa: SIM905
_ENDS = 200
"""So much of either end of a piece of code tells what it begins or ends."""


def sign_of(text: str, tag: Tag, name: str) -> str:
    """Return the mark that a tag of this name stands for, WHEN, CHOICE, ELSE or END, "" if it does for none."""
    if tag.kind == "php" or text.startswith("<%", tag.start):
        return _sign_of_code(text[tag.low : tag.high].strip("- \t\r\n"), tag.kind == "php")
    if tag.kind == "blade":
        return blade.sign_of(name, given=tag.high > tag.low + len(name))
    found = (_SECTIONS if tag.kind == "print" else _BLOCKS).fullmatch(name)
    if found and name in ("trans", "translate") and not _OPEN_TEXT.match(text, tag.low, tag.high):
        return ""
    return _SIGNS[found.lastgroup or ""] if found else ""


def _sign_of_code(code: str, braced: bool) -> str:
    """Return the mark that Ruby, JavaScript or, where blocks are `braced` or end in a colon, PHP stands for."""
    head, tail = code[:_ENDS], code[-_ENDS:]
    first = _FIRST.match(head)
    word = (first[1] or "").lower() if first else ""
    opens = _OPENS.search(tail) is not None
    if word in _PARTING or (word in ("case", "default") and tail.endswith(":")):
        return ELSE
    if head.startswith("}") or word in _ENDING:
        return END
    if not opens and (braced or tail.endswith((";", "end"))):
        return ""
    if word in ("if", "unless") or (opens and _LAST_IF.search(tail)):
        return WHEN
    return CHOICE if opens or word in _RUBY else ""
