"""Opens zipped XML files (Office Open XML, OpenDocument) and walks their parts; nothing in them expands for ever."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Callable, Mapping
from copy import copy
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from kratom_lint.errors import SourceError

MOST_BYTES = 1 << 27
"""So many bytes a file may unpack to; what is larger is no copy."""

OLD_FILE = b"\xd0\xcf\x11\xe0"
"""Begins the compound files of Office 97, which also wrap every file with a password (MS-CFB 2.2)."""

_FAMILIES = {
    "wordprocessingml/main": "w",
    "spreadsheetml/main": "x",
    "presentationml/main": "p",
    "drawingml/main": "a",
    "drawingml/wordprocessingDrawing": "wp",
    "drawingml/chart": "c",
    "officeDocument/relationships": "r",
    "package/relationships": "rel",
    "markup-compatibility": "mc",
}
_OOXML = re.compile(r"http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml)/(.+)")
_ODF = re.compile(r"urn:oasis:names:tc:opendocument:xmlns:(\w+)(?:-compatible)?:1\.0")

Attributes = dict[str, str]


class Relation(NamedTuple):
    """A link from a part: the last word of its type, the part or address it leads to, whether that is outside."""

    type: str
    target: str
    external: bool


class Package:
    """A zipped file of parts. Every fault of the file raises SourceError, with what to do.

    `changed` are parts that stand in the place of those of the file, or come to them.
    """

    def __init__(self, data: bytes, changed: Mapping[str, bytes] | None = None) -> None:
        self._data = data
        self.changed = dict(changed or {})
        if data.startswith(OLD_FILE):
            raise SourceError("it has a password or the form of Office 97; save it as a new file without a password")
        try:
            self._zip = ZipFile(BytesIO(data))
            self.names = frozenset(self._zip.namelist()) | self.changed.keys()
        except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise SourceError(f"it is no zipped file or a broken one ({error}); save it again") from error
        self._left = MOST_BYTES

    def read(self, name: str) -> bytes:
        """Return the bytes of the part `name`."""
        if name in self.changed:
            return self.changed[name]
        try:
            with self._zip.open(name) as part:
                data = part.read(self._left + 1)
        except (KeyError, BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError) as error:
            # RuntimeError is what zipfile raises for a password, and its child NotImplementedError for odd packings
            raise SourceError(
                f"its part {name} cannot be unpacked ({error}); save it again, without a password"
            ) from error
        self._left -= len(data)
        if self._left < 0:
            raise SourceError(
                f"it unpacks to more than {MOST_BYTES >> 20} MB; split it, or leave it out with --exclude"
            )
        return data

    def replaced(self, parts: Mapping[str, bytes]) -> Package:
        """Return the package with these parts in the place of its own."""
        return Package(self._data, {**self.changed, **parts})

    def data(self) -> bytes:
        """Return the bytes of the file, each part in its place as it was, those that are new at the end."""
        if not self.changed:
            return self._data
        written = BytesIO()
        with ZipFile(written, "w") as file:
            for info in self._zip.infolist():
                name = info.filename
                data = self.changed[name] if name in self.changed else self._zip.read(name)
                file.writestr(copy(info), data)  # writing moves what it is given to its new place
            added = sorted(self.changed.keys() - set(self._zip.namelist()))
            for name in added:
                file.writestr(ZipInfo(name), self.changed[name], ZIP_DEFLATED)
        return written.getvalue()

    def relations(self, part: str = "") -> dict[str, Relation]:
        """Return by id where the part leads to, "" the package itself (ECMA-376 part 2, 6.5)."""
        folder, name = posixpath.split(part)
        file = posixpath.join(folder, "_rels", f"{name}.rels")
        if file not in self.names:
            return {}
        reader = _Relations(folder)
        reader.walk(self.read(file), file)
        return reader.found

    def start_of(self, *types: str) -> str:
        """Return the main part, the one that a relation of the package with one of these types leads to."""
        found = [each.target for each in self.relations().values() if each.type in types]
        if not found or found[0] not in self.names:
            raise SourceError("it is no Office file; check its suffix, or name its format under `formats`")
        return found[0]


class XmlReader:
    """Walks one XML part. Children say what to do in `_start` and `_end` of an element and with `_text`.

    Names are given with one prefix for each known namespace ("w:p"), strict and transitional alike. The elements in
    SKIPPED are left out with all they hold. Offsets are bytes of the part.
    """

    SKIPPED: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.path: list[str] = []
        self._skipping = 0
        self._ending: Callable[[], None] | None = None
        self._endings: list[Callable[[], None] | None] = []
        self._names: dict[str, str] = {}

    def walk(self, data: bytes, part: str) -> None:
        """Read the part; raise SourceError for broken XML and for document types, which could define entities."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True

        def refuse(*_: Any) -> None:
            raise SourceError(f"its part {part} has a document type, as no office program writes; save it again")

        def start(name: str, attributes: Attributes) -> None:
            name = self._short(name)
            self._seen(name)
            if self._skipping or name in self.SKIPPED:
                self._skipping += 1
                return
            self._ending = None
            self._start(name, {self._short(key): value for key, value in attributes.items()}, parser.CurrentByteIndex)
            self.path.append(name)
            self._endings.append(self._ending)

        def end(name: str) -> None:
            if self._skipping:
                self._skipping -= 1
                return
            name = self.path.pop()
            if ending := self._endings.pop():
                ending()
            self._end(name, parser.CurrentByteIndex)

        def text(letters: str) -> None:
            if not self._skipping:
                self._text(letters)

        parser.StartDoctypeDeclHandler = refuse
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise SourceError(f"its part {part} is no well-formed XML ({error}); save it again") from error

    def _seen(self, name: str) -> None:
        """Take notice of an element, a skipped one too."""

    def _start(self, name: str, attributes: Attributes, at: int) -> None:
        """Begin an element, whose tag begins at byte `at`; it is not yet in `path`."""

    def _end(self, name: str, at: int) -> None:
        """End an element, whose end tag begins at byte `at`; it is no longer in `path`."""

    def _text(self, letters: str) -> None:
        """Take a stretch of text."""

    def _then(self, ending: Callable[[], None]) -> None:
        """Let `ending` be called when the element that is being begun ends."""
        self._ending = ending

    @property
    def parent(self) -> str:
        """The name of the innermost open element."""
        return self.path[-1] if self.path else ""

    def _short(self, name: str) -> str:
        if name not in self._names:
            space, _, local = name.rpartition(" ")
            self._names[name] = f"{_prefix(space)}:{local}" if space else local
        return self._names[name]


def _prefix(space: str) -> str:
    """Return the short name of an XML namespace."""
    if space == "urn:schemas-microsoft-com:vml":
        return "v"
    if found := _ODF.fullmatch(space):
        return found[1]
    found = _OOXML.fullmatch(space)
    return _FAMILIES.get(found[1].replace("/2006", ""), "other") if found else "other"


class _Relations(XmlReader):
    def __init__(self, folder: str) -> None:
        super().__init__()
        self.found: dict[str, Relation] = {}
        self._folder = folder

    def _start(self, name: str, attributes: Attributes, at: int) -> None:
        if name != "rel:Relationship":
            return
        external = attributes.get("TargetMode") == "External"
        target = attributes.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", self._folder, unquote(target))).lstrip("/")
        type_ = attributes.get("Type", "").rpartition("/")[2]
        self.found[attributes.get("Id", "")] = Relation(type_, target, external)


def is_on(value: str | None) -> bool:
    """Say whether a switch such as <w:b/> or w:val="0" is on (ECMA-376 part 1, 17.17.4)."""
    return value not in ("0", "false", "off", "none")
