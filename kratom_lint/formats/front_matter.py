"""Reads the YAML front matter of a page: every string in it, with its place as a JSON pointer."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kratom_lint.formats.builder import Builder
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.plain import read_plain
from kratom_lint.formats.prose import Prose

if TYPE_CHECKING:
    import yaml

FENCED = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*(?:\r\n|[\r\n])(?P<inside>.*?)^(?P=fence)[ \t]*(?=[\r\n]|\Z)", re.S | re.M
)
KEYWORDS = frozenset({"tags", "tag", "keywords", "keyword", "categories", "category", "hashtags"})
ADDRESSES = frozenset({"permalink", "url", "link", "href", "canonical", "canonical_url", "aliases"})
ADDRESS = re.compile(r"(?:https?://|/)\S*|\S+\.(?:png|jpe?g|gif|webp|svg|avif|html?)", re.I)
PROPERTIES = re.compile(r"(?:[!&][^ \t\r\n]*(?:[ \t\r\n]+|#[^\r\n]*)+)*+")
"""A node begins at its tag or anchor, says PyYAML's mark; its value comes after them."""
COMMENT = re.compile(r"^[ \t]*#(.*)$", re.M)
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

    try:
        root = yaml.compose(source.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError):
        if KEY.match(source.text) is None:
            return False
        read_plain(source, outline)
        return True
    if not isinstance(root, yaml.MappingNode):
        return False
    ends = [-1]
    starts = [-1]
    for pointer, key, node in _scalars(root):
        starts.append(node.start_mark.index)
        ends.append(node.end_mark.index)
        if node.tag.endswith(":str"):
            _add(source, outline, pointer, key, node)
    for match in COMMENT.finditer(source.text):
        if match.start(1) >= ends[bisect_right(starts, match.start(1)) - 1]:
            outline.comment(match[1], source.span(match.start(1) - 1, match.end()))
    return True


def _scalars(root: yaml.Node | None) -> Iterator[tuple[str, str, yaml.ScalarNode]]:
    """Yield pointer, key and node of each scalar under `root`, in the order of the source, aliases only once."""
    import yaml

    waiting: list[tuple[str, str, yaml.Node]] = [("", "", root)] if root else []
    seen: set[int] = set()
    while waiting:
        pointer, key, node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        inside: list[tuple[str, str, yaml.Node]] = []
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                word = str(name.value) if isinstance(name, yaml.ScalarNode) else "?"
                inside.append((f"{pointer}/{word.replace('~', '~0').replace('/', '~1')}", word, value))
        elif isinstance(node, yaml.SequenceNode):
            inside += [(f"{pointer}/{index}", key, value) for index, value in enumerate(node.value)]
        elif isinstance(node, yaml.ScalarNode):
            yield pointer, key, node
        waiting += reversed(inside)


def _add(source: Prose, outline: Outline, pointer: str, key: str, node: yaml.ScalarNode) -> None:
    """Add the value of one string node."""
    start, end = node.start_mark.index, node.end_mark.index
    extent = source.span(start, end)
    properties = PROPERTIES.match(source.text, start)
    start = properties.end() if properties else start
    style = node.style or ""
    if style in ("|", ">"):
        header = re.compile(r"[^\r\n]*").match(source.text, start)
        start = header.end() if header else start
    quote = style in ESCAPES
    builder = Builder(source)
    builder.align(node.value, start + quote, end - quote, ESCAPES.get(style, PLAIN), _meaning)
    value = builder.done()
    outline.pointer = pointer
    if "\n" in value.text.strip():
        height = outline.height
        outline.enter("value", extent.start)
        read_plain(value, outline)
        outline.leave(height)
    else:
        outline.aside(_kind(key, value.text), value, extent)
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
