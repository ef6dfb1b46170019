"""Reads the YAML front matter of a page: every string in it, with its place as a JSON pointer."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.plain import read_plain
from kratom_lint.formats.prose import Prose

FENCED = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*(?:\r\n|[\r\n])(?P<inside>.*?)^(?P=fence)[ \t]*(?=[\r\n]|\Z)", re.S | re.M
)
KEYWORDS = frozenset({"tags", "tag", "keywords", "keyword", "categories", "category", "hashtags"})
ADDRESSES = frozenset({"permalink", "url", "link", "href", "canonical", "canonical_url", "aliases"})
ADDRESS = re.compile(r"(?:https?://|/)\S*|\S+\.(?:png|jpe?g|gif|webp|svg|avif|html?)", re.I)
PROPERTIES = re.compile(r"(?:[!&][^ \t\r\n]*(?:[ \t\r\n]+|#[^\r\n]*)+)*+")
"""A node begins at its tag or anchor, says PyYAML's mark; its value comes after them."""
COMMENT = re.compile(r"^[ \t]*#(.*)$", re.M)
DEEPEST = 100
"""Collections inside collections, past which a text is taken for something else."""
KEY = re.compile(r"\s*[\w-]+[ \t]*:(?:\s|\Z)")
ESCAPES = {
    '"': re.compile(r"(?P<escape>\\(?:x..|u....|U........|\r?\n[ \t]*|.))|\s+", re.S),
    "'": re.compile(r"(?P<escape>'')|\s+"),
}
PLAIN = re.compile(r"\s+")


def read_front_matter(source: Prose, outline: Outline) -> Prose:
    """Read the front matter at the top of a page into the outline, and return the rest of the page.

    Lines between --- that hold no mapping are no front matter. TOML front matter (between +++) is left out.
    """
    match = FENCED.match(source.text)
    if match is None:
        return source
    if match["fence"] == "---" and not read_yaml(source.cut(*match.span("inside")), outline):
        return source
    return source.cut(match.end(), len(source.text))


def read_yaml(source: Prose, outline: Outline) -> bool:
    """Read a YAML mapping into the outline, or return False if the text is something else.

    A mapping with a mistake in it is read as plain text, so that nothing goes unseen.
    """
    import yaml

    marks = len(source.text) - len(source.text.lstrip("\ufeff"))  # libyaml's offsets do not count them
    source = source.cut(marks, len(source.text))
    try:
        scalars = _scalars(source.text)
    except (yaml.YAMLError, ValueError):
        if KEY.match(source.text) is None:
            return False
        read_plain(source, outline)
        return True
    if scalars is None:
        return False
    for scalar in scalars:
        if scalar.text:
            _add(source, outline, scalar)
    starts = [-1, *(scalar.start for scalar in scalars)]
    ends = [-1, *(scalar.end for scalar in scalars)]
    for match in COMMENT.finditer(source.text):
        if match.start(1) >= ends[bisect_right(starts, match.start(1)) - 1]:
            outline.comment(match[1], source.span(match.start(1) - 1, match.end()))
    return True


@dataclass(slots=True)
class Scalar:
    """A value in YAML: its place, the last key above it, and whether it is text rather than a number or date."""

    pointer: str
    key: str
    value: str
    style: str
    start: int
    end: int
    text: bool


@dataclass(slots=True)
class Collection:
    """An open mapping or sequence. `key` is the mapping's current key, None where one is expected."""

    pointer: str
    mapping: bool
    key: str | None = None
    index: int = -1
    word: str = ""

    def place(self) -> tuple[str, str]:
        """Return the pointer of the value that comes next, and the last key above it."""
        self.index += 1
        if not self.mapping:
            return f"{self.pointer}/{self.index}", self.word
        key, self.key = self.key or "", None
        return f"{self.pointer}/{key.replace('~', '~0').replace('/', '~1')}", key


def _scalars(text: str) -> list[Scalar] | None:
    """Return the values of the mapping that `text` is, None if it is none; raise YAMLError if it is no YAML.

    It follows the events of the parser and builds no tree: PyYAML's own composer recurses, and crashes on a text
    nested deeply enough. Aliases are left out, their values stand elsewhere.
    """
    import yaml

    resolver: Any = yaml.resolver.Resolver()
    events: Any = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    scalars: list[Scalar] = []
    stack: list[Collection] = []
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
        elif isinstance(event, yaml.DocumentEndEvent):
            break
        elif isinstance(event, yaml.NodeEvent):
            top = stack[-1] if stack else None
            if top and top.mapping and top.key is None:
                pointer, word = top.pointer, ""
                top.key = event.value if isinstance(event, yaml.ScalarEvent) else "?"
                if not isinstance(event, yaml.CollectionStartEvent):
                    continue
            else:
                pointer, word = top.place() if top else ("", "")
            if isinstance(event, yaml.CollectionStartEvent):
                mapping = isinstance(event, yaml.MappingStartEvent)
                if not (stack or mapping):
                    return None
                if len(stack) > DEEPEST:
                    raise yaml.YAMLError(f"nested deeper than {DEEPEST}")
                stack.append(Collection(pointer, mapping, word=word))
            elif isinstance(event, yaml.ScalarEvent):
                if not stack:
                    return None
                tag = event.tag or resolver.resolve(yaml.ScalarNode, event.value, event.implicit)
                textual = tag.endswith(":str") or not tag.startswith("tag:yaml.org")
                begin: Any = event.start_mark
                finish: Any = event.end_mark
                style = event.style or ""
                scalars.append(Scalar(pointer, word, event.value, style, begin.index, finish.index, textual))
    return scalars if scalars else None


def _add(source: Prose, outline: Outline, scalar: Scalar) -> None:
    """Add the value of one scalar that is text."""
    start, end, style = scalar.start, scalar.end, scalar.style
    extent = source.span(start, end)
    properties = PROPERTIES.match(source.text, start)
    start = properties.end() if properties else start
    if style in ("|", ">"):
        header = re.compile(r"[^\r\n]*").match(source.text, start)
        start = header.end() if header else start
    quote = style in ESCAPES
    builder = Builder(source)
    builder.align(scalar.value, start + quote, end - quote, ESCAPES.get(style, PLAIN), _meaning)
    value = builder.done()
    outline.pointer = scalar.pointer
    if "\n" in value.text.strip():
        height = outline.height
        outline.enter("value", extent.start)
        read_plain(value, outline)
        outline.leave(height)
    else:
        outline.aside(_kind(scalar.key, value.text), value, extent)
        outline.flush()
    outline.pointer = ""


def _kind(key: str, value: str) -> str:
    key = key.lower()
    if key in KEYWORDS:
        return "keyword"
    if key == "slug":
        return "slug"
    return "url" if key in ADDRESSES or ADDRESS.fullmatch(value) else "value"


def _meaning(match: re.Match[str]) -> str:
    """Return what an escape in a quoted scalar stands for."""
    import yaml

    if match[0] == "''":
        return "'"
    if "\n" in match[0]:
        return ""
    return str(yaml.safe_load(f'"{match[0]}"'))
