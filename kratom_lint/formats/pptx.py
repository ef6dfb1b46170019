"""Reads presentations (ECMA-376 part 1, 19): slides in order, speakers' notes and hidden slides as hidden text."""

from __future__ import annotations

from kratom_lint.errors import SourceError
from kratom_lint.formats.drawing import DrawingReader, read_pictured
from kratom_lint.formats.outline import Outline
from kratom_lint.formats.package import Attributes, Package, XmlReader, is_on
from kratom_lint.formats.transcript import Transcript


def read_pptx(data: bytes, outline: Outline) -> str:
    """Read the slides into the outline, and return their text, a paragraph a line.

    The pointer of a block is "slide 3/p2" for the second `a:p` of the third slide. What only the speaker sees, the
    notes and the slides that are left out of a show, is hidden text.
    """
    package = Package(data)
    main = package.start_of("officeDocument")
    relations = package.relations(main)
    order = _Order()
    order.walk(package.read(main), main)
    if not order.is_presentation:
        raise SourceError("it is no presentation, though its suffix says so; check its suffix")
    transcript = Transcript(outline)
    for number, id_ in enumerate(order.slides, 1):
        part = relations[id_].target if id_ in relations else ""
        if part not in package.names:
            raise SourceError(f"slide {number} is missing in it; save it again")
        transcript.enter("slide")
        _read_slide(package, part, f"slide {number}", transcript)
        transcript.leave()
    return transcript.text


def _read_slide(package: Package, part: str, place: str, transcript: Transcript) -> None:
    data, relations = package.read(part), package.relations(part)
    shown = _Shown()
    shown.walk(data, part)
    for titles in (True, False):
        reader = DrawingReader(place, transcript, relations, hidden=not shown.value)
        reader.titles = titles
        reader.walk(data, part)
    read_pictured(package, part, place, transcript, hidden=not shown.value)
    for relation in relations.values():
        if relation.type == "notesSlide" and relation.target in package.names:
            notes = DrawingReader(f"{place}/notes", transcript, {}, hidden=True)
            notes.walk(package.read(relation.target), relation.target)


class _Order(XmlReader):
    """The ids of the slides in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.is_presentation = False
        self.slides: list[str] = []

    def _start(self, name: str, attributes: Attributes, at: int) -> None:
        self.is_presentation |= name == "p:presentation"
        if name == "p:sldId":
            self.slides.append(attributes.get("r:id", ""))


class _Shown(XmlReader):
    """Whether a slide is part of the show."""

    value = True

    def _start(self, name: str, attributes: Attributes, at: int) -> None:
        if name == "p:sld":
            self.value = is_on(attributes.get("show"))
