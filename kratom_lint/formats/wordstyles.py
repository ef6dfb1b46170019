"""What other parts of a Word document say about its paragraphs: their styles, and the comments on them."""

from __future__ import annotations

import re

from kratom_lint.formats.package import Attributes, XmlReader, is_on
from kratom_lint.values import replace, value

HEADING = re.compile(r"heading ([1-9])")
TITLES = {"title": 1, "subtitle": 2}
DEEPEST = 50
"""So many styles may build on one another; it also ends circles."""


@value
class Style:
    """What a style makes of text: a heading of `level`, an item of a list at `depth`, `hidden`; 0 is none."""

    level: int = 0
    depth: int = 0
    hidden: bool = False


class Styles(XmlReader):
    """The styles of a document by id (ECMA-376 part 1, 17.7), what they build on included."""

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[str, dict[str, str]] = {}
        self._default = ""
        self._id = ""
        self._known: dict[str, Style] = {}

    def _start(self, name: str, attributes: Attributes, at: int) -> None:
        value = attributes.get("w:val", "")
        if name == "w:style":
            self._id = attributes.get("w:styleId", "")
            self._found[self._id] = {}
            if attributes.get("w:type") == "paragraph" and is_on(attributes.get("w:default", "0")):
                self._default = self._id
        elif "w:style" in self.path:
            if name == "w:vanish":
                value = "on" if is_on(attributes.get("w:val")) else "off"
            self._found[self._id][name] = value

    def get(self, id_: str) -> Style:
        """Return the style with this id, "" or an unknown one standing for that of ordinary paragraphs."""
        id_ = id_ if id_ in self._found else self._default
        if id_ not in self._known:
            self._known[id_] = self._resolve(id_)
        return self._known[id_]

    def _resolve(self, id_: str) -> Style:
        chain: list[dict[str, str]] = []
        while id_ in self._found and len(chain) < DEEPEST:
            chain.append(self._found[id_])
            id_ = chain[-1].get("w:basedOn", "")
        style = Style()
        for each in reversed(chain):
            name = each.get("w:name", "").lower()
            heading = HEADING.fullmatch(name)
            if each.get("w:outlineLvl", "").isdecimal():
                style = replace(style, level=int(each["w:outlineLvl"]) + 1)
            if heading or name in TITLES:
                style = replace(style, level=int(heading[1]) if heading else TITLES[name])
            if "w:numId" in each:
                depth = int(each["w:ilvl"]) + 1 if each.get("w:ilvl", "").isdecimal() else 1
                style = replace(style, depth=0 if each["w:numId"] == "0" else min(depth, 9))
            if "w:vanish" in each:
                style = replace(style, hidden=each["w:vanish"] == "on")
        return style


class Comments(XmlReader):
    """The comments of reviewers by id; each is taken once."""

    SKIPPED = frozenset({"w:del", "w:moveFrom"})

    def __init__(self) -> None:
        super().__init__()
        self._texts: dict[str, list[str]] = {}
        self._taken: set[str] = set()
        self._id = ""

    def _start(self, name: str, attributes: Attributes, at: int) -> None:
        if name == "w:comment":
            self._id = attributes.get("w:id", "")
            self._texts[self._id] = []
        elif name in ("w:p", "w:br", "w:tab") and self._id in self._texts:
            self._texts[self._id].append(" ")

    def _text(self, letters: str) -> None:
        if self.parent == "w:t" and self._id in self._texts:
            self._texts[self._id].append(letters)

    def used(self, id_: str) -> bool:
        """Say whether the comment has been taken."""
        return id_ in self._taken

    def take(self, id_: str) -> str:
        """Return the text of a comment, "" if there is none or it was taken before."""
        if id_ in self._taken:
            return ""
        self._taken.add(id_)
        return "".join(self._texts.get(id_, [])).strip()
