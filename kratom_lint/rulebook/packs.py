"""What a pack says about itself in pack.yaml: name, and the limits of its law in time and place."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from kratom_lint.errors import RuleError
from kratom_lint.model import Pack
from kratom_lint.rulebook.files import shipped_packs, shown
from kratom_lint.rulebook.located import Faults, Located, nearest, read
from kratom_lint.rulebook.schema import Reader, check_keys, read_day
from kratom_lint.values import replace

_KEYS = ("name", "version", "jurisdiction", "description", "extends", "check_again", "places", "sets")


def read_pack(place: Located, faults: Faults) -> Pack:
    """Return what pack.yaml says, without the hash of the pack's files and the day they were checked."""
    check_keys(place, _KEYS, _KEYS[:3], faults)
    reader = Reader(place, faults)
    places = reader.mapping("places")
    for at in places.values():
        if not at.text:
            faults.add(at, "a place has a name for readers; write `us-ny: New York`")
    sets = {name: _members(at, places, faults) for name, at in reader.mapping("sets").items()}
    return Pack(
        id=reader.text("name"),
        version=reader.text("version"),
        jurisdiction=reader.text("jurisdiction"),
        sha256="",
        places=tuple(sorted((name, at.text) for name, at in places.items())),
        sets=tuple(sorted(sets.items())),
        check_again=read_day(reader, "check_again", place, faults),
    )


def _members(place: Located, places: Collection[str], faults: Faults) -> tuple[str, ...]:
    for item in place:
        if item.text not in places:
            faults.add(item, f"no place {item.text!r} in this pack; {nearest(item.text, list(places))}")
    if not list(place):
        faults.add(place, "a set lists the places it stands for; write `[us-ky, us-ny]`")
    return tuple(sorted(item.text for item in place))


def head(folder: Path) -> Pack:
    """Return what the pack.yaml of a folder says, reading nothing else; raise RuleError if it is broken."""
    faults = Faults()
    path = folder / "pack.yaml"
    place = read(path.read_text(encoding="utf-8", errors="replace"), shown(path), faults)
    pack = read_pack(place, faults) if place else None
    if pack is None or faults.lines:
        raise RuleError("\n".join(faults.lines))
    return pack


def shipped() -> tuple[Pack, ...]:
    """Return the packs that come with the tool, by name, each under the name of its folder."""
    return tuple(replace(head(folder), id=folder.name) for folder in shipped_packs())
